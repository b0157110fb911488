"""What a coordinator does to a report outside review: exempt it, open it late."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from reports.actions.reviews import exempt_report, reopen_report
from reports.forms.decisions import ExemptForm, ReopenForm
from reports.models import Report
from reports.views.gate import WITH_REPORT


@needs("reports.exempt_report", Report, methods="POST", related=WITH_REPORT)
def report_exempt(request: HttpRequest, report: Report) -> HttpResponse:
    """Excuse the unit this period."""
    done = _("%(unit)s is exempt this period.") % {"unit": report.unit}
    return act(request, report, ExemptForm(request.POST), exempt_report, done)


@needs("reports.reopen_report", Report, methods="POST", related=WITH_REPORT)
def report_reopen(request: HttpRequest, report: Report) -> HttpResponse:
    """Open a missed report late."""
    done = _("%(unit)s can submit late now; it was told.") % {"unit": report.unit}
    return act(request, report, ReopenForm(request.POST), reopen_report, done)


def act(
    request: HttpRequest, report: Report, form: forms.Form, action: Callable, done: str
) -> HttpResponse:
    """Do what a small form on the report's page asks, or say there why not."""
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, errors[0])
        return redirect(report)
    try:
        action(report, by=request.user, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(report)
