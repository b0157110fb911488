"""Checking the units of a roster against the tree: what is new, what differs, what is wrong."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from orgs.actions.unit_checks import cleaned_facts
from orgs.enums import UnitKind
from orgs.errors import OrgError
from orgs.models import Unit, UnitAlias, UnitGroup, User
from orgs.names import clean_code, split_words
from orgs.roster import UNIT_COLUMNS, folded, kind_words

from .roster_plan import Change, RosterPlan, UnitPlan
from .roster_xlsx import RosterRow

LABELS = {column.key: column.label for column in UNIT_COLUMNS}


@dataclass
class KnownUnits:
    """The units ``by`` sees by code, with aliases and groups, read once."""

    by: User
    units: dict[str, Unit]
    aliases: dict[int, list[str]] = field(default_factory=dict)
    groups: dict[int, set[str]] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)

    def reached(self, unit: Unit) -> bool:
        """Whether ``by`` looks after the unit (their own top unit included)."""
        return self.by.has_perm("orgs.add_unit", unit)


def known_units(by: User, codes: set[str]) -> KnownUnits:
    """What the check needs to know of the tree; four queries whatever the size."""
    rows = Unit.objects.visible_to(by).select_related("parent")
    known = KnownUnits(by, {unit.code: unit for unit in rows})
    taken = Unit.objects.filter(code__in=codes - set(known.units))
    known.foreign = set(taken.values_list("code", flat=True))
    keys = [known.units[code].pk for code in codes & set(known.units)]
    for unit, text in UnitAlias.objects.filter(unit__in=keys).values_list("unit_id", "text"):
        known.aliases.setdefault(unit, []).append(text)
    members = UnitGroup.units.through.objects.filter(unit__in=keys)
    for unit, name in members.values_list("unit_id", "unitgroup__name"):
        known.groups.setdefault(unit, set()).add(name)
    return known


def check_units(rows: list[RosterRow], known: KnownUnits, plan: RosterPlan) -> None:
    """Fill the plan's units and problems from the sheet's rows."""
    first: dict[str, RosterRow] = {}
    words = kind_words()
    for row in rows:
        code = clean_code(row.values.get("code"))
        if not code:
            plan.problems.append(row.problem("code", _("Give the unit a code.")))
            continue
        if code in first:
            where = first[code].addresses["code"]
            sentence = _("The code “%(code)s” stands twice, here and in %(cell)s. Keep one.")
            plan.problems.append(row.problem("code", sentence % {"code": code, "cell": where}))
            continue
        first[code] = row
        if code in known.foreign:
            sentence = _("The code “%(code)s” belongs to a unit you do not look after.")
            plan.problems.append(row.problem("code", sentence % {"code": code}))
            continue
        made = _unit_row(row, code, known, words, plan)
        if made:
            plan.units.append(made)
    _check_parents(plan, known)
    _check_names(plan, known)


def _unit_row(
    row: RosterRow, code: str, known: KnownUnits, words: dict[str, str], plan: RosterPlan
) -> UnitPlan | None:
    unit = known.units.get(code)
    facts: dict[str, str] = {}
    for key in ("name", "short_name"):
        typed = row.text(key)
        if typed or (key == "name" and unit is None):
            try:
                facts[key] = str(cleaned_facts({key: typed})[key])
            except OrgError as error:
                plan.problems.append(row.problem(key, str(error)))
    kind = words.get(folded(row.text("kind")))
    if kind:
        facts["kind"] = kind
    elif row.text("kind") or unit is None:
        accepted = ", ".join(str(label) for label in UnitKind.labels)
        sentence = _("Choose the kind of unit from the list: %(kinds)s.") % {"kinds": accepted}
        plan.problems.append(row.problem("kind", sentence))
    try:
        cleaned_facts({"code": code})
    except OrgError as error:
        plan.problems.append(row.problem("code", str(error)))
    made = UnitPlan(row, code, facts.get("name") or (unit.name if unit else code), unit, facts)
    made.parent = clean_code(row.values.get("parent")) or None
    made.groups = split_words(row.values.get("groups"))
    typed = split_words(row.values.get("aliases"))
    made.aliases = typed or None
    if unit is not None:
        _compare(made, unit, known, plan)
    return made


def _compare(made: UnitPlan, unit: Unit, known: KnownUnits, plan: RosterPlan) -> None:
    """Note what differs from the unit as it stands; refuse what ``by`` may not change."""
    for key, value in made.facts.items():
        if getattr(unit, key) != value:
            before, after = getattr(unit, key), value
            if key == "kind":
                before, after = unit.get_kind_display(), UnitKind(value).label
            made.changes.append(Change(str(LABELS[key]), str(before), str(after)))
    parent = unit.parent.code if unit.parent else None
    if made.parent and made.parent != parent:
        made.changes.append(Change(str(LABELS["parent"]), parent or "", made.parent))
    had = sorted(known.aliases.get(unit.pk, []))
    if made.aliases and sorted(made.aliases) != had:
        made.changes.append(Change(str(LABELS["aliases"]), "; ".join(had), "; ".join(made.aliases)))
    new = [name for name in made.groups if name not in known.groups.get(unit.pk, set())]
    if new:
        made.changes.append(Change(str(LABELS["groups"]), "", "; ".join(new)))
    made.groups = new
    if not made.changes:
        return
    if not known.by.has_perm("orgs.edit_unit", unit):
        sentence = _("You may not change “%(unit)s”: it is not among the units you look after.")
        plan.problems.append(made.row.problem("code", sentence % {"unit": unit}))
    elif not unit.is_active:
        sentence = _("“%(unit)s” is out of service. Put it back into service first.")
        plan.problems.append(made.row.problem("code", sentence % {"unit": unit}))


def _check_parents(plan: RosterPlan, known: KnownUnits) -> None:
    """Every new unit has a parent within reach, no unit hangs below itself."""
    planned = {made.code: made for made in plan.units}
    seen = {made.row.text("code") for made in plan.units}
    seen |= {clean_code(problem.value) for problem in plan.problems}
    for made in plan.units:
        if made.parent is None:
            if made.unit is None:
                sentence = _("Give the code of the parent unit.")
                plan.problems.append(made.row.problem("parent", sentence))
            continue
        parent = known.units.get(made.parent)
        is_new = parent is None and made.parent in planned
        if parent is None and not is_new:
            if made.parent not in seen:
                sentence = _(
                    "There is no unit with the code “%(code)s” here or among the units you look "
                    "after. Correct it, or add that unit above."
                )
                plan.problems.append(made.row.problem("parent", sentence % {"code": made.parent}))
            continue
        is_move = made.unit is None or made.unit.parent_id != (parent.pk if parent else 0)
        if parent and is_move and not known.reached(parent):
            sentence = _("You may not add units under “%(unit)s”.")
            plan.problems.append(made.row.problem("parent", sentence % {"unit": parent}))
        elif parent and is_move and not parent.is_active:
            sentence = _("“%(unit)s” is out of service. Choose another parent.")
            plan.problems.append(made.row.problem("parent", sentence % {"unit": parent}))
        elif _in_loop(made.code, planned, known):
            sentence = _("“%(unit)s” would stand below itself. Correct the parent codes.")
            plan.problems.append(made.row.problem("parent", sentence % {"unit": made.name}))


def _in_loop(code: str, planned: dict[str, UnitPlan], known: KnownUnits) -> bool:
    here, seen = parent_code(code, planned, known), {code}
    while here and here not in seen:
        seen.add(here)
        here = parent_code(here, planned, known)
    return here == code


def parent_code(code: str, planned: dict[str, UnitPlan], known: KnownUnits) -> str | None:
    """The code of a unit's parent once the file is applied."""
    made = planned.get(code)
    if made and made.parent:
        return made.parent
    unit = known.units.get(code)
    return unit.parent.code if unit and unit.parent else None


def _check_names(plan: RosterPlan, known: KnownUnits) -> None:
    """A name stands once under one parent, after all changes of the file."""
    planned = {made.code: made for made in plan.units}
    taken: dict[tuple[str | None, str], str] = {}
    for code, unit in known.units.items():
        if code not in planned:
            taken[(unit.parent.code if unit.parent else None, unit.name)] = code
    for made in plan.units:
        place = (parent_code(made.code, planned, known), made.name)
        if place in taken:
            sentence = _("There is already a “%(name)s” under %(parent)s. Choose another name.")
            about = {"name": made.name, "parent": place[0] or _("the top")}
            plan.problems.append(made.row.problem("name", sentence % about))
        taken.setdefault(place, made.code)
