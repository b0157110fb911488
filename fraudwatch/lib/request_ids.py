"""The number of a request or task, so that a line in the log is found from what a person saw."""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_ids: ContextVar[dict[str, str] | None] = ContextVar("ids", default=None)


def current_ids() -> dict[str, str]:
    """What the work at hand is called: ``request``, ``task``, ``job``; empty outside any."""
    return _ids.get() or {}


@contextmanager
def called(**names: str) -> Iterator[None]:
    """Let log lines inside the block carry these names."""
    token = _ids.set(current_ids() | names)
    try:
        yield
    finally:
        _ids.reset(token)


def call(**names: str) -> None:
    """The same without an end, for work that comes in by signals; an empty name ends it."""
    _ids.set({key: name for key, name in (current_ids() | names).items() if name})


class RequestIdMiddleware:
    """Give each request a number, or keep that of the proxy in front if it looks like one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the number in the header; pages of errors show it."""
        told = request.headers.get(HEADER, "")
        number = told if SANE.fullmatch(told) else secrets.token_hex(8)
        with called(request=number):
            response = self.get_response(request)
        response[HEADER] = number
        return response
