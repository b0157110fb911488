"""Last year's figures from Excel: the workbook, its check, saving all or nothing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.uploads import content_disposition
from orgs.actions.files import read_file
from orgs.actions.kept_sheets import KIND, drop_sheet, keep_sheet, kept_sheet
from orgs.forms.bases import BaseSheetForm
from reports.actions.baselines import set_baselines
from reports.exports.baselines_xlsx import baselines_template
from reports.imports.baselines_sheet import plan_baselines, read_baselines
from reports.models import ReportTemplate

RELATED = "campaign__owner"


@needs("reports.edit_template", ReportTemplate, methods="GET POST", related=RELATED)
def baseline_import(request: HttpRequest, template: ReportTemplate) -> HttpResponse:
    """Choose a workbook; it is read at once and kept for the check."""
    form = BaseSheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            read_baselines(template, content)
            owner = _owner(request, template)
            stored = keep_sheet(owner, content, name=file.name, by=request.user)
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect("reports:baseline-check", template.pk, stored.pk)
    context, status = {"template": template, "form": form}, 422 if form.errors else 200
    return render(request, "reports/baseline_import.html", context, status=status)


@needs("reports.edit_template", ReportTemplate, methods="GET POST", related=RELATED)
def baseline_check(request: HttpRequest, template: ReportTemplate, key: object) -> HttpResponse:
    """What saving would set and everything that is wrong; saving it, all or nothing."""
    stored = kept_sheet(_owner(request, template), key)
    if stored is None:
        raise Http404
    plan = plan_baselines(template, read_baselines(template, read_file(stored)))
    if request.method == "POST" and not plan.problems:
        rows = [(row.unit, row.day, row.values) for row in plan.new]
        done = set_baselines(template, rows, by=request.user)
        drop_sheet(_owner(request, template))
        words = ngettext(
            "%(n)d row of last year was set.", "%(n)d rows of last year were set.", done
        )
        messages.success(request, words % {"n": done})
        return redirect("reports:baseline-import", template.pk)
    context = {"template": template, "stored": stored, "plan": plan}
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/baseline_check.html", context, status=status)


@needs("reports.edit_template", ReportTemplate, related=RELATED)
def baseline_template(_request: HttpRequest, template: ReportTemplate) -> HttpResponse:
    """The workbook with the units, the days and what stands now."""
    response = HttpResponse(baselines_template(template), content_type=KIND)
    response["Content-Disposition"] = content_disposition(f"{_('last year')} {template.name}.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response


def _owner(request: HttpRequest, template: ReportTemplate) -> str:
    return f"reports.baselines:{template.pk}:{request.user.pk}"
