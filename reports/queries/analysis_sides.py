"""The other side of a comparison: another node in the same report, or another campaign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, F, OuterRef
from django.http import Http404
from django.utils.translation import gettext as _

from fraudwatch.lib import clock, spans
from fraudwatch.lib.nested import Nested
from orgs.models import Unit, User
from reports.models import Period, ReportTemplate
from reports.pivot import Book
from reports.queries.chosen import Chosen, chosen, node_of, reads
from reports.queries.course_sums import course_of

MOST = 200  # units, and reports, that are offered


@dataclass(frozen=True)
class Others:
    """What a node can be held against, and the units right below it, with their names."""

    nodes: list[tuple[str, str]]
    reports: list[tuple[str, str]]
    below: list[tuple[int, str]]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to compare with."""
        return not self.nodes and not self.reports


@dataclass(frozen=True)
class Side:
    """One side: what it is called, where it stands, and what was read of it."""

    label: str
    unit: Unit
    book: Book
    note: str = ""


def others_of(user: User, shown: Chosen) -> dict[str, Nested]:
    """What :func:`others_from` reads, as columns beside the node."""
    beside = Unit.objects.visible_to(user).filter(parent=OuterRef("parent_id"))
    beside = beside.exclude(pk=OuterRef("pk")).order_by("position", "code")
    reports = ReportTemplate.objects.visible_to(user).filter(
        Exists(Period.objects.filter(template=OuterRef("pk"))), cadence=shown.template.cadence
    )
    reports = reports.exclude(campaign=shown.campaign).order_by("-campaign__starts_on", "pk")
    below = Unit.objects.filter(parent=OuterRef("pk")).order_by("position", "code")
    return {
        "right": Nested(below.values("id", "name")[:MOST]),
        "beside": Nested(beside.values("id", "name", "path")[:MOST]),
        "elsewhere": Nested(reports.values("id", "name", title=F("campaign__title"))[:MOST]),
    }


def others_from(user: User, shown: Chosen, unit: Unit) -> Others:
    """The units beside the node, the unit above it, and reports of other campaigns."""
    rows = [Unit(pk=row["id"], name=row["name"], path=row["path"]) for row in unit.beside]
    if unit.parent is not None:
        rows.insert(0, unit.parent)
    nodes = [(f"u{one.pk}", one.name) for one in rows if reads(user, shown.campaign, one)]
    reports = [(f"r{row['id']}", f"{row['title']} · {row['name']}") for row in unit.elsewhere]
    below = [(row["id"], f"— {row['name']}") for row in unit.right]
    return Others(nodes, reports, below)


def side_of(user: User, shown: Chosen, book: Book, asked: str) -> Side:
    """The side that the address names. Http404 for none, and for one out of sight."""
    kind, key = asked[:1], asked[1:]
    if kind == "u":
        return _node(user, shown, book, key)
    if kind == "r":
        return _report(user, shown, book, key)
    raise Http404


def _node(user: User, shown: Chosen, book: Book, key: str) -> Side:
    unit = node_of(user, shown.campaign, key or "0")
    totals = course_of(unit, book.periods)
    own = replace(book, node=unit.pk, totals={unit.pk: totals}, bases={})
    return Side(unit.name, unit, own)


def _report(user: User, shown: Chosen, book: Book, key: str) -> Side:
    other = chosen(user, {}, {"template": key or "0"}, clock.now())
    periods = list(other.periods)[::-1]
    ours, theirs = book.numbers, ordinals(periods)
    last = sum(number <= ours[-1] for number in theirs)
    first = sum(number < ours[book.first] for number in theirs)
    if other.template.cadence != shown.template.cadence:
        first = last = 0
    unit, totals = _totals(user, other, book.node, periods[:last])
    own = Book(
        periods[:last], first, unit.pk, {unit.pk: totals}, whole=other.campaign.owner_id,
        numbers=theirs[:last],
    )  # fmt: skip
    label = f"{other.campaign.title} · {unit.name}"
    return Side(label, unit, own, _matching(book, own, other))


def _totals(user: User, other: Chosen, node: int, periods: Sequence[Period]) -> tuple:
    """The same unit in the other campaign; the highest one reads where that owed nothing."""
    same = Unit.objects.filter(pk=node).first()
    if same is not None and reads(user, other.campaign, same):
        totals = course_of(same, periods)
        if any(totals):
            return same, totals
    unit = node_of(user, other.campaign, None)
    return unit, course_of(unit, periods)


def ordinals(periods: Sequence[Period]) -> list[int]:
    """Which period of its campaign each is: the week's number, else counted from the first."""
    if periods and periods[0].template.cadence == spans.WEEKLY:
        return [period.number for period in periods]
    return list(range(1, len(periods) + 1))


def _matching(ours: Book, theirs: Book, other: Chosen) -> str:
    wanted, there = len(ours.periods) - ours.first, len(theirs.periods) - theirs.first
    words: Mapping[str, object] = {"name": other.template.name, "n": there, "total": wanted}
    if other.template.cadence != ours.periods[0].template.cadence:
        return _("The two reports come at different times; their periods do not match.")
    if there < wanted:
        return _("Of %(name)s only %(n)s of the %(total)s periods are there to compare.") % words
    return _("Both sides are counted from the beginning of their campaigns, period by period.")
