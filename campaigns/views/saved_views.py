"""Saved views: keeping the filters of an address under a name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.actions.saved_views import delete_view, rename_view, save_view
from campaigns.models import Campaign, SavedView
from campaigns.queries.saved_views import address_of, saved_views
from fraudwatch.lib.access import needs
from fraudwatch.lib.way_back import asked_for, page_behind

from .pages import attempt
from .part_ledger import plain_query


@needs("campaigns.keep_views", Campaign)
def view_list(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """One's own views of this campaign, to rename or delete."""
    context = {"campaign": campaign, "saved": saved_views(request.user, campaign)}
    return render(request, "campaigns/view_list.html", context)


@needs("campaigns.keep_views", Campaign)
def view_strip(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """One's views as a strip above any view of the tasks, which loads it by its address."""
    context = {
        "campaign": campaign,
        "saved": saved_views(request.user, campaign),
        "query": plain_query(request.GET.urlencode()),
        "next": page_behind(request),
    }
    return render(request, "campaigns/_saved_views.html", context)


@needs("campaigns.keep_views", Campaign, methods="POST")
def view_save(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    name, query = request.POST.get("name", ""), plain_query(request.POST.get("query", ""))
    attempt(
        request,
        lambda: save_view(campaign, name=name, query=query, by=request.user),
        _("Saved. You find the view under its name from now on."),
    )
    shown = address_of(SavedView(campaign=campaign, query=query))
    return redirect(asked_for(request, otherwise=shown))


@needs("campaigns.keep_views", SavedView, methods="POST", related="campaign__owner")
def view_rename(request: HttpRequest, view: SavedView) -> HttpResponse:
    name = request.POST.get("name", "")
    attempt(request, lambda: rename_view(view, name=name, by=request.user), _("Renamed."))
    return redirect("campaigns:view-list", view.campaign_id)


@needs("campaigns.keep_views", SavedView, methods="POST", related="campaign__owner")
def view_delete(request: HttpRequest, view: SavedView) -> HttpResponse:
    attempt(request, lambda: delete_view(view, by=request.user), _("View deleted."))
    return redirect("campaigns:view-list", view.campaign_id)
