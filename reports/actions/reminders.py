"""Reminding units of reports they still owe (催报)."""

from django.db import transaction

from campaigns.actions.asking import Asked, ask_now
from campaigns.queries.cooling import cooling_of
from orgs.actions.audit import record
from orgs.models import Unit, User
from reports.models import Period, Report
from reports.queries.owed_reports import thing_of, with_words


@transaction.atomic
def remind_now(period: Period, unit: Unit | None = None, *, by: User) -> Asked:
    """Remind the reporters of the units that still owe, as far as ``by`` looks after them.

    ``unit`` narrows it to a subtree. A unit that was reminded within the cooling-off time is
    left out, however often the button is pressed, and so is one that nobody reports for.
    """
    template = period.template
    rows = Report.objects.handled_by(by).filter(period=period).still_owed()
    if unit is not None:
        rows = rows.owed_under(unit.path)
    asked = ask_now(
        "report", [thing_of(row) for row in with_words(rows)], campaign=template.campaign,
        cooling=cooling_of(template.campaign, "report", template.pk), by=by,
    )  # fmt: skip
    if asked.told:
        record(
            "report.reminded",
            period,
            by=by,
            path=(unit or template.campaign.owner).path,
            changes={"units": [None, [thing.unit.name for thing in asked.told]]},
        )
    return asked
