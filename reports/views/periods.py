"""The periods of a report: the list, one period, and the office's steps on it."""

from collections.abc import Callable
from datetime import datetime, time

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.views.pages import attempt_at
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.way_back import refused_at
from fraudwatch.lib.weeks import day_of, moment, working_days
from reports.actions.exceptions import exempt_units
from reports.actions.period_steps import close_period, lock_period, reopen_period
from reports.forms.exceptions import ExemptManyForm, ReasonForm, UntilForm
from reports.models import Period, ReportTemplate
from reports.queries.periods import exemptible, handled_units, period_lines, period_page

WITH_TEMPLATE = "template__campaign__owner"


@needs("reports.view_period", ReportTemplate, related="campaign__owner")
def period_list(request: HttpRequest, template: ReportTemplate) -> HttpResponse:
    """All periods of a report, newest first."""
    page, lines = period_lines(request.user, template, request.GET.get("page"))
    context = {"template": template, "page": page, "lines": lines}
    return render(request, "reports/period_list.html", context)


@needs("reports.view_period", Period, related=WITH_TEMPLATE)
def period_detail(request: HttpRequest, period: Period) -> HttpResponse:
    """A period: its moments, its state, its counts, what was done and allowed in it."""
    now = clock.now()
    page = period_page(request.user, period, now)
    context = {"page": page, "period": period, "is_due": period.due_at <= now}
    if page.may_steer:
        context["reason_form"] = ReasonForm(auto_id="id_step_%s")
        context["until_form"] = UntilForm.starting(_proposed(now), prefix="open_")
    if page.exemptible:
        context["exempt_form"] = ExemptManyForm(units=page.exemptible, auto_id="id_exempt_%s")
    return render(request, "reports/period_detail.html", context)


def _proposed(now: datetime) -> datetime:
    """Until when a period is proposed to stay open: the second working day from now, 18:00."""
    return moment(working_days().after(day_of(now), 2), 0, time(18))


def _step(
    request: HttpRequest, period: Period, form: forms.Form, act: Callable, done: str
) -> HttpResponse:
    """Do a step that was posted, or say at its page what is missing."""
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, errors[0])
        return redirect(refused_at(period.get_absolute_url()))
    facts = form.cleaned_data
    return attempt_at(
        request, period.get_absolute_url(), lambda: act(period, by=request.user, **facts), done
    )


@needs("reports.steer_period", Period, methods="POST", related=WITH_TEMPLATE)
def period_close(request: HttpRequest, period: Period) -> HttpResponse:
    """Close it now."""
    done = _("The period is closed; what had not come in is missing.")
    return _step(request, period, ReasonForm(request.POST), close_period, done)


@needs("reports.steer_period", Period, methods="POST", related=WITH_TEMPLATE)
def period_lock(request: HttpRequest, period: Period) -> HttpResponse:
    """Lock it now."""
    done = _("The period is locked. What was handed in before can still be approved.")
    return _step(request, period, ReasonForm(request.POST), lock_period, done)


@needs("reports.steer_period", Period, methods="POST", related=WITH_TEMPLATE)
def period_reopen(request: HttpRequest, period: Period) -> HttpResponse:
    """Open it again until a moment."""
    done = _("The period is open again; the units that had not submitted were told.")
    return _step(request, period, UntilForm(request.POST), reopen_period, done)


@needs("reports.exempt_in_period", Period, methods="POST", related=WITH_TEMPLATE)
def period_exempt(request: HttpRequest, period: Period) -> HttpResponse:
    """Excuse several of the units that one looks after."""
    asked = {int(key) for key in request.POST.getlist("units") if key.isdecimal()}
    if asked - handled_units(request.user, period):
        raise Http404
    units = exemptible(request.user, period)
    form = ExemptManyForm(request.POST, units=units)
    count = len(request.POST.getlist("units"))
    done = ngettext("%(n)s unit is exempt.", "%(n)s units are exempt.", count) % {"n": count}

    def act(period: Period, *, units: list, reason: str, by: object) -> None:
        exempt_units(period, units, reason=reason, by=by)

    return _step(request, period, form, act, done)
