"""What the pages of versions show: the list, one version with its comments, what waits."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from campaigns.comparison import Block, Row, compare_texts
from campaigns.contents import Content, live_tasks
from campaigns.enums import (
    EDITABLE_CAMPAIGNS,
    LOCKING_VERSIONS,
    PUBLIC_VERSIONS,
    VersionState,
)
from campaigns.models import Campaign, PlanComment, PlanVersion
from campaigns.queries.plan_changes import PlanChanges, plan_changes
from campaigns.queries.sight import seen_units

HEADING = 40  # characters; what is longer is a paragraph even where others stand below it
NAMES = ("sent_by", "reviewed_by", "published_by", "campaign__owner", "owner")


@dataclass(frozen=True)
class Thread:
    """A comment with its answers."""

    comment: PlanComment
    answers: list[PlanComment]


@dataclass(frozen=True)
class Line:
    """A sentence of a version with what is said about it and what comes from it."""

    row: Row
    is_heading: bool
    threads: list[Thread]
    tasks: list[dict]


@dataclass(frozen=True)
class Part:
    """A section of a version."""

    block: Block
    lines: list[Line]


@dataclass(frozen=True)
class VersionPage:
    """One version as one reader sees it; ``base`` is the version it is marked against."""

    version: PlanVersion
    base: PlanVersion | None
    parts: list[Part]
    tasks: list[dict]
    changes: PlanChanges | None
    general: list[Thread] = field(default_factory=list)
    loose: list[Thread] = field(default_factory=list)
    open_comments: int = 0


def versions_of(user: object, campaign: Campaign) -> QuerySet[PlanVersion]:
    """The versions in sight, newest first, with how many units have signed; no contents."""
    return (
        PlanVersion.objects.visible_to(user)
        .filter(campaign=campaign)
        .select_related(*NAMES)
        .defer("content")
        .annotate(
            asked=Count("receipts", distinct=True),
            signed=Count("receipts", filter=Q(receipts__signed_at__isnull=False), distinct=True),
        )
        .order_by("-number", "-round")
    )


def version_in_force(campaign: Campaign) -> PlanVersion | None:
    """The version that is published now."""
    return PlanVersion.objects.filter(campaign=campaign).current().first()


def version_under_review(campaign: Campaign) -> PlanVersion | None:
    """The version that locks the text."""
    return PlanVersion.objects.filter(campaign=campaign, state__in=LOCKING_VERSIONS).first()


def version_before(version: PlanVersion) -> PlanVersion | None:
    """The edition before this one: what it is marked against."""
    earlier = PlanVersion.objects.filter(
        campaign=version.campaign_id, number__lt=version.number, state__in=PUBLIC_VERSIONS
    )
    return earlier.order_by("-number").first()


def version_page(user: object, version: PlanVersion) -> VersionPage:
    """A version in sight with its comments, its marks and the tasks that ``user`` sees."""
    campaign = version.campaign
    base = version_before(version)
    threads = _threads(user, version)
    seen = seen_units(user, campaign, version.content)
    tasks = _tasks(version.content, seen)
    texts = compare_texts((base or version).content, version.content)
    known = {row.key for block in texts.blocks for row in block.rows if row.on_right}
    loose = [one for key, rows in threads.items() if key and key not in known for one in rows]
    return VersionPage(
        version=version,
        base=base,
        parts=[_part(block, threads, tasks) for block in texts.blocks],
        tasks=tasks,
        changes=plan_changes(user, campaign, base.content, version.content) if base else None,
        general=threads.get("", []),
        loose=loose,
        open_comments=sum(
            one.comment.settled_at is None for rows in threads.values() for one in rows
        ),
    )


def _part(block: Block, threads: dict[str, list[Thread]], tasks: list[dict]) -> Part:
    lines, heads = [], {row.above for row in block.rows}
    for row in block.rows:
        mine = [task for task in tasks if task["clause"] == row.key] if row.on_right else []
        heading = row.key in heads and len(row.text) <= HEADING
        lines.append(Line(row, heading, threads.get(row.key, []) if row.on_right else [], mine))
    return Part(block, lines)


def _tasks(content: Content, seen: frozenset[int] | None) -> list[dict]:
    found = []
    for task in live_tasks(content).values():
        units = [unit for unit in task["units"] if seen is None or unit["unit"] in seen]
        if units or seen is None:
            found.append(task | {"units": units})
    return found


def _threads(user: object, version: PlanVersion) -> dict[str, list[Thread]]:
    """The comments of this edition's rounds by the key of their sentence."""
    comments = PlanComment.objects.visible_to(user).filter(
        version__campaign=version.campaign_id, version__number=version.number,
        version__round__lte=version.round,
    )  # fmt: skip
    return threads_of(comments)


def threads_of(comments: QuerySet[PlanComment]) -> dict[str, list[Thread]]:
    """Comments with their answers by the key of their sentence ("" is the whole plan)."""
    rows = list(comments.select_related("by", "settled_by", "version").order_by("at", "pk"))
    answers: dict[int, list[PlanComment]] = {}
    for row in rows:
        if row.answers_id:
            answers.setdefault(row.answers_id, []).append(row)
    found: dict[str, list[Thread]] = {}
    for row in rows:
        if not row.answers_id:
            key = str(row.clause_key) if row.clause_key else ""
            found.setdefault(key, []).append(Thread(row, answers.get(row.pk, [])))
    return found


def open_threads(user: object, campaign: Campaign) -> list[Thread]:
    """Comments not yet settled of the edition being written, oldest first."""
    public = PlanVersion.objects.filter(campaign=campaign, state__in=PUBLIC_VERSIONS)
    last = public.order_by("-number").values_list("number", flat=True).first() or 0
    comments = PlanComment.objects.visible_to(user).filter(
        version__campaign=campaign, version__number__gt=last
    )
    return [
        thread
        for rows in threads_of(comments).values()
        for thread in rows
        if not thread.comment.settled_at
    ]


@dataclass(frozen=True)
class PlansWaiting:
    """Versions that wait for somebody: to be signed off, to be published, to be mended."""

    to_decide: list[PlanVersion]
    to_publish: list[PlanVersion]
    returned: list[PlanVersion]


def plans_waiting(user: object) -> PlansWaiting:
    """What of the plans in sight waits for ``user``; one query.

    Reviewers sign off what they did not write; a returned version waits until it is sent
    again.
    """
    newer = PlanVersion.objects.filter(
        campaign=OuterRef("campaign"), number=OuterRef("number"), round__gt=OuterRef("round")
    )
    rows = list(
        PlanVersion.objects.visible_to(user)
        .filter(state__in=(*LOCKING_VERSIONS, VersionState.RETURNED))
        .filter(~Exists(newer), campaign__state__in=EDITABLE_CAMPAIGNS)
        .select_related(*NAMES)
        .defer("content")
        .order_by("sent_at", "pk")
    )
    return PlansWaiting(
        to_decide=[
            row
            for row in _having(rows, VersionState.IN_REVIEW, user, "campaigns.review_plan")
            if user.pk not in {*row.authors, row.sent_by_id}
        ],
        to_publish=_having(rows, VersionState.SIGNED_OFF, user, "campaigns.publish_plan"),
        returned=_having(rows, VersionState.RETURNED, user, "campaigns.publish_plan"),
    )


def _having(
    rows: list[PlanVersion], state: str, user: object, permission: str
) -> list[PlanVersion]:
    return [row for row in rows if row.state == state and user.has_perm(permission, row)]
