"""Periods open, close, lock and open again: by themselves and by hand."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from campaigns.models import Phase
from conftest import ZONE
from fraudwatch.lib import clock
from orgs.models import AuditEntry, Notice
from reports.actions import periods
from reports.actions.exceptions import ask_again, exempt_units, extend_report
from reports.actions.period_steps import close_period, lock_period, reopen_period
from reports.actions.periods import close_due_periods, lock_due_periods, open_due_periods
from reports.actions.reviews import reopen_report
from reports.actions.submissions import submit_report
from reports.enums import Allowance, PeriodState, ReportState
from reports.errors import ReportError
from reports.models import LevelDue, Period, PeriodException, Report, ReportTemplate

VALUES = {"visits": "12", "app_users": "30", "losses": "0", "awareness": {"n": "9", "d": "10"}}
TEXTS = {"work": "入户宣传"}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def at(*parts):
    return datetime(*parts, tzinfo=ZONE)


def hand_in(report, by):
    return submit_report(
        report, submission_id=uuid4(), values=VALUES, texts=TEXTS, reasons={}, by=by
    )


def set_rhythm(template, **more):
    ReportTemplate.objects.filter(pk=template.pk).update(**more)
    template.refresh_from_db()


def opened(template):
    rows = template.periods.order_by("starts_on")
    return [(f"{one.starts_on:%m-%d}", f"{one.ends_on:%m-%d}") for one in rows]


@pytest.mark.parametrize(
    ("cadence", "spans"),
    [
        ("daily", [("06-08", "06-08"), ("06-09", "06-09"), ("06-10", "06-10")]),
        ("weekly", [("06-08", "06-14")]),
        ("ten_days", [("06-01", "06-10")]),
        ("half_month", [("06-01", "06-15")]),
        ("monthly", [("06-01", "06-30")]),
        ("quarterly", [("04-01", "06-30")]),
        ("once", [("06-08", "06-20")]),
        ("phase", [("06-01", "07-31")]),
    ],
)
def test_each_rhythm_opens_its_own_periods(template, cadence, spans):
    last = date(2026, 6, 20) if cadence == "once" else None
    set_rhythm(template, cadence=cadence, first_on=date(2026, 6, 8), last_on=last)
    Phase.objects.create(
        campaign=template.campaign, name="宣传发动", starts_on=date(2026, 5, 8),
        ends_on=date(2026, 5, 31),
    )  # fmt: skip
    Phase.objects.create(
        campaign=template.campaign, name="集中整治", starts_on=date(2026, 6, 1),
        ends_on=date(2026, 7, 31),
    )  # fmt: skip
    with clock.at(at(2026, 6, 10, 9)):
        assert (open_due_periods(), open_due_periods()) == (len(spans), 0)

    assert opened(template) == spans


def test_a_phase_that_was_moved_keeps_its_period(template):
    set_rhythm(template, cadence="phase", first_on=date(2026, 6, 8))
    phase = Phase.objects.create(
        campaign=template.campaign, name="集中整治", starts_on=date(2026, 6, 1),
        ends_on=date(2026, 7, 31),
    )  # fmt: skip
    with clock.at(at(2026, 6, 10, 9)):
        open_due_periods()
        Phase.objects.filter(pk=phase.pk).update(starts_on=date(2026, 6, 3))
        assert open_due_periods() == 0

    assert template.periods.get().label == "集中整治 (1 June–31 July)"


def test_days_can_be_counted_from_the_last_of_the_month(template):
    set_rhythm(
        template, cadence="monthly", first_on=date(2026, 1, 1), counts_from="end",
        due_day=3, due_time=time(18), close_day=5, close_time=time(18), lock_days=10,
    )  # fmt: skip
    with clock.at(at(2026, 2, 1, 9)):
        open_due_periods()

    rows = list(template.periods.order_by("starts_on"))
    assert [(one.due_at, one.closes_at, one.locks_at) for one in rows] == [
        (at(2026, 2, 3, 18), at(2026, 2, 5, 18), at(2026, 2, 15, 18)),
        (at(2026, 3, 3, 18), at(2026, 3, 5, 18), at(2026, 3, 15, 18)),
    ]


def test_villages_are_due_before_the_others(template, units):
    LevelDue.objects.create(template=template, kind="village", due_day=4, due_time=time(18))
    set_rhythm(template, first_on=date(2026, 6, 8))
    with clock.at(at(2026, 6, 8, 9)):
        open_due_periods()

    due = dict(Report.objects.values_list("unit__name", "due_at"))
    assert (due["桃源村"], due["河湾镇中心小学"]) == (at(2026, 6, 12, 18), at(2026, 6, 15, 12))


def test_many_missed_days_open_oldest_first_and_a_few_a_run(template, monkeypatch):
    monkeypatch.setattr(periods, "MOST", 3)
    set_rhythm(
        template, cadence="daily", first_on=date(2026, 6, 1), due_day=0, due_time=time(20),
        close_day=1, close_time=time(12), lock_days=1, shift_holidays=False,
    )  # fmt: skip
    with clock.at(at(2026, 6, 5, 9)):
        beats = [(open_due_periods(), close_due_periods(), lock_due_periods()) for _ in "12"]
        open_due_periods()

    states = list(template.periods.order_by("starts_on").values_list("state", flat=True))
    assert beats == [(3, 3, 2), (2, 0, 0)]
    assert states == ["locked", "locked", "closed", "open", "open"]
    gone = Report.objects.filter(period__state="locked").values_list("state", flat=True)
    assert set(gone) == {ReportState.MISSING}


def test_a_clock_that_jumps_back_opens_nothing_twice(template):
    set_rhythm(template, cadence="daily", first_on=date(2026, 6, 8))
    counts = []
    for now in (at(2026, 6, 9, 0, 5), at(2026, 6, 8, 23, 55), at(2026, 6, 9, 0, 6)):
        with clock.at(now):
            counts.append(open_due_periods())

    assert (counts, opened(template)) == ([2, 0, 0], [("06-08", "06-08"), ("06-09", "06-09")])


def test_a_period_locks_by_itself_and_only_once(period):
    Period.objects.update(locks_at=at(2026, 6, 23, 18))
    with clock.at(at(2026, 6, 16, 18)):
        close_due_periods()
        assert lock_due_periods() == 0
    with clock.at(at(2026, 6, 23, 18)):
        assert (lock_due_periods(), lock_due_periods()) == (1, 0)

    period.refresh_from_db()
    assert (period.state, period.locked_at) == (PeriodState.LOCKED, at(2026, 6, 23, 18))


def test_a_period_without_a_lock_moment_stays_closed(period):
    with clock.at(at(2027, 6, 16, 18)):
        close_due_periods()
        assert lock_due_periods() == 0


def test_a_lock_waits_for_a_late_opening(period, report, cast):
    Period.objects.update(locks_at=at(2026, 6, 23, 18))
    with clock.at(at(2026, 6, 23, 9)):
        close_due_periods()
        reopen_report(report, reason="停电", until=at(2026, 6, 24, 12), by=cast["coordinator"])
    with clock.at(at(2026, 6, 24, 11)):
        assert lock_due_periods() == 0
    with clock.at(at(2026, 6, 24, 12)):
        close_due_periods()
        assert lock_due_periods() == 1


def test_nothing_is_submitted_after_the_closing_moment_though_the_engine_stands(report, cast):
    with (
        clock.at(at(2026, 6, 16, 18)),
        pytest.raises(ReportError, match="This report closed on 16 June 18:00"),
    ):
        hand_in(report, cast["reporter"])

    report.refresh_from_db()
    assert (report.state, report.revision_number) == (ReportState.DUE, 0)


def test_the_last_second_counts_and_is_late(report, cast):
    with clock.at(at(2026, 6, 16, 17, 59, 59)):
        hand_in(report, cast["reporter"])

    report.refresh_from_db()
    assert (report.state, report.timeliness) == (ReportState.SUBMITTED, "late")


def test_nothing_returned_is_submitted_in_a_locked_period(report, cast):
    Report.objects.filter(pk=report.pk).update(state=ReportState.RETURNED)
    Period.objects.update(state=PeriodState.LOCKED)
    with clock.at(at(2026, 6, 16, 9)), pytest.raises(ReportError, match="period is locked"):
        hand_in(report, cast["reporter"])


@pytest.fixture
def by(cast):
    return cast["coordinator"]


def test_the_office_closes_a_period_after_its_due_moment(period, report, units, by):
    with clock.at(at(2026, 6, 10, 12)):
        extend_report(report, until=at(2026, 6, 16, 9), reason="防汛", by=by)
    with clock.at(at(2026, 6, 15, 15)):
        missing = close_period(period, reason="数据已齐", by=by)

    states = dict(period.reports.values_list("unit__name", "state"))
    assert (missing, period.state, period.closes_at) == (4, "closed", at(2026, 6, 15, 15))
    assert period.locks_at == at(2026, 6, 22, 15)
    assert (states["桃源村"], states["柳溪村"]) == ("due", "missing")
    entry = AuditEntry.objects.get(action="period.closed")
    assert (entry.actor, entry.note) == (by, "数据已齐")


def test_it_is_not_closed_before_it_is_due(period, by):
    with clock.at(at(2026, 6, 15, 11, 59)), pytest.raises(ReportError, match="is due 15 June"):
        close_period(period, reason="数据已齐", by=by)


def test_an_open_period_cannot_be_locked(period, by):
    with clock.at(at(2026, 6, 15, 15)), pytest.raises(ReportError, match="is open by now"):
        lock_period(period, reason="数据已齐", by=by)


def test_the_office_locks_a_closed_period(period, by):
    with clock.at(at(2026, 6, 16, 18)):
        close_due_periods()
        lock_period(period, reason="已报省", by=by)

    assert period.state == PeriodState.LOCKED


def test_it_does_not_lock_while_somebody_has_time_left(period, report, by):
    with clock.at(at(2026, 6, 16, 18)):
        close_due_periods()
        reopen_report(report, reason="停电", until=at(2026, 6, 18, 12), by=by)
        with pytest.raises(ReportError, match="桃源村 may still submit"):
            lock_period(period, reason="已报省", by=by)

    period.refresh_from_db()
    assert period.state == PeriodState.CLOSED


def test_a_locked_period_is_opened_again_and_everybody_told(period, report, by, cast):
    with clock.at(at(2026, 6, 16, 18)):
        close_due_periods()
        lock_period(period, reason="已报省", by=by)
    with clock.at(at(2026, 6, 20, 9)):
        owing = reopen_period(period, until=at(2026, 6, 22, 18), reason="省办要求补报", by=by)
        hand_in(report, cast["reporter"])

    report.refresh_from_db()
    assert (owing, period.state, period.locks_at) == (5, "open", at(2026, 6, 29, 18))
    assert (report.state, report.timeliness) == (ReportState.SUBMITTED, "late")
    told = Notice.objects.get(recipient=cast["reporter"], occasion__contains=":reopened:")
    assert (told.params["why"], told.about) == ("省办要求补报", f"report:{report.pk}")
    assert AuditEntry.objects.get(action="period.reopened").note == "省办要求补报"


def test_every_step_needs_a_reason_and_the_right_state(period, by):
    later = at(2026, 6, 22, 18)
    with clock.at(at(2026, 6, 15, 15)):
        steps = [
            (lambda: close_period(period, reason=" ", by=by), "Say why"),
            (lambda: lock_period(period, reason="", by=by), "Say why"),
            (lambda: reopen_period(period, until=later, reason="", by=by), "Say why"),
            (lambda: reopen_period(period, until=later, reason="补", by=by), "is open by now"),
            (lambda: reopen_period(period, until=period.due_at, reason="补", by=by), "future"),
        ]
        for step, words in steps:
            with pytest.raises(ReportError, match=words):
                step()

    assert Period.objects.get().state == PeriodState.OPEN


def test_more_time_keeps_a_report_on_time(report, by, cast):
    with clock.at(at(2026, 6, 10, 12)):
        extend_report(report, until=at(2026, 6, 17, 12), reason="防汛", by=by)
    with clock.at(at(2026, 6, 16, 18)):
        close_due_periods()
    with clock.at(at(2026, 6, 17, 9)):
        hand_in(report, cast["reporter"])

    report.refresh_from_db()
    kept = PeriodException.objects.get()
    assert (report.timeliness, report.due_at) == ("on_time", at(2026, 6, 17, 12))
    assert (kept.kind, kept.until, kept.reason) == (Allowance.EXTENDED, report.due_at, "防汛")
    assert Notice.objects.filter(recipient=cast["reporter"], occasion__contains="extended").exists()


@pytest.mark.parametrize(
    ("now", "until", "reason", "words"),
    [
        (at(2026, 6, 10, 12), at(2026, 6, 17, 12), " ", "Say why"),
        (at(2026, 6, 10, 12), at(2026, 6, 15, 12), "防汛", "choose a later moment"),
        (at(2026, 6, 15, 12), at(2026, 6, 17, 12), "防汛", "counts as late"),
        (at(2026, 6, 10, 12), at(2026, 6, 23, 18), "防汛", "choose an earlier moment"),
    ],
)
def test_more_time_is_refused_in_a_sentence(period, report, by, now, until, reason, words):
    Period.objects.update(locks_at=at(2026, 6, 23, 18))
    with clock.at(now), pytest.raises(ReportError, match=words):
        extend_report(report, until=until, reason=reason, by=by)

    report.refresh_from_db()
    assert report.due_at == at(2026, 6, 15, 12)


def test_several_units_are_exempt_at_once_or_none(period, units, by, cast, report):
    keys = [units["village"].pk, units["school"].pk]
    with clock.at(at(2026, 6, 10, 12)):
        assert exempt_units(period, keys, reason="放假", by=by) == 2
        with pytest.raises(ReportError, match="桃源村: this report is exempt by now"):
            exempt_units(period, [units["sibling"].pk, units["village"].pk], reason="放假", by=by)
        with pytest.raises(ReportError, match="owe a report in this period"):
            exempt_units(period, [units["far_village"].pk], reason="放假", by=by)

    exempt = period.reports.filter(state="exempt").values_list("unit__name", flat=True)
    assert set(exempt) == {"桃源村", "河湾镇中心小学"}
    assert PeriodException.objects.count() == 2


@pytest.mark.parametrize(
    ("now", "state"), [(at(2026, 6, 12, 9), "due"), (at(2026, 6, 17, 9), "missing")]
)
def test_an_exemption_is_taken_back(period, report, by, now, state):
    with clock.at(at(2026, 6, 10, 12)):
        exempt_units(period, [report.unit_id], reason="放假", by=by)
    with clock.at(now):
        close_due_periods()
        assert ask_again(report, reason="已复课", by=by) == state
        with pytest.raises(
            ReportError, match=f"this report is {'not submitted' if state == 'due' else 'missing'}"
        ):  # noqa: E501
            ask_again(report, reason="已复课", by=by)

    assert (report.state, report.exempt_reason) == (state, "")


def test_a_locked_period_allows_nobody_anything(period, report, by):
    Period.objects.update(state=PeriodState.LOCKED)
    with clock.at(at(2026, 6, 10, 12)):
        for step in (
            lambda: extend_report(report, until=at(2026, 6, 17), reason="防汛", by=by),
            lambda: exempt_units(period, [report.unit_id], reason="放假", by=by),
        ):
            with pytest.raises(ReportError, match="is locked"):
                step()


def test_the_lock_comes_so_many_days_after_closing(template):
    set_rhythm(template, first_on=date(2026, 6, 8), lock_days=None)
    with clock.at(at(2026, 6, 8, 9)):
        open_due_periods()
    assert template.periods.get().locks_at is None

    set_rhythm(template, lock_days=7)
    with clock.at(at(2026, 6, 15, 9)):
        open_due_periods()
    newest = template.periods.order_by("-starts_on").first()
    assert newest.locks_at - newest.closes_at == timedelta(days=7)
