"""Looking at units: the tree, one unit, a branch of the tree, suggestions while typing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.pages import numbered_page
from orgs.forms.fields import unit_words
from orgs.models import Unit
from orgs.queries.owing import owed_page
from orgs.queries.tree import branch_children, unit_tree
from orgs.queries.units import found_units, top_unit, unit_page

SUGGESTED = 12


@needs("orgs.list_units")
def unit_list(request: HttpRequest) -> HttpResponse:
    """The tree with the page of one's top unit beside it, or what a search found."""
    words = request.GET.get("q", "").strip()[:80]
    if words:
        page = numbered_page(found_units(request.user, words), request.GET)
        tree = unit_tree(request.user, None)
        context = {"words": words, "found": page, "tree": tree}
        return render(request, "orgs/unit_search.html", context)
    return _unit_page(request, top_unit(request.user))


@needs("orgs.view_unit", Unit, related="merged_into split_from")
def unit_detail(request: HttpRequest, unit: Unit) -> HttpResponse:
    """One unit: facts, people, liaisons, leading group, groups, units below."""
    return _unit_page(request, unit)


@needs("orgs.list_units", Unit)
def unit_branch(request: HttpRequest, unit: Unit) -> HttpResponse:
    """What lies directly below a unit, for opening one branch of the tree."""
    context = {"branches": branch_children(request.user, unit)}
    return render(request, "orgs/_unit_branches.html", context)


@needs("orgs.view_unit", Unit)
def unit_owes(request: HttpRequest, unit: Unit) -> HttpResponse:
    """What is open for a unit, as far as the person sees it; loaded by the unit's page."""
    context = {"page": owed_page(request.user, unit, clock.now())}
    return render(request, "orgs/_unit_owes.html", context)


@needs("orgs.list_units")
def unit_pick(request: HttpRequest) -> HttpResponse:
    """Units that match what is being typed into a field."""
    words = request.GET.get(request.GET.get("field", ""), "").strip()[:80]
    units = found_units(request.user, words).active()[:SUGGESTED] if words else []
    options = [unit_words(unit) for unit in units]
    return render(request, "orgs/_pick_options.html", {"options": options})


def _unit_page(request: HttpRequest, unit: Unit | None) -> HttpResponse:
    if unit is None:
        return render(request, "orgs/unit_none.html")
    user = request.user
    context = {
        "page": unit_page(user, unit),
        "unit": unit,
        "may_edit": user.has_perm("orgs.edit_unit", unit),
        "may_add": user.has_perm("orgs.add_unit", unit),
        "may_people": user.has_perm("orgs.edit_person", unit),
        "may_group": user.has_perm("orgs.edit_group", unit),
        "may_roster": user.has_perm("orgs.import_roster"),
        "may_list": user.has_perm("orgs.list_units"),
        "may_bases": user.has_perm("orgs.view_bases", unit),
        "may_show": user.has_perm("orgs.show_phone", unit),
    }
    return render(request, "orgs/unit_detail.html", context)
