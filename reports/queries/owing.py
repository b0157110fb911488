"""What a unit owes in reporting: reports due, late, or sent back."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from orgs.models import Unit, User
from orgs.owing import Owed
from reports.enums import ReportState
from reports.looks import look_of
from reports.models import Report


def owed_in_reports(user: User, unit: Unit, now: datetime) -> Iterator[Owed]:
    """The unit's reports that wait for it, as far as ``user`` sees them; one query."""
    reports = Report.objects.visible_to(user).still_owed().filter(unit=unit)
    for report in reports.select_related("unit", "period__template__campaign"):
        template = report.period.template
        returned = report.state == ReportState.RETURNED
        yield Owed(
            kind=_("report"),
            title=f"{template.name} {report.period.label}",
            address=report.get_absolute_url(),
            status=look_of(report.state, report.timeliness, report.due_at, now),
            due_at=(report.return_due_at or report.due_at) if returned else report.due_at,
        )
