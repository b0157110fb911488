"""Which units an expression means (单位表述): each term with its units, or why it means none."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib.paths import ancestors, contains, under
from fraudwatch.lib.weeks import day_label
from orgs.models import Unit, UnitGroup
from orgs.unit_expressions import EVERYONE, LONGEST, Term, halves, key_of, parse_units, read_term

from .naming_index import NameIndex

NEAREST = 3


@dataclass
class ResolvedTerm:
    """One term and what it means.

    ``kind`` is unit, group, every (a kind of units), everyone, or unknown. A term with a
    ``problem`` (one sentence) means no unit yet; ``choices`` are names to write instead of it.
    A ``warning`` does not stand in the way.
    """

    term: str
    kind: str
    units: list[Unit] = field(default_factory=list)
    problem: str = ""
    warning: str = ""
    choices: list[str] = field(default_factory=list)


@dataclass
class Resolved:
    """All terms, the units they mean together in tree order, and every sentence to mend."""

    lines: list[ResolvedTerm]
    units: list[Unit]
    problems: list[str]

    @property
    def warnings(self) -> list[str]:
        """Sentences that do not stand in the way."""
        return [line.warning for line in self.lines if line.warning]


def resolve_units(text: str, *, within: QuerySet[Unit], root: Unit) -> Resolved:
    """One text read by a :class:`UnitReader`; for several texts keep the reader."""
    return UnitReader(within=within, root=root).resolve(text)


class UnitReader:
    """The units of ``within`` that texts mean; nothing is guessed.

    At most five queries however many texts are read, none before the first that says something.

    ``root`` is the unit from whose place the text is read: 各村 are the villages below it,
    groups are its own or of a unit above or below. The organisation's own words come first:
    the name of a unit, then a group, an alias or code, then a kind. A unit that is not
    ``within``, out of service, borne by two, or below another root is a problem with a
    sentence; an unknown name gets the nearest ones.
    """

    def __init__(self, *, within: QuerySet[Unit], root: Unit) -> None:
        self._within, self._root = within, root

    @cached_property
    def _terms(self) -> "_Reader":
        return _Reader(self._within, self._root)

    def resolve(self, text: str) -> Resolved:
        """Every term of ``text`` with its units, and the units together in tree order."""
        terms = parse_units(text)
        if not terms:
            return Resolved([], [], [])
        lines = [line for term in terms for line in self._terms.read(term)]
        units = {unit.pk: unit for line in lines for unit in line.units}
        problems = [line.problem for line in lines if line.problem]
        if len(text) > LONGEST:
            problems.append(_("Only the first %(n)d characters were read.") % {"n": LONGEST})
        order = sorted(units.values(), key=lambda unit: (unit.depth, unit.position, unit.code))
        return Resolved(lines, order, problems)


class _Reader:
    """Reads terms against one set of units."""

    def __init__(self, within: QuerySet[Unit], root: Unit) -> None:
        self.root = root
        self.free = {unit.pk: unit for unit in within}
        self.names = NameIndex(root, self.free.values())
        self.groups: dict[str, list[UnitGroup]] = {}
        owners = Q(owner__path__in=ancestors(root.path)) | under(root.path, "owner__path")
        for group in UnitGroup.objects.filter(owners).select_related("owner"):
            self.groups.setdefault(key_of(group.name), []).append(group)
        self._members: dict[int, list[int]] | None = None

    def read(self, term: Term) -> list[ResolvedTerm]:
        """The term as one line; two joined by 和 as one line each when both are known."""
        line = self._meaning(term)
        if line.kind == "unknown":
            for left, right in halves(term.name):
                both = [self._meaning(read_term(one)) for one in (left, right)]
                if not any(one.problem for one in both):
                    return both
        if line.units:
            self._take_out(line, term)
        if term.is_open and not line.problem:
            line.warning = _(
                "“%(term)s” leaves open who else is meant. Only the units named here are taken."
            ) % {"term": term.text}
        return [line]

    def _meaning(self, term: Term) -> ResolvedTerm:
        if term.is_vague:
            return ResolvedTerm(term.text, "unknown", problem=_vague(term))
        key = key_of(term.name)
        called = self.names.called(key)
        if len(called) == 1:
            return self._one(term, called[0])
        if len(called) > 1:
            return self._ambiguous(term, called)
        group = self._group(key)
        if group:
            return self._of_group(term, group)
        if term.kinds:
            return self._every(term)
        bare = read_term(f"各{term.name}")
        if bare.kinds:
            return self._every(bare, text=term.text)
        return self._unknown(term)

    def _one(self, term: Term, unit: Unit) -> ResolvedTerm:
        if unit.pk in self.free:
            return ResolvedTerm(term.text, "unit", [self.free[unit.pk]])
        if not unit.is_active:
            return ResolvedTerm(term.text, "unit", problem=self._out_of_service(unit))
        problem = _("%(unit)s cannot be chosen here: it does not take part. Enrol it first.")
        return ResolvedTerm(term.text, "unit", problem=problem % {"unit": unit.name})

    def _ambiguous(self, term: Term, called: list[Unit]) -> ResolvedTerm:
        usable = [unit for unit in called if unit.pk in self.free]
        if len(usable) == 1:
            return ResolvedTerm(term.text, "unit", usable)
        names = [self.names.full_name(unit) for unit in usable or called]
        problem = _("Several units are called “%(term)s”: %(names)s. Write which one.")
        values = {"term": term.name, "names": "、".join(names[:5])}
        return ResolvedTerm(term.text, "unknown", problem=problem % values, choices=names[:5])

    def _out_of_service(self, unit: Unit) -> str:
        heirs = self.names.heirs(unit)
        values = {
            "unit": unit.name,
            "day": day_label(unit.active_to),
            "heirs": "、".join(heir.name for heir in heirs),
        }
        if heirs:
            return _(
                "%(unit)s has been out of service since %(day)s. Write its successor: %(heirs)s."
            ) % values  # fmt: skip
        return _("%(unit)s has been out of service since %(day)s. Leave it out.") % values

    def _group(self, key: str) -> UnitGroup | None:
        """The group of that name: our own, else the nearest above, else the only one below."""
        bare = key.removeprefix("各")
        found = next(
            (self.groups[one] for one in (key, bare, f"各{bare}") if one in self.groups), []
        )
        near = [group for group in found if contains(group.owner.path, self.root.path)]
        if near:
            return max(near, key=lambda group: group.owner.depth)
        return found[0] if len(found) == 1 else None

    def _of_group(self, term: Term, group: UnitGroup) -> ResolvedTerm:
        if self._members is None:
            every = [one.pk for groups in self.groups.values() for one in groups]
            self._members = {}
            links = UnitGroup.units.through.objects.filter(unitgroup_id__in=every)
            for owner, unit in links.values_list("unitgroup_id", "unit_id"):
                self._members.setdefault(owner, []).append(unit)
        keys = self._members.get(group.pk, [])
        line = ResolvedTerm(
            term.text, "group", [self.free[key] for key in keys if key in self.free]
        )
        if not line.units:
            problem = _("No unit of the group “%(group)s” can be chosen here. Choose others.")
            line.problem = problem % {"group": group.name}
        elif left := len(keys) - len(line.units):
            line.warning = ngettext(
                "%(n)d unit of the group “%(group)s” does not take part and is left out.",
                "%(n)d units of the group “%(group)s” do not take part and are left out.",
                left,
            ) % {"n": left, "group": group.name}
        return line

    def _every(self, term: Term, text: str = "") -> ResolvedTerm:
        text = text or term.text
        place = self.root
        if term.place:
            called = self.names.called(key_of(term.place))
            if len(called) > 1:
                return self._ambiguous(Term(text, term.place), called)
            if not called:
                return self._unknown(Term(text, term.place))
            place = called[0]
        everyone = term.kinds == (EVERYONE,)
        units = [
            unit
            for unit in self.free.values()
            if (not term.place or (contains(place.path, unit.path) and unit.pk != place.pk))
            and (everyone or unit.kind in term.kinds)
            and (not term.holding or any(word in unit.name for word in term.holding))
        ]
        line = ResolvedTerm(text, "everyone" if everyone else "every", units)
        if not units:
            problem = _("No unit here is meant by “%(term)s”. Name the units one by one.")
            line.problem = problem % {"term": text}
        return line

    def _take_out(self, line: ResolvedTerm, term: Term) -> None:
        """Leave out what stands after 除; a name there that is not in the list is said."""
        for name in term.excepted:
            out = self._meaning(read_term(name))
            keys = {unit.pk for unit in out.units}
            kept = [unit for unit in line.units if unit.pk not in keys]
            if out.problem:
                line.units, line.problem, line.choices = [], out.problem, out.choices
                return
            if len(kept) == len(line.units):
                sentence = _("“%(name)s” is not among “%(term)s”, so nothing was taken out.")
                line.warning = sentence % {"name": name, "term": term.name}
            line.units = kept

    def _unknown(self, term: Term) -> ResolvedTerm:
        near = self.names.near(key_of(term.name), NEAREST)
        near += [
            groups[0].name
            for key, groups in self.groups.items()
            if get_close_matches(key_of(term.name), [key], 1, 0.6)
        ]
        values = {"term": term.name, "unit": self.root.name, "names": "、".join(near[:NEAREST])}
        if near:
            problem = _("No unit below %(unit)s is called “%(term)s”. Did you mean %(names)s?")
        else:
            problem = _("No unit below %(unit)s is called “%(term)s”. Correct it or leave it out.")
        return ResolvedTerm(term.text, "unknown", problem=problem % values, choices=near[:NEAREST])


def _vague(term: Term) -> str:
    return _("“%(term)s” does not say which units. Name them, or a group.") % {"term": term.text}


def names_of(units: Iterable[Unit]) -> str:
    """Units as an expression that means exactly them: full names, a code where a name is shared."""
    units = list(units)
    names = [unit.name for unit in units]
    return "、".join(unit.code if names.count(unit.name) > 1 else unit.name for unit in units)
