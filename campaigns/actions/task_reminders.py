"""Reminding units of what they still owe (催办), not more often than every few hours."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.enums import UNDER_WAY, AssignmentState, FeedbackKind, TaskState
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Feedback
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import User

from .part_telling import tell_reminded

COOLING = timedelta(hours=4)
OWING = (AssignmentState.TO_SIGN, AssignmentState.WORKING, AssignmentState.RETURNED)


@dataclass(frozen=True)
class Reminded:
    """Parts whose units were reminded; reminded too recently; that owe nothing now."""

    told: list[Assignment] = field(default_factory=list)
    cooling: list[Assignment] = field(default_factory=list)
    done: list[Assignment] = field(default_factory=list)


@transaction.atomic
def remind_parts(parts: Iterable[Assignment], *, by: User) -> Reminded:
    """Remind the units of those parts that are still theirs to do.

    A part reminded less than ``COOLING`` ago is left alone, as is one that waits for the
    office, is finished or withdrawn. CampaignError when no part is given.
    """
    given = {part.pk: part for part in parts}
    if not given:
        raise CampaignError(_("Choose at least one unit."))
    now = clock.now()
    # whoever reminds at the same moment waits here, and finds the parts cooling afterwards
    list(
        Assignment.objects.select_for_update(no_key=True)
        .filter(pk__in=given)
        .order_by("pk")
        .values("pk")
    )
    rows = _standing(given)
    owing = [row for row in rows.values() if _owes(row)]
    told = [row for row in owing if not _cools(row, now)]
    names = {row.pk for row in told}
    Assignment.objects.filter(pk__in=names).update(reminded_at=now, version=F("version") + 1)
    for row in told:
        row.reminded_at = now
    if told:
        _note_all(told, by)
    return Reminded(
        told,
        [row for row in owing if row.pk not in names],
        [row for row in rows.values() if not _owes(row)],
    )


def _standing(keys: Iterable[int]) -> dict[int, Assignment]:
    rows = Assignment.objects.filter(pk__in=list(keys))
    return {row.pk: row for row in rows.select_related("unit", "task__campaign__owner")}


def _owes(part: Assignment) -> bool:
    return (
        part.state in OWING
        and part.task.state == TaskState.ISSUED
        and part.task.campaign.state in UNDER_WAY
    )


def _cools(part: Assignment, now: object) -> bool:
    return part.reminded_at is not None and part.reminded_at > now - COOLING


def _note_all(parts: list[Assignment], by: User) -> None:
    now = clock.now()
    Feedback.objects.bulk_create(
        Feedback(assignment=part, kind=FeedbackKind.REMINDED, by=by, at=now) for part in parts
    )
    tell_reminded(parts, by=by)
    campaigns = {part.task.campaign_id: part.task.campaign for part in parts}
    for key, campaign in campaigns.items():
        names = [part.unit.name for part in parts if part.task.campaign_id == key]
        record(
            "task.units_reminded", campaign, by=by, path=campaign.owner.path,
            changes={"units": [0, len(names)]}, note="、".join(dict.fromkeys(names)),
        )  # fmt: skip
