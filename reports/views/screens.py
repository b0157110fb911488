"""Big screens: links for their makers, and the screen itself for whoever holds one."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from campaigns.queries.current import current_campaign
from campaigns.views.pages import attempt
from fraudwatch.lib import clock, secrets
from fraudwatch.lib.access import find_visible, needs, public
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.numbers import posted_whole
from fraudwatch.lib.request_context import origin
from orgs.models import Unit
from reports.actions.links import token_digest
from reports.actions.screens import (
    MadeScreen,
    make_screen,
    note_opening,
    note_seen,
    revoke_screen,
)
from reports.enums import LinkState
from reports.models import ScreenLink
from reports.pace import Pace
from reports.queries.screen_links import screen_page, uses_of
from reports.queries.screens import mark_of, screen_behind, screen_of
from reports.views.collect_gate import REFERRERS

MADE = "made_screen"  # in the session: the address just made, sealed
SHOWN_SECONDS = 15 * 60
LINK = "unit campaign__owner made_by"
LANGUAGES = ("zh-hans", "en")
ASKS = Pace(60)  # of one link from one place in a minute; a screen asks four times
GUESSES = Pace(20)  # addresses that open nothing, from one place in a minute


@needs("reports.manage_screens")
def screen_list(request: HttpRequest) -> HttpResponse:
    """The links of the campaign, and the form that makes one for a node."""
    campaign = current_campaign(request.user, request.session)
    page = screen_page(request.user, campaign, request.GET.get("node")) if campaign else None
    context = {"campaign": campaign, "page": page, "made": _kept(request), "now": clock.now()}
    return render(request, "reports/screen_list.html", context)


@needs("reports.manage_screens", methods="POST")
def screen_make(request: HttpRequest) -> HttpResponse:
    """Make a link; its address stands on the list for a quarter of an hour and never again."""
    campaign = current_campaign(request.user, request.session)
    unit = find_visible(Unit, request.user, pk=request.POST.get("node") or 0)
    about = ScreenLink(campaign=campaign, unit=unit)
    if campaign is None or not request.user.has_perm("reports.manage_screens", about):
        return redirect("reports:screen-list")
    days = posted_whole(request.POST.get("days", "")) or 0
    try:
        made = make_screen(
            campaign, unit, name=request.POST.get("name", ""), days=days, by=request.user
        )
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        _keep(request, made)
        messages.success(request, _("The link is ready. Its address is shown only now."))
    return redirect(f"{reverse('reports:screen-list')}?node={unit.pk}")


@needs("reports.manage_screens", ScreenLink, related=LINK)
def screen_detail(request: HttpRequest, link: ScreenLink) -> HttpResponse:
    """One link: how it stands, and every use of it with moment and address."""
    context = {"link": link, "state": link.state_at(clock.now()), "uses": uses_of(link)}
    return render(request, "reports/screen_detail.html", context)


@needs("reports.manage_screens", ScreenLink, methods="POST", related=LINK)
def screen_revoke(request: HttpRequest, link: ScreenLink) -> HttpResponse:
    """Take a link back."""
    done = _("The link is taken back; the screen goes dark within half a minute.")
    attempt(request, lambda: revoke_screen(link, by=request.user), done)
    return redirect("reports:screen-detail", link.pk)


@never_cache
@public()
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """The screen, with all its views; from then on it asks for changes by itself."""
    link, refused = _behind(request, token)
    if link is None:
        return refused
    note_opening(link)
    return _drawn(request, link, token, _mark(link), "reports/screen.html")


@public()
def screen_now(request: HttpRequest, token: str) -> HttpResponse:
    """What the screen shows now: 304 without a look at it while nothing has changed."""
    link, refused = _behind(request, token)
    if link is None:
        return refused
    note_seen(link)
    asked = request.GET.get("lang")
    with translation.override(asked if asked in LANGUAGES else translation.get_language()):
        mark = _mark(link)
        if request.headers.get("If-None-Match") == mark:
            return _sealed(HttpResponseNotModified(), mark)
        return _drawn(request, link, token, mark, "reports/_screen.html")


def _mark(link: ScreenLink) -> str:
    return f'"{mark_of(link, clock.now(), translation.get_language())}"'


def _drawn(
    request: HttpRequest, link: ScreenLink, token: str, mark: str, template: str
) -> HttpResponse:
    now = clock.now()
    context = {"screen": screen_of(link, now), "token": token, "now": now, "mark": mark}
    return _sealed(render(request, template, context), mark)


def _sealed(response: HttpResponse, mark: str) -> HttpResponse:
    response["ETag"] = mark
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = REFERRERS
    return response


def _behind(request: HttpRequest, token: str) -> tuple[ScreenLink | None, HttpResponse | None]:
    """The link in force behind a token; else the page that says why it shows nothing."""
    now, place, digest = clock.now(), origin().address, token_digest(token)
    if not ASKS.allows(f"{place} {digest}", now):
        return None, _shut(request, "often", 429)
    link = screen_behind(digest)
    if link is None:
        often = not GUESSES.allows(place, now)
        return None, _shut(request, "often" if often else "unknown", 429 if often else 404)
    state = link.state_at(now)
    return (link, None) if state == LinkState.VALID else (None, _shut(request, state, 410))


def _shut(request: HttpRequest, state: str, status: int) -> HttpResponse:
    response = render(request, "reports/screen_shut.html", {"state": state}, status=status)
    response["Referrer-Policy"] = REFERRERS
    response["Cache-Control"] = "private, no-store"
    if status == 429:
        response["Retry-After"] = "60"
    return response


def _keep(request: HttpRequest, made: MadeScreen) -> None:
    """Keep the address for its maker: sealed, so that the session's row tells nothing."""
    address = request.build_absolute_uri(reverse("reports:screen", args=[made.token]))
    kept = {"at": int(clock.now().timestamp()), "link": made.link.pk, "address": address}
    request.session[MADE] = secrets.seal(json.dumps(kept))


def _kept(request: HttpRequest) -> dict:
    """The address made lately; empty when that is too long ago."""
    try:
        kept = json.loads(secrets.unseal(request.session.get(MADE, "")))
    except (secrets.SealBroken, ValueError):
        return {}
    if clock.now().timestamp() - kept["at"] <= SHOWN_SECONDS:
        return kept
    del request.session[MADE]
    return {}
