"""Headcounts of a unit: what stands, its history, adding one; and many from a workbook."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.uploads import content_disposition
from orgs.actions.bases import BaseSpec, add_bases
from orgs.actions.files import read_file
from orgs.actions.kept_sheets import KIND, drop_sheet, keep_sheet, kept_sheet
from orgs.exports.bases_xlsx import bases_template
from orgs.forms.bases import BaseForm, BaseSheetForm
from orgs.imports.bases_sheet import plan_bases, read_bases
from orgs.models import Unit, User
from orgs.queries.bases import base_history


@needs("orgs.view_bases", Unit)
def unit_bases(request: HttpRequest, unit: Unit) -> HttpResponse:
    """The unit's headcounts by kind, the one that holds first."""
    form = BaseForm(initial={"kind": request.GET.get("kind", "")})
    return _page(request, unit, form)


@needs("orgs.edit_bases", Unit, methods="POST")
def unit_base_add(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Add a headcount; refused input comes back as it was typed."""
    form = BaseForm(request.POST)
    if form.is_valid():
        try:
            added = add_bases([BaseSpec(unit, **form.cleaned_data)], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            told = _("The headcount was added.") if added else _("Exactly this stands already.")
            messages.success(request, told)
            return redirect("orgs:unit-bases", unit.pk)
    return _page(request, unit, form, status=422)


@needs("orgs.import_bases", methods="GET POST")
def bases_import(request: HttpRequest) -> HttpResponse:
    """Choose a workbook; it is read at once and kept for the check."""
    form = BaseSheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            read_bases(content)
            stored = keep_sheet(_owner(request.user), content, name=file.name, by=request.user)
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect("orgs:bases-check", stored.pk)
    status = 422 if form.errors else 200
    return render(request, "orgs/bases_import.html", {"form": form}, status=status)


@needs("orgs.import_bases", methods="GET POST")
def bases_check(request: HttpRequest, pk: object) -> HttpResponse:
    """What saving would add and everything that is wrong; saving it, all or nothing."""
    stored = kept_sheet(_owner(request.user), pk)
    if stored is None:
        raise Http404
    plan = plan_bases(read_bases(read_file(stored)), by=request.user)
    if request.method == "POST" and not plan.problems:
        added = add_bases([row.spec for row in plan.new], by=request.user)
        drop_sheet(_owner(request.user))
        words = ngettext("%(n)d headcount was added.", "%(n)d headcounts were added.", added)
        messages.success(request, words % {"n": added})
        return redirect("orgs:bases-import")
    status = 422 if request.method == "POST" else 200
    return render(request, "orgs/bases_check.html", {"stored": stored, "plan": plan}, status=status)


@needs("orgs.import_bases")
def bases_template_download(request: HttpRequest) -> HttpResponse:
    """The workbook with one's own units and what stands now."""
    response = HttpResponse(bases_template(request.user), content_type=KIND)
    response["Content-Disposition"] = content_disposition(f"{_('headcounts')}.xlsx")
    response["Cache-Control"] = "private, no-store"
    return response


def _owner(user: User) -> str:
    return f"orgs.bases:{user.pk}"


def _page(request: HttpRequest, unit: Unit, form: BaseForm, status: int = 200) -> HttpResponse:
    context = {
        "unit": unit,
        "form": form,
        "history": base_history(request.user, unit),
        "may_edit": request.user.has_perm("orgs.edit_bases", unit),
        "may_import": request.user.has_perm("orgs.import_bases"),
    }
    return render(request, "orgs/unit_bases.html", context, status=status)
