"""The checks of a report template: written, tried on the past, switched on."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.views.pages import attempt
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from reports.actions.template_checks import (
    add_check,
    change_check,
    note_trial,
    remove_check,
    switch_check,
)
from reports.check_examples import examples_for
from reports.expression_tokens import ExpressionProblem
from reports.forms.template_checks import CheckForm
from reports.models import ReportTemplate, TemplateCheck
from reports.queries.content import items_of, wording
from reports.queries.template_checks import (
    check_of,
    checks_page,
    latest_version,
    names_of,
    trial_of,
)

EDIT = {"related": "campaign__owner"}


@needs("reports.edit_template", ReportTemplate, methods="GET POST", **EDIT)
def template_checks(request: HttpRequest, template: ReportTemplate) -> HttpResponse:
    """The checks of the next period's version, and a form for one more."""
    form = CheckForm(request.POST or None, figures=_figures(template))
    if request.method == "POST":
        made = _saved(form, lambda data: add_check(template, by=request.user, **data))
        if made:
            return _tried(request, template, made)
    page = checks_page(template)
    context = {"template": template, "page": page, "form": form, "names": page.names}
    context["examples"] = examples_for(items_of(page.version))
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/template_checks.html", context, status=status)


@needs("reports.edit_template", ReportTemplate, methods="GET POST", **EDIT)
def template_check_edit(request: HttpRequest, template: ReportTemplate, check: int) -> HttpResponse:
    """Change a check."""
    row = check_of(template, check)
    form = CheckForm(request.POST or None, figures=_figures(template), check=row)
    if request.method == "POST":
        made = _saved(form, lambda data: change_check(row, by=request.user, **data))
        if made:
            return _tried(request, template, made)
    items = items_of(row.template_version)
    context = {"template": template, "check": row, "form": form, "names": names_of(items)}
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/template_check_edit.html", context, status=status)


@needs("reports.edit_template", ReportTemplate, methods="GET POST", **EDIT)
def template_check_trial(
    request: HttpRequest, template: ReportTemplate, check: int
) -> HttpResponse:
    """What the check would have said of past reports; posting keeps that it was tried."""
    row = check_of(template, check)
    if request.method == "POST":
        return _tried(request, template, row)
    page = checks_page(template)
    shown = next(one for one in page.rows if one.check.pk == row.pk)
    context = {"template": template, "row": shown, "page": page}
    context["trial"] = trial_of(request.user, template, row)
    return render(request, "reports/template_check_trial.html", context)


@needs("reports.edit_template", ReportTemplate, methods="POST", **EDIT)
def template_check_switch(
    request: HttpRequest, template: ReportTemplate, check: int
) -> HttpResponse:
    """Switch a check on or off, or remove it."""
    row, to = check_of(template, check), request.POST.get("to")
    if to == "remove":
        attempt(request, lambda: remove_check(row, by=request.user), _("The check is removed."))
    else:
        on = to == "on"
        done = _("The check is on from the next period.") if on else _("The check is off.")
        attempt(request, lambda: switch_check(row, is_on=on, by=request.user), done)
    return redirect(reverse("reports:template-checks", args=[template.pk]))


def _tried(
    request: HttpRequest, template: ReportTemplate, row: TemplateCheck
) -> HttpResponseRedirect:
    """Keep what the past says of the check, and show it."""
    trial = trial_of(request.user, template, row)
    note_trial(row, found=trial.found, of=trial.of)
    return redirect("reports:template-check-trial", template.pk, row.pk)


def _saved(form: forms.Form, save: object) -> TemplateCheck | None:
    """What ``save`` made of a valid form; a refusal stands at its field."""
    if not form.is_valid():
        return None
    try:
        return save(form.cleaned_data)
    except ExpressionProblem as problem:
        form.add_error("expression", str(problem))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return None


def _figures(template: ReportTemplate) -> list[tuple[str, str]]:
    items = items_of(latest_version(template))
    return [
        (item.indicator.code, wording(item.indicator.name, item.indicator.name_en))
        for item in items
    ]
