"""The gate of the pages behind a collection link: a pass in a cookie instead of an account."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from fraudwatch.lib import clock
from fraudwatch.lib.access import public
from reports.actions.links import token_digest
from reports.enums import LinkState
from reports.models import CollectLink, Report
from reports.models.links import PASS_LASTS
from reports.queries.links import link_behind, why_shut
from reports.signers import Signer
from reports.views.handing_in import wants_json

# The address of the page holds a secret: no other page hears it, our own files neither.
REFERRERS = "strict-origin"


@dataclass(frozen=True)
class Entry:
    """Somebody who came in by a link: the link, and the secret of the pass on this device."""

    link: CollectLink
    secret: str

    @property
    def report(self) -> Report:
        """The one report that the link opens."""
        return self.link.report

    @property
    def signer(self) -> Signer:
        """Who fills in, by the name typed with the code."""
        return Signer(self.link.signed_as, self.link.made_by)

    @property
    def is_open(self) -> bool:
        """Whether the form may be filled in now: not handed in since the code was entered."""
        same = self.link.pass_revision == self.report.revision_number
        return same and self.link.state_at(clock.now()) == LinkState.VALID

    @property
    def has_handed_in(self) -> bool:
        """Whether the last submission came through this very pass."""
        return self.report.revision_number == self.link.pass_revision + 1


def behind_link(methods: str = "GET") -> Callable:
    """Public to the gate; the view gets the Entry of the pass, or the page says what to do.

    A pass that is missing, of another link, replaced by another device, taken back or
    twelve hours old answers like a link that never was.
    """

    def wrap(view: Callable) -> Callable:
        @never_cache
        @public(methods=methods)
        @wraps(view)
        def opened(request: HttpRequest, pk: int, **more: object) -> HttpResponse:
            entry = _entry(request, pk)
            if entry is None:
                return shut(request, "", status=403, owner=_owner_behind(request, pk))
            return view(request, entry, **more)

        opened.access = opened.__wrapped__.access
        return opened

    return wrap


def kept_under(link: CollectLink) -> str:
    """Whose the texts, photos and reports are that a device keeps: those of the one report."""
    return f"link{link.report_id}"


def _owner_behind(request: HttpRequest, pk: int) -> str:
    """Under what a device that once had a pass may have kept something."""
    if cookie_of(pk) not in request.COOKIES:
        return ""
    report = CollectLink.objects.filter(pk=pk).values_list("report_id", flat=True).first()
    return f"link{report}" if report else ""


def _entry(request: HttpRequest, pk: int) -> Entry | None:
    secret = request.COOKIES.get(cookie_of(pk), "")
    link = link_behind(pk=pk, revoked_at=None, locked_at=None) if secret else None
    if link is None or not link.pass_hash or link.entered_at + PASS_LASTS <= clock.now():
        return None
    if not constant_time_compare(link.pass_hash, token_digest(secret)):
        return None
    return Entry(link, secret)


def cookie_of(pk: int) -> str:
    """The name of a link's cookie; one phone may hold those of several villages."""
    return f"collect-{pk}"


def let_in(response: HttpResponse, link: CollectLink, secret: str) -> HttpResponse:
    """Give the device its pass: sent to the pages of this link alone, read by no script."""
    response.set_cookie(
        cookie_of(link.pk),
        secret,
        max_age=int(PASS_LASTS.total_seconds()),
        path=reverse("reports:collect-form", args=[link.pk]),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def shut(
    request: HttpRequest, state: str, *, sentence: str = "", status: int = 410, owner: str = ""
) -> HttpResponse:
    """A plain page: why the link does not open the report, and what to do.

    ``owner`` is under what the device may have kept something (see ``kept_under``): the page
    offers it to be copied.
    """
    if wants_json(request):
        said = sentence or why_shut(state) or _("Scan the code again and enter the six digits.")
        return JsonResponse({"sentence": said, "closed": status == 410}, status=status)
    context = {"state": state, "sentence": sentence, "owner": owner}
    response = render(request, "reports/collect_shut.html", context, status=status)
    response["Referrer-Policy"] = REFERRERS
    return response
