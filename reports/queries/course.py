"""The course of things: a campaign's phases, a period's rhythm, what was done lately."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.models import Campaign, Phase, ReminderPolicy
from campaigns.queries.reminder_people import terms_of
from campaigns.reminder_times import send_at
from fraudwatch.lib.nested import Nested
from fraudwatch.lib.paths import under
from fraudwatch.lib.weeks import span_label, working_days
from orgs.audit_words import word
from orgs.models import AuditEntry, User
from reports.models import Period

NEWS = 6
DAYS = ("starts_on", "ends_on")
NEWS_OF = ("report.", "assignment.", "task.", "campaign.", "plan.", "template.", "period.")
_DAYS = re.compile(r"\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?")
TONES = {"submitted": "on", "approved": "ok", "closed": "ok", "returned": "no", "missed": "no"}


@dataclass(frozen=True)
class PhaseRow:
    """A phase as the strip draws it: ``done``, ``now`` or nothing; its days and which one it is."""

    phase: Phase
    state: str
    days: int
    day: int

    @property
    def span(self) -> str:
        """From when to when."""
        return span_label(self.phase.starts_on, self.phase.ends_on)


def phase_rows(campaign: Campaign, today: date) -> list[PhaseRow]:
    """The campaign's phases in order."""
    return rows_of(campaign.phases.all(), today)


def phase_column(campaign: Campaign) -> Nested:
    """What ``phases_from`` reads, as a column of any row."""
    return Nested(campaign.phases.values("name", "starts_on", "ends_on"))


def phases_from(rows: list[dict], today: date) -> list[PhaseRow]:
    """The campaign's phases out of a column that was read with something else."""
    day = date.fromisoformat
    return rows_of((Phase(**row | {name: day(row[name]) for name in DAYS}) for row in rows), today)


def rows_of(phases: Iterable[Phase], today: date) -> list[PhaseRow]:
    """How the strip draws each phase."""
    rows = []
    for phase in phases:
        over = phase.ends_on < today
        begun = phase.starts_on <= today
        state = "done" if over else ("now" if begun else "")
        days = (phase.ends_on - phase.starts_on).days + 1
        rows.append(PhaseRow(phase, state, days, (today - phase.starts_on).days + 1))
    return rows


@dataclass(frozen=True)
class News:
    """One doing: when, who, what, to what; ``tone`` colours its dot."""

    entry: AuditEntry

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.entry.at

    @property
    def who(self) -> str:
        """Who did it; the system for what runs by itself."""
        return self.entry.actor_name or _("The system")

    @property
    def what(self) -> str:
        """What was done, in words."""
        return word(self.entry.action)

    @property
    def about(self) -> str:
        """What it was done to; a period by its days rather than by its first."""
        name, _gap, last = self.entry.object_name.rpartition(" ")
        if not _DAYS.fullmatch(last):
            return self.entry.object_name
        first, _slash, end = last.partition("/")
        first = date.fromisoformat(first)
        end = date.fromisoformat(end) if end else first + timedelta(days=6)
        return f"{name} {span_label(first, end)}".strip()

    @property
    def tone(self) -> str:
        """Blue for what came in, green for what was approved, red for what went back."""
        return TONES.get(self.entry.action.rpartition(".")[2], "")


def news(user: User, campaign: Campaign) -> list[News]:
    """The latest doings in the person's part of the campaign, as the trail has them."""
    wanted = Q()
    for beginning in NEWS_OF:
        wanted |= Q(action__startswith=beginning)
    rows = AuditEntry.objects.visible_to(user).filter(
        wanted, under(campaign.owner.path), technical=False
    )
    return [News(entry) for entry in rows[:NEWS]]


def next_reminder(period: Period, now: datetime) -> datetime | None:
    """When those who still owe are next told by policy; None when no step is left this period."""
    campaign_id, key = period.template.campaign_id, period.template_id
    policies = ReminderPolicy.objects.filter(campaign_id=campaign_id, subject="report")
    found = policies.filter(Q(object_id=key) | Q(object_id=None)).prefetch_related("steps")
    policy = max(found, key=lambda one: one.object_id or 0, default=None)
    if policy is None or not policy.is_active:
        return None
    terms, days = terms_of(policy), working_days()
    moments = [
        send_at(period.due_at + timedelta(minutes=step.minutes), step.minutes, terms, days)
        for step in policy.steps.all()
        if step.is_active
    ]
    return min((moment for moment in moments if moment > now), default=None)


@dataclass(frozen=True)
class Beat:
    """One point of a period's course: its name, its moment, ``done``, ``now`` or nothing."""

    label: str
    at: datetime | None
    state: str

    @property
    def day(self) -> str:
        """The day, as short as it goes: there is room for five of them side by side."""
        return (
            format_date(localtime(self.at), pgettext("day, very short", "j M")) if self.at else ""
        )

    @property
    def time(self) -> str:
        """The clock time in Shanghai."""
        return f"{localtime(self.at):%H:%M}" if self.at else ""


def rhythm(period: Period, now: datetime) -> list[Beat]:
    """Opens, filling in, due, closes, summary; one of them is now."""
    points = [
        (_("Opens"), period.opened_at),
        (_("Filling in"), None),
        (_("Due by"), period.due_at),
        (_("Closes"), period.closes_at),
        (_("Summary"), None),
    ]
    past = [moment for moment in (period.due_at, period.closes_at) if now >= moment]
    current = (1, 3, 4)[len(past)]
    return [
        Beat(label, at, "done" if n < current else ("now" if n == current else ""))
        for n, (label, at) in enumerate(points)
    ]
