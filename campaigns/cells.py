"""What a cell of the wall chart says: one letter for each state, its look and its word (pure)."""

from django.utils.translation import gettext_lazy as _

from .enums import AssignmentState as A
from .lamps import Lamp

# letter: (class of the cell, icon, word); a capital is the same with the due moment close
LOOKS = {
    "c": ("ontime", "check", _("Completed")),
    "l": ("late", "clock", _("Completed late")),
    "o": ("overdue", "x", _("Overdue")),
    "r": ("returned", "arrow-back-up", _("Returned")),
    "v": ("pending", "dots", _("To verify")),
    "g": ("draft", "progress", _("In progress")),
    "s": ("missing", "point", _("To acknowledge")),
}
OPEN = {A.TO_SIGN: "s", A.WORKING: "g", A.RETURNED: "r"}
OPEN_LETTERS = {str(state): letter for state, letter in OPEN.items()}


def letter_of(state: str, lamp: Lamp, *, is_done: bool) -> str:
    """The letter of a unit's standing: overdue before everything, then what it is at."""
    if lamp == Lamp.RED:
        return "o"
    if is_done:
        return "l" if lamp == Lamp.YELLOW else "c"
    letter = OPEN_LETTERS.get(state, "v")
    return letter.upper() if lamp == Lamp.YELLOW and letter != "v" else letter
