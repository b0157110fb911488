"""Who may read a private file: each kind of owner has its answer here (pure registry).

The app that owns a kind registers a function in ``apps.ready``; a kind that nobody
registered is readable by nobody.
"""

from collections.abc import Callable

_readers: dict[str, Callable[[object, str], bool]] = {}


def register_reader(kind: str, may_read: Callable[[object, str], bool]) -> None:
    """Let ``may_read(user, key)`` decide for files whose owner is ``kind:key``."""
    _readers[kind] = may_read


def may_read(user: object, owner: str) -> bool:
    """Whether ``user`` may read the files of ``owner`` (``kind:key``)."""
    kind, _, key = owner.partition(":")
    reader = _readers.get(kind)
    return bool(reader and reader(user, key))
