"""A middleware that kills its own process where a request asks for it; tests alone load it."""

import os
import signal
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-Die"
IN_TRANSACTION, AFTER_COMMIT = "in-transaction", "after-commit"
# The trail is written last: everything of the change stands, and nothing is committed.
LAST_WRITE = 'INSERT INTO "orgs_auditentry"'


class DeadlyMiddleware:
    """Dies by SIGKILL, as a process does that runs out of memory."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Die before the commit, or between the commit and the answer."""
        when = request.headers.get(HEADER)
        if when == IN_TRANSACTION:
            with connection.execute_wrapper(_die_after_the_last_write):
                return self.get_response(request)
        response = self.get_response(request)
        if when == AFTER_COMMIT:
            _die()
        return response


def _die_after_the_last_write(
    execute: Callable, sql: str, params: object, many: bool, context: dict
) -> object:
    result = execute(sql, params, many, context)
    if sql.startswith(LAST_WRITE):
        _die()
    return result


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
