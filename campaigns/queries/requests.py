"""What units ask of an office about their parts: completion, more time, answers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from campaigns.enums import (
    OPEN_ASSIGNMENTS,
    UNDER_WAY,
    AssignmentState,
    ExtensionState,
    TaskState,
)
from campaigns.lamps import Lamp, part_lamp
from campaigns.models import Assignment, Campaign, Extension, Question
from fraudwatch.lib.paths import under
from orgs.enums import Role
from orgs.models import Grant

MOST = 200


@dataclass(frozen=True)
class Requests:
    """Everything that waits for the user's word, the oldest first."""

    completions: list[tuple[Assignment, Lamp]]
    extensions: list[Extension]
    questions: list[Question]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.completions) + len(self.extensions) + len(self.questions)


def looked_after(user: object, prefix: str = "") -> Q:
    """The assignments whose requests ``user`` decides; ``prefix`` leads to the assignment.

    Those of campaigns led from a coordinator's subtree, and those that a coordinated unit
    passed on. What a town passed on waits for the town, unless it has no coordinator.
    """
    clause = Q(pk=None)
    for holding in user.holdings:
        if holding.role != Role.COORDINATOR:
            continue
        alone = ~Exists(
            Grant.objects.in_force().filter(
                role=Role.COORDINATOR, unit=OuterRef(f"{prefix}parent__unit"), user__is_active=True
            )
        )
        leads = under(holding.path, f"{prefix}task__campaign__owner__path")
        part = leads & (Q(**{f"{prefix}parent": None}) | Q(alone))
        part |= Q(**{f"{prefix}parent__unit": holding.unit_id})
        if holding.campaign_id:
            part &= Q(**{f"{prefix}task__campaign": holding.campaign_id})
        clause |= part
    return clause


def _under_way(prefix: str = "") -> Q:
    return Q(
        **{
            f"{prefix}task__state": TaskState.ISSUED,
            f"{prefix}task__campaign__state__in": UNDER_WAY,
        }
    )


def _completions(user: object) -> "Assignment.objects":
    return Assignment.objects.visible_to(user).filter(
        looked_after(user), _under_way(), state=AssignmentState.TO_VERIFY
    )


def _extensions(user: object) -> "Extension.objects":
    return Extension.objects.visible_to(user).filter(
        looked_after(user, "assignment__"),
        _under_way("assignment__"),
        state=ExtensionState.ASKED,
        assignment__state__in=OPEN_ASSIGNMENTS,
    )


def _questions(user: object) -> "Question.objects":
    return Question.objects.visible_to(user).filter(
        looked_after(user, "assignment__"), _under_way("assignment__"), answered_at=None
    )


def waiting_for_office(user: object) -> tuple[QuerySet, ...]:
    """The requests of all kinds that wait for the user; a page counts them in one read."""
    return _completions(user), _extensions(user), _questions(user)


def open_requests(user: object, now: datetime) -> Requests:
    """The requests themselves, the oldest first."""
    parts = _completions(user).select_related("unit", "task__campaign__owner", "parent__unit")
    related = ("assignment__unit", "assignment__task__campaign__owner", "assignment__parent__unit")
    return Requests(
        [(part, part_lamp(part, now)) for part in parts.order_by("asked_close_at")[:MOST]],
        list(_extensions(user).select_related(*related, "asked_by")[:MOST]),
        list(_questions(user).select_related(*related, "asked_by")[:MOST]),
    )


@dataclass(frozen=True)
class RequestKinds:
    """Open requests of one campaign in numbers, with the earliest moment of each kind."""

    extensions: int
    questions: int
    extension_since: datetime | None
    question_since: datetime | None
    extension_units: tuple[str, ...] = ()
    question_units: tuple[str, ...] = ()


def requests_in(user: object, campaign: Campaign, names: int = 4) -> RequestKinds:
    """How many requests for more time and questions wait for the user in one campaign.

    Both kinds in one read, the oldest first.
    """
    both = [
        rows.filter(assignment__task__campaign=campaign)
        .order_by()
        .values_list(Value(kind), "asked_at", "assignment__unit__name")
        for kind, rows in (("wanted", _extensions(user)), ("asked", _questions(user)))
    ]
    rows = list(both[0].union(both[1], all=True).order_by("asked_at")[: 2 * MOST])
    wanted = [(at, name) for kind, at, name in rows if kind == "wanted"]
    asked = [(at, name) for kind, at, name in rows if kind == "asked"]
    return RequestKinds(
        len(wanted),
        len(asked),
        wanted[0][0] if wanted else None,
        asked[0][0] if asked else None,
        tuple(dict.fromkeys(name for _at, name in wanted))[:names],
        tuple(dict.fromkeys(name for _at, name in asked))[:names],
    )
