"""Pages that belong to no app: life sign, reports of the browser's policy, error pages."""

import errno
import json
import logging
import sys
from datetime import UTC, timedelta

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, requires_csrf_token

from fraudwatch.lib import clock
from fraudwatch.lib.access import public
from fraudwatch.lib.request_ids import current_ids

policy_log = logging.getLogger("fraudwatch.csp")
REPORT_LIMIT = 4096  # bytes of a policy report that are read
SHOWN = ("violated-directive", "blocked-uri")
RETRY_AFTER = "10"  # seconds
WORKER = settings.BASE_DIR / "static" / "js" / "worker.js"
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
CONTACT_HOLDS = timedelta(days=180)  # RFC 9116 asks for less than a year


@never_cache
@public()
def healthz(request: HttpRequest) -> HttpResponse:
    """``ok`` as soon as the web process serves; asks neither database nor queue."""
    return HttpResponse("ok\n", content_type="text/plain")


@public()
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps a report's form on a phone for the time without a network.

    Served from the root because a worker rules only what lies below it; asked for anew each
    time, so that a new version arrives with the next page. Holds nothing of anybody.
    """
    answer = HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@public()
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116); not there until the office names a contact."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (clock.now() + CONTACT_HOLDS).astimezone(UTC)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: zh, en",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@csrf_exempt
@public(methods="POST")
def csp_report(request: HttpRequest) -> HttpResponse:
    """Log which directive a browser saw broken and by what; nothing is stored or answered."""
    try:
        report = json.loads(request.read(REPORT_LIMIT))["csp-report"]
        seen = {
            key: str(report.get(key, ""))[:200] for key in ("violated-directive", "blocked-uri")
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return HttpResponse(status=400)
    policy_log.warning("policy broken: %s", json.dumps(seen))
    return HttpResponse(status=204)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request cannot be understood; 413: it is larger than any form of ours."""
    is_large = isinstance(exception, RequestDataTooBig)
    context = {"limit": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 if is_large else 0}
    return render(request, "errors/400.html", context, status=413 if is_large else 400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: seen, but not theirs to change."""
    return render(request, "errors/403.html", status=403)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not theirs to see."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 with Retry-After while the database does not answer, 507 on a full disk.

    All are plain files without base, request or database; they show the number of the request,
    under which the log has it.
    """
    trouble, number = sys.exception(), {"number": current_ids().get("request", "")}
    if isinstance(trouble, OSError) and trouble.errno in NO_ROOM:
        return render(None, "errors/507.html", number, status=507)
    if isinstance(trouble, OperationalError | InterfaceError):
        answer = render(None, "errors/503.html", number, status=503)
        answer["Retry-After"] = RETRY_AFTER
        return answer
    return render(None, "errors/500.html", number, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or old: say how to send it again."""
    return render(request, "errors/csrf.html", status=403)
