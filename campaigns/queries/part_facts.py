"""The parts of a campaign as bare facts: thousands of them are read for one page."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from campaigns.enums import AssignmentState
from campaigns.models import Assignment, Campaign
from fraudwatch.lib.paths import ancestors
from orgs.models import Unit

TEXT = CharField()
COLUMNS = (
    "task_id", "unit_id", "part", "state", "occurrence", "pk", "parent_id",
    Cast("due_at", TEXT), Cast("done_at", TEXT), Cast("asked_close_at", TEXT),
)  # fmt: skip


class PartFact(NamedTuple):
    """What progress and lamp of a unit's part follow from.

    ``asked_close_at`` is read only while the part waits to be verified.
    """

    task_id: int
    unit_id: int
    part: str
    state: str
    occurrence: int
    pk: int
    parent_id: int | None
    due_at: datetime | None
    done_at: datetime | None
    asked_close_at: datetime | None


class _Moments(dict):
    """Moments by their text: many parts share a due moment, and reading one is dear."""

    def __missing__(self, text: str) -> datetime:
        moment = datetime.fromisoformat(text)
        self[text] = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return self[text]


def part_facts(user: object, campaign: Campaign) -> list[PartFact]:
    """All parts of the campaign that ``user`` sees, in one query, in no order."""
    seen = Assignment.objects.visible_to(user).filter(task__campaign=campaign)
    rows = seen.select_related(None).order_by().values_list(*COLUMNS)
    read, waits = _Moments({None: None}), AssignmentState.TO_VERIFY
    return [
        PartFact(*row[:7], read[row[7]], read[row[8]], read[row[9]] if row[3] == waits else None)
        for row in rows.iterator(chunk_size=5000)
    ]


def units_of(campaign: Campaign, facts: Iterable[PartFact]) -> tuple[dict[int, Unit], list[Unit]]:
    """The units of these parts by key, and with them those above, up to the leading one.

    Both in tree order, in one query; two levels above a unit are looked for.
    """
    wanted = {fact.unit_id for fact in facts}
    given = Assignment.objects.filter(task__campaign=campaign).order_by()
    near = [Q(pk__in=given.values(way)) for way in ("unit", "unit__parent", "unit__parent__parent")]
    found = list(Unit.objects.filter(near[0] | near[1] | near[2]).in_tree_order())
    units = {unit.pk: unit for unit in found if unit.pk in wanted}
    needed = {path for unit in units.values() for path in ancestors(unit.path)}
    top = campaign.owner.path
    above = [unit for unit in found if unit.path in needed and unit.path.startswith(top)]
    return units, [unit for unit in above if unit.path != top or unit.pk in wanted]
