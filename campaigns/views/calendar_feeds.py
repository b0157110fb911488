"""A person's calendar feed: making its secret address, stopping it, and reading it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from campaigns.actions.calendar_feeds import digest_of, make_feed, note_read, revoke_feed
from campaigns.exports.calendar_ics import KIND, calendar_bytes
from campaigns.queries.calendar_feed import current_feed, due_for, feed_behind
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs, public

from .pages import attempt


@needs("campaigns.keep_calendar")
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Whether one has a feed, since when, and how to put it into a calendar."""
    return _page(request)


@needs("campaigns.keep_calendar", methods="POST")
def calendar_renew(request: HttpRequest) -> HttpResponse:
    """Make the address, or a new one; it stands on this page once and never again."""
    secret = make_feed(by=request.user)
    path = reverse("campaigns:calendar-feed", args=[secret])
    language = "?lang=en" if translation.get_language() == "en" else ""
    messages.success(request, _("The address is ready. It is shown only now."))
    return _page(request, request.build_absolute_uri(path + language))


@needs("campaigns.keep_calendar", methods="POST")
def calendar_revoke(request: HttpRequest) -> HttpResponse:
    done = _("The feed is stopped. Calendars that read it get nothing more.")
    attempt(request, lambda: revoke_feed(by=request.user), done)
    return redirect("campaigns:calendar-page")


@public()
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar itself, to whoever holds the secret: what its owner sees at this moment."""
    feed = feed_behind(digest_of(secret))
    if feed is None:  # no page of ours: it would name the address that was asked for
        return HttpResponseNotFound("404", content_type="text/plain")
    language = "en" if request.GET.get("lang") == "en" else settings.LANGUAGE_CODE
    with translation.override(language):
        site = settings.SITE_URL.rstrip("/")
        content = calendar_bytes(due_for(feed.user, clock.now()), site=site)
    note_read(feed)
    response = HttpResponse(content, content_type=KIND)
    response["ETag"] = f'"{digest_of(content.decode())[:32]}"'
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="tasks.ics"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


def _page(request: HttpRequest, address: str = "") -> HttpResponse:
    context = {"feed": current_feed(request.user), "address": address}
    return render(request, "campaigns/calendar_page.html", context)
