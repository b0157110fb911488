"""What a split of a unit does in reporting: new units report from their next period on."""

from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import Unit, User
from orgs.splitting import Shared
from reports.models import ReportingUnit


def _duties(unit: Unit) -> "ReportingUnit.objects":
    return ReportingUnit.objects.filter(unit=unit, to_on=None).select_related("template")


def reports_owed(unit: Unit, user: User | None) -> list[str]:
    """The templates in the user's sight that new units report to as well."""
    duties = _duties(unit)
    if user:
        duties = duties.filter(template__campaign__in=Campaign.objects.visible_to(user))
    return [duty.template.name for duty in duties]


def share_reports(unit: Unit, *, into: Unit, by: User | None) -> int:
    """Let ``into`` report too, from the next period that opens; open ones keep their list."""
    duties = list(_duties(unit))
    for duty in duties:
        ReportingUnit.objects.get_or_create(
            template=duty.template, unit=into, to_on=None, defaults={"from_on": clock.today()}
        )
        changes = {"unit": [unit.name, into.name]}
        record("template.units_set", duty.template, by=by, path=into.path, changes=changes)
    return len(duties)


SPLIT_REPORTS = Shared(gettext_lazy("reports from the next period on"), reports_owed, share_reports)
