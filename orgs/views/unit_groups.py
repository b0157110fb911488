"""Unit groups: named sets of units."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.pages import numbered_page
from orgs.actions.unit_groups import create_unit_group, edit_unit_group, remove_unit_group
from orgs.forms.fields import unit_words
from orgs.forms.units import UnitGroupForm
from orgs.models import Unit, UnitGroup
from orgs.queries.unit_groups import members_of, seen_groups


@needs("orgs.list_units")
def unit_group_list(request: HttpRequest) -> HttpResponse:
    """The groups in sight with those of their members that are in sight too."""
    page = numbered_page(seen_groups(request.user), request.GET)
    for group in page.rows:
        group.may_edit = request.user.has_perm("orgs.edit_unit_group", group)
    top = request.user.top_units(["administrator", "coordinator"]).first()
    return render(request, "orgs/unit_group_list.html", {"page": page, "top": top})


@needs("orgs.edit_unit_group", Unit, methods="GET POST")
def unit_group_create(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Make a group kept by a unit."""
    form = UnitGroupForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            create_unit_group(unit, name=data["name"], units=data["units"], by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("orgs:unit-group-list")
    return _form(request, form, unit=unit)


@needs("orgs.edit_unit_group", UnitGroup, methods="GET POST", related="owner")
def unit_group_edit(request: HttpRequest, group: UnitGroup) -> HttpResponse:
    """Change name and members of a group."""
    lines = "\n".join(unit_words(unit) for unit in members_of(request.user, group))
    start = {"name": group.name, "version": group.version, "units": lines}
    form = UnitGroupForm(request.user, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            edit_unit_group(group, by=request.user, **data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("orgs:unit-group-list")
    return _form(request, form, unit=group.owner, group=group)


@needs("orgs.edit_unit_group", UnitGroup, methods="POST", related="owner")
def unit_group_remove(request: HttpRequest, group: UnitGroup) -> HttpResponse:
    """Remove a group; its units stay."""
    remove_unit_group(group, by=request.user)
    messages.success(request, _("“%(group)s” was removed.") % {"group": group.name})
    return redirect("orgs:unit-group-list")


def _form(request: HttpRequest, form: UnitGroupForm, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "orgs/unit_group_edit.html", {"form": form} | context, status=status)
