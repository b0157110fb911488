"""The library of indicators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions.indicators import create_indicator, edit_indicator
from campaigns.forms.indicators import IndicatorForm
from campaigns.models import Indicator
from fraudwatch.lib.access import needs
from fraudwatch.lib.pages import numbered_page

from .pages import run_form


@needs("campaigns.list_indicators")
def indicator_index(request: HttpRequest) -> HttpResponse:
    found = Indicator.objects.visible_to(request.user).order_by("-is_active", "code")
    context = {
        "page": numbered_page(found, request.GET, per=100),
        "may_edit": request.user.has_perm("campaigns.edit_indicators"),
    }
    return render(request, "campaigns/indicator_list.html", context)


@needs("campaigns.edit_indicators", methods="GET POST")
def indicator_add(request: HttpRequest) -> HttpResponse:
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
    return run_form(
        request,
        IndicatorForm(request.POST or None, indicator=indicator),
        lambda data: edit_indicator(indicator, by=request.user, **data),
        done=_("Saved."),
        title=_("Edit indicator"),
        back=reverse("campaigns:indicator-list"),
        facts=[
            (_("Code"), indicator.code),
            (_("Kind"), indicator.get_kind_display()),
            (_("Measure"), indicator.get_measure_display()),
        ],
    )
