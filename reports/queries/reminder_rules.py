"""The reminder rules of a campaign, and who would get what in the days to come."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Max, Prefetch
from django.utils import timezone

from campaigns.models import Campaign
from fraudwatch.lib.weeks import WorkingDays, working_days
from orgs.enums import Role
from orgs.models import Unit, User
from orgs.models.scope import scope_q
from orgs.queries.recipients import deputies_of, reporters_of
from reports.models import LevelDue, ReminderRule, Report, ReportingUnit, ReportTemplate
from reports.moments import Moments, Span, level_due, moments_of, spans_of
from reports.queries.schedules import span_label
from reports.reminding import base_moment, rule_words

DAYS = 7


@dataclass(frozen=True)
class Addressee:
    """A unit that would be told, and the people there; nobody to tell is a fault to mend."""

    unit: Unit
    people: list[User]


@dataclass(frozen=True)
class Coming:
    """A reminder to come: its moment, its rule, its period and who would get it.

    ``is_forecast`` says that the period has not opened: all who will owe it are counted.
    """

    at: datetime
    words: str
    label: str
    to: list[Addressee]
    is_forecast: bool

    @property
    def without_people(self) -> list[Addressee]:
        """The units where nobody would be told."""
        return [one for one in self.to if not one.people]


@dataclass(frozen=True)
class Day:
    """A day of the calendar with its reminders."""

    on: date
    is_today: bool
    coming: list[Coming]


@dataclass
class RulesPage:
    """The rules of a campaign's reports, and the next seven days."""

    templates: list[ReportTemplate] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)

    @property
    def active(self) -> int:
        """How many rules are switched on."""
        return sum(rule.is_active for one in self.templates for rule in one.rules)

    @property
    def coming(self) -> list[Coming]:
        """All reminders of the coming days in order."""
        return [one for day in self.days for one in day.coming]


def rules_page(user: User, campaign: Campaign, now: datetime) -> RulesPage:
    """The rules of the campaign's reports, and what they would send as far as ``user`` sees."""
    rules = Prefetch("reminder_rules", ReminderRule.objects.order_by("minutes"), to_attr="rules")
    templates = list(
        ReportTemplate.objects.visible_to(user)
        .filter(campaign=campaign)
        .select_related("campaign")
        .annotate(newest=Max("periods__starts_on"))
        .prefetch_related(rules, "level_dues", "campaign__phases")
    )
    days = working_days()
    coming = [one for template in templates for one in _coming(user, template, now, days)]
    coming.sort(key=lambda one: one.at)
    today = timezone.localtime(now).date()
    calendar = []
    for offset in range(DAYS):
        on = today + timedelta(days=offset)
        here = [one for one in coming if timezone.localtime(one.at).date() == on]
        calendar.append(Day(on, offset == 0, here))
    return RulesPage(templates, calendar)


def _coming(user: User, template: ReportTemplate, now: datetime, days: WorkingDays) -> list[Coming]:
    rules = [rule for rule in template.rules if rule.is_active]
    if not rules or not template.is_active:
        return []
    owed = list(_owed(user, template, now))
    later = _later(user, template)
    units = {one.unit_id: one.unit for one in (*owed, *later)}.values()
    people = reporters_of(units, campaign_id=template.campaign_id)
    deputies = deputies_of(units) if any(rule.to_deputy for rule in rules) else {}

    def addressees(rows: Iterable, rule: ReminderRule) -> list[Addressee]:
        found = []
        for row in rows:
            more = deputies.get(row.unit_id, []) if rule.to_deputy else []
            found.append(Addressee(row.unit, list(dict.fromkeys([*people[row.unit_id], *more]))))
        return found

    until, found = now + timedelta(days=DAYS), []
    for rule in rules:
        shift, words = timedelta(minutes=rule.minutes), rule_words(rule.minutes)
        moments: dict[tuple, list[Report]] = {}
        for report in owed:
            moments.setdefault((base_moment(report) + shift, report.period), []).append(report)
        for (at, period), rows in moments.items():
            if now < at <= until:
                label = period.label
                found.append(Coming(at, words, label, addressees(rows, rule), False))
        for span, due_at, to in _forecast(template, later, until - shift, days):
            if now < due_at + shift <= until:
                label = span_label(template, template.campaign, span)
                found.append(Coming(due_at + shift, words, label, addressees(to, rule), True))
    return found


def _owed(user: User, template: ReportTemplate, now: datetime) -> Iterable[Report]:
    """What the units that ``user`` looks after still owe of periods already open."""
    rows = Report.objects.handled_by(user).still_owed().filter(period__template=template)
    rows = rows.filter(period__closes_at__gt=now - timedelta(days=DAYS * 2))
    found = rows.select_related("unit", "period__template__campaign").defer("values", "texts")
    return [one for one in found.order_by("path") if one.state == "returned" or one.closes_at > now]


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


def _owes(row: ReportingUnit, start: date) -> bool:
    ends = row.unit.active_to
    return row.from_on <= start and (ends is None or ends > start)


def _forecast(
    template: ReportTemplate, later: list[ReportingUnit], until: datetime, days: WorkingDays
) -> Iterable[tuple[Span, datetime, list[ReportingUnit]]]:
    """Periods that have yet to open before ``until``: who will owe them, by due moment."""
    levels = {level.kind: level for level in template.level_dues.all()}
    newest = template.newest
    for span in spans_of(template, template.campaign.phases.all(), since=newest):
        if newest and span.starts_on <= newest:
            continue
        moments = moments_of(template, span, days)
        if moments.opens_at > until:
            return
        by_due: dict[datetime, list[ReportingUnit]] = {}
        for row in later:
            if _owes(row, span.starts_on):
                due_at = _due(template, span, levels.get(row.unit.kind), moments, days)
                by_due.setdefault(due_at, []).append(row)
        for due_at, rows in by_due.items():
            yield span, due_at, rows


def _due(
    template: ReportTemplate,
    span: Span,
    level: LevelDue | None,
    moments: Moments,
    days: WorkingDays,
) -> datetime:
    if level is None:
        return moments.due_at
    return level_due(template, span, level, moments.closes_at, days)
