"""Large pages that were drawn a moment ago and would come out the same.

What a page depends on is its request (address, person with grants, language, what the session
and the other cookies hold) and the rows it reads (``fraudwatch.lib.same_rows``).
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from hashlib import blake2b

from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.utils.cache import get_conditional_response
from django.utils.html import escape
from django.utils.translation import get_language

from fraudwatch.lib import clock
from fraudwatch.lib.same_rows import LARGEST, Page, in_order, read_again, reading, shelf
from orgs.models.sessions import SEEN

View = Callable[..., HttpResponse]
# Stands in a kept page for the token of the one who is shown it.
TOKEN = "token-of-the-one-who-reads"  # noqa: S105 - a place, not a secret
MARK = "mark-of-this-page"  # stands for the page's mark in its own text
OWN = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CookieStorage.cookie_name)
ASKS = ("HX-Request", "HX-Target", "HX-Trigger", "Host", "X-Requested-With")


def drawn_when_changed(view: View) -> View:
    """Answer a GET with the page drawn last, as long as every row it reads is as it was.

    Stands outermost, so that the rights and the object of ``needs`` are read again as well.
    A page that writes, sets a cookie or shows a message is never kept. The answer bears a mark
    (ETag); who has that page already is told so (304).
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method != "GET" or not request.user.is_authenticated or _speaks(request):
            return view(request, *args, **kwargs)
        key = _key(request)
        page, read = shelf.find(key), {}
        if page is not None:
            same, read = read_again(page)
            if same:
                return _shown(request, page)
        with reading(read) as asked, _places_standing_in(request):
            response = view(request, *args, **kwargs)
        if not _may_be_kept(response) or not asked.only_reads or _key(request) != key:
            return _told(request, response, "")
        page = _page(response, in_order(asked.answers, read))
        shelf.keep(key, page)
        return _shown(request, page, response)

    return answer


def places(request: HttpRequest) -> dict[str, str]:
    """What templates print where the token and the mark go, while a page is drawn to be kept."""
    stand_in = getattr(request, "places_stand_in", False)
    return {"csrf_token": TOKEN, "page_mark": MARK} if stand_in else {}


@contextmanager
def _places_standing_in(request: HttpRequest) -> Iterator[None]:
    request.places_stand_in = True
    try:
        yield
    finally:
        request.places_stand_in = False


def _speaks(request: HttpRequest) -> bool:
    """Whether a message waits to be shown once."""
    return bool(len(get_messages(request)))


def _key(request: HttpRequest) -> Hashable:
    user = request.user
    return (
        request.scheme,
        request.get_full_path(),
        get_language(),
        tuple(request.headers.get(name) for name in ASKS),
        user.sight,
        _row(user),
        _row(user.home_unit),
        tuple(sorted((k, v) for k, v in request.COOKIES.items() if k not in OWN)),
        tuple(sorted((k, repr(v)) for k, v in request.session.items() if k != SEEN)),
    )


def _row(one: models.Model | None) -> tuple:
    return tuple(one.__dict__.get(f.attname) for f in one._meta.concrete_fields) if one else ()


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code in (200, 302)
        and not response.streaming
        and getattr(response, "is_rendered", True)
        and not response.cookies
        and len(response.content) <= LARGEST
    )


def _page(response: HttpResponse, answers: dict) -> Page:
    mark = blake2b(response.content, digest_size=12).hexdigest()
    headers = dict(response.headers)
    drawn = response.status_code, response.content, headers
    return Page(*drawn, f'W/"{mark}"', clock.now(), answers)


def _shown(request: HttpRequest, page: Page, drawn: HttpResponse | None = None) -> HttpResponse:
    """The page for the one who asks, or 304 when it is the one they have."""
    if page.status == 302:
        return drawn or HttpResponseRedirect(page.headers["Location"])
    unchanged = get_conditional_response(request, etag=page.mark)
    if unchanged is not None:
        return unchanged
    response = drawn or HttpResponse(page.content, headers=page.headers)
    response["ETag"] = page.mark
    return _told(request, response, page.mark)


def _told(request: HttpRequest, response: HttpResponse, mark: str) -> HttpResponse:
    """Put the person's token and the page's mark where they belong."""
    if response.streaming:
        return response
    found = response.content
    if TOKEN.encode() in found:
        found = found.replace(TOKEN.encode(), get_token(request).encode())
    response.content = found.replace(MARK.encode(), escape(mark).encode())
    return response
