"""Activities as their lead, those who took part, and the units above find them."""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import Concat

from fraudwatch.lib.nested import Nested
from fraudwatch.lib.prepared import read_again
from orgs.models import Unit
from reports.enums import ActivityKind, ActivityState
from reports.models import ActivityUnit, JointActivity, Period, Report


@dataclass(frozen=True)
class ActivityLine:
    """An activity at a report: its own, or one it took part in (then it counts elsewhere)."""

    activity: JointActivity
    is_own: bool

    @property
    def lead(self) -> Unit:
        """The unit that the activity counts for."""
        return self.activity.report.unit

    @property
    def others(self) -> list[Unit]:
        """The units that took part besides the lead."""
        return [share.unit for share in self.activity.shares.all()]


def activities_of(report: Report) -> list[ActivityLine]:
    """What the unit led in the report's days, then what it took part in."""
    period = report.period
    rows = read_again(
        "activities of a report",
        _led_or_shared,
        report=report.pk,
        unit=report.unit_id,
        campaign=period.template.campaign_id,
        first=period.starts_on,
        last=period.ends_on,
    )
    prefetch_related_objects(rows, "shares__unit")
    lines = [ActivityLine(one, one.report_id == report.pk) for one in rows]
    return sorted(lines, key=lambda line: not line.is_own)


def _led_or_shared(
    report: int, unit: int, campaign: int, first: date, last: date
) -> QuerySet[JointActivity]:
    shared = ActivityUnit.objects.filter(
        unit=unit,
        activity__held_on__range=(first, last),
        activity__report__period__template__campaign=campaign,
    )
    found = JointActivity.objects.filter(Q(report=report) | Q(pk__in=shared.values("activity_id")))
    return found.select_related("report__unit")


@dataclass(frozen=True)
class JointLine:
    """An activity in the list of a node: what it was, its lead first among its units."""

    report_id: int
    name: str
    held_on: date
    kind: str
    state: str
    units: list[str]


@dataclass(frozen=True)
class Joint:
    """The activities below a node in a period, each counted once for its lead.

    ``held`` took place and reached ``reach`` people; ``activities`` are the latest of all
    ``total``, planned and cancelled ones among them.
    """

    held: int
    reach: int
    activities: list[JointLine]
    total: int = 0

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.total - len(self.activities)


def joint_of(node: Unit, period: Period, *, since: Period | None = None) -> Joint:
    """Activities led by units under ``node`` (as the tree stood) in the days of ``period``.

    Of a span of periods ``since`` is the first. They count for the campaign, whichever report
    of the lead they were entered beside. However many units took part, an activity and its
    reach count once. One query.
    """
    column = joint_column(period, since=since)
    read = Unit.objects.filter(pk=node.pk).values_list(column, flat=True)
    return joint_from(read[0])


def joint_column(period: Period, *, since: Period | None = None, most: int = 20) -> Nested:
    """What ``joint_from`` reads, as a column beside a node."""
    held = Q(state=ActivityState.HELD)
    shares = ActivityUnit.objects.filter(activity=OuterRef("pk")).order_by("unit__path")
    rows = JointActivity.objects.filter(
        report__path__gte=OuterRef("path"),
        report__path__lt=Concat(OuterRef("path"), Value("~")),
        held_on__range=((since or period).starts_on, period.ends_on),
        report__period__template__campaign=period.template.campaign_id,
    ).annotate(
        total=Window(Count("pk")),
        held=Window(Count("pk", filter=held)),
        reached=Window(Sum("reach", filter=held)),
        lead_name=F("report__unit__name"),
        lead_short=F("report__unit__short_name"),
        others=Nested(
            shares.annotate(full=F("unit__name"), short=F("unit__short_name")).values(
                "full", "short"
            )
        ),
    )
    return Nested(
        rows.order_by("-held_on", "pk").values(
            "report_id", "name", "held_on", "kind", "state", "total", "held", "reached",
            "lead_name", "lead_short", "others",
        )[:most]
    )  # fmt: skip


def joint_from(rows: list[dict]) -> Joint:
    """The activities out of a column that was read with a node."""
    if not rows:
        return Joint(0, 0, [])
    first = rows[0]
    return Joint(first["held"], first["reached"] or 0, [*map(_line, rows)], first["total"])


def _line(row: dict) -> JointLine:
    return JointLine(
        report_id=row["report_id"],
        name=row["name"],
        held_on=date.fromisoformat(row["held_on"]),
        kind=ActivityKind(row["kind"]).label,
        state=ActivityState(row["state"]).label,
        units=[
            row["lead_short"] or row["lead_name"],
            *(one["short"] or one["full"] for one in row["others"]),
        ],
    )


def companions(
    report: Report, user: object, activity: JointActivity | None = None
) -> QuerySet[Unit]:
    """The member units that an activity of the report can name: those in the user's reach,
    and those beside, right above and right below the unit. Who took part in ``activity`` stays
    among them, out of service or not."""
    unit = report.unit
    near = Q(parent=unit.parent_id) | Q(pk=unit.parent_id) | Q(parent=unit)
    near |= Q(pk__in=Unit.objects.reached_by(user).values("pk"))
    members = Unit.objects.filter(memberships__campaign=report.period.template.campaign_id)
    found = Q(pk__in=members.filter(near).active().values("pk"))
    if activity is not None:
        found |= Q(pk__in=activity.shares.values("unit"))
    return Unit.objects.filter(found).exclude(pk=unit.pk).in_tree_order()
