"""More time for one unit, and taking its exemption back."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fraudwatch.lib.access import needs
from reports.actions.exceptions import ask_again, extend_report
from reports.enums import PeriodState, ReportState
from reports.forms.exceptions import ReasonForm, UntilForm
from reports.models import Report
from reports.views.gate import WITH_REPORT
from reports.views.report_actions import act

DAY = timedelta(days=1)


def allowances(request: HttpRequest, report: Report, now: datetime) -> dict[str, object]:
    """The forms that the page of a report offers to those who look after its unit."""
    if report.period.state == PeriodState.LOCKED:
        return {}
    may = request.user.has_perm("reports.exempt_report", report)
    if may and report.state in (ReportState.DUE, ReportState.DRAFT) and now < report.due_at:
        return {"extend_form": UntilForm.starting(report.due_at + DAY, prefix="more_")}
    if may and report.state == ReportState.EXEMPT:
        return {"again_form": ReasonForm(auto_id="id_again_%s")}
    return {}


@needs("reports.exempt_report", Report, methods="POST", related=WITH_REPORT)
def report_extend(request: HttpRequest, report: Report) -> HttpResponse:
    """Give the unit more time before the report is due."""
    done = _("%(unit)s has more time; it was told.") % {"unit": report.unit}
    return act(request, report, UntilForm(request.POST), extend_report, done)


@needs("reports.exempt_report", Report, methods="POST", related=WITH_REPORT)
def report_due_again(request: HttpRequest, report: Report) -> HttpResponse:
    """Take the exemption of the unit back."""
    done = _("The exemption of %(unit)s is taken back; it was told.") % {"unit": report.unit}
    return act(request, report, ReasonForm(request.POST), ask_again, done)
