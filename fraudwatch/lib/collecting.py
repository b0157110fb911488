"""Leaving Python's search for lost objects until a large piece of work is done.

The interpreter looks for objects that only hold each other whenever it has made many. While a
workbook of thousands of rows is checked everything made is kept to the end, so that every search
goes through all of it and finds nothing: a third of the work.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_at_work = 0


@contextmanager
def collecting_later() -> Iterator[None]:
    """No search inside the block; blocks may overlap in several threads, the last one ends it."""
    global _at_work  # noqa: PLW0603 - the interpreter has one collector
    with _lock:
        if not _at_work and not gc.isenabled():
            is_ours = False  # somebody else switched it off, and will know when
        else:
            is_ours, _at_work = True, _at_work + 1
            gc.disable()
    try:
        yield
    finally:
        with _lock:
            if is_ours:
                _at_work -= 1
                if not _at_work:
                    gc.enable()
