"""Changing units: add, edit, move, merge, take out of service, put back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError, StaleVersion
from fraudwatch.lib.numbers import posted_whole
from orgs.actions.unit_merges import merge_preview, merge_units
from orgs.actions.units import (
    change_unit,
    create_unit,
    deactivate_unit,
    deactivation_obstacles,
    move_unit,
    reactivate_unit,
)
from orgs.forms.units import DeactivateForm, MergeForm, MoveForm, UnitForm
from orgs.models import Unit


@needs("orgs.add_unit", Unit, methods="GET POST")
def unit_create(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Add a unit below another."""
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        facts.pop("version")
        try:
            made = create_unit(unit, by=request.user, **facts)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(unit)s” was added.") % {"unit": made})
            return redirect("orgs:unit-detail", made.pk)
    return _form(request, "orgs/unit_create.html", unit, form)


@needs("orgs.edit_unit", Unit, methods="GET POST")
def unit_edit(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Change the facts of a unit; a stale save shows both texts."""
    aliases = unit.aliases.values_list("text", flat=True) if request.method == "GET" else ()
    form = UnitForm(request.POST or None, initial=_facts(unit) | {"aliases": "\n".join(aliases)})
    current = None
    if request.method == "POST" and form.is_valid():
        try:
            change_unit(unit, by=request.user, **form.cleaned_data)
        except StaleVersion as stale:
            current = stale.current
            form.add_error(None, str(stale))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("orgs:unit-detail", unit.pk)
    return _form(request, "orgs/unit_edit.html", unit, form, current=current)


@needs("orgs.edit_unit", Unit, methods="GET POST", related="parent")
def unit_move(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Hang a unit under another parent."""
    start = {"version": unit.version, "to": unit.parent}
    form = MoveForm(request.user, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            move_unit(unit, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(unit)s” was moved.") % {"unit": unit})
            return redirect("orgs:unit-detail", unit.pk)
    below = Unit.objects.visible_to(request.user).under(unit).count() - 1
    return _form(request, "orgs/unit_move.html", unit, form, below=below)


@needs("orgs.edit_unit", Unit, methods="GET POST")
def unit_merge(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Merge a unit into another: first what would move, then the merge itself."""
    form = MergeForm(request.user, request.POST or None, initial={"version": unit.version})
    preview = into = None
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["to"]
        try:
            if form.cleaned_data["confirmed"]:
                version = form.cleaned_data["version"]
                merge_units(unit, into=into, version=version, by=request.user)
                told = {"unit": unit, "into": into}
                messages.success(request, _("“%(unit)s” was merged into “%(into)s”.") % told)
                return redirect("orgs:unit-detail", into.pk)
            preview = merge_preview(unit, into, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
    return _form(request, "orgs/unit_merge.html", unit, form, preview=preview, into=into)


@needs("orgs.edit_unit", Unit, methods="GET POST")
def unit_deactivate(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Take a unit out of service; the page says what stands in the way and the ways out."""
    form = DeactivateForm(request.POST or None, initial={"version": unit.version})
    if request.method == "POST" and form.is_valid():
        try:
            deactivate_unit(unit, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(unit)s” is out of service.") % {"unit": unit})
            return redirect("orgs:unit-detail", unit.pk)
    obstacles = deactivation_obstacles(unit)
    return _form(request, "orgs/unit_deactivate.html", unit, form, obstacles=obstacles)


@needs("orgs.edit_unit", Unit, methods="POST")
def unit_reactivate(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Put a unit back into service."""
    version = posted_whole(request.POST.get("version"))
    try:
        reactivate_unit(unit, version=version, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(unit)s” is in service again.") % {"unit": unit})
    return redirect("orgs:unit-detail", unit.pk)


def _facts(unit: Unit) -> dict[str, object]:
    names = ("name", "short_name", "code", "kind", "position", "version")
    return {name: getattr(unit, name) for name in names}


def _form(
    request: HttpRequest, template: str, unit: Unit, form: object, **more: object
) -> HttpResponse:
    """A form's page; refused input answers 422, a stale save 409."""
    status = 409 if more.get("current") else 422 if form.errors else 200
    return render(request, template, {"unit": unit, "form": form} | more, status=status)
