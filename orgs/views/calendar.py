"""The calendar of working days: what is known of a year, entering days, reading them in."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from orgs.actions.calendar import FIRST, LAST, DaySpec, remove_day, set_days
from orgs.forms.calendar import DaysForm, DaysSheetForm
from orgs.imports.calendar_sheet import DaysPlan, plan_days
from orgs.queries.calendar import calendar_year, offered_years


@needs("orgs.view_calendar")
def calendar(request: HttpRequest) -> HttpResponse:
    """The days of a year that differ from the usual week."""
    return _page(request)


@needs("orgs.edit_calendar", methods="POST")
def calendar_add(request: HttpRequest) -> HttpResponse:
    """Enter one day or several in a row; what stands there already is changed."""
    form = DaysForm(request.POST)
    if form.is_valid():
        try:
            return _saved(request, form.specs())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    return _page(request, form=form, status=422)


@needs("orgs.edit_calendar", methods="POST")
def calendar_import(request: HttpRequest) -> HttpResponse:
    """Read the days of a workbook or CSV file: all of them, or none and every mistake."""
    form, plan = DaysSheetForm(request.POST, request.FILES), None
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            plan = plan_days(file.read(), file.name)
            if plan.specs and not plan.problems:
                return _saved(request, plan.specs)
        except DomainError as refusal:
            form.add_error("file", str(refusal))
    return _page(request, sheet_form=form, plan=plan, status=422)


@needs("orgs.edit_calendar", methods="POST")
def calendar_remove(request: HttpRequest) -> HttpResponse:
    """Take a day out again."""
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError as wrong:
        raise Http404 from wrong
    try:
        remove_day(day, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The day is taken out of the calendar."))
    return redirect(_address(day.year))


def _saved(request: HttpRequest, specs: list[DaySpec]) -> HttpResponse:
    changed = set_days(specs, by=request.user)
    if changed:
        words = ngettext("%(n)s day is saved.", "%(n)s days are saved.", changed)
        text = _("Periods that have yet to open follow it; open ones keep their moments.")
        messages.success(request, f"{words % {'n': changed}} {text}")
    else:
        messages.info(request, _("Exactly this stands already."))
    return redirect(_address(specs[0].day.year))


def _address(year: int) -> str:
    return f"{reverse('orgs:calendar')}?year={year}"


def _page(
    request: HttpRequest,
    *,
    form: DaysForm | None = None,
    sheet_form: DaysSheetForm | None = None,
    plan: DaysPlan | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "year": calendar_year(_year(request)),
        "years": offered_years(),
        "may_edit": request.user.has_perm("orgs.edit_calendar"),
        "form": form or DaysForm(),
        "sheet_form": sheet_form or DaysSheetForm(),
        "plan": plan,
    }
    return render(request, "orgs/calendar.html", context, status=status)


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    if asked.isdecimal() and len(asked) == 4 and FIRST <= int(asked) <= LAST:
        return int(asked)
    return timezone.localtime(clock.now()).year
