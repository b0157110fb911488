"""What an address may ask of a campaign's tasks; the same words in every view of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaigns.lamps import Lamp

COLUMNS = ("todo", "working", "to_verify", "closed")
STATES = ("draft", *COLUMNS, "withdrawn")
SOON = (3, 7, 14, 30)
WORD = 60


@dataclass(frozen=True)
class TaskFilters:
    """What the address asks for; what makes no sense there counts as not asked.

    ``unit`` means the unit and everything below it: progress is then that of its parts alone.
    ``lead`` is the unit that leads, ``section`` the section of the plan a task comes from,
    ``due`` a number of days within which something is due.
    """

    state: str = ""
    lamp: str = ""
    unit: int = 0
    phase: int = 0
    words: str = ""
    is_overdue: bool = False
    lead: int = 0
    section: int = 0
    due: int = 0

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "TaskFilters":
        """Read them from an address."""
        state, lamp = params.get("state", ""), params.get("lamp", "")
        due = _key(params.get("due", ""))
        return cls(
            state=state if state in STATES else "",
            lamp=lamp if lamp in Lamp.values else "",
            unit=_key(params.get("unit", "")),
            phase=_key(params.get("phase", "")),
            words=params.get("q", "").strip()[:WORD],
            is_overdue=params.get("overdue") == "1",
            lead=_key(params.get("lead", "")),
            section=_key(params.get("section", "")),
            due=due if due in SOON else 0,
        )

    def __bool__(self) -> bool:
        return self != TaskFilters()


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
