"""Activities as their lead, those who took part, and the units above find them."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet, Sum, Window

from fraudwatch.lib.paths import under
from orgs.models import Unit
from reports.enums import ActivityState
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
    shared = ActivityUnit.objects.filter(
        unit=report.unit_id,
        activity__held_on__range=(period.starts_on, period.ends_on),
        activity__report__period__template__campaign=period.template.campaign_id,
    )
    rows = _rows().filter(Q(report=report) | Q(pk__in=shared.values("activity_id")))
    lines = [ActivityLine(one, one.report_id == report.pk) for one in rows]
    return sorted(lines, key=lambda line: not line.is_own)


def _rows() -> QuerySet[JointActivity]:
    return JointActivity.objects.select_related("report__unit").prefetch_related("shares__unit")


@dataclass(frozen=True)
class Joint:
    """The activities below a node in a period, each counted once for its lead.

    ``held`` took place and reached ``reach`` people; ``activities`` are the latest of all
    ``total``, planned and cancelled ones among them.
    """

    held: int
    reach: int
    activities: list[JointActivity]
    total: int = 0

    @property
    def more(self) -> int:
        """How many are not listed."""
        return self.total - len(self.activities)


def joint_of(node: Unit, period: Period, *, most: int = 20) -> Joint:
    """Activities led by units under ``node`` (as the tree stood) in the days of ``period``.

    However many units took part, an activity and its reach count once. Two queries, one
    when there was none.
    """
    held = Q(state=ActivityState.HELD)
    rows = JointActivity.objects.filter(
        under(node.path, "report__path"),
        held_on__range=(period.starts_on, period.ends_on),
        report__period__template__campaign=period.template.campaign_id,
    ).annotate(
        total=Window(Count("pk")),
        held=Window(Count("pk", filter=held)),
        reached=Window(Sum("reach", filter=held)),
    )
    shares = Prefetch("shares", ActivityUnit.objects.select_related("unit"))
    listed = rows.select_related("report__unit").prefetch_related(shares)
    found = list(listed.order_by("-held_on", "pk")[:most])
    if not found:
        return Joint(0, 0, [])
    return Joint(found[0].held, found[0].reached or 0, found, found[0].total)


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
