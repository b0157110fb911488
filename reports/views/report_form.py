"""Filling in a report: the form, autosave, submitting."""

import json
from contextlib import suppress
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError, StaleVersion
from fraudwatch.lib.way_back import with_next
from reports.actions.drafts import save_draft
from reports.actions.submissions import submit_report, submit_zero, why_not
from reports.enums import WAITING_FOR_UNIT, Source
from reports.errors import FieldProblems, ReportError
from reports.forms.typed import (
    Typed,
    read_awaiting,
    read_submission_id,
    read_typed,
    read_version,
)
from reports.models import Report
from reports.queries.activities import activities_of
from reports.queries.book import is_own
from reports.queries.form_states import clock_time, conflict_of, problems_of, state_of
from reports.queries.forms import FormPage, form_page
from reports.views.gate import WITH_REPORT
from reports.views.handing_in import received, to_mend, turned_away, wants_json
from reports.views.photos import tiles_of


@needs("reports.fill_report", Report, methods="GET POST", related=WITH_REPORT)
@gzip_page
def report_edit(request: HttpRequest, report: Report) -> HttpResponse:
    """The form; posted to, it keeps what was typed for those whose browser runs no scripts.

    Sent compressed, for phones at the edge of the network: the page repeats nothing that a
    stranger could choose, and its form token is masked anew each time.
    """
    if report.state not in WAITING_FOR_UNIT:
        messages.warning(request, why_not(report))
        return redirect(report)
    if request.method == "POST":
        return _keep(request, report)
    return _form(request, form_page(report))


@needs("reports.fill_report", Report, methods="POST", related=WITH_REPORT)
def report_autosave(request: HttpRequest, report: Report) -> JsonResponse:
    """Keep the fields sent; answers with the new version and what the checks say of all."""
    try:
        sent = json.loads(request.body)
        typed, version = read_typed(sent["fields"]), read_version(sent)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"sentence": _("The form could not be read.")}, status=400)
    try:
        draft = _save(report, typed, version, request.user)
    except StaleVersion as stale:
        return JsonResponse(conflict_of(stale), status=409)
    except ReportError as error:
        return JsonResponse({"sentence": str(error), "closed": True}, status=409)
    return JsonResponse(state_of(form_page(report), draft))


@needs("reports.submit_report", Report, methods="GET POST", related=WITH_REPORT)
def report_submit(request: HttpRequest, report: Report) -> HttpResponse:
    """Hand the report in; with errors the form comes back with everything that was typed.

    Coming here by GET is coming back from the sign-in page: on to the form.
    """
    if request.method != "POST":
        return redirect("reports:report-edit", report.pk)
    typed = read_typed(request.POST)
    try:
        revision = submit_report(
            report,
            submission_id=read_submission_id(request.POST),
            values=typed.values,
            texts=typed.texts,
            reasons=typed.reasons,
            by=request.user,
            source=_source(request, report),
            awaiting=read_awaiting(request.POST),
        )
    except FieldProblems as problems:
        return _form_again(request, report, typed, problems)
    except DomainError as error:
        return turned_away(request, str(error), report.get_absolute_url())
    return received(request, revision)


@needs("reports.submit_report", Report, methods="GET POST", related=WITH_REPORT)
def report_zero(request: HttpRequest, report: Report) -> HttpResponse:
    """Hand in a zero report with its reason."""
    if request.method != "POST":
        return redirect("reports:report-edit", report.pk)
    try:
        revision = submit_zero(
            report,
            submission_id=read_submission_id(request.POST),
            reason=request.POST.get("reason", ""),
            by=request.user,
            source=_source(request, report),
        )
    except DomainError as error:
        return turned_away(request, str(error), reverse("reports:report-edit", args=[report.pk]))
    return received(request, revision)


def _form(
    request: HttpRequest,
    page: FormPage,
    refused: FieldProblems | None = None,
    *,
    zero_open: bool = False,
) -> HttpResponse:
    context = {
        **form_words(page, refused),
        **_doors(page.report, request.user),
        "zero_open": zero_open,
        "tiles": tiles_of(page.photos, request.user),
        "on_behalf": not is_own(request.user, page.report),
    }
    return render(request, "reports/report_edit.html", context, status=422 if refused else 200)


def form_words(page: FormPage, refused: FieldProblems | None = None) -> dict:
    """The part of the form's context that is the same behind every door."""
    return {
        "page": page,
        "report": page.report,
        "activities": activities_of(page.report),
        "again": bool(page.review),
        "saved": clock_time(page) if page.saved_at else "",
        "zero_reasons": (
            _("No cases and no activities this time"),
            _("School holidays"),
            _("Everybody was on duty elsewhere"),
        ),
        "sentence": str(refused) if refused else "",
        "problems": problems_of(page, refused.problems) if refused else [],
        "photo_problem": refused.problems.get("photos", "") if refused else "",
    }


def _doors(report: Report, user: object) -> dict[str, str]:
    """Where the form of somebody with an account sends what, and where it leads.

    The templates ``_form_*`` know no address of their own, so that a form opened by
    another door (a collection link) brings its own.
    """
    edit = reverse("reports:report-edit", args=[report.pk])
    return {
        "worker_url": reverse("worker"),
        "letter_key": f"fw-draft:{user.pk}:{report.pk}",
        "store_key": f"fw-draft:{user.pk}:{report.pk}",
        "edit_url": edit,
        "save_url": reverse("reports:report-autosave", args=[report.pk]),
        "submit_url": reverse("reports:report-submit", args=[report.pk]),
        "zero_url": reverse("reports:report-zero", args=[report.pk]),
        "photo_url": reverse("reports:photo-add", args=[report.pk]),
        "home_url": reverse("reports:home"),
        "report_url": report.get_absolute_url(),
        "again_url": with_next(reverse("orgs:sign-in"), edit),
    }


def _form_again(
    request: HttpRequest, report: Report, typed: Typed, refused: FieldProblems
) -> HttpResponse:
    """The form with everything that was typed; kept as draft too when nobody saved since."""
    with suppress(DomainError):
        if typed.has_words:
            _save(report, typed, read_version(request.POST), request.user)
    if wants_json(request):
        return to_mend(str(refused))
    page = form_page(report, typed=asdict(typed), problems=refused.problems)
    return _form(request, page, refused, zero_open=not typed.has_words)


def _keep(request: HttpRequest, report: Report) -> HttpResponse:
    typed = read_typed(request.POST)
    try:
        _save(report, typed, read_version(request.POST), request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return _form(request, form_page(report, typed=asdict(typed)))
    messages.success(request, _("Saved. You can go on later."))
    return redirect("reports:report-edit", report.pk)


def _save(report: Report, typed: Typed, version: int, user: object) -> object:
    report.draft = save_draft(
        report,
        values=typed.values,
        texts=typed.texts,
        reasons=typed.reasons,
        version=version,
        by=user,
    )
    return report.draft


def _source(request: HttpRequest, report: Report) -> Source:
    if not is_own(request.user, report):
        return Source.ON_BEHALF
    return Source.PHONE if "Mobi" in request.headers.get("User-Agent", "") else Source.WEB
