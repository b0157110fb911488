"""Reminder rules in words, and what a reminder's occasion says (pure).

An occasion is ``report:12:-1440`` (by rule, minutes from the due moment of the period),
``report:12:due1781510400:-1440`` (by rule, of a report with a due moment of its own, in seconds),
``report:12:back2:-60`` (by rule, of the report returned after its 2nd submission) or
``report:12:asked:245`` (by hand).
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from fraudwatch.lib import wording
from reports.enums import Occasion, ReportState

ASKED = "asked"
BACK = "back"


def about(report: object) -> str:
    """What a notice about the report carries, so that its reminders are found again."""
    return f"report:{report.pk}"


def base_moment(report: object) -> datetime:
    """The moment that the rules count from: a returned report has its own."""
    if report.state == ReportState.RETURNED and report.return_due_at:
        return report.return_due_at
    return report.due_at


def occasion_by_rule(report: object, minutes: int) -> str:
    """The occasion of a reminder by rule; another due moment makes another occasion."""
    if report.state == ReportState.RETURNED:
        return f"{about(report)}:{BACK}{report.revision_number}:{minutes}"
    if report.due_at != report.period.due_at:
        return f"{about(report)}:due{int(report.due_at.timestamp())}:{minutes}"
    return f"{about(report)}:{minutes}"


def occasion_words(occasion: str, params: dict) -> str:
    """Why a reminder was sent, from its occasion."""
    parts = occasion.split(":")
    if ASKED in parts:
        return _("by hand: %(who)s") % {"who": params.get("by", "")}
    try:
        words = rule_words(int(parts[-1]))
    except ValueError:
        return ""
    is_back = parts[2].startswith(BACK)
    return _("%(when)s, returned report") % {"when": words} if is_back else words


def rule_words(minutes: int) -> str:
    """When a rule applies: 1 day before it is due."""
    if not minutes:
        return _("at the due moment")
    span = wording.span(abs(minutes) * 60)
    text = _("%(span)s before it is due") if minutes < 0 else _("%(span)s after it was due")
    return text % {"span": span}


def occasion_kind(minutes: int) -> str:
    """Before, at or after the due moment."""
    if not minutes:
        return Occasion.AT_DUE
    return Occasion.BEFORE if minutes < 0 else Occasion.AFTER


def room_before(template: object) -> int:
    """How many minutes lie between the opening of a period and its due moment."""
    return template.due_day * 1440 + template.due_time.hour * 60 + template.due_time.minute


def room_after(template: object) -> int:
    """How many minutes lie between the due moment and the closing one."""
    days = timedelta(days=template.close_day - template.due_day)
    start = timedelta(hours=template.due_time.hour, minutes=template.due_time.minute)
    end = timedelta(hours=template.close_time.hour, minutes=template.close_time.minute)
    return int((days + end - start).total_seconds() // 60)
