"""Splitting a unit: what goes where, what would come of it, and the split itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from orgs.actions.unit_splits import Split, split_preview, split_unit
from orgs.forms.splits import SplitForm
from orgs.models import Unit
from orgs.queries.splits import divisible


@needs("orgs.edit_unit", Unit, methods="GET POST", related="parent")
def unit_split(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Choose what goes to new units; look at it; do it."""
    found = divisible(request.user, unit)
    form = SplitForm(found, request.POST or None, initial={"version": unit.version})
    preview, is_back = None, bool(request.POST.get("back"))
    if request.method == "POST" and form.is_valid() and not is_back:
        asked = {"into": form.new_units(), "version": form.cleaned_data["version"]}
        act = split_unit if form.cleaned_data["confirmed"] else split_preview
        try:
            preview = act(unit, by=request.user, **asked)
        except DomainError as error:
            form.add_error(None, str(error))
    if preview and form.cleaned_data["confirmed"]:
        return _done(request, unit, preview)
    context = {"unit": unit, "form": form, "found": found, "preview": preview}
    context["stays"] = found.left(preview) if preview else None
    return render(request, "orgs/unit_split.html", context, status=422 if form.errors else 200)


def _done(request: HttpRequest, unit: Unit, splits: list[Split]) -> HttpResponse:
    told = {"unit": unit, "names": "、".join(split.unit.name for split in splits)}
    messages.success(request, _("Split off from “%(unit)s”: %(names)s.") % told)
    return redirect("orgs:unit-detail", unit.pk)
