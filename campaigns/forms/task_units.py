"""The units of a task form: written as an expression, shown as a list, then kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils import timezone

from campaigns.actions.parts import Own
from campaigns.enums import Part
from campaigns.models import Assignment, Campaign
from campaigns.queries.units import member_units
from orgs.models import Unit
from orgs.queries.expressions import Resolved, UnitReader, names_of

LISTS = (Part.RESPONSIBLE.value, Part.SUPPORT.value)
LONGEST = 400
MOMENT = "%Y-%m-%dT%H:%M"
FIRST_YEAR, LAST_YEAR = 1900, 9999


@dataclass
class UnitLine:
    """A unit of the list; ``is_fixed`` when the task was issued to it and it cannot leave here."""

    unit: Unit
    is_ticked: bool = True
    is_fixed: bool = False
    own_due: str = ""
    own_requirement: str = ""

    @property
    def differs(self) -> bool:
        """Whether something else is asked of it than of the others."""
        return bool(self.own_due or self.own_requirement)


@dataclass
class UnitList:
    """One part's units; ``is_confirmed`` when the list shown came from the text in its box."""

    name: str
    text: str = ""
    found: Resolved = field(default_factory=lambda: Resolved([], [], []))
    lines: list[UnitLine] = field(default_factory=list)
    is_confirmed: bool = True

    @property
    def ticked(self) -> list[Unit]:
        """The units that are to have the part."""
        return [line.unit for line in self.lines if line.is_ticked]


@dataclass
class UnitLists:
    """Lead, responsible and supporting units of the form, with what differs for each."""

    lists: dict[str, UnitList]
    lead: UnitLine | None = None
    errors: list[str] = field(default_factory=list)

    @property
    def is_confirmed(self) -> bool:
        """Whether every list was shown before it is saved."""
        return all(one.is_confirmed for one in self.lists.values())

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(list, sentence) for each term that means no unit."""
        return [(one.name, text) for one in self.lists.values() for text in one.found.problems]

    @property
    def lines(self) -> list[UnitLine]:
        """Everybody who is to have a part, the lead first."""
        lead = [self.lead] if self.lead else []
        return lead + [line for one in self.lists.values() for line in one.lines if line.is_ticked]

    @property
    def differing(self) -> int:
        """How many have a due moment or requirement of their own."""
        return sum(line.differs for line in self.lines)

    def own(self, due_at: datetime | None) -> dict[int, Own]:
        """What differs, by the unit's key; a due moment that is the task's own is none."""
        found = {}
        for line in self.lines:
            own_due = read_moment(line.own_due)
            own_due = None if own_due == due_at else own_due
            found[line.unit.pk] = Own(own_due, line.own_requirement)
        return found

    def settle(self) -> None:
        """Who leads is not also meant by 各村; who answers is not also meant to support.

        Only collective words give way; a unit written by name in two lists stays to be mended.
        """
        taken = {self.lead.unit.pk} if self.lead else set()
        for one in self.lists.values():
            by_name = {
                unit.pk for term in one.found.lines if term.kind == "unit" for unit in term.units
            }
            one.lines = [
                line
                for line in one.lines
                if line.is_fixed or line.unit.pk in by_name or line.unit.pk not in taken
            ]
            taken |= {unit.pk for unit in one.ticked}


def read_moment(text: str) -> datetime | None:
    """What the browser's day-and-time field sends; None for nothing, ValueError for nonsense."""
    if not text:
        return None
    found = datetime.fromisoformat(text)
    if not FIRST_YEAR <= found.year < LAST_YEAR:  # at the edges no zone can be reckoned with
        raise ValueError("no such year")
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def lists_of_task(campaign: Campaign, given: Iterable[Assignment], *, is_issued: bool) -> UnitLists:
    """The lists as an existing task has them: a draft's as text, an issued task's fixed."""
    lists = UnitLists({name: UnitList(name) for name in LISTS})
    for part in given:
        line = UnitLine(part.unit, is_fixed=is_issued, own_requirement=part.requirement)
        if part.due_at and part.due_at != part.task.due_at and not part.occurrence:
            line.own_due = timezone.localtime(part.due_at).strftime(MOMENT)
        if part.part == Part.LEAD:
            lists.lead = line
        else:
            lists.lists[part.part].lines.append(line)
    if not is_issued:
        reader = reader_of(campaign)
        for one in lists.lists.values():
            one.text = names_of(one.ticked)
            one.found = reader.resolve(one.text)
    return lists


def lists_of_text(campaign: Campaign, texts: Mapping[str, str], lead: Unit | None) -> UnitLists:
    """The lists that a sentence of the plan proposes."""
    made, reader = UnitLists({}), reader_of(campaign)
    made.lists = {name: UnitList(name, texts.get(name, "")) for name in LISTS}
    for one in made.lists.values():
        one.found = reader.resolve(one.text)
        one.lines = [UnitLine(unit) for unit in one.found.units]
    made.lead = UnitLine(lead) if lead else None
    made.settle()
    return made


def lists_of_post(
    campaign: Campaign, data: QueryDict, given: Iterable[Assignment], *, is_issued: bool
) -> UnitLists:
    """The lists as somebody has them on the page; ``given`` are the parts of an issued task."""
    members = {unit.pk: unit for unit in member_units(campaign)}
    made, reader = UnitLists({}), reader_of(campaign)
    fixed = lists_of_task(campaign, given, is_issued=True) if is_issued else None
    for name in LISTS:
        kept = fixed.lists[name].lines if fixed else []
        made.lists[name] = _posted_list(reader, data, name, members, kept)
    lead = members.get(_key(data.get("lead", "")))
    made.lead = UnitLine(lead, is_fixed=is_issued) if lead else None
    made.settle()
    for line in made.lines:
        _read_own(line, data, made)
    return made


def _posted_list(
    reader: UnitReader,
    data: QueryDict,
    name: str,
    members: Mapping[int, Unit],
    kept: list[UnitLine],
) -> UnitList:
    text = data.get(f"{name}_text", "").strip()
    shown = {_key(one) for one in data.getlist(f"{name}_shown")}
    posted = {_key(one) for one in data.getlist(name)}
    made = UnitList(name, text, reader.resolve(text))
    made.is_confirmed = text == data.get(f"{name}_for", "").strip()
    there = {line.unit.pk for line in kept}
    named = {unit.pk: unit for unit in made.found.units if unit.pk not in there}
    if made.is_confirmed:  # what stood there when it was ticked counts, not what it means by now
        wanted = {key: members[key] for key in members if key in posted | (shown & set(named))}
        named = {key: unit for key, unit in wanted.items() if key not in there}
    lines = [
        UnitLine(unit, is_ticked=key in posted or (not made.is_confirmed and key not in shown))
        for key, unit in named.items()
    ]
    made.lines = [*kept, *lines]
    return made


def reader_of(campaign: Campaign) -> UnitReader:
    """Reads texts as the member units they mean."""
    return UnitReader(within=member_units(campaign), root=campaign.owner)


def _read_own(line: UnitLine, data: QueryDict, lists: UnitLists) -> None:
    key = line.unit.pk
    if f"own_requirement-{key}" in data:
        line.own_requirement = data[f"own_requirement-{key}"].strip()[:LONGEST]
    if f"own_due-{key}" not in data:
        return
    line.own_due = data[f"own_due-{key}"].strip()[:30]
    try:
        read_moment(line.own_due)
    except ValueError:
        lists.errors.append(forms.DateTimeField.default_error_messages["invalid"])
        lists.errors[-1] = f"{line.unit}: {lists.errors[-1]}"
        line.own_due = ""


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
