"""Which units an expression means: names, a group, a kind under a node, or all members."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from campaigns.models import Campaign
from fraudwatch.lib.paths import under
from orgs.models import Unit, UnitAlias, UnitGroup
from orgs.names import clean_name, split_words


@dataclass(frozen=True)
class Expression:
    """What somebody wrote instead of ticking units one by one."""

    names: str = ""
    group: UnitGroup | None = None
    kind: str = ""
    node: Unit | None = None
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.names or self.group or self.kind or self.node or self.everyone)


@dataclass(frozen=True)
class Resolved:
    """The units meant, in tree order; names nobody bears; names that several units bear."""

    units: list[Unit] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)


def enrollable_units(campaign: Campaign) -> QuerySet[Unit]:
    """Units that can become members: in service, at or below the unit that leads."""
    return Unit.objects.under(campaign.owner).active().in_tree_order()


def member_units(campaign: Campaign) -> QuerySet[Unit]:
    """The member units that can be given a task: enrolled and in service."""
    return Unit.objects.filter(memberships__campaign=campaign).active().in_tree_order()


def resolve_units(candidates: QuerySet[Unit], meant: Expression) -> Resolved:
    """The units of ``candidates`` that ``meant`` names; nothing is guessed.

    Group, and kind under a node, are each added; a kind without a node means everywhere,
    a node without a kind means everything below it.
    """
    found: dict[int, Unit] = {}
    if meant.everyone:
        found |= {unit.pk: unit for unit in candidates}
    if meant.group:
        found |= {unit.pk: unit for unit in candidates.filter(in_groups=meant.group)}
    if meant.kind or meant.node:
        rows = candidates.filter(kind=meant.kind) if meant.kind else candidates
        if meant.node:
            rows = rows.filter(under(meant.node.path))
        found |= {unit.pk: unit for unit in rows if meant.kind or unit.pk != meant.node.pk}
    named, unknown, ambiguous = _by_name(candidates, meant.names)
    found |= named
    units = sorted(found.values(), key=lambda unit: (unit.depth, unit.position, unit.code))
    return Resolved(units, unknown, ambiguous)


def _by_name(
    candidates: QuerySet[Unit], names: str
) -> tuple[dict[int, Unit], list[str], list[str]]:
    wanted = split_words(names.replace("、", "\n").replace("，", "\n").replace(",", "\n"))
    if not wanted:
        return {}, [], []
    called: dict[str, set[int]] = {}
    units = {unit.pk: unit for unit in candidates}
    for unit in units.values():
        for name in {unit.name, unit.short_name, unit.code} - {""}:
            called.setdefault(clean_name(name), set()).add(unit.pk)
    aliases = UnitAlias.objects.filter(unit__in=units, text__in=wanted)
    for unit_id, text in aliases.values_list("unit_id", "text"):
        called.setdefault(clean_name(text), set()).add(unit_id)
    found, unknown, ambiguous = {}, [], []
    for name in wanted:
        keys = called.get(name, set())
        if len(keys) == 1:
            key = next(iter(keys))
            found[key] = units[key]
        else:
            (ambiguous if keys else unknown).append(name)
    return found, unknown, ambiguous
