"""When too many wrong passwords close the door, and for how long (pure)."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

FAILURES = 5  # wrong passwords of one name from one place
FIRST_LOCK = timedelta(minutes=15)  # doubles with every further five
REMEMBERED = timedelta(days=1)
PLACE_FAILURES = 50  # wrong passwords of any names from one place
PLACE_WINDOW = timedelta(minutes=10)


def name_key(username: str) -> str:
    """What a typed name counts as: case and width do not make another name."""
    return unicodedata.normalize("NFKC", username).casefold().strip()[:150]


def locked_until(failures: Sequence[datetime]) -> datetime | None:
    """Until when a name is locked at a place, given its failures there in order of time."""
    strikes = len(failures) // FAILURES
    if not strikes:
        return None
    return failures[strikes * FAILURES - 1] + FIRST_LOCK * 2 ** (strikes - 1)


def tries_left(failures: int) -> int:
    """How many more wrong passwords until the next lock."""
    return FAILURES - failures % FAILURES


def lock_minutes(failures: int) -> int:
    """How long the next lock will last."""
    return int(FIRST_LOCK.total_seconds() // 60) * 2 ** (failures // FAILURES)
