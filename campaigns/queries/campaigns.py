"""What the pages of campaigns show: the list, and one campaign's overview."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from campaigns.enums import OPEN_ASSIGNMENTS, CampaignState, TaskState
from campaigns.models import Assignment, Campaign, Duty, Member, Phase, Target, Task
from campaigns.queries.children import PlanStep, plan_steps
from fraudwatch.lib.numbers import posted_whole
from fraudwatch.lib.pages import Page, numbered_page
from orgs.models import GroupSeat

TABS = {
    "running": (CampaignState.RUNNING, CampaignState.SUMMING_UP),
    "preparing": (CampaignState.DRAFT,),
    "stopped": (CampaignState.STOPPED,),
    "archived": (CampaignState.ARCHIVED,),
}
PER_PAGE = 20


@dataclass(frozen=True)
class PhaseStep:
    """A phase as its step is drawn: done, now or next."""

    phase: Phase
    is_over: bool
    is_now: bool
    day: int | None = None
    days: int = 1


@dataclass(frozen=True)
class CampaignRow:
    """A campaign in the list, with how far its tasks are."""

    campaign: Campaign
    steps: list[PhaseStep]
    members: int
    done: int
    total: int
    plan: PlanStep = PlanStep()
    below: int = 0
    above: Campaign | None = None
    left: int | None = None

    @property
    def now(self) -> PhaseStep | None:
        """The phase under way."""
        return next((step for step in self.steps if step.is_now), None)


@dataclass(frozen=True)
class CampaignList:
    """One tab of the list, and how many stand in each tab."""

    page: Page
    rows: list[CampaignRow]
    counts: dict[str, int]
    drafts: list[Campaign]
    years: list[int]


@dataclass(frozen=True)
class CampaignPage:
    """Everything that the overview of one campaign prints."""

    campaign: Campaign
    steps: list[PhaseStep]
    targets: list[Target]
    duties: list[Duty]
    members: list[Member]
    done: int
    total: int
    seats: list[GroupSeat] = field(default_factory=list)


def campaign_list(user: object, filters: QueryDict, today: date) -> CampaignList:
    """The campaigns in sight: one tab, narrowed by title, kind and year."""
    seen = Campaign.objects.visible_to(user)
    tab = tab_of(filters)
    found = _narrowed(seen.filter(state__in=TABS[tab]), filters)
    ordered = (
        found.select_related("owner")
        .prefetch_related("phases")
        .annotate(member_count=Count("members", distinct=True))
        .order_by("-starts_on", "-pk")
    )
    page = numbered_page(ordered, filters, per=PER_PAGE)
    keys = [campaign.pk for campaign in page.rows]
    progress = task_progress(user, keys)
    plans = plan_steps(user, keys)
    family = list(seen.filter(Q(parent__in=keys) | Q(children__in=keys)).distinct())
    below = Counter(one.parent_id for one in family if one.state != CampaignState.STOPPED)
    above = {one.pk: one for one in family}
    rows = [
        CampaignRow(
            campaign,
            phase_steps(campaign.phases.all(), today),
            campaign.member_count,
            *progress.get(campaign.pk, (0, 0)),
            plan=plans.get(campaign.pk, PlanStep()),
            below=below[campaign.pk],
            above=above.get(campaign.parent_id),
            left=days_left(campaign, today),
        )
        for campaign in page.rows
    ]
    counted = dict(
        seen.order_by().values_list("state").annotate(n=Count("pk"))  # one row for each state
    )
    counts = {name: sum(counted.get(state, 0) for state in states) for name, states in TABS.items()}
    drafts = list(seen.filter(state=CampaignState.DRAFT)[:3]) if tab == "running" else []
    years = sorted({day.year for day in seen.dates("starts_on", "year")}, reverse=True)
    return CampaignList(page, rows, counts, drafts, years)


def days_left(campaign: Campaign, today: date) -> int | None:
    """How many days a campaign under way still has, its last one counted; None for others."""
    if campaign.state not in TABS["running"] or not campaign.starts_on <= today:
        return None
    return max((campaign.ends_on - today).days + 1, 0)


def tab_of(filters: QueryDict) -> str:
    """The tab that an address names; the running campaigns unless it names another."""
    return filters.get("tab") if filters.get("tab") in TABS else "running"


def _narrowed(found: QuerySet[Campaign], filters: QueryDict) -> QuerySet[Campaign]:
    if words := filters.get("q", "").strip():
        found = found.filter(Q(title__icontains=words) | Q(theme__icontains=words))
    if kind := filters.get("kind"):
        found = found.filter(kind=kind)
    year = posted_whole(filters.get("year"))
    if 1900 < year < 2200:
        found = found.filter(starts_on__year=year)
    return found


def task_progress(user: object, campaign_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Issued tasks in sight by campaign: how many are done by all their units, and how many."""
    left = Assignment.objects.visible_to(user).filter(
        task=OuterRef("pk"), state__in=OPEN_ASSIGNMENTS
    )
    rows = (
        Task.objects.visible_to(user)
        .filter(campaign__in=list(campaign_ids), state=TaskState.ISSUED)
        .annotate(is_left=Exists(left))
        .order_by()
        .values("campaign_id")
        .annotate(total=Count("pk"), done=Count("pk", filter=Q(is_left=False)))
    )
    return {row["campaign_id"]: (row["done"], row["total"]) for row in rows}


def phase_steps(phases: Iterable[Phase], today: date) -> list[PhaseStep]:
    """Phases in order, each over, under way or to come."""
    steps = []
    for phase in phases:
        is_now = phase.starts_on <= today <= phase.ends_on
        steps.append(
            PhaseStep(
                phase,
                is_over=phase.ends_on < today,
                is_now=is_now,
                day=(today - phase.starts_on).days + 1 if is_now else None,
                days=(phase.ends_on - phase.starts_on).days + 1,
            )
        )
    return steps


def campaign_page(user: object, campaign: Campaign, today: date) -> CampaignPage:
    """The overview of a campaign in sight."""
    group = campaign.leading_group_id
    seats = GroupSeat.objects.in_force().filter(group=group).select_related("person__unit")
    done, total = task_progress(user, [campaign.pk]).get(campaign.pk, (0, 0))
    duties = campaign.duties.select_related("unit", "clause")
    return CampaignPage(
        campaign=campaign,
        steps=phase_steps(campaign.phases.all(), today),
        targets=list(campaign.targets.select_related("indicator", "clause")),
        duties=list(duties),
        members=list(campaign.members.select_related("unit")),
        done=done,
        total=total,
        seats=list(seats) if group else [],
    )
