"""The gate in front of every view: who may come in, and to which object.

Signed out is a redirect (LoginRequiredMiddleware), a wrong method 405, an object
outside one's sight 404, an object one sees but may not touch 403. *When* something
may be done is not decided here: the action says it in a sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.request import RawPostDataException


@dataclass(frozen=True)
class Access:
    """What the gate of one view asks for; kept on the view so that a test can read it."""

    permission: str | None
    model: type[models.Model] | None = None
    methods: tuple[str, ...] = ("GET", "HEAD")
    public: bool = False


def needs(
    permission: str,
    model: type[models.Model] | None = None,
    *,
    methods: str = "GET",
    lookup: str = "pk",
    related: str = "",
) -> Callable:
    """Let in who holds ``permission``; with ``model``, hand the view the object itself.

    The object is fetched from ``model.objects.visible_to(user)`` by the address part
    named ``lookup``, which the view receives as its second argument in place of the
    key. ``methods`` is a space-separated list such as ``"GET POST"``; ``related`` names what
    the rule and the page need of the object's neighbours, fetched in the same query.
    """
    allowed = tuple(methods.split()) + (("HEAD",) if "GET" in methods.split() else ())

    def wrap(view: Callable) -> Callable:
        @wraps(view)
        def gate(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            refuse_null(request)
            drop_null(request)
            if model is None:
                if not request.user.has_perm(permission):
                    raise PermissionDenied
                return run(view, request, *args, **kwargs)
            key = kwargs.pop(lookup)
            found = find_visible(model, request.user, related=related, **{lookup: key})
            if not request.user.has_perm(permission, found):
                raise PermissionDenied
            return run(view, request, found, *args, **kwargs)

        gate.access = Access(permission, model, allowed)
        return gate

    return wrap


def public(*, methods: str = "GET") -> Callable:
    """Mark a view that needs no sign-in; the role table lists it as such."""
    allowed = tuple(methods.split()) + (("HEAD",) if "GET" in methods.split() else ())

    def wrap(view: Callable) -> Callable:
        @wraps(view)
        def gate(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            refuse_null(request)
            drop_null(request)
            return run(view, request, *args, **kwargs)

        gate.access = Access(None, None, allowed, public=True)
        return login_not_required(gate)

    return wrap


def refuse_null(request: HttpRequest) -> None:
    """BadRequest (400) when the address asks for a NUL: PostgreSQL cannot even compare one."""
    if "%00" in request.META.get("QUERY_STRING", "") or any(
        "\x00" in word for words in request.GET.lists() for word in (words[0], *words[1])
    ):
        raise BadRequest("NUL in the query")


def run(view: Callable, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """The view's answer; a form sent to a page that reads a message is a bad request (400)."""
    try:
        return view(request, *args, **kwargs)
    except RawPostDataException as mistaken:
        raise BadRequest("a form where a message was expected") from mistaken


def drop_null(request: HttpRequest) -> None:
    """Take NULs out of what was posted: nobody types one, and PostgreSQL keeps none."""
    if request.method != "POST" or not any(
        "\x00" in word for _name, words in request.POST.lists() for word in words
    ):
        return
    clean = request.POST.copy()
    for name, words in request.POST.lists():
        clean.setlist(name, [word.replace("\x00", "") for word in words])
    clean._mutable = False
    request.POST = clean


def find_visible(
    model: type[models.Model], user: object, *, related: str = "", **lookup: object
) -> models.Model:
    """The object if ``user`` may see it; otherwise it does not exist (404).

    Rows that are asked for in a rush know how to do that cheaply (``visible_again``).
    """
    again = getattr(model.objects, "visible_again", None)
    if again and related and lookup.keys() == {"pk"} and _is_key(lookup["pk"]):
        found = again(user, related, lookup["pk"])
        if not found:
            raise Http404
        return found[0]
    seen = model.objects.visible_to(user)
    try:
        return (seen.select_related(*related.split()) if related else seen).get(**lookup)
    except (model.DoesNotExist, ValueError, OverflowError) as missing:
        raise Http404 from missing


def _is_key(value: object) -> bool:
    return isinstance(value, int) and 0 < value < 2**31
