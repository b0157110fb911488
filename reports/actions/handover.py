"""What a merge of units takes along in reporting: the duty to report from now on."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.handover import UnitItems
from orgs.models import Unit, User
from reports.actions.corrections import drop_correction
from reports.actions.reviews import exempt_report
from reports.enums import PeriodState
from reports.models import Report, ReportingUnit


def _owed(unit: Unit) -> "Report.objects":
    """Reports that the unit can still hand in; what a locked period holds stays as it is."""
    waiting = Report.objects.filter(unit=unit).still_owed()
    return waiting.exclude(period__state=PeriodState.LOCKED, standing__isnull=True)


def count_duties(unit: Unit) -> int:
    """Reports the unit still owes, and templates it reports to."""
    return _owed(unit).count() + ReportingUnit.objects.filter(unit=unit, to_on=None).count()


def move_duties(unit: Unit, *, into: Unit, by: User) -> int:
    """Let ``into`` report from the next period on; what the unit still owes is excused.

    Past reports stay with the old unit: denominators do not move.
    """
    today = clock.today()
    duties = list(ReportingUnit.objects.filter(unit=unit, to_on=None).select_related("template"))
    for duty in duties:
        ReportingUnit.objects.filter(pk=duty.pk).update(to_on=today)
        ReportingUnit.objects.get_or_create(
            template=duty.template, unit=into, to_on=None, defaults={"from_on": today}
        )
        changes = {"unit": [unit.name, into.name]}
        record("template.units_set", duty.template, by=by, path=into.path, changes=changes)
    owed = _owed(unit).select_related("unit").order_by("pk")
    reason = _("merged into %(unit)s") % {"unit": into}
    for report in owed:
        if report.standing is not None:  # what was approved stays
            drop_correction(report, reason=reason, by=by)
        else:
            exempt_report(report, reason=reason, by=by)
    return len(duties) + len(owed)


# A unit taken out of service owes nothing from its next period on; this week it still may.
DUTIES = UnitItems(gettext_lazy("reports"), count_duties, move_duties, blocks=False)
