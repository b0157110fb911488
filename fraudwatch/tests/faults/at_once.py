"""Several people doing something at the same moment, each over a connection of their own."""

import contextvars
import threading
from collections.abc import Callable, Iterable

from django.db import connections

PATIENCE = 30  # seconds


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Let all deeds begin together; what each returned, or the exception it ended with."""
    gate = threading.Barrier(len(deeds))
    outcomes: list[object] = [None] * len(deeds)

    def act(place: int, deed: Callable[[], object]) -> None:
        try:
            gate.wait(PATIENCE)
            outcomes[place] = deed()
        except Exception as error:  # noqa: BLE001 - handed to the test
            outcomes[place] = error
        finally:
            connections.close_all()

    run_all(
        threading.Thread(target=contextvars.copy_context().run, args=(act, place, deed))
        for place, deed in enumerate(deeds)
    )
    return outcomes


def run_all(threads: Iterable[threading.Thread]) -> None:
    """Start all, then wait for all."""
    started = list(threads)
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
