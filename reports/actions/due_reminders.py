"""Reminders by rule (自动催报): each unit once an occasion, only while it still owes."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from fraudwatch.lib import clock
from orgs.actions.jobs import note_beat
from orgs.actions.notices import tell
from orgs.enums import Channel
from orgs.models import Notice, User, WorkerBeat
from orgs.queries.recipients import deputies_of, reporters_of
from reports.enums import REMINDER, WAITING_FOR_UNIT, Occasion, ReportState
from reports.models import ReminderRule, Report
from reports.reminding import about, base_moment, occasion_by_rule

logger = logging.getLogger(__name__)
USEFUL = timedelta(hours=3)  # a reminder that comes later than that is no help any more
CHUNK = 500
TURN = 120  # seconds after which a tick leaves the rest to the next one
TICK = "reminders"
BEFORE = gettext_noop("%(unit)s: the report of %(week)s is due %(due_at)s")
AT_DUE = gettext_noop("%(unit)s: the report of %(week)s is due now")
AFTER = gettext_noop("%(unit)s: the report of %(week)s is overdue")
BACK = gettext_noop("%(unit)s: the returned report of %(week)s waits for you")
NOT_YET = gettext_noop("It has not been submitted yet. It closes %(closes_at)s.")
PAST = gettext_noop("It was due %(due_at)s. It closes %(closes_at)s and then counts as missing.")
CORRECT = gettext_noop("Correct it and submit it again by %(due_at)s.")
TEXTS = {
    Occasion.BEFORE: (BEFORE, NOT_YET),
    Occasion.AT_DUE: (AT_DUE, NOT_YET),
    Occasion.AFTER: (AFTER, PAST),
}


def remind_due(now: datetime | None = None) -> int:
    """Tell those who still owe a report, for every rule whose moment has just come.

    Returns how many units were told. Safe to repeat and to run twice at once: a person is
    told once a rule and report. A moment that passed more than three hours ago, because
    the clock of the engine stood still, is left out with a line in the log.
    """
    now, started, told = now or clock.now(), monotonic(), 0
    rules = list(ReminderRule.objects.in_use().select_related("template__campaign"))
    _log_skipped(rules, now)
    for rule in rules:
        for reports in _chunks(list(_untold(rule, now))):
            people = _people(rule, reports)
            for report in reports:
                told += _tell(rule, report, people[report.unit_id])
            if monotonic() - started > TURN:
                return told
    note_beat(TICK)
    return told


def owing_between(rule: ReminderRule, after: datetime, until: datetime, now: datetime) -> object:
    """Reports that still wait for their unit and whose moment by the rule lies in the span."""
    shift = timedelta(minutes=rule.minutes)
    span = (after - shift, until - shift)
    open_rows = Q(
        state__in=[ReportState.DUE, ReportState.DRAFT],
        due_at__gt=span[0], due_at__lte=span[1], closes_at__gt=now,
    )  # fmt: skip
    returned = Q(state=ReportState.RETURNED, return_due_at__gt=span[0], return_due_at__lte=span[1])
    return Report.objects.filter(open_rows | returned, period__template=rule.template_id)


def _untold(rule: ReminderRule, now: datetime) -> Iterator[Report]:
    """Those of whom nobody has been told yet on this occasion."""
    due = owing_between(rule, now - USEFUL, now, now)
    rows = due.select_related("unit", "period__template__campaign").defer("values", "texts")
    for reports in _chunks(list(rows.order_by("path"))):
        known = set(
            Notice.objects.filter(
                kind=REMINDER, about__in=[about(report) for report in reports]
            ).values_list("occasion", flat=True)
        )
        for report in reports:
            is_new = occasion_by_rule(report, rule.minutes) not in known
            if is_new and not _was_returned_after(rule, report):
                yield report


def _was_returned_after(rule: ReminderRule, report: Report) -> bool:
    """Whether the moment had passed when the report was sent back: the return itself told them."""
    if report.state != ReportState.RETURNED or report.decided_at is None:
        return False
    return base_moment(report) + timedelta(minutes=rule.minutes) <= report.decided_at


def _chunks(rows: Sequence[Report]) -> Iterator[Sequence[Report]]:
    """So many at a time that no query grows too long."""
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))


def _people(rule: ReminderRule, reports: Iterable[Report]) -> dict[int, list[User]]:
    units = [report.unit for report in reports]
    people = reporters_of(units, campaign_id=rule.template.campaign_id)
    if rule.to_deputy:
        for key, deputies in deputies_of(units).items():
            people[key] += [one for one in deputies if one not in people[key]]
    return people


@transaction.atomic
def _tell(rule: ReminderRule, report: Report, people: list[User]) -> int:
    """Tell the people of one unit, unless it has handed in this very moment."""
    still = Report.objects.select_for_update(no_key=True).filter(
        pk=report.pk, state__in=WAITING_FOR_UNIT
    )
    if not people or not still.exists():
        return 0
    is_back = report.state == ReportState.RETURNED
    title, text = (BACK, CORRECT) if is_back else TEXTS[Occasion(rule.occasion)]
    told = tell(
        people,
        kind=REMINDER,
        occasion=occasion_by_rule(report, rule.minutes),
        title=title,
        text=text,
        params={
            "unit": report.unit.name,
            "week": report.period.words,
            "due_at": base_moment(report).isoformat(),
            "closes_at": report.closes_at.isoformat(),
        },
        url=report.get_absolute_url(),
        about=about(report),
        channels=(Channel.EMAIL,) if rule.by_email else (),
    )
    return int(told > 0)


def _log_skipped(rules: list[ReminderRule], now: datetime) -> None:
    """Say which reminders came too late to be of use since the last time this ran."""
    before = WorkerBeat.objects.filter(name=TICK).values_list("at", flat=True).first()
    if before is None or before >= now - USEFUL:
        return
    for rule in rules:
        missed = owing_between(rule, before, now - USEFUL, now).count()
        if missed:
            logger.warning(
                "reminder %s of %s skipped for %s units: nothing ran from %s to %s",
                rule.minutes, rule.template, missed, before.isoformat(), now.isoformat(),
            )  # fmt: skip
