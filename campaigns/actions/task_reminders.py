"""Reminding units of what they still owe (催办), not again within the cooling-off time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.enums import UNDER_WAY, FeedbackKind, TaskState
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Campaign, Feedback
from campaigns.queries.cooling import cooling_of
from campaigns.queries.owed_tasks import OWING, part_thing
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import User

from .asking import ask_now


@dataclass
class Reminded:
    """Parts whose units were reminded; reminded too recently; with nobody; that owe nothing now.

    ``again_at`` is when the first of the too recent ones may be reminded again.
    """

    told: list[Assignment] = field(default_factory=list)
    cooling: list[Assignment] = field(default_factory=list)
    unreachable: list[Assignment] = field(default_factory=list)
    done: list[Assignment] = field(default_factory=list)
    again_at: datetime | None = None


@transaction.atomic
def remind_parts(parts: Iterable[Assignment], *, by: User) -> Reminded:
    """Remind the units of those parts that are still theirs to do.

    A part reminded within the cooling-off time, by rule or by hand, is left alone, as is one
    that waits for the office, is finished or withdrawn. CampaignError when no part is given.
    """
    given = {part.pk: part for part in parts}
    if not given:
        raise CampaignError(_("Choose at least one unit."))
    # whoever reminds at the same moment waits here, and finds the parts cooling afterwards
    list(
        Assignment.objects.select_for_update(no_key=True)
        .filter(pk__in=given)
        .order_by("pk")
        .values("pk")
    )
    rows = _standing(given)
    outcome = Reminded(done=[row for row in rows.values() if not _owes(row)])
    by_campaign: dict[Campaign, list[Assignment]] = defaultdict(list)
    for row in rows.values():
        if _owes(row):
            by_campaign[row.task.campaign].append(row)
    for campaign, owing in by_campaign.items():
        _remind(campaign, owing, outcome, by)
    return outcome


def _standing(keys: Iterable[int]) -> dict[int, Assignment]:
    rows = Assignment.objects.filter(pk__in=list(keys))
    found = rows.select_related("unit", "task__campaign__owner", "handler__user")
    return {row.pk: row for row in found}


def _owes(part: Assignment) -> bool:
    return (
        part.state in OWING
        and part.task.state == TaskState.ISSUED
        and part.task.campaign.state in UNDER_WAY
    )


def _remind(campaign: Campaign, owing: list[Assignment], outcome: Reminded, by: User) -> None:
    now, pause = clock.now(), cooling_of(campaign, "task")
    cooling = [row for row in owing if row.reminded_at and row.reminded_at > now - pause]
    outcome.cooling += cooling
    again = [row.reminded_at + pause for row in cooling]
    outcome.again_at = min(
        [*again, *([outcome.again_at] if outcome.again_at else [])], default=None
    )
    free = {part_thing(row).about: row for row in owing if row not in cooling}
    asked = ask_now("task", map(part_thing, free.values()), campaign=campaign, cooling=pause, by=by)
    told = [free[thing.about] for thing in asked.told]
    outcome.told += told
    outcome.unreachable += [free[thing.about] for thing in asked.unreachable]
    outcome.cooling += [free[thing.about] for thing in asked.cooling]
    if not told:
        return
    names = [row.pk for row in told]
    Assignment.objects.filter(pk__in=names).update(reminded_at=now, version=F("version") + 1)
    for row in told:
        row.reminded_at = now
    Feedback.objects.bulk_create(
        Feedback(assignment=row, kind=FeedbackKind.REMINDED, by=by, at=now) for row in told
    )
    units = [row.unit.name for row in told]
    record(
        "task.units_reminded", campaign, by=by, path=campaign.owner.path,
        changes={"units": [0, len(units)]}, note="、".join(dict.fromkeys(units)),
    )  # fmt: skip
