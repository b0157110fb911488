"""Reports as something people are reminded of: what is owed, and what will be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from campaigns.models import Campaign
from campaigns.reminding import BACK, Scope, Subject, Thing, keys_of
from fraudwatch.lib.weeks import WorkingDays, working_days
from orgs.enums import Role
from orgs.models import User
from orgs.models.scope import scope_q
from reports.enums import WAITING_FOR_UNIT, ReportState
from reports.models import Report, ReportingUnit, ReportTemplate
from reports.moments import level_due, moments_of, spans_of
from reports.queries.schedules import span_label
from reports.reminding import about, base_moment, room_after, room_before

BEFORE = gettext_noop("%(unit)s: the report of %(week)s is due %(due_at)s")
AT_DUE = gettext_noop("%(unit)s: the report of %(week)s is due now")
AFTER = gettext_noop("%(unit)s: the report of %(week)s is overdue")
RETURNED = gettext_noop("%(unit)s: the returned report of %(week)s waits for you")
NOT_YET = gettext_noop("It has not been submitted yet. It closes %(closes_at)s.")
PAST = gettext_noop("It was due %(due_at)s. It closes %(closes_at)s and then counts as missing.")
CORRECT = gettext_noop("Correct it and submit it again by %(due_at)s.")
MISSING = gettext_noop("%(n)s units still owe the report of %(week)s")
MISSING_TEXT = gettext_noop("It is due %(due_at)s. Still missing: %(units)s.")
ASKED = gettext_noop("%(unit)s still owes the report of %(week)s")
DUE = gettext_noop("It was asked for by %(by)s. Due %(due_at)s, closes %(closes_at)s.")


class ReportSubject(Subject):
    """The reports of a campaign's templates, each by its own due moment."""

    key = "report"
    name = pgettext_lazy("reminders", "Reports")
    one = _("report")
    texts = {
        "before": (BEFORE, NOT_YET),
        "at_due": (AT_DUE, NOT_YET),
        "after": (AFTER, PAST),
        "back": (RETURNED, CORRECT),
        "asked": (ASKED, DUE),
        "group": (MISSING, MISSING_TEXT),
    }

    def objects(self, campaign: Campaign) -> list[tuple[int, str]]:
        """The campaign's templates."""
        return list(campaign.templates.order_by("pk").values_list("pk", "name"))

    def moments(
        self, scope: Scope, after: datetime, until: datetime, now: datetime
    ) -> list[datetime]:
        """Due moments of open rows, and those of returned ones."""
        rows = _in_scope(scope).order_by()
        due = rows.filter(_not_started(now), due_at__gt=after, due_at__lte=until)
        back = rows.filter(
            state=ReportState.RETURNED, return_due_at__gt=after, return_due_at__lte=until
        )
        found = {*due.values_list("due_at", flat=True).distinct()}
        return sorted(found | {*back.values_list("return_due_at", flat=True).distinct()})

    def owed(self, scope: Scope, moments: Iterable[datetime], now: datetime) -> Iterator[Thing]:
        """Rows that wait for their unit."""
        moments = list(moments)
        due = _not_started(now) & Q(due_at__in=moments)
        back = Q(state=ReportState.RETURNED, return_due_at__in=moments)
        return (thing_of(row) for row in with_words(_in_scope(scope).filter(due | back)))

    def coming(self, user: User, scope: Scope, until: datetime, now: datetime) -> Iterator[Thing]:
        """Rows that wait, then the periods that have yet to open."""
        rows = Report.objects.handled_by(user).filter(
            pk__in=_in_scope(scope).filter(
                _not_started(now) | Q(state=ReportState.RETURNED, return_due_at__gt=now)
            )
        )
        yield from (thing_of(row) for row in with_words(rows))
        yield from _forecast(user, scope, until)

    def still(self, abouts: Iterable[str]) -> dict[str, str]:
        """Those not submitted, not exempt, not missing."""
        rows = Report.objects.filter(pk__in=keys_of(abouts, "report"), state__in=WAITING_FOR_UNIT)
        found = (
            rows.order_by()
            .select_related("period")
            .only("state", "due_at", "revision_number", "period__due_at")
        )
        return {about(report): _key(report) for report in found}

    def room(self, object_id: int | None) -> tuple[int | None, int | None]:
        """From the opening of a period to its due moment, and on to its closing."""
        template = ReportTemplate.objects.filter(pk=object_id).first()
        return (room_before(template), room_after(template)) if template else (None, None)


def thing_of(report: Report) -> Thing:
    """A report that its unit owes; a returned one by the deadline of its correction."""
    is_back, due_at = report.state == ReportState.RETURNED, base_moment(report)
    return Thing(
        about=about(report),
        key=_key(report),
        unit=report.unit,
        due_at=due_at,
        url=report.get_absolute_url(),
        label=report.period.label,
        params={
            "unit": report.unit.name,
            "week": report.period.words,
            "due_at": due_at.isoformat(),
            "closes_at": report.closes_at.isoformat(),
        },
        is_back=is_back,
        told_at=report.decided_at if is_back else None,
        group=f"period:{report.period_id}",
    )


def with_words(rows: QuerySet[Report]) -> QuerySet[Report]:
    """With everything that :func:`thing_of` reads."""
    found = rows.select_related("unit", "period__template__campaign").defer("values", "texts")
    return found.order_by("path")


def _key(report: Report) -> str:
    """Another due moment makes another occasion, and so does each return."""
    if report.state == ReportState.RETURNED:
        return f"{about(report)}:{BACK}{report.revision_number}"
    if report.due_at != report.period.due_at:
        return f"{about(report)}:due{int(report.due_at.timestamp())}"
    return about(report)


def _in_scope(scope: Scope) -> QuerySet[Report]:
    rows = Report.objects.filter(
        period__template__is_active=True, period__template__campaign_id=scope.campaign_id
    )
    if scope.only:
        return rows.filter(period__template_id=scope.only)
    return rows.exclude(period__template_id__in=scope.but) if scope.but else rows


def _not_started(now: datetime) -> Q:
    return Q(state__in=[ReportState.DUE, ReportState.DRAFT], closes_at__gt=now)


@dataclass(frozen=True)
class _Site:
    """What the forecast of one template reads."""

    template: ReportTemplate
    levels: dict
    days: WorkingDays


def _forecast(user: User, scope: Scope, until: datetime) -> Iterator[Thing]:
    """What the periods that have yet to open will ask of the units that ``user`` looks after."""
    templates = ReportTemplate.objects.filter(campaign_id=scope.campaign_id, is_active=True)
    if scope.only:
        templates = templates.filter(pk=scope.only)
    found = templates.exclude(pk__in=scope.but).annotate(newest=Max("periods__starts_on"))
    days = working_days()
    for template in found.select_related("campaign").prefetch_related(
        "level_dues", "campaign__phases"
    ):
        levels = {level.kind: level for level in template.level_dues.all()}
        yield from _periods(_Site(template, levels, days), _later(user, template), until)


def _periods(site: _Site, rows: list[ReportingUnit], until: datetime) -> Iterator[Thing]:
    template = site.template
    newest = template.newest
    for span in spans_of(template, template.campaign.phases.all(), since=newest):
        if newest and span.starts_on <= newest:
            continue
        moments = moments_of(template, span, site.days)
        if moments.opens_at > until:
            return
        label = span_label(template, template.campaign, span)
        for row in rows:
            if not _owes(row, span.starts_on):
                continue
            level = site.levels.get(row.unit.kind)
            due_at = moments.due_at
            if level is not None:
                due_at = level_due(template, span, level, moments.closes_at, site.days)
            yield Thing(
                about="", key="", unit=row.unit, due_at=due_at, url="", label=label,
                opens_at=moments.opens_at,
            )  # fmt: skip


def _later(user: User, template: ReportTemplate) -> list[ReportingUnit]:
    """The units that will owe the periods to come, as far as ``user`` looks after them."""
    rows = template.reporting_units.filter(to_on=None)
    if not user.is_superuser:
        sight = scope_q(
            user,
            unit_path="unit__path",
            owner_path="template__campaign__owner__path",
            campaign_id="template__campaign_id",
            readers={Role.COORDINATOR},
        )
        rows = rows.filter(sight) if sight is not None else rows.none()
    return list(rows.select_related("unit").order_by("unit__path"))


def _owes(row: ReportingUnit, start: object) -> bool:
    ends = row.unit.active_to
    return row.from_on <= start and (ends is None or ends > start)
