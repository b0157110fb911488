"""What is read beside a node to find what to ask about it and what changed since yesterday.

Each is a column of the node's own row, so that a fragment of the leader's page and a big screen
cost a handful of queries however many units there are.
"""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from campaigns.enums import AssignmentState
from campaigns.models import Assignment, Campaign, Clause, Target
from fraudwatch.lib.nested import Nested
from reports.enums import PeriodState, ReportState
from reports.models import Report, TemplateItem
from reports.models.reports import COUNTS_AS_IN
from reports.panels import HEADLINES
from reports.queries.chosen import Chosen

YESTERDAY = timedelta(days=1)
FEW = 3  # of each rule are read, so that no unit is named twice
NEWEST = 3  # periods in which something may have changed since yesterday
OWED = (ReportState.DUE, ReportState.DRAFT)
OF_INDICATOR = (
    "code", "name", "name_en", "kind", "measure", "direction", "unit_of_measure",
    "unit_of_measure_en",
)  # fmt: skip
ON_REPORTING = ("周报", "月报", "报送", "上报")


def below_the_node(path: str) -> Q:
    """Rows whose ``path`` lies under the unit that the column stands beside."""
    return Q(
        **{f"{path}__gte": OuterRef("path"), f"{path}__lt": Concat(OuterRef("path"), Value("~"))}
    )


def ask_columns(shown: Chosen, now: datetime) -> dict[str, Nested]:
    """What ``asks_of`` reads, as columns beside a node."""
    campaign = shown.campaign
    return {
        "late_reports": Nested(_late_reports(campaign, now)),
        "late_parts": Nested(_late_parts(campaign, now)),
        "silent": Nested(_silent(shown, now)),
        "on_reporting": Nested(_on_reporting(campaign)),
        "goals": Nested(_goals(campaign)),
        "first_figures": Nested(_first_figures(shown)),
    }


def change_columns(shown: Chosen, now: datetime) -> dict[str, Nested]:
    """What ``changes_of`` reads, as columns beside a node."""
    since = now - YESTERDAY
    owed = Q(state__in=OWED)
    newest = [period.pk for period in shown.periods[:NEWEST]]
    reports = Report.objects.filter(below_the_node("path"), period__in=newest)
    parts = Assignment.objects.filter(
        below_the_node("unit__path"), task__campaign=shown.campaign
    ).order_by()
    just_due = Q(due_at__gt=since, due_at__lte=now)
    return {
        "report_changes": _counted(
            reports.order_by(),
            handed_in=Q(first_submitted_at__gt=since),
            approved=Q(decided_at__gt=since, state=ReportState.APPROVED),
            returned=Q(decided_at__gt=since, state=ReportState.RETURNED),
            overdue=just_due & owed,
        ),
        "part_changes": _counted(
            parts,
            done=Q(done_at__gt=since, state=AssignmentState.CLOSED),
            late=just_due & Q(done_at=None, asked_close_at=None)
            & ~Q(state=AssignmentState.WITHDRAWN),
        ),
    }  # fmt: skip


def _counted(rows: QuerySet, **kinds: Q) -> Nested:
    counts = {name: Count("pk", filter=clause) for name, clause in kinds.items()}
    return Nested(rows.values(one=Value(1)).annotate(**counts).values(*kinds))


def _late_reports(campaign: Campaign, now: datetime) -> QuerySet:
    rows = Report.objects.late(now).filter(
        below_the_node("path"),
        period__template__campaign=campaign,
        period__state=PeriodState.OPEN,
    )
    named = rows.annotate(name=F("unit__name"), title=F("period__template__name"))
    return named.order_by("due_at", "path").values("id", "unit_id", "name", "title", "due_at")[:FEW]


def _late_parts(campaign: Campaign, now: datetime) -> QuerySet:
    rows = Assignment.objects.overdue(now).filter(
        below_the_node("unit__path"), task__campaign=campaign
    )
    named = rows.annotate(
        name=F("unit__name"),
        title=F("task__title"),
        clause_key=F("task__clause__key"),
        clause_text=F("task__clause__text"),
    )
    fields = ("id", "unit_id", "name", "title", "due_at", "clause_key", "clause_text")
    return named.order_by("due_at", "unit__path").values(*fields)[:FEW]


def _silent(shown: Chosen, now: datetime) -> QuerySet:
    """Units that owe the chosen period and handed nothing in, the longest silent first."""
    own = Report.objects.filter(unit=OuterRef("unit"), period__template=shown.template)
    until = own.filter(period__starts_on__lte=shown.period.starts_on)
    last = until.filter(COUNTS_AS_IN).order_by("-period__starts_on")
    owed = until.filter(due_at__lt=now).exclude(state=ReportState.EXEMPT)
    owed = owed.exclude(COUNTS_AS_IN).order_by()
    missed = owed.filter(period__starts_on__gt=OuterRef("last_on")).values("unit")
    ever = owed.values("unit")
    rows = Report.objects.filter(
        below_the_node("path"),
        period=shown.period,
        state__in=[*OWED, ReportState.MISSING],
        due_at__lt=now,
        standing__isnull=True,
    ).annotate(
        name=F("unit__name"),
        last_on=Subquery(last.values("period__starts_on")[:1]),
        last_period=Subquery(last.values("period")[:1]),
        missed=Subquery(missed.annotate(n=Count("pk")).values("n")),
        ever=Subquery(ever.annotate(n=Count("pk")).values("n")),
    )
    ordered = rows.order_by(F("last_on").asc(nulls_first=True), "path")
    return ordered.values("id", "unit_id", "name", "last_period", "missed", "ever")[:FEW]


def _on_reporting(campaign: Campaign) -> QuerySet:
    """The first sentence of the plan that names reporting."""
    named = Q()
    for word in ON_REPORTING:
        named |= Q(text__contains=word)
    rows = Clause.objects.filter(named, section__campaign=campaign)
    return rows.order_by("section__position", "position", "pk").values("key", "text")[:1]


def _goals(campaign: Campaign) -> QuerySet:
    """The sentences of the plan that set a target, by indicator."""
    rows = Target.objects.filter(campaign=campaign, clause__isnull=False)
    named = rows.annotate(key=F("clause__key"), text=F("clause__text"))
    return named.values("indicator_id", "key", "text")


def _first_figures(shown: Chosen) -> QuerySet:
    """What is asked first in the chosen period: figures with a target, then by the report."""
    goal = Target.objects.filter(campaign=shown.campaign, indicator=OuterRef("indicator"))
    rows = TemplateItem.objects.filter(template_version=shown.period.template_version_id)
    rows = rows.annotate(
        has_goal=Exists(goal), **{name: F(f"indicator__{name}") for name in OF_INDICATOR}
    )
    return rows.order_by("-has_goal", "position", "pk").values("indicator_id", *OF_INDICATOR)[
        :HEADLINES
    ]
