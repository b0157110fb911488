"""What a leader should ask about at a node, whom to call, and what changed since yesterday."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import rules
from django.urls import reverse

from campaigns.models import Indicator
from orgs.enums import LiaisonPost
from orgs.models import Liaison, Person, Unit, User
from reports.asks import Ask, Fall, Late, Silence, asks_from, with_clause
from reports.asks import Clause as Sentence
from reports.models import Period, TemplateItem
from reports.queries.ask_columns import OF_INDICATOR, YESTERDAY, ask_columns, change_columns
from reports.queries.chosen import Chosen, node_of
from reports.queries.dashboard import ChildRow, children_of, is_comparable


@dataclass(frozen=True)
class Caller:
    """Whom to call about a unit: its liaison, else the backup; None where nobody is on file."""

    ask: Ask
    person: Person | None
    may_show: bool = False


@dataclass(frozen=True)
class Change:
    """So many of one kind since yesterday, and where they stand."""

    kind: str
    count: int
    url: str


@dataclass
class Today:
    """The fragment of a node: what to ask, what changed, from when on."""

    unit: Unit
    since: datetime
    callers: list[Caller] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def has_changes(self) -> bool:
        """Whether anything at all changed."""
        return any(change.count for change in self.changes)


def asks_of(shown: Chosen, node: Unit, children: Iterable[ChildRow], now: datetime) -> list[Ask]:
    """Up to three things to ask about, from the columns of ``ask_columns``. No query."""
    late = [
        *(_late(row, "reports:report-detail") for row in node.late_reports),
        *(_late(row, "campaigns:assignment-detail") for row in node.late_parts),
    ]
    goals = {row["indicator_id"]: _sentence(row, "key", "text") for row in node.goals}
    falls = [fall for row in children for fall in _falls(row, shown.period, goals)]
    labels = {period.pk: period.label for period in shown.periods}
    silent = [_silence(row, labels) for row in node.silent]
    on_reporting = _sentence(node.on_reporting[0], "key", "text") if node.on_reporting else None
    return [with_clause(ask, on_reporting) for ask in asks_from(late, falls, silent, now)]


def callers_of(user: User, asks: list[Ask]) -> list[Caller]:
    """The asks with whom to call, as far as ``user`` may know people of the unit. One query."""
    keys = [ask.unit_id for ask in asks]
    terms = Liaison.objects.visible_to(user).current().filter(unit__in=keys)
    terms = terms.select_related("person__unit").order_by("pk")
    people: dict[int, Person] = {}
    for term in sorted(terms, key=lambda one: one.post != LiaisonPost.PRIMARY):
        people.setdefault(term.unit_id, term.person)
    return [_caller(user, ask, people.get(ask.unit_id)) for ask in asks]


def _caller(user: User, ask: Ask, person: Person | None) -> Caller:
    """Whether the whole number may be shown is asked of the rules alone: no query."""
    may = person and (user.is_superuser or rules.has_perm("orgs.show_phone", user, person))
    return Caller(ask, person, bool(may))


def today_of(user: User, shown: Chosen, params: Mapping, now: datetime) -> Today:
    """The fragment of the node that the address names. Four queries."""
    columns = ask_columns(shown, now) | change_columns(shown, now)
    node = node_of(user, shown.campaign, params.get("node"), **columns)
    children = children_of(shown, node, first_figures(node), now)
    callers = callers_of(user, asks_of(shown, node, children, now))
    return Today(node, now - YESTERDAY, callers, changes_of(shown, node))


def first_figures(node: Unit) -> list[TemplateItem]:
    """The figures that come first, from the columns of ``ask_columns``. No query."""
    return [_item(row) for row in node.first_figures]


def _item(row: Mapping) -> TemplateItem:
    known = {name: row[name] for name in OF_INDICATOR}
    item = TemplateItem(indicator=Indicator(id=row["indicator_id"], **known))
    item.goal_value = None
    return item


def changes_of(shown: Chosen, node: Unit) -> list[Change]:
    """What changed since yesterday, from the columns of ``change_columns``. No query."""
    counts = {**node.report_changes[0], **node.part_changes[0]}
    ledger = f"{reverse('reports:ledger')}?period={shown.periods[0].pk}&unit={node.pk}"
    tasks = reverse("campaigns:task-list", args=[shown.campaign.pk])
    urls = {
        "handed_in": ledger, "approved": f"{ledger}&state=approved",
        "returned": f"{ledger}&state=returned", "overdue": f"{ledger}&state=overdue",
        "done": tasks, "late": f"{tasks}?overdue=1",
    }  # fmt: skip
    return [Change(kind, counts[kind], url) for kind, url in urls.items()]


def _late(row: Mapping, page: str) -> Late:
    return Late(
        row["unit_id"], row["name"], row["title"], _moment(row["due_at"]),
        reverse(page, args=[row["id"]]), _sentence(row, "clause_key", "clause_text"),
    )  # fmt: skip


def _silence(row: Mapping, labels: Mapping[int, str]) -> Silence:
    count = row["missed"] if row["last_period"] else row["ever"]
    url = reverse("reports:report-detail", args=[row["id"]])
    since = labels.get(row["last_period"], "")
    return Silence(row["unit_id"], row["name"], count or 0, since, url)


def _falls(row: ChildRow, period: Period, goals: Mapping[int, Sentence]) -> Iterable[Fall]:
    """A child's figures against the period before, where enough of both is in."""
    if not (is_comparable(row.total) and row.was_comparable):
        return
    query = f"?period={period.pk}"
    url = (
        row.report.get_absolute_url()
        if row.report
        else f"{reverse('reports:dashboard')}{query}&node={row.unit.pk}"
    )
    for card in row.cards:
        figure = card.figure
        yield Fall(
            row.unit.pk, row.unit.name, figure.indicator, card.label, figure.value, figure.last,
            url, goals.get(figure.indicator.pk),
        )  # fmt: skip


def _sentence(row: Mapping, key: str, text: str) -> Sentence | None:
    return Sentence(str(UUID(row[key])), row[text]) if row.get(key) else None


def _moment(written: str) -> datetime:
    """A moment as the database writes it into JSON: with its zone, or in UTC."""
    found = datetime.fromisoformat(written)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
