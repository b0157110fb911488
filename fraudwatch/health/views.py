"""Pages for those who run the site: is it ready, what it counts, what is to be mended."""

import hmac
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.cache import never_cache

from fraudwatch.lib.access import needs, public
from fraudwatch.lib.addresses import client_address
from fraudwatch.lib.metrics import CONTENT_TYPE, counted

from . import outside
from .findings import FAIL, WARN, examine
from .numbers import figures
from .report import report


@never_cache
@public()
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served, 503 with the reason when database or tables are not there.

    The queue is named but does not count: without it people go on working, and what waits is
    done later. Taking the site out of service for it would make an outage of a delay.
    """
    with override("en"):  # read by programs
        found = examine([("database", outside.database), ("migrations", outside.migrations)])
        ready = all(one.state != FAIL for one in found)
        if ready:
            found += examine([("queue", outside.queue)])
    text = "".join(f"{one.state} {one.name}\n" for one in found)
    return HttpResponse(text, status=200 if ready else 503,
                        content_type="text/plain; charset=utf-8")  # fmt: skip


@never_cache
@public()
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for METRICS_FROM or whoever shows METRICS_TOKEN; 404 to others."""
    if not (_shows_token(request) or _comes_from_there(request)):
        raise Http404
    try:
        now = figures()
    except Error:
        now = "# the database does not answer\n"
    return HttpResponse(counted() + now.encode(), content_type=CONTENT_TYPE)


def _shows_token(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    wanted = settings.METRICS_TOKEN
    return bool(wanted) and hmac.compare_digest(shown.encode(), wanted.encode())


def _comes_from_there(request: HttpRequest) -> bool:
    try:
        address = ip_address(client_address(request.META, proxies=settings.TRUSTED_PROXIES))
    except ValueError:
        return False
    return any(address in ip_network(place, strict=False) for place in settings.METRICS_FROM)


@needs("orgs.view_engine")
def health(request: HttpRequest) -> HttpResponse:
    """The lines of ``manage.py doctor`` for the administrator, broken ones first."""
    found = sorted(report(), key=lambda one: (one.state != FAIL, one.state != WARN))
    return render(request, "health.html", {"findings": found, "broken": sum(
        one.state == FAIL for one in found
    )})  # fmt: skip
