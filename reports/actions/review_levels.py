"""Whether a report goes level by level or straight to the office (逐级汇总、直报)."""

from django.db import transaction

from orgs.actions.audit import record
from orgs.models import User
from reports.enums import ReportState
from reports.models import Report, ReportTemplate
from reports.stages import Stage


@transaction.atomic
def set_levels(template: ReportTemplate, *, by_town: bool, by: User) -> int:
    """Let townships check first, or not; returns how many waiting reports go on to the office.

    Switched on it holds for what is handed in from now on. Switched off, what lies at a
    township's desk moves to the office, so that nothing is left behind.
    """
    changed = ReportTemplate.objects.filter(pk=template.pk).exclude(review_by_town=by_town)
    if not changed.update(review_by_town=by_town):
        return 0
    moved = 0
    if not by_town:
        waiting = Report.objects.filter(
            period__template=template, state=ReportState.SUBMITTED, stage=Stage.TOWN
        )
        moved = waiting.update(stage=Stage.OFFICE)
    template.refresh_from_db()
    record(
        "template.levels_set",
        template,
        by=by,
        path=template.campaign.owner.path,
        changes={"review_by_town": [not by_town, by_town]},
    )
    return moved
