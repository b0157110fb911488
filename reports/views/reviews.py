"""Reviewing reports: the queue, one report beside it, the decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.access import find_visible, needs
from fraudwatch.lib.errors import DomainError
from reports.actions.reviews import approve_report, return_report
from reports.forms.decisions import USUAL_REASONS, ApproveForm, ReturnForm
from reports.models import Report
from reports.queries.reviews import candidate, review_queue, reviewable
from reports.views.gate import WITH_REPORT


@needs("reports.list_reviews")
def report_review(request: HttpRequest) -> HttpResponse:
    """The queue, and the report named by ``at`` (the riskiest without one) to decide on."""
    period_id = _key(request.GET.get("period"))
    queue = review_queue(request.user, period_id=period_id)
    at = _key(request.GET.get("at"))
    if not at and queue.waiting:
        at = queue.waiting[0].report.pk
    context = {"queue": queue, "period_id": period_id, "usual_reasons": USUAL_REASONS}
    if at:
        listed = queue.find(at)
        report = listed or find_visible(Report, request.user, related=WITH_REPORT, pk=at)
        context |= {
            "at": candidate(report, request.user, clock.now()),
            "before": queue.beside(report, -1),
            "next": queue.beside(report, 1),
            "following": queue.beside(report, 1) or queue.beside(report, -1),
            "can_decide": request.user.has_perm("reports.review_report", report),
        }
    return render(request, "reports/report_review.html", context)


@needs("reports.review_report", Report, methods="GET POST", related=WITH_REPORT)
def report_approve(request: HttpRequest, report: Report) -> HttpResponse:
    """Approve what was handed in; the next report in the queue opens."""
    revision = report.revisions.first()
    form = ApproveForm(request.POST, warnings=len(revision.problems) if revision else 0)
    if request.method != "POST" or not form.is_valid():
        return _back(request, report, form)
    try:
        approve_report(report, version=form.cleaned_data["version"], by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return _back(request, report)
    messages.success(request, _("%(unit)s approved.") % {"unit": report.unit})
    return _on(request)


@needs("reports.review_report", Report, methods="GET POST", related=WITH_REPORT)
def report_return(request: HttpRequest, report: Report) -> HttpResponse:
    """Send the report back with marks and a deadline; the next in the queue opens."""
    form = ReturnForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return _back(request, report, form)
    try:
        return_report(report, marks=form.marks(), by=request.user, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, str(error))
        return _back(request, report)
    messages.success(request, _("%(unit)s returned for correction.") % {"unit": report.unit})
    return _on(request)


def _key(text: str | None) -> int | None:
    return int(text[:18]) if text and text.isdigit() and text.isascii() else None


def _back(request: HttpRequest, report: Report, form: object = None) -> HttpResponse:
    """To the same report again, with what was wrong with the form said above it."""
    if form is not None and request.method == "POST":
        for errors in form.errors.values():
            messages.error(request, errors[0])
    return redirect(f"{reverse('reports:report-review')}?at={report.pk}")


def _on(request: HttpRequest) -> HttpResponse:
    """To the next report of the queue as it was shown."""
    url = reverse("reports:report-review")
    following = _key(request.POST.get("next"))
    waits = following and reviewable(request.user).filter(pk=following).exists()
    return redirect(f"{url}?at={following}" if waits else url)
