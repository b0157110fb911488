"""The roster (通讯录): template, upload, check, saving, export."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.uploads import content_disposition
from orgs.actions.files import read_file
from orgs.actions.jobs import order_document
from orgs.actions.rosters import KIND, drop_rosters, keep_roster, note_export
from orgs.exports.roster_xlsx import phones_note, roster_export, roster_template
from orgs.forms.people import RosterForm
from orgs.imports.roster_apply import RosterRefused, plan_roster, save_roster
from orgs.imports.roster_work import MANY, RosterWork
from orgs.imports.roster_xlsx import read_roster
from orgs.models import StoredFile
from orgs.queries.rosters import kept_roster


@needs("orgs.import_roster", methods="GET POST")
def roster_import(request: HttpRequest) -> HttpResponse:
    """Choose a workbook; it is read at once and kept for the check."""
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            read_roster(content)
            stored = keep_roster(content, name=file.name, by=request.user)
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect("orgs:roster-check", stored.pk)
    status = 422 if form.errors else 200
    return render(request, "orgs/roster_import.html", {"form": form}, status=status)


@needs("orgs.import_roster", methods="GET POST")
def roster_check(request: HttpRequest, pk: object) -> HttpResponse:
    """What saving would do and everything that is wrong; saving it, all or nothing."""
    stored = _kept(request, pk)
    file = read_roster(read_file(stored))
    problems = None
    if request.method == "POST" and len(file.units) + len(file.people) > MANY:
        return _handed_over(request, stored)
    if request.method == "POST":
        try:
            done = save_roster(file, by=request.user, digest=stored.sha256)
        except RosterRefused as refused:
            problems = refused.problems
        else:
            drop_rosters(by=request.user)
            return render(request, "orgs/roster_done.html", {"plan": done})
    plan = plan_roster(file, by=request.user)
    plan.problems = plan.problems or problems or []
    status = 422 if request.method == "POST" else 200
    context = {"stored": stored, "plan": plan}
    return render(request, "orgs/roster_check.html", context, status=status)


@needs("orgs.import_roster")
def roster_template_download(request: HttpRequest) -> HttpResponse:
    """The empty workbook."""
    return _sheet(roster_template(), _("roster template"))


@needs("orgs.import_roster")
def roster_download(request: HttpRequest) -> HttpResponse:
    """What is there, in the same form; whole phones only when asked for, and then it is noted."""
    content, phones = roster_export(request.user, with_phones=request.GET.get("phones") == "1")
    note_export(by=request.user, note=phones_note(phones) if phones else "")
    return _sheet(content, _("roster"))


def _handed_over(request: HttpRequest, stored: StoredFile) -> HttpResponse:
    """A large roster is saved in the background; its job tells how it went."""
    try:
        order_document(RosterWork.name, {"file": str(stored.pk)}, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("orgs:roster-check", stored.pk)
    messages.success(request, _("It is being saved in the background; you are told how it went."))
    return redirect("orgs:export-list")


def _kept(request: HttpRequest, pk: object) -> StoredFile:
    stored = kept_roster(request.user, pk)
    if stored is None:
        raise Http404
    return stored


def _sheet(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=KIND)
    response["Content-Disposition"] = content_disposition(f"{name}.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response
