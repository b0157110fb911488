"""The evidence of a campaign (证据台账): photos of reports, files of tasks and of the plan."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from campaigns.models import Campaign, FeedbackFile, PlanAttachment, Task
from campaigns.queries.current import current_campaign
from campaigns.queries.kept_files import files_of_plan, files_of_tasks, of_units_below
from fraudwatch.lib.access import find_visible
from fraudwatch.lib.numbers import posted_whole
from fraudwatch.lib.paths import under
from orgs.models import Unit, User
from reports.enums import ReuseVerdict
from reports.models import Period, Photo
from reports.queries.reuse import used_again
from reports.queries.unit_home import own_unit_ids

PHOTOS, TASKS, PLAN = "photos", "tasks", "plan"
REUSED, UNDECIDED, BARE = "reused", "undecided", "bare"
MARKS = (REUSED, UNDECIDED, BARE)
NEWEST_FIRST = ("-added_at", "pk")
LATEST_FIRST = ("-pk",)
BY_NUMBER = ("number", "pk")


@dataclass(frozen=True)
class Wanted:
    """Which evidence: of a campaign, narrowed by what stands in an address or an order.

    ``mark`` is one of ``MARKS``: used before, used before and not decided on, without caption.
    """

    campaign: Campaign | None
    kind: str = PHOTOS
    unit: Unit | None = None
    period: Period | None = None
    task: Task | None = None
    mark: str = ""

    @property
    def query(self) -> dict[str, object]:
        """The filters as an address or an order carries them."""
        pairs = [
            ("kind", self.kind if self.kind != PHOTOS else ""),
            ("unit", self.unit and self.unit.pk),
            ("period", self.period and self.period.pk),
            ("task", self.task and self.task.pk),
            ("mark", self.mark),
        ]
        return {name: value for name, value in pairs if value}


def wanted(user: User, session: Mapping, params: Mapping) -> Wanted:
    """What the address asks for, in the campaign it names or the current one.

    Http404 for a unit, period, task or campaign out of sight; unknown words are left out.
    """
    asked = posted_whole(params.get("campaign"))
    if asked:
        campaign = find_visible(Campaign, user, related="owner", pk=asked)
    else:
        campaign = current_campaign(user, session)
    if campaign is None:
        return Wanted(None)
    period = _found(Period, user, params, "period", template__campaign=campaign)
    task = _found(Task, user, params, "task", campaign=campaign)
    kind = params.get("kind") or PHOTOS
    mark = params.get("mark") or ""
    return Wanted(
        campaign,
        kind=kind if kind in (PHOTOS, TASKS, PLAN) else PHOTOS,
        unit=_found(Unit, user, params, "unit"),
        period=period,
        task=task,
        mark=mark if mark in MARKS else "",
    )


def _found(model: type, user: User, params: Mapping, name: str, **also: object) -> object:
    key = posted_whole(params.get(name))
    related = {"period": "template__campaign"}.get(name, "")
    return find_visible(model, user, related=related, pk=key, **also) if key else None


def photos(user: User, asked: Wanted) -> QuerySet[Photo]:
    """Kept photos in sight that were handed in, or belong to one's own units.

    What another unit still puts together is not evidence yet.
    """
    handed_in = Q(report__revision_number__gt=0) | Q(report__unit__in=own_unit_ids(user))
    rows = Photo.objects.visible_to(user).kept().filter(handed_in)
    rows = rows.filter(report__period__template__campaign=asked.campaign)
    if asked.unit:
        rows = rows.filter(under(asked.unit.path, "report__unit__path"))
    if asked.period:
        rows = rows.filter(report__period=asked.period)
    if asked.mark == REUSED:
        rows = used_again(rows)
    elif asked.mark == UNDECIDED:
        rows = used_again(rows, ReuseVerdict.OPEN)
    elif asked.mark == BARE:
        rows = rows.filter(caption="")
    return rows.select_related(
        "picture", "thumbnail", "added_by", "report__unit__parent",
        "report__period__template__campaign",
    ).order_by(*NEWEST_FIRST)  # fmt: skip


def task_files(user: User, asked: Wanted) -> QuerySet[FeedbackFile]:
    """Files of tasks in sight, newest first."""
    rows = files_of_tasks(user, asked.campaign)
    if asked.unit:
        rows = rows.filter(of_units_below(asked.unit))
    if asked.task:
        rows = rows.filter(feedback__assignment__task=asked.task)
    return rows.order_by(*LATEST_FIRST)


def plan_files(user: User, asked: Wanted) -> QuerySet[PlanAttachment]:
    """The plan's own files, by number."""
    return files_of_plan(user, asked.campaign).order_by(*BY_NUMBER)


def rows_of(user: User, asked: Wanted) -> tuple[QuerySet, tuple[str, ...]]:
    """What a page of the ledger lists, and the keys of its order."""
    if asked.kind == TASKS:
        return task_files(user, asked), LATEST_FIRST
    if asked.kind == PLAN:
        return plan_files(user, asked), BY_NUMBER
    return photos(user, asked), NEWEST_FIRST


@dataclass(frozen=True)
class Amount:
    """How many files, and how many bytes they take as they are kept."""

    files: int
    bytes: int


def amount(rows: QuerySet, *, picture: str = "file") -> Amount:
    """Count and size of rows whose content hangs on ``picture``. One query."""
    found = rows.order_by().values_list("pk", f"{picture}__size")
    sizes = [size for _key, size in found]
    return Amount(len(sizes), sum(sizes))
