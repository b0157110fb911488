"""One report to decide on: its figures compared, what stands in the way, until when."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import starmap

from django.utils import timezone

from fraudwatch.lib import weeks
from reports.deciders import approving_obstacle, may_undo, own_obstacle
from reports.enums import PeriodState, ReportState
from reports.figures import change_rate, number
from reports.models import Report, Revision
from reports.queries.forms import Field, FormPage, form_page
from reports.queries.report_pages import Event, history
from reports.risk import risk_words
from reports.stages import Stage

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Row:
    """One figure as the reviewer compares it; ``so_far`` counts this period in.

    ``change`` is against the period before and ``against_usual`` against the mean of up to
    eight, both in percent; a rate's are in points.
    """

    field: Field
    now: Decimal | None
    change: Decimal | None
    against_usual: Decimal | None
    series: list[Decimal | None]
    so_far: Decimal | None

    @property
    def is_same(self) -> bool:
        """Nothing to look at: no change, no remark."""
        return not self.field.warning and (self.change is None or not self.change)


@dataclass(frozen=True)
class Candidate:
    """The report at hand with all a decision needs.

    ``own`` and ``level`` say why one cannot approve it oneself, ``reasons`` why it stands
    where it does in the queue.
    """

    page: FormPage
    sections: list[tuple[str, list[Row]]]
    events: list[Event]
    revision: Revision | None
    own: str
    level: str
    may_undo: bool
    now: datetime
    reasons: list[str]

    @cached_property
    def deadlines(self) -> list[datetime]:
        """Until when a correction may be asked for; read only where it is offered."""
        return deadlines(self.report, self.now)

    @property
    def report(self) -> Report:
        """The report itself."""
        return self.page.report

    @property
    def is_locked(self) -> bool:
        """Whether the period is locked: what came before is approved, nothing is sent back."""
        return self.report.period.state == PeriodState.LOCKED

    @property
    def may_return(self) -> bool:
        """Whether it can be sent back at all, so that marks on its fields mean something."""
        return self.report.state == ReportState.SUBMITTED and not self.is_locked and not self.own

    @property
    def may_forward(self) -> bool:
        """Whether it lies at the township's desk."""
        return self.report.stage == Stage.TOWN and not self.own

    @property
    def may_approve(self) -> bool:
        """Whether nothing but a decision by somebody else stands in the way."""
        return not self.own and not self.level

    @property
    def warnings(self) -> int:
        """How many figures are unusual."""
        return sum(1 for one in self.page.fields if one.warning)


def candidate(report: Report, user: object, now: datetime) -> Candidate:
    """The report to decide on: figures compared, texts, photos, history, deadlines to offer."""
    page = form_page(report, typed=_handed_in(report))
    events = history(report)
    revision = next((event.revision for event in events if event.revision), None)
    asked = revision.problems if revision else {}
    for one in page.fields:  # what the unit was asked about when it handed in, no more and no less
        one.warning = (one.warning or asked[one.code]) if one.code in asked else ""
    return Candidate(
        page=page,
        sections=[
            (section.name, [_row(report, one) for one in section.fields])
            for section in page.sections
        ],
        events=events,
        revision=revision,
        own=own_obstacle(report, user),
        level=approving_obstacle(report, user),
        may_undo=may_undo(report, user, now) and report.period.state != PeriodState.LOCKED,
        now=now,
        reasons=[words for words in starmap(risk_words, report.risks) if words],
    )


def _handed_in(report: Report) -> dict[str, dict]:
    """What was submitted; a draft is the unit's own until it submits again."""
    return {"values": report.values, "texts": report.texts, "reasons": report.reasons}


def _row(report: Report, one: Field) -> Row:
    now = number(report.values.get(one.code))
    so_far = now
    if one.indicator.measure == "flow" and one.kind != "rate":
        so_far = (
            None
            if now is None and one.cumulative is None
            else ((one.cumulative or Decimal(0)) + (now or Decimal(0)))
        )
    return Row(
        field=one,
        now=now,
        change=_change(one, now, one.last),
        against_usual=_change(one, now, one.mean),
        series=[*reversed(one.history), now],
        so_far=so_far,
    )


def _change(one: Field, now: Decimal | None, base: Decimal | None) -> Decimal | None:
    """Against a base: in percent; a rate in points."""
    if one.kind == "rate":
        return None if now is None or base is None else (now - base).quantize(TENTH)
    return change_rate(now, base)


def deadlines(report: Report, now: datetime) -> list[datetime]:
    """Moments to offer for a correction: the next three working days of the site at 18:00, and
    closing. One query."""
    today, days = timezone.localtime(now).date(), weeks.working_days()
    offered = [weeks.moment(days.after(today, ahead), 0, time(18)) for ahead in (1, 2, 3)]
    if report.closes_at > now + timedelta(hours=1):
        offered.append(report.closes_at)
    return sorted(set(offered))
