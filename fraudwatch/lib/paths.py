"""Paths of the unit tree: fixed-width steps in base 36, each ended by a dot (``0001.000c.``)."""

from django.db.models import Q

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
WIDTH = 4


def step(key: int) -> str:
    """The path step of the unit with primary key ``key``, e.g. ``000c.`` for 12."""
    if not 0 < key < 36**WIDTH:
        raise ValueError("a path step holds 1 to %d, not %d" % (36**WIDTH - 1, key))
    figures = ""
    while key:
        key, rest = divmod(key, 36)
        figures = DIGITS[rest] + figures
    return figures.rjust(WIDTH, "0") + "."


STEP = WIDTH + 1


def last_key(path: str) -> int:
    """The primary key of the unit that ``path`` ends at."""
    return int(path[-STEP:-1], 36)


def depth(path: str) -> int:
    """How deep a path lies; the root is 1."""
    return len(path) // STEP


def ancestors(path: str) -> list[str]:
    """The paths from the root down to ``path`` itself."""
    return [path[: end + STEP] for end in range(0, len(path), STEP)]


def contains(node: str, path: str) -> bool:
    """Whether ``path`` lies in the subtree of ``node`` (or is it)."""
    return path.startswith(node)


def under(node: str, field: str = "path") -> Q:
    """Rows whose ``field`` lies in the subtree of ``node``: one range of the index."""
    return Q(**{f"{field}__gte": node, f"{field}__lt": node + "~"})
