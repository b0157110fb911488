"""Collection links for their makers: the list of a period, making, cards to print, the uses."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.views.pages import attempt
from fraudwatch.lib import clock, secrets
from fraudwatch.lib.access import find_visible, needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.numbers import posted_whole
from orgs.models import Unit
from reports.actions.links import MadeLink, make_links, revoke_link
from reports.models import CollectLink, Period
from reports.queries.chosen import chosen
from reports.queries.link_cards import cards_of
from reports.queries.links import link_rows, uses_of

MADE = "made_links"  # in the session: what was just made, sealed
SHOWN_SECONDS = 15 * 60
LINK = "report__unit report__period__template__campaign__owner made_by"


@needs("reports.manage_links")
def link_list(request: HttpRequest) -> HttpResponse:
    """The units of a period with their links; those nobody has an account for are ticked."""
    now = clock.now()
    shown = chosen(request.user, request.session, request.GET, now)
    context = {"shown": shown, "now": now, "under": _unit(request)}
    if shown.period:
        rows = link_rows(shown.period, request.user, now, context["under"])
        context |= {
            "rows": rows,
            "keep": [("unit", context["under"].pk)] if context["under"] else [],
            "without": sum(1 for row in rows if not row.has_accounts),
            "proposed": sum(1 for row in rows if row.is_proposed),
        }
    return render(request, "reports/link_list.html", context)


@needs("reports.manage_links", methods="POST")
def link_make(request: HttpRequest) -> HttpResponse:
    """Make links for the ticked units; the cards follow, for a quarter of an hour."""
    period = find_visible(Period, request.user, pk=request.POST.get("period") or 0)
    units = [int(key) for key in request.POST.getlist("units") if posted_whole(key)]
    try:
        made = make_links(period, units, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('reports:link-list')}?period={period.pk}")
    _keep(request, period, made)
    words = ngettext("%(n)d link is ready.", "%(n)d links are ready.", len(made))
    messages.success(request, words % {"n": len(made)})
    return redirect("reports:link-cards")


@needs("reports.manage_links")
def link_cards(request: HttpRequest) -> HttpResponse:
    """The cards of the links just made, to print; their codes apart, or on them if asked for."""
    kept = _kept(request)
    context = {"cards": [], "period_id": kept.get("period")}
    if kept:
        context["cards"] = cards_of(request.user, kept["links"], request.build_absolute_uri("/"))
        context["with_codes"] = request.GET.get("codes") == "on"
    return render(request, "reports/link_cards.html", context)


@needs("reports.manage_links", CollectLink, related=LINK)
def link_detail(request: HttpRequest, link: CollectLink) -> HttpResponse:
    """One link: how it stands, and every use of it with moment and address."""
    context = {"link": link, "state": link.state_at(clock.now()), "uses": uses_of(link)}
    return render(request, "reports/link_detail.html", context)


@needs("reports.manage_links", CollectLink, methods="POST", related=LINK)
def link_revoke(request: HttpRequest, link: CollectLink) -> HttpResponse:
    """Take a link back."""
    done = _("The link is taken back; it opens nothing any more.")
    attempt(request, lambda: revoke_link(link, by=request.user), done)
    return redirect("reports:link-detail", link.pk)


def _keep(request: HttpRequest, period: Period, made: list[MadeLink]) -> None:
    """Keep what was made for its cards: sealed, so that the session's row tells nothing."""
    kept = {
        "at": int(clock.now().timestamp()),
        "period": period.pk,
        "links": [[one.link.pk, one.token, one.code] for one in made],
    }
    request.session[MADE] = secrets.seal(json.dumps(kept))


def _kept(request: HttpRequest) -> dict:
    """What was made lately; empty when that is too long ago."""
    try:
        kept = json.loads(secrets.unseal(request.session.get(MADE, "")))
    except (secrets.SealBroken, ValueError):
        return {}
    if clock.now().timestamp() - kept["at"] <= SHOWN_SECONDS:
        return kept
    del request.session[MADE]
    return {}


def _unit(request: HttpRequest) -> Unit | None:
    key = request.GET.get("unit")
    return find_visible(Unit, request.user, pk=key) if key else None
