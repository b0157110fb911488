"""Reading reports: the unit's list, one report, its receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.numbers import posted_whole
from fraudwatch.lib.pages import numbered_page
from reports.deciders import correction_obstacle
from reports.enums import WAITING_FOR_UNIT, ReportState
from reports.forms.decisions import ExemptForm, ReopenForm
from reports.models import Report
from reports.queries.activities import activities_of
from reports.queries.book import is_own
from reports.queries.corrections import can_be_corrected, correction_panel
from reports.queries.report_pages import own_reports, own_templates, receipt_of
from reports.queries.reviews import candidate
from reports.queries.town import fills_for_others
from reports.queries.unit_home import own_unit_ids
from reports.views.exceptions import allowances
from reports.views.gate import WITH_DECISION, WITH_REPORT
from reports.workflow import MOVES


@needs("reports.list_own_reports")
def report_list(request: HttpRequest) -> HttpResponse:
    """The reports of one's own units, newest first."""
    rows, wanted = own_reports(request.user), posted_whole(request.GET.get("template"))
    context = {"templates": own_templates(rows), "wanted": wanted}
    if wanted:
        rows = rows.filter(period__template_id=wanted)
    context["page"] = numbered_page(rows, request.GET, per=20)
    context["has_many"] = len(own_unit_ids(request.user)) != 1
    context["collects"] = fills_for_others(request.user)
    return render(request, "reports/report_list.html", context)


@needs("reports.view_report", Report, related=WITH_DECISION)
def report_detail(request: HttpRequest, report: Report) -> HttpResponse:
    """A report as it stands, with its history; for everybody who sees it."""
    can = request.user.has_perm
    now = clock.now()
    context = {
        "at": candidate(report, request.user, now),
        "report": report,
        "activities": activities_of(report),
        "on_behalf": not is_own(request.user, report),
        "can_fill": report.state in WAITING_FOR_UNIT and can("reports.fill_report", report),
        "can_review": report.state == ReportState.SUBMITTED
        and can("reports.review_report", report),
    }
    context |= _correction(request, report)
    if report.state in MOVES["exempt"][0] and can("reports.exempt_report", report):
        context["exempt_form"] = ExemptForm()
    if report.state in MOVES["reopen"][0] and can("reports.reopen_report", report):
        context["reopen_form"] = ReopenForm.starting(context["at"].deadlines[0])
    context |= allowances(request, report, now)
    return render(request, "reports/report_detail.html", context)


def _correction(request: HttpRequest, report: Report) -> dict[str, object]:
    """What may be done about approved figures, and the request that is under way."""
    can, panel = request.user.has_perm, correction_panel(report)
    may_begin = panel is None and can_be_corrected(report)
    decides = can("reports.review_report", report) and not correction_obstacle(report, request.user)
    return {
        "correction": panel,
        "may_ask": may_begin and can("reports.ask_correction", report),
        "may_open": may_begin and decides,
        "decides": decides,
    }


@needs("reports.view_report", Report, related=WITH_REPORT)
def report_receipt(request: HttpRequest, report: Report) -> HttpResponse:
    """What was handed in, by whom and when; the same for every repeat of the same form."""
    revision = receipt_of(report, request.GET.get("number"))
    context = {"report": report, "revision": revision}
    return render(request, "reports/report_receipt.html", context)
