"""The library of indicators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.actions.indicators import adopt_indicators, create_indicator, edit_indicator
from campaigns.forms.indicators import IndicatorForm, ShelfForm, group_choices
from campaigns.models import Indicator
from campaigns.queries.indicators import found_indicators, offers, on_shelves
from campaigns.uses import is_used
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.pages import numbered_page

from .pages import run_form


@needs("campaigns.list_indicators")
def indicator_index(request: HttpRequest) -> HttpResponse:
    """The site's library by groups, searched by words."""
    asked = ShelfForm(request.GET)
    wanted = asked.cleaned_data if asked.is_valid() else {}
    words, group = wanted.get("q", ""), wanted.get("group", "")
    page = numbered_page(found_indicators(request.user, words, group), request.GET, per=100)
    context = {
        "page": page,
        "shelves": on_shelves(page.rows),
        "words": words,
        "group": group,
        "groups": group_choices()[1:],
        "may_edit": request.user.has_perm("campaigns.edit_indicators"),
    }
    return render(request, "campaigns/indicator_list.html", context)


@needs("campaigns.edit_indicators", methods="GET POST")
def indicator_library(request: HttpRequest) -> HttpResponse:
    """The built-in indicators, to be taken over one by one or by the group."""
    status = 200
    if request.method == "POST":
        codes = request.POST.getlist("code") + request.POST.get("group", "").split()
        try:
            made = adopt_indicators(codes, by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            status = 422
        else:
            said = ngettext("%(n)s indicator taken over.", "%(n)s indicators taken over.", made)
            messages.success(request, said % {"n": made})
            return redirect("campaigns:indicator-list")
    context = {"shelves": offers(), "ticked": request.POST.getlist("code")}
    return render(request, "campaigns/indicator_library.html", context, status=status)


@needs("campaigns.edit_indicators", methods="GET POST")
def indicator_add(request: HttpRequest) -> HttpResponse:
    """A new indicator of the site's own."""
    return run_form(
        request,
        IndicatorForm(request.POST or None),
        lambda data: create_indicator(by=request.user, **data),
        done=_("Saved."),
        title=_("New indicator"),
        back=reverse("campaigns:indicator-list"),
    )


@needs("campaigns.edit_indicators", Indicator, methods="GET POST")
def indicator_edit(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """The words and ranges of an indicator; what figures hang on is shown and stays."""
    reported = is_used(indicator)
    return run_form(
        request,
        IndicatorForm(request.POST or None, indicator=indicator, is_reported=reported),
        lambda data: edit_indicator(indicator, by=request.user, **data),
        done=_("Saved."),
        title=_("Edit indicator"),
        back=reverse("campaigns:indicator-list"),
        facts=_facts(indicator, reported),
    )


def _facts(indicator: Indicator, reported: bool) -> list[tuple[str, object]]:
    """What stays for good, with the reason."""
    facts = [
        (_("Code"), indicator.code),
        (_("Kind"), indicator.get_kind_display()),
        (_("Measure"), indicator.get_measure_display()),
    ]
    if reported:
        facts.append((_("Unit of measure"), indicator.unit_of_measure or "—"))
        facts.append((_("For good"), _("Reported figures hang on these; they do not change.")))
    return facts
