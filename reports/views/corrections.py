"""Corrections of approved figures: asking, opening, deciding, taking back."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from reports.actions.corrections import (
    ask_correction,
    drop_correction,
    grant_correction,
    open_correction,
    refuse_correction,
)
from reports.deciders import correction_obstacle
from reports.forms.corrections import (
    AskForm,
    DropForm,
    GrantForm,
    OpenForm,
    RefuseForm,
    fields_named,
    figures_typed,
)
from reports.forms.typed import read_typed
from reports.models import Report
from reports.queries.corrections import can_be_corrected, correction_cells, other_fields
from reports.queries.reviews import deadlines
from reports.views.gate import WITH_DECISION


@needs("reports.ask_correction", Report, methods="GET POST", related=WITH_DECISION)
def report_correction(request: HttpRequest, report: Report) -> HttpResponse:
    """The unit asks to put approved figures right; refused, what was typed stays."""
    form = AskForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, report, form)
    values = figures_typed(read_typed(request.POST).values)
    try:
        ask_correction(
            report, values=values, fields=fields_named(request.POST),
            reason=form.cleaned_data["reason"], by=request.user,
        )  # fmt: skip
    except DomainError as error:
        form.add_error(None, str(error))
        return _page(request, report, form, getattr(error, "problems", None))
    messages.success(request, _("The office has your request; you will be told the answer."))
    return redirect(report)


@needs("reports.review_report", Report, methods="GET POST", related=WITH_DECISION)
def report_correction_open(request: HttpRequest, report: Report) -> HttpResponse:
    """The office opens an approved report for correction, naming what is wrong."""
    form = OpenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, report, form)
    try:
        open_correction(
            report, fields=fields_named(request.POST), by=request.user, **form.cleaned_data
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return _page(request, report, form)
    messages.success(
        request, _("%(unit)s can correct it now; it was told.") % {"unit": report.unit}
    )
    return redirect(report)


@needs("reports.review_report", Report, methods="POST", related=WITH_DECISION)
def report_correction_grant(request: HttpRequest, report: Report) -> HttpResponse:
    """Let the unit correct what it asked for."""
    done = _("%(unit)s can correct it now; it was told.") % {"unit": report.unit}
    return _answer(request, report, GrantForm(request.POST), grant_correction, done)


@needs("reports.review_report", Report, methods="POST", related=WITH_DECISION)
def report_correction_refuse(request: HttpRequest, report: Report) -> HttpResponse:
    """Leave the approved figures as they are."""
    done = _("The request is refused; %(unit)s was told why.") % {"unit": report.unit}
    return _answer(request, report, RefuseForm(request.POST), refuse_correction, done)


@needs("reports.review_report", Report, methods="POST", related=WITH_DECISION)
def report_correction_drop(request: HttpRequest, report: Report) -> HttpResponse:
    """Take a correction back that is under way."""
    form = DropForm(request.POST)
    if not form.is_valid():
        return _say(request, report, form)
    try:
        drop_correction(report, reason=form.cleaned_data["reason"], by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken back: the approved figures stay."))
    return redirect(report)


def _page(
    request: HttpRequest, report: Report, form: forms.Form, problems: dict | None = None
) -> HttpResponse:
    """The figures beside what they should be; back to the report when it cannot be corrected."""
    if not can_be_corrected(report):
        messages.warning(request, _("Only an approved report of an open period is corrected."))
        return redirect(report)
    if isinstance(form, OpenForm) and (why := correction_obstacle(report, request.user)):
        messages.warning(request, why)
        return redirect(report)
    typed = read_typed(request.POST).values if request.method == "POST" else {}
    context = {
        "report": report,
        "form": form,
        "cells": correction_cells(report, typed, problems or {}),
        "others": other_fields(report),
        "ticked": fields_named(request.POST) if request.method == "POST" else [],
        "deadlines": deadlines(report, clock.now()),
        "is_office": isinstance(form, OpenForm),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/report_correction.html", context, status=status)


def _answer(
    request: HttpRequest, report: Report, form: forms.Form, act: object, done: str
) -> HttpResponse:
    if not form.is_valid():
        return _say(request, report, form)
    data = dict(form.cleaned_data)
    correction = report.corrections.filter(pk=data.pop("correction")).first()
    if correction is None:
        raise Http404
    try:
        act(correction, by=request.user, **data)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(report)


def _say(request: HttpRequest, report: Report, form: forms.Form) -> HttpResponse:
    for errors in form.errors.values():
        messages.error(request, errors[0])
    return redirect(report)
