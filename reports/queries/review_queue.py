"""What waits for review: the riskiest first, at the desk of the one who asks."""

from dataclasses import dataclass, field

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext

from fraudwatch.lib.paths import under
from orgs.enums import Role
from reports.enums import ReportState
from reports.models import AwaitedPhoto, Correction, Report
from reports.queries.review_filters import (
    FIGURES,
    KINDS,
    Choice,
    Wanted,
    kind_choices,
    report_choices,
    unit_choices,
)
from reports.risk import risk_words
from reports.stages import CorrectionState, Stage

PER_PAGE = 60
MOST = 3000
DECIDED_SHOWN = 20
FETCHED = (
    "unit",
    "period__template__campaign__owner",
    "period__template_version",
    "submitted_by__person",
    "let_in_by__person",
    "decided_by",
    "forwarded_by__person",
)
DECIDED = (ReportState.APPROVED, ReportState.RETURNED)


@dataclass(frozen=True)
class QueueRow:
    """A report in the queue with the reasons of its place, heaviest first."""

    report: Report

    @property
    def warnings(self) -> int:
        """How many figures or photos are unusual."""
        return sum(count for code, count in self.report.risks if code in FIGURES)

    @property
    def reasons(self) -> list[str]:
        """Why it stands where it does, in words."""
        words = [risk_words(code, count) for code, count in self.report.risks]
        return [one for one in words if one]


@dataclass
class Queue:
    """One page of what waits, riskiest first, and what was decided lately beside it.

    ``asked`` are approved reports whose unit asks to correct them.

    ``keys`` are all that wait in order, whatever the page, so that the next one is known.
    """

    wanted: Wanted
    keys: list[int] = field(default_factory=list)
    waiting: list[QueueRow] = field(default_factory=list)
    decided: list[Report] = field(default_factory=list)
    asked: list[Report] = field(default_factory=list)
    units: list[Choice] = field(default_factory=list)
    reports: list[Choice] = field(default_factory=list)
    levels: list[Choice] = field(default_factory=list)
    kinds: list[Choice] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many wait."""
        return len(self.keys)

    @property
    def bulk(self) -> int:
        """How many on this desk have nothing to remark."""
        return next((choice.count for choice in self.kinds if choice.value == "plain"), 0)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PER_PAGE))

    @property
    def number(self) -> int:
        """Which page this is; one that does not exist is the last."""
        return min(self.wanted.page, self.pages)

    @property
    def before(self) -> int:
        """The page before."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The page after."""
        return self.number + 1

    @property
    def kept(self) -> list[tuple[str, object]]:
        """What stays when another unit or report is chosen."""
        found = [(name, getattr(self.wanted, name)) for name in ("period", "level", "only")]
        return [(name, value) for name, value in found if value]

    @property
    def is_mixed(self) -> bool:
        """Whether several reports wait, so that each row names its own."""
        return len(self.reports) > 1

    def find(self, pk: int) -> Report | None:
        """The report with that key, if it is listed."""
        listed = [row.report for row in self.waiting] + self.asked + self.decided
        return next((report for report in listed if report.pk == pk), None)

    def beside(self, pk: int | None, step: int) -> int | None:
        """The key of the report ``step`` places from that one in the queue."""
        if pk not in self.keys:
            return None
        place = self.keys.index(pk) + step
        return self.keys[place] if 0 <= place < len(self.keys) else None


def reviewable(user: object) -> QuerySet[Report]:
    """The reports that ``user`` looks after as coordinator."""
    return Report.objects.handled_by(user)


def waiting_for(user: object) -> QuerySet[Report]:
    """The reports that wait at the desk of ``user``: the office's, the township's, or both."""
    submitted = Report.objects.filter(state=ReportState.SUBMITTED)
    if user.is_superuser:
        return submitted
    mine = Q(pk__in=())
    for holding in user.holdings:
        if holding.role != Role.COORDINATOR:
            continue
        office = under(holding.path, "period__template__campaign__owner__path")
        below = under(holding.path, "unit__path") & ~office
        straight = Q(period__template__review_by_town=False) | Q(stage=Stage.TOWN)
        part = office & Q(stage=Stage.OFFICE) | below & straight
        if holding.campaign_id:
            part &= Q(period__template__campaign_id=holding.campaign_id)
        mine |= part
    return submitted.filter(mine)


def review_queue(user: object, wanted: Wanted) -> Queue:
    """The queue of ``user``: two queries, however long it is."""
    everything = _slim(user, wanted)
    desk = [row for row in everything if _is_at(row, user, wanted.level)]
    reports = report_choices(desk, wanted)
    if wanted.template:
        desk = [row for row in desk if row["template"] == wanted.template]
    chosen = _under(desk, wanted.unit)
    listed = [row for row in chosen if not wanted.only or KINDS[wanted.only](row)]
    queue = Queue(
        wanted,
        keys=[row["pk"] for row in listed],
        units=unit_choices(desk, wanted),
        reports=reports,
        kinds=kind_choices(chosen, wanted),
        levels=_levels(everything, user, wanted),
    )
    start = (queue.number - 1) * PER_PAGE
    _fill(queue, user, queue.keys[start : start + PER_PAGE])
    return queue


def _slim(user: object, wanted: Wanted) -> list[dict]:
    """Every waiting report in sight in order, with no more than sorting and counting need."""
    rows = reviewable(user).filter(state=ReportState.SUBMITTED)
    if wanted.period:
        rows = rows.filter(period_id=wanted.period)
    campaign = "period__template__campaign"
    return list(
        rows.order_by("-risk", F("submitted_at").asc(nulls_last=True), "pk").values(
            "pk", "risks", "timeliness", "is_corrected_late", "stage", "unit_id", "unit__path",
            "unit__parent_id", "unit__parent__name", "unit__parent__path",
            by_town=F("period__template__review_by_town"), campaign=F(f"{campaign}_id"),
            owner_path=F(f"{campaign}__owner__path"), template=F("period__template_id"),
            template_name=F("period__template__name"),
        )[:MOST]
    )  # fmt: skip


def _is_at(row: dict, user: object, level: str) -> bool:
    """Whether the report lies at that desk; without a level at the user's own (as waiting_for)."""
    if level:
        return row["stage"] == level
    if user.is_superuser:
        return True
    for holding in user.holdings:
        if holding.role != Role.COORDINATOR:
            continue
        if holding.campaign_id and holding.campaign_id != row["campaign"]:
            continue
        is_office = row["owner_path"].startswith(holding.path)
        if is_office and row["stage"] == Stage.OFFICE:
            return True
        below = not is_office and row["unit__path"].startswith(holding.path)
        if below and (not row["by_town"] or row["stage"] == Stage.TOWN):
            return True
    return False


def _under(rows: list[dict], unit: int | None) -> list[dict]:
    """The rows of a unit's subtree; all without a unit, none when nothing waits below it."""
    if unit is None:
        return rows
    paths = {row["unit__parent__path"] for row in rows if row["unit__parent_id"] == unit}
    paths |= {row["unit__path"] for row in rows if row["unit_id"] == unit}
    return [row for row in rows if any(row["unit__path"].startswith(path) for path in paths)]


def _fill(queue: Queue, user: object, keys: list[int]) -> None:
    """The reports of the page, those decided lately, and those with a request, in one query."""
    asked = Correction.objects.filter(report=OuterRef("pk"), state=CorrectionState.ASKED)
    decided = Q(state__in=DECIDED, decided_at__isnull=False)
    if queue.wanted.period:
        decided &= Q(period_id=queue.wanted.period)
    photos = AwaitedPhoto.objects.filter(report=OuterRef("pk")).order_by().values("report")
    awaited = Subquery(photos.annotate(count=Count("pk")).values("count"))
    waits = Case(When(pk__in=keys, then=0), When(is_asked=True, then=1), default=2)
    rows = list(
        reviewable(user)
        .annotate(is_asked=Exists(asked), photos_awaited=Coalesce(awaited, 0))
        .filter(Q(pk__in=keys) | Q(is_asked=True) | decided)
        .select_related(*FETCHED)
        .order_by(waits, F("decided_at").desc(nulls_last=True), "pk")[
            : len(keys) + 2 * DECIDED_SHOWN
        ]
    )
    found = {report.pk: report for report in rows}
    queue.waiting = [QueueRow(found[key]) for key in keys if key in found]
    queue.asked = [report for report in rows if report.is_asked]
    queue.decided = [report for report in rows if report.state in DECIDED and not report.is_asked][
        :DECIDED_SHOWN
    ]


def _levels(rows: list[dict], user: object, wanted: Wanted) -> list[Choice]:
    """The desks, when any report that waits goes level by level."""
    if not wanted.level and not any(row["by_town"] for row in rows):
        return []
    labels = {
        "": pgettext("level of review", "My desk"),
        Stage.TOWN: str(Stage.TOWN.label),
        Stage.OFFICE: str(Stage.OFFICE.label),
    }
    return [
        Choice(level, label, sum(_is_at(row, user, level) for row in rows), level == wanted.level)
        for level, label in labels.items()
    ]
