"""Who may fill in for the units below (代填)."""

from django.db import transaction
from django.db.models import F

from orgs.actions.audit import record
from reports.models import ReportTemplate


@transaction.atomic
def let_fill_from_above(template: ReportTemplate, allow: bool, *, by: object) -> None:
    """Let reporters fill in for the units right below their own, or take that back.

    Coordinators over a unit may always. Saying the same again changes nothing.
    """
    moved = ReportTemplate.objects.filter(pk=template.pk, fill_from_above=not allow).update(
        fill_from_above=allow, version=F("version") + 1
    )
    if moved:
        record(
            "template.fill_from_above",
            template,
            by=by,
            path=template.campaign.owner.path,
            changes={"fill_from_above": [not allow, allow]},
        )
