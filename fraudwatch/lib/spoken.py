"""What a page says hundreds of times, said once in each language and remembered."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.utils.translation import get_language

P, R = ParamSpec("P"), TypeVar("R")
MOST = 4_000


def once_in_each_language(say: Callable[P, R]) -> Callable[P, R]:
    """A function of its arguments and of the language alone, whose answers are kept.

    Arguments that are equal must read equal: hand figures over as text, 1.0 is 1.
    """

    @lru_cache(maxsize=MOST, typed=True)
    def kept(_language: str | None, *args: P.args) -> R:
        return say(*args)

    @wraps(say)
    def said(*args: P.args) -> R:
        return kept(get_language(), *args)

    return said
