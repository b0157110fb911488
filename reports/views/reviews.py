"""Reviewing reports: the queue, one report beside it, the decision."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.access import find_visible, needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.numbers import posted_whole
from reports.actions.forwarding import forward_report
from reports.actions.reviews import approve_report, return_report
from reports.actions.undoing import undo_decision
from reports.forms.decisions import USUAL_REASONS, ApproveForm, ReturnForm, VersionForm
from reports.models import Report
from reports.queries.review_missing import review_missing
from reports.queries.review_queue import Queue, Wanted, review_queue, reviewable
from reports.queries.reviews import candidate
from reports.views.gate import WITH_DECISION

KEPT = ("period", "template", "unit", "level", "only", "page")


@needs("reports.list_reviews")
def report_review(request: HttpRequest) -> HttpResponse:
    """The queue, and the report named by ``at`` (the riskiest without one) to decide on."""
    queue = review_queue(request.user, Wanted.read(request.GET))
    at = posted_whole(request.GET.get("at")) or next(iter(queue.keys), 0)
    context = {"queue": queue, "usual_reasons": USUAL_REASONS, "kept": _kept(request.GET)}
    if at:
        context |= _opened(request, queue, at)
    beside = context["at"].report if at else None
    context["missing"] = review_missing(request.user, queue.wanted, beside, clock.now())
    return render(request, "reports/report_review.html", context)


@needs("reports.review_report", Report, methods="GET POST", related=WITH_DECISION)
def report_approve(request: HttpRequest, report: Report) -> HttpResponse:
    """Approve what was handed in; the next report in the queue opens."""
    revision = report.revisions.first()
    form = ApproveForm(request.POST, warnings=len(revision.problems) if revision else 0)
    done = _("%(unit)s approved.") % {"unit": report.unit}

    def act(data: dict) -> None:
        approve_report(report, version=data["version"], by=request.user)

    return _decide(request, report, form, act, done)


@needs("reports.review_report", Report, methods="GET POST", related=WITH_DECISION)
def report_return(request: HttpRequest, report: Report) -> HttpResponse:
    """Send the report back with marks and a deadline; the next in the queue opens."""
    form = ReturnForm(request.POST)
    done = _("%(unit)s returned for correction.") % {"unit": report.unit}

    def act(data: dict) -> None:
        return_report(report, marks=form.marks(), by=request.user, **data)

    return _decide(request, report, form, act, done)


@needs("reports.review_report", Report, methods="GET POST", related=WITH_DECISION)
def report_forward(request: HttpRequest, report: Report) -> HttpResponse:
    """Pass the checked report on to the office; the next in the queue opens."""
    done = _("%(unit)s forwarded to the office.") % {"unit": report.unit}

    def act(data: dict) -> None:
        forward_report(report, version=data["version"], by=request.user)

    return _decide(request, report, VersionForm(request.POST), act, done)


@needs("reports.review_report", Report, methods="GET POST", related=WITH_DECISION)
def report_undo(request: HttpRequest, report: Report) -> HttpResponse:
    """Take one's decision back; the report opens again."""
    form = VersionForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return _back(request, report, form)
    try:
        undo_decision(report, version=form.cleaned_data["version"], by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        done = _("Taken back: %(unit)s waits for review again.")
        messages.success(request, done % {"unit": report.unit})
    return _back(request, report)


def _opened(request: HttpRequest, queue: Queue, at: int) -> dict:
    """The report beside the queue, those around it, and what may be done with it."""
    listed = queue.find(at)
    report = listed or find_visible(Report, request.user, related=WITH_DECISION, pk=at)
    shown = candidate(report, request.user, clock.now())
    decides = request.user.has_perm("reports.review_report", report)
    return {
        "at": shown,
        "before": queue.beside(at, -1),
        "next": queue.beside(at, 1),
        "following": queue.beside(at, 1) or queue.beside(at, -1),
        "can_decide": decides,
        "can_mark": decides and shown.may_return,
    }


def _decide(
    request: HttpRequest,
    report: Report,
    form: forms.Form,
    act: Callable[[dict], object],
    done: str,
) -> HttpResponse:
    if request.method != "POST" or not form.is_valid():
        return _back(request, report, form)
    try:
        act(form.cleaned_data)
    except DomainError as error:
        messages.error(request, str(error))
        return _back(request, report)
    messages.success(request, done)
    return _on(request)


def _kept(params: QueryDict) -> str:
    """The narrowing of the queue as a query string, for the forms beside it."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if params.get(name):
            kept[name] = params[name][:20]
    return kept.urlencode()


def _address(request: HttpRequest, at: int | None) -> str:
    """The queue narrowed as before, at that report."""
    kept = QueryDict(_kept(QueryDict(request.POST.get("kept", "")[:200])), mutable=True)
    if at:
        kept["at"] = str(at)
    url = reverse("reports:report-review")
    return f"{url}?{kept.urlencode()}" if kept else url


def _back(request: HttpRequest, report: Report, form: object = None) -> HttpResponse:
    """To the same report again, with what was wrong with the form said above it."""
    if form is not None and request.method == "POST":
        for errors in form.errors.values():
            messages.error(request, errors[0])
    return redirect(_address(request, report.pk))


def _on(request: HttpRequest) -> HttpResponse:
    """To the next report of the queue as it was shown."""
    following = posted_whole(request.POST.get("next"))
    waits = following and reviewable(request.user).filter(pk=following).exists()
    return redirect(_address(request, following if waits else None))
