"""Room for deep calls, so that Python does not fetch and return the same memory over and over.

CPython keeps the frames of calls in pieces of 16 KB and returns a piece as soon as the first
frame in it ends. Drawing nested templates crosses such an edge thousands of times, and every
time asks the system for a piece: a sixth of the processor time of a large page. Below a frame
that is large itself lies one large piece for everything that is called from it.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P, R = ParamSpec("P"), TypeVar("R")
WORDS = 70_000  # of 8 bytes: the piece becomes 1 MiB, of which only what is used is ever filled


def with_room(called: Callable[P, R]) -> Callable[P, R]:
    """The same function, with one piece of memory for all frames below it."""

    @wraps(called)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        return called(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=WORDS)
    return call
