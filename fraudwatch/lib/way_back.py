"""Where a person goes back to after signing in or choosing: own addresses only."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

HOME = "/"
KEPT = "kept"  # tells the page to put back what had been typed
REFUSED = "refused"  # and that it says already why it is back


def is_own(request: HttpRequest, address: str) -> bool:
    """Whether ``address`` leads to this site and nowhere else."""
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def asked_for(request: HttpRequest, *, otherwise: str = HOME) -> str:
    """The ``next`` of the form or address if it is a path of ours, else ``otherwise``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if wanted.startswith("/") and is_own(request, wanted) else otherwise


def page_behind(request: HttpRequest) -> str:
    """The address of the page a request was sent from, if it is ours and can be opened again.

    A page that is opened by address is itself; for anything else (a form, a fragment)
    it is the page that held it.
    """
    by_htmx = request.headers.get("HX-Request") == "true"
    if request.method in ("GET", "HEAD") and not by_htmx:
        return request.get_full_path()
    held = request.headers.get("HX-Current-URL") if by_htmx else request.headers.get("Referer")
    if not held or not is_own(request, held):
        return HOME
    parts = urlsplit(held)
    return urlunsplit(("", "", parts.path, parts.query, "")) if _opens(parts.path) else HOME


def with_kept(address: str, *, why: str = "1") -> str:
    """``address`` with the sign that asks the page to put back what had been typed."""
    parts = urlsplit(address)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != KEPT]
    return urlunsplit(("", "", parts.path, urlencode([*query, (KEPT, why)]), parts.fragment))


def refused_at(address: str) -> str:
    """``address`` of the page that held a refused form: it says why, and the words are back."""
    return with_kept(address, why=REFUSED)


def with_next(address: str, back: str) -> str:
    """``address`` with ``back`` as its ``next``."""
    query = QueryDict(mutable=True)
    query["next"] = back
    return f"{address}?{query.urlencode(safe='/')}"


def _opens(path: str) -> bool:
    """Whether the page at ``path`` answers to a plain visit."""
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    access = getattr(view, "access", None)
    return access is None or "GET" in access.methods
