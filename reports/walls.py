"""What the cells of the charts of reports say: one letter for each state (pure)."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from campaigns.lamps import Lamp
from campaigns.walls import NOTHING, Looks

# letter: (class of the cell, icon, word); a capital is the same, once overdue or returned
LOOKS: Looks = {
    "k": ("ontime", "check", _("On time")),
    "z": ("ontime", "number-0", _("Zero report")),
    "l": ("late", "clock", _("Submitted late")),
    "v": ("pending", "dots", _("Pending")),
    "d": ("draft", "pencil", _("Filling in")),
    "n": ("missing", "point", _("Not submitted")),
    "r": ("returned", "arrow-back-up", _("Returned")),
    "o": ("overdue", "alert-triangle", _("Overdue")),
    "m": ("overdue", "x", _("Missing")),
    "e": ("exempt", "minus", _("Exempt")),
}
RED = frozenset("mo")
WORST = "morndvlkze"  # of several reports the first of these is shown
GAUGES: Looks = {
    "g": ("ontime", "circle-check", _("reached")),
    "y": ("late", "alert-triangle", _("90 per cent or more")),
    "r": ("overdue", "x", _("below 90 per cent")),
    "u": ("missing", "help-circle", _("cannot be computed")),
}
NEARLY = Decimal(90)
FULL = Decimal(100)


@dataclass
class Tally:
    """The reports of a node in one period, by letter; capitals count with their small letter."""

    counts: Counter

    @property
    def letter(self) -> str:
        """The worst of them."""
        return next((one for one in WORST if self.counts[one]), NOTHING)

    @property
    def note(self) -> str:
        """How many are in that worst state, where it is one to be looked after."""
        letter = self.letter
        return str(self.counts[letter]) if letter in "morndvl" else ""

    @property
    def is_faint(self) -> bool:
        """Whether it is the state of fewer than a quarter of those that owe."""
        owed = self.counts.total() - self.counts["e"]
        return bool(self.note) and self.counts[self.letter] * 4 < owed


def tally_of(letters: str) -> Tally:
    """The reports behind some cells."""
    return Tally(Counter(letters.lower()))


def tally_of_total(total: object, is_past: bool) -> Tally:
    """The reports behind a node's counts; what is left is overdue once the period ``is_past``."""
    left = total.owed - total.reported - total.returned - total.missing
    pending = total.reported - total.approved
    fine = total.approved - total.late - total.zero
    return Tally(
        Counter(
            m=total.missing, r=total.returned, v=pending, l=total.late, z=total.zero,
            k=max(fine, 0), e=total.exempt, **{"o" if is_past else "n": left},
        )
    )  # fmt: skip


def gauge_letter(rate: Decimal | None, *, is_falling: bool) -> str:
    """How near a rate is to its hundred percent; to nobody where the aim ``is_falling``."""
    if rate is None:
        return "u"
    reached = FULL - rate if is_falling else rate
    if reached >= FULL:
        return "g"
    return "y" if reached >= NEARLY else "r"


GAUGE_LAMPS = {"g": Lamp.GREEN, "y": Lamp.YELLOW, "r": Lamp.RED, "u": Lamp.NONE}
