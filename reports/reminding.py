"""A report as something people are reminded of: its name and the moments around it (pure)."""

from datetime import datetime, timedelta

from reports.enums import ReportState


def about(report: object) -> str:
    """What a notice about the report carries, so that its reminders are found again."""
    return f"report:{report.pk}"


def base_moment(report: object) -> datetime:
    """The moment that reminders count from: a returned report has its own."""
    if report.state == ReportState.RETURNED and report.return_due_at:
        return report.return_due_at
    return report.due_at


def room_before(template: object) -> int:
    """How many minutes lie between the opening of a period and its due moment."""
    return template.due_day * 1440 + template.due_time.hour * 60 + template.due_time.minute


def room_after(template: object) -> int:
    """How many minutes lie between the due moment and the closing one."""
    days = timedelta(days=template.close_day - template.due_day)
    start = timedelta(hours=template.due_time.hour, minutes=template.due_time.minute)
    end = timedelta(hours=template.close_time.hour, minutes=template.close_time.minute)
    return int((days + end - start).total_seconds() // 60)
