"""What the pages of units show: one unit with its people and posts, a search, a picker."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from orgs.enums import LiaisonPost, Role
from orgs.models import Liaison, Person, Unit, UnitAlias, UnitGroup, User

from .groups import Chart, charts
from .history import Event, unit_history
from .naming import named_people, named_units
from .tree import Branch, unit_tree

ROWS = 30


@dataclass(frozen=True)
class PostRow:
    """A unit and who holds its two posts now."""

    unit: Unit
    primary: Liaison | None
    backup: Liaison | None

    @property
    def is_complete(self) -> bool:
        """Whether both posts are filled."""
        return bool(self.primary and self.backup)


@dataclass(frozen=True)
class UnitPage:
    """Everything the page of one unit prints."""

    unit: Unit
    tree: list[Branch]
    line: list[Unit]
    children: list[Branch]
    is_within_reach: bool
    people: list[Person]
    terms: list[Liaison]
    posts: list[PostRow]
    charts: list[Chart]
    groups: list[str]
    aliases: list[str]
    history: list[Event]

    @property
    def parent(self) -> Unit | None:
        """The unit above."""
        return self.line[-1] if self.line else None

    @property
    def incomplete(self) -> int:
        """How many of the units shown lack a primary or a backup."""
        return sum(not row.is_complete for row in self.posts)


def top_unit(user: User) -> Unit | None:
    """Where the tree starts for ``user``: the highest unit with a grant other than reporter's."""
    if user.is_superuser:
        return Unit.objects.filter(parent=None).in_tree_order().first()
    return user.top_units([role for role in Role.values if role != Role.REPORTER]).first()


def unit_page(user: User, unit: Unit) -> UnitPage:
    """The page of ``unit`` as ``user`` may see it; as many queries for one row as for many."""
    tree = unit_tree(user, unit)
    line, children = _open_line(tree, unit)
    reached = user.knows_people_of(unit)
    people = Person.objects.visible_to(user).working().filter(unit=unit).select_related("user")
    terms = (
        Liaison.objects.visible_to(user)
        .filter(Q(unit=unit) | Q(unit__parent=unit, to_on=None))
        .select_related("person__user", "unit")
        .order_by("-to_on", "-from_on", "-pk")
    )
    found = list(terms)
    rows = [unit, *(branch.unit for branch in children)] if reached else [unit]
    aliases, groups = _names(user, unit)
    return UnitPage(
        unit=unit,
        tree=tree,
        line=line,
        children=children,
        is_within_reach=reached,
        people=list(people),
        terms=[term for term in found if term.unit_id == unit.pk],
        posts=post_rows(rows[: ROWS + 1], found),
        charts=charts(user, unit),
        groups=groups,
        aliases=aliases,
        history=unit_history(user, unit) if reached else [],
    )


def _names(user: User, unit: Unit) -> tuple[list[str], list[str]]:
    """The unit's aliases and the groups it is in, in one query."""
    aliases = UnitAlias.objects.filter(unit=unit).order_by()
    groups = UnitGroup.objects.visible_to(user).filter(units=unit).order_by()
    rows = list(
        aliases.annotate(is_group=Value(0))
        .values_list("is_group", "text")
        .union(groups.annotate(is_group=Value(1)).values_list("is_group", "name"))
    )
    return (
        sorted(text for is_group, text in rows if not is_group),
        sorted(text for is_group, text in rows if is_group),
    )


def _open_line(tree: list[Branch], unit: Unit) -> tuple[list[Unit], list[Branch]]:
    """The units above, and what lies directly below, both out of the tree already read."""
    line, here = [], tree
    while True:
        branch = next((found for found in here if found.is_open), None)
        if branch is None:
            return line, []
        if branch.unit.pk == unit.pk:
            return line, branch.children
        line.append(branch.unit)
        here = branch.children


def post_rows(units: list[Unit], terms: list[Liaison]) -> list[PostRow]:
    """One row for each unit, from terms already read."""
    held = {(term.unit_id, term.post): term for term in terms if term.to_on is None}
    return [
        PostRow(
            unit,
            held.get((unit.pk, LiaisonPost.PRIMARY)),
            held.get((unit.pk, LiaisonPost.DEPUTY)),
        )
        for unit in units
    ]


def found_units(user: User, words: str) -> QuerySet[Unit]:
    """Units in sight whose name, code, alias or people's names answer ``words``, pinyin too."""
    named = UnitAlias.objects.filter(unit=OuterRef("pk"), text__icontains=words)
    people = Person.objects.visible_to(user).working()
    staffed = people.filter(named_people(words), unit=OuterRef("pk"))
    return (
        Unit.objects.visible_to(user)
        .filter(named_units(words) | Q(Exists(named)) | Q(Exists(staffed)))
        .select_related("parent")
        .in_tree_order()
    )
