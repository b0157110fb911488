"""What a unit sees of its own tasks: the list by urgency; and how much of it waits for whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from campaigns.enums import OPEN_ASSIGNMENTS, UNDER_WAY, AssignmentState, TaskState
from campaigns.lamps import NEAR, Lamp, part_lamp
from campaigns.models import Assignment, Campaign
from orgs.enums import Role
from orgs.models import Unit

TABS = ("open", "done")
GROUPS = ("overdue", "soon", "later", "waiting")
MOST = 200


@dataclass(frozen=True)
class OwnFilters:
    """What the address of the own list asks for; what makes no sense counts as not asked."""

    tab: str = "open"
    words: str = ""
    campaign: int = 0
    unit: int = 0

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "OwnFilters":
        """Read them from an address."""
        tab = params.get("tab", "")
        return cls(
            tab=tab if tab in TABS else "open",
            words=params.get("q", "").strip()[:60],
            campaign=_key(params.get("campaign", "")),
            unit=_key(params.get("unit", "")),
        )

    @property
    def narrows(self) -> bool:
        """Whether more is asked for than a tab."""
        return bool(self.words or self.campaign or self.unit)


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


@dataclass(frozen=True)
class OwnRow:
    """A task of one's own unit; ``group`` says how urgent it is while it is open."""

    part: Assignment
    lamp: Lamp
    is_overdue: bool
    group: str = ""


@dataclass(frozen=True)
class OwnAssignments:
    """The rows of one tab by group, how many stand in each tab, and what can be chosen."""

    rows: list[OwnRow]
    counts: dict[str, int]
    shows_units: bool
    groups: list[tuple[str, list[OwnRow]]] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)


def _own(user: object) -> "Assignment.objects":
    """Parts of the units that ``user`` speaks for or coordinates, exactly these."""
    keys = {
        holding.unit_id
        for holding in user.holdings
        if holding.role in (Role.REPORTER, Role.COORDINATOR)
    }
    return (
        Assignment.objects.visible_to(user)
        .filter(unit__in=keys, task__campaign__state__in=UNDER_WAY)
        .exclude(task__state=TaskState.DRAFT)
    )


def own_assignments(
    user: object, tab: str, now: datetime, filters: OwnFilters | None = None
) -> OwnAssignments:
    """The tasks of one's own unit: open ones by urgency, or those that are over."""
    mine = _own(user)
    is_open = Q(state__in=OPEN_ASSIGNMENTS)
    counts = {"open": mine.filter(is_open).count(), "done": mine.exclude(is_open).count()}
    if filters and filters.narrows:
        units, campaigns = _choices(mine)
        mine = _narrowed(mine, filters)
    else:
        units, campaigns = [], []
    shown = mine.filter(is_open) if tab == "open" else mine.exclude(is_open)
    order = (F("due_at").asc(nulls_last=True), "pk") if tab == "open" else ("-done_at", "-pk")
    parts = shown.select_related("task__campaign__owner", "unit").order_by(*order)[:MOST]
    rows = [_row(part, now) for part in parts]
    if filters and not filters.narrows:
        units = list({row.part.unit_id: row.part.unit for row in rows}.values())
        campaigns = list(
            {row.part.task.campaign_id: row.part.task.campaign for row in rows}.values()
        )
    return OwnAssignments(
        rows=rows,
        counts=counts,
        shows_units=len({row.part.unit_id for row in rows}) > 1,
        groups=[(name, [row for row in rows if row.group == name]) for name in GROUPS]
        if tab == "open"
        else [("done", rows)],
        units=units,
        campaigns=campaigns,
    )


def _choices(mine: "Assignment.objects") -> tuple[list[Unit], list[Campaign]]:
    units = Unit.objects.filter(pk__in=mine.order_by().values("unit")).in_tree_order()
    campaigns = Campaign.objects.filter(pk__in=mine.order_by().values("task__campaign"))
    return list(units), list(campaigns)


def _narrowed(mine: "Assignment.objects", filters: OwnFilters) -> "Assignment.objects":
    if filters.words:
        mine = mine.filter(task__title__icontains=filters.words)
    if filters.campaign:
        mine = mine.filter(task__campaign=filters.campaign)
    return mine.filter(unit=filters.unit) if filters.unit else mine


def _row(part: Assignment, now: datetime) -> OwnRow:
    lamp = part_lamp(part, now)
    return OwnRow(part, lamp, lamp == Lamp.RED, _group(part, lamp, now))


def _group(part: Assignment, lamp: Lamp, now: datetime) -> str:
    """Overdue; due today or within three days; later; or with the office just now."""
    if part.state not in OPEN_ASSIGNMENTS:
        return "done"
    if part.state == AssignmentState.TO_VERIFY:
        return "waiting"
    if lamp == Lamp.RED:
        return "overdue"
    near = part.due_at is not None and part.due_at <= _end_of(now + NEAR)
    return "soon" if near else "later"


def _end_of(moment: datetime) -> datetime:
    local = timezone.localtime(moment)
    return local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def waiting_for_unit(user: object, now: datetime) -> QuerySet[Assignment]:
    """The unit's tasks that want something now: to sign, sent back, or overdue."""
    wants = Q(state__in=[AssignmentState.TO_SIGN, AssignmentState.RETURNED])
    late = Q(state=AssignmentState.WORKING, due_at__lt=now)
    return _own(user).filter(wants | late)
