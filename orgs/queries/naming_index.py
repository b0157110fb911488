"""What the units below a node are called: names, short names, aliases, codes, with their place."""

from collections.abc import Iterable
from difflib import get_close_matches

from fraudwatch.lib.paths import STEP
from orgs.models import Unit, UnitAlias
from orgs.unit_expressions import key_of


class NameIndex:
    """Units at or below ``root``, in service or not, and those that are ``free`` to choose.

    A name may be led by a unit above (河湾镇桃源村). A full name wins over a short name, these
    over an alias, these over a name led by its place. Two queries, however many names are asked.
    """

    def __init__(self, root: Unit, free: Iterable[Unit]) -> None:
        self.root = root
        self.units = {unit.pk: unit for unit in Unit.objects.under(root)}
        self.units |= {unit.pk: unit for unit in free}
        self._by_path = {unit.path: unit for unit in self.units.values()}
        self._ranks: list[dict[str, list[Unit]]] = [{}, {}, {}]
        for unit in self.units.values():
            self._add(0, unit.name, unit)
            self._add(0, unit.code, unit)
            self._add(1, unit.short_name, unit)
        rows = UnitAlias.objects.filter(unit_id__in=self.units).values_list("unit_id", "text")
        for unit_id, text in rows:
            self._add(1, text, self.units[unit_id])
        for unit in self.units.values():
            for above in self._above(unit):
                for name in {unit.name, unit.short_name} - {""}:
                    self._add(2, f"{above.name}{name}", unit)

    def _add(self, rank: int, name: str, unit: Unit) -> None:
        if name:
            bearers = self._ranks[rank].setdefault(key_of(name), [])
            if unit not in bearers:
                bearers.append(unit)

    def _above(self, unit: Unit) -> list[Unit]:
        """The units above it as far as they are known here."""
        ends = range(STEP, len(unit.path), STEP)
        return [self._by_path[unit.path[:end]] for end in ends if unit.path[:end] in self._by_path]

    def called(self, key: str) -> list[Unit]:
        """The units that bear a name; those in service alone when there are any."""
        for bearers in self._ranks:
            if found := bearers.get(key):
                return [unit for unit in found if unit.is_active] or found
        return []

    def near(self, key: str, count: int) -> list[str]:
        """Names in service that look like ``key`` or hold it, the most alike first."""
        names = {
            name: bearers[0]
            for rank in self._ranks[:2]
            for name, bearers in rank.items()
            if bearers[0].is_active
        }
        alike = get_close_matches(key, names, count, 0.6)
        holding = [name for name in names if len(key) > 1 and key in name]
        found = dict.fromkeys(names[name].name for name in [*holding, *alike])
        return list(found)[:count]

    def full_name(self, unit: Unit) -> str:
        """A name that only this unit bears: led by the unit above it, else its code."""
        above = self._above(unit)
        named = f"{above[-1].name}{unit.name}" if above else unit.code
        return named if len(self.called(key_of(named))) == 1 else unit.code

    def heirs(self, unit: Unit) -> list[Unit]:
        """The units in service that took over from one that is not."""
        seen = {unit.pk}
        while unit.merged_into_id and unit.merged_into_id not in seen:
            seen.add(unit.merged_into_id)
            unit = self.units.get(unit.merged_into_id) or unit.merged_into
        if unit.is_active:
            return [unit]
        split = [one for one in self.units.values() if one.split_from_id in seen]
        return [one for one in split if one.is_active]
