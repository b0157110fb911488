"""What an act on many parts would take and what it would leave alone, before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.enums import OPEN_ASSIGNMENTS, AssignmentState, Part
from campaigns.models import Assignment
from orgs.models import Liaison, Person

ACTS = ("remind", "extend", "withdraw", "hand_over")


@dataclass
class Preview:
    """The parts that the act takes, and the others by the reason why it does not."""

    act: str
    taken: list[Assignment] = field(default_factory=list)
    left: dict[str, list[Assignment]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many were chosen."""
        return len(self.taken) + sum(map(len, self.left.values()))

    @property
    def units(self) -> list[str]:
        """The units whose parts are taken, each once."""
        return list(dict.fromkeys(part.unit.name for part in self.taken))


def preview_of(act: str, parts: Iterable[Assignment], now: datetime, cooling: object) -> Preview:
    """Sort the chosen parts for ``act``; ``cooling`` is the pause between two reminders."""
    found = Preview(act)
    for part in parts:
        why = _why_left(act, part, now, cooling)
        if why:
            found.left.setdefault(why, []).append(part)
        else:
            found.taken.append(part)
    return found


def _why_left(act: str, part: Assignment, now: datetime, cooling: object) -> str:
    if part.state == AssignmentState.CLOSED:
        return _("completed: they stay as they are")
    if part.state not in OPEN_ASSIGNMENTS:
        return _("withdrawn: they stay as they are")
    if act == "remind" and part.state == AssignmentState.TO_VERIFY:
        return _("wait for the office: there is nothing to remind of")
    if act == "remind" and part.reminded_at and part.reminded_at > now - cooling:
        return _("were reminded a short while ago")
    if act == "withdraw" and part.part == Part.LEAD:
        return _("lead their task: withdraw the task instead")
    return ""


def people_for(parts: Iterable[Assignment]) -> "Person.objects":
    """Who can look after these parts: people of the units, and their liaisons."""
    units = {part.unit_id for part in parts}
    liaisons = Liaison.objects.current().filter(unit__in=units).values("person")
    people = Person.objects.filter(Q(unit__in=units) | Q(pk__in=liaisons), left_on=None)
    return people.select_related("unit").order_by("unit__path", "name")
