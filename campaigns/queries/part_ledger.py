"""The ledger of a campaign's assignments: one row for each unit, task and round."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.http import QueryDict

from campaigns.enums import OPEN_ASSIGNMENTS, AssignmentState, Part, TaskState
from campaigns.lamps import Lamp, lamp_clause, part_lamp
from campaigns.models import Assignment, Campaign, Phase
from fraudwatch.lib.numbers import posted_whole
from fraudwatch.lib.pages import Page, numbered_page
from fraudwatch.lib.paths import under
from orgs.models import Unit

from .task_filters import SOON

PER_PAGE = 50
STATES = tuple(AssignmentState.values)
IS_OVER = Case(When(state__in=OPEN_ASSIGNMENTS, then=0), default=1)
SORTS = {
    "due": (IS_OVER, "due_at", "task__number", "unit__path"),  # what is still open comes first
    "-due": ("-due_at", "task__number", "unit__path"),
    "unit": ("unit__path", "task__number", "occurrence"),
    "task": ("task__number", "occurrence", "unit__path"),
    "state": ("state", "due_at", "unit__path"),
}
BOTH = {"yes": False, "no": True}


@dataclass(frozen=True)
class PartFilters:
    """What the address asks for; what makes no sense there counts as not asked.

    The words are those of the other views of tasks; ``unit`` means it and all below,
    ``todo`` there is the state ``to_sign`` here. ``reminded`` is yes, no or empty.
    """

    state: str = ""
    lamp: str = ""
    unit: int = 0
    phase: int = 0
    section: int = 0
    task: int = 0
    part: str = ""
    words: str = ""
    due: int = 0
    is_overdue: bool = False
    is_unsigned: bool = False
    reminded: str = ""
    sort: str = "due"

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "PartFilters":
        """Read them from an address."""
        state = {"todo": "to_sign"}.get(params.get("state", ""), params.get("state", ""))
        lamp, part = params.get("lamp", ""), params.get("part", "")
        due, sort = posted_whole(params.get("due")), params.get("sort", "")
        return cls(
            state=state if state in (*STATES, "open") else "",
            lamp=lamp if lamp in Lamp.values else "",
            unit=posted_whole(params.get("unit")),
            phase=posted_whole(params.get("phase")),
            section=posted_whole(params.get("section")),
            task=posted_whole(params.get("task")),
            part=part if part in Part.values else "",
            words=params.get("q", "").strip()[:60],
            due=due if due in SOON else 0,
            is_overdue=params.get("overdue") == "1",
            is_unsigned=params.get("unsigned") == "1",
            reminded=params.get("reminded", "") if params.get("reminded") in BOTH else "",
            sort=sort if sort in SORTS else "due",
        )

    def __bool__(self) -> bool:
        return self != PartFilters(sort=self.sort)


@dataclass(frozen=True)
class LedgerRow:
    """A unit's part with its lamp; ``town`` is the unit above it."""

    part: Assignment
    lamp: Lamp
    town: str


@dataclass(frozen=True)
class PartLedger:
    """One page of rows, and counts over all parts in sight of the campaign."""

    page: Page
    rows: list[LedgerRow]
    total: int
    counts: dict[str, int]
    towns: list[Unit]
    phases: list[Phase]


def seen_parts(user: object, campaign: Campaign) -> QuerySet[Assignment]:
    """The parts that stand in the ledger: issued ones in sight."""
    return (
        Assignment.objects.visible_to(user)
        .filter(task__campaign=campaign)
        .exclude(task__state=TaskState.DRAFT)
    )


def matching_parts(
    user: object, campaign: Campaign, filters: PartFilters, now: datetime
) -> QuerySet[Assignment]:
    """The parts in sight that the filters ask for, in the order asked for."""
    found = seen_parts(user, campaign).filter(_asked(filters, now))
    if filters.unit:
        node = Unit.objects.filter(pk=filters.unit).values_list("path", flat=True).first()
        found = found.filter(under(node, "unit__path")) if node else found.none()
    return found.select_related("unit__parent", "task__phase", "handler").order_by(
        *SORTS[filters.sort], "pk"
    )


def _asked(filters: PartFilters, now: datetime) -> Q:
    asked = Q()
    if filters.state == "open":
        asked &= Q(state__in=OPEN_ASSIGNMENTS)
    elif filters.state:
        asked &= Q(state=filters.state)
    if filters.lamp:
        asked &= lamp_clause(filters.lamp, now)
    if filters.is_overdue:
        asked &= lamp_clause(Lamp.RED, now)
    if filters.is_unsigned:
        asked &= Q(state=AssignmentState.TO_SIGN)
    if filters.due:
        asked &= Q(due_at__gte=now, due_at__lte=now + timedelta(days=filters.due))
        asked &= Q(state__in=OPEN_ASSIGNMENTS)
    if filters.reminded:
        asked &= Q(reminded_at__isnull=BOTH[filters.reminded])
    if words := filters.words:
        number = Q(task__number=int(words)) if words.isdecimal() and len(words) < 5 else Q()
        asked &= Q(task__title__icontains=words) | Q(unit__name__icontains=words) | number
    fields = {
        "task__phase": filters.phase,
        "task__clause__section": filters.section,
        "task": filters.task,
        "part": filters.part,
    }
    return asked & Q(**{name: value for name, value in fields.items() if value})


def part_ledger(user: object, campaign: Campaign, params: QueryDict, now: datetime) -> PartLedger:
    """A page of the ledger. Six queries at most, whatever the number of rows."""
    filters = PartFilters.read(params)
    page = numbered_page(matching_parts(user, campaign, filters, now), params, per=PER_PAGE)
    rows = [ledger_row(part, now) for part in page.rows]
    seen = seen_parts(user, campaign)
    counts = (
        seen.select_related(None)
        .order_by()
        .aggregate(
            total=Count("pk", filter=~Q(state=AssignmentState.WITHDRAWN)),
            unsigned=Count("pk", filter=Q(state=AssignmentState.TO_SIGN)),
            to_verify=Count("pk", filter=Q(state=AssignmentState.TO_VERIFY)),
            done=Count("pk", filter=Q(state=AssignmentState.CLOSED)),
            overdue=Count("pk", filter=lamp_clause(Lamp.RED, now)),
        )
    )
    return PartLedger(
        page=page,
        rows=rows,
        total=page.total or 0,
        counts=counts,
        towns=_towns(seen),
        phases=list(campaign.phases.all()),
    )


def ledger_row(part: Assignment, now: datetime) -> LedgerRow:
    """A part with its lamp; its unit's parent must have been fetched with it."""
    above = part.unit.parent
    return LedgerRow(part, part_lamp(part, now), above.name if above else "")


def _towns(seen: QuerySet[Assignment]) -> list[Unit]:
    """The units with parts, and the two above each, to narrow the ledger by; one query."""
    keys = seen.select_related(None).order_by().values("unit")
    found: dict[int, Unit] = {}
    for unit in Unit.objects.filter(pk__in=keys).select_related("parent__parent"):
        above = unit.parent
        found[unit.pk] = unit
        for node in (above, above.parent if above else None):
            if node and node.depth > 1:
                found[node.pk] = node
    return sorted(found.values(), key=lambda unit: unit.path)


def parts_by_key(user: object, campaign: Campaign, keys: list[int]) -> list[Assignment]:
    """Those of the parts with these keys that are in sight now, in the order of the ledger."""
    found = seen_parts(user, campaign).filter(pk__in=keys)
    return list(
        found.select_related(
            "unit__parent", "task__campaign__owner", "handler", "parent__unit"
        ).order_by(F("due_at").asc(nulls_last=True), "task__number", "unit__path")
    )
