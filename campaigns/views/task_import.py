"""Tasks from an Excel sheet: template, check by cell, and saving all or nothing."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.actions.task_sheets import KIND, keep_sheet, kept_sheet
from campaigns.exports.task_template import task_template
from campaigns.forms.task_sheets import TaskSheetForm
from campaigns.imports.tasks_apply import save_tasks
from campaigns.imports.tasks_plan import plan_tasks
from campaigns.imports.tasks_xlsx import read_tasks
from campaigns.models import Campaign
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.uploads import content_disposition
from orgs.actions.files import read_file


@needs("campaigns.edit_task", Campaign, methods="GET POST")
def task_import(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Choose a workbook; it is read at once and kept for the check."""
    is_sent = request.method == "POST"
    form = TaskSheetForm(request.POST, request.FILES) if is_sent else TaskSheetForm()
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            read_tasks(content)
            stored = keep_sheet(campaign, content, name=file.name, by=request.user)
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect("campaigns:task-import-check", campaign.pk, stored.pk)
    context = {"campaign": campaign, "form": form}
    status = 422 if form.errors else 200
    return render(request, "campaigns/task_import.html", context, status=status)


@needs("campaigns.edit_task", Campaign, methods="GET POST")
def task_import_check(request: HttpRequest, campaign: Campaign, key: object) -> HttpResponse:
    """What saving would create and everything that is wrong; saving it, all or nothing."""
    stored = kept_sheet(campaign, request.user, key)
    if stored is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            again = request.POST.get("again") == "1"
            done = save_tasks(campaign, stored, again=again, by=request.user)
        except DomainError as error:
            refusal = str(error)
        else:
            return _done(request, campaign, len(done.tasks))
    plan = plan_tasks(campaign, read_tasks(read_file(stored)))
    context = {"campaign": campaign, "stored": stored, "plan": plan, "refusal": refusal}
    status = 422 if refusal else 200
    return render(request, "campaigns/task_import_check.html", context, status=status)


def _done(request: HttpRequest, campaign: Campaign, n: int) -> HttpResponse:
    text = ngettext("%(n)d draft task created.", "%(n)d draft tasks created.", n) % {"n": n}
    messages.success(request, text)
    return redirect("campaigns:task-list", campaign.pk)


@needs("campaigns.edit_task", Campaign)
def task_template_download(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The empty workbook, with the lists of this campaign."""
    response = HttpResponse(task_template(campaign), content_type=KIND)
    name = _("tasks of %(campaign)s") % {"campaign": campaign.title}
    response["Content-Disposition"] = content_disposition(f"{name}.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response
