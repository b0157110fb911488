"""The demo's corrections: one carried through after approval, one that waits for the office."""

import uuid
from datetime import timedelta

from fraudwatch.lib import clock
from reports.actions.corrections import ask_correction, grant_correction
from reports.actions.reviews import approve_report
from reports.actions.submissions import submit_report
from reports.models import Report, ReportTemplate

from .calendar import Story
from .stage import Stage

CORRECTED = ("QL01-06", 3)
ASKED = ("QL01-08", 3)
REASON = "核对入户登记本时发现，有两户重复登记，入户宣传多报了 2 户。"
WAITING = "3 户的回访单次日才交到村里，上周的入户宣传少报了。"
ANSWER = "同意更正，请附上核对后的登记本照片。"


def correction_events(stage: Stage, story: Story, template: ReportTemplate) -> list:
    """A village puts its visits of the third week right; another has asked and waits."""
    due = story.week(CORRECTED[1]).due_at

    def report(code: str, week: int) -> Report:
        rows = Report.objects.select_related("unit", "period__template__campaign__owner")
        return rows.get(
            period__template=template,
            period__starts_on=story.week(week).starts_on,
            unit=stage.units[code],
        )

    def visits(row: Report, more: int) -> dict:
        return {"visits": str(int(row.values["visits"]) + more)}

    def ask(code: str, week: int, more: int, reason: str) -> None:
        row = report(code, week)
        ask_correction(
            row, values=visits(row, more), fields=[], reason=reason, by=stage.reporters[code]
        )

    def grant() -> None:
        until = clock.now() + timedelta(days=1)
        correction = report(*CORRECTED).corrections.get()
        grant_correction(correction, answer=ANSWER, correct_by=until, by=stage.users["reviewer"])

    def hand_in() -> None:
        row = report(*CORRECTED)
        submit_report(
            row, submission_id=uuid.uuid4(), values={**row.values, **row.draft.values},
            texts=row.texts, reasons=dict.fromkeys(row.values, REASON[:40]),
            by=stage.reporters[CORRECTED[0]],
        )  # fmt: skip

    def approve() -> None:
        row = report(*CORRECTED)
        approve_report(row, version=row.version, by=stage.users["reviewer"])

    asked = due + timedelta(days=2)
    return [
        (asked, lambda: ask(*CORRECTED, -2, REASON)),
        (asked + timedelta(hours=2), grant),
        (asked + timedelta(hours=3), hand_in),
        (asked + timedelta(hours=5), approve),
        (due + timedelta(days=6), lambda: ask(*ASKED, 3, WAITING)),
    ]
