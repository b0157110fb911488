"""How often one place may ask: so many questions a minute, remembered in this process (pure)."""

from collections import OrderedDict
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
_all: list["Pace"] = []


class Pace:
    """Counts the questions of a key in the current minute; forgets the oldest keys first."""

    def __init__(self, most: int, keys: int = 2000) -> None:
        self.most, self.keys = most, keys
        self.counts: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        _all.append(self)

    def allows(self, key: str, now: datetime) -> bool:
        """Count a question of ``key``; False when it is one too many."""
        since, count = self.counts.pop(key, (now, 0))
        if not timedelta(0) <= now - since < MINUTE:
            since, count = now, 0
        self.counts[key] = (since, count + 1)
        while len(self.counts) > self.keys:
            self.counts.popitem(last=False)
        return count < self.most


def forget() -> None:
    """Let everybody begin anew."""
    for pace in _all:
        pace.counts.clear()
