"""Reminders by rule: who owes is told once an occasion, and no more once it is in."""

import logging
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import translation

from campaigns.actions.due_reminders import remind_due
from campaigns.enums import REMINDER
from campaigns.models import Reminder, ReminderPolicy, ReminderStep
from campaigns.reminder_words import why_words
from fraudwatch.lib import clock
from fraudwatch.tests.faults.at_once import at_once
from orgs.actions.deliveries import send_waiting
from orgs.actions.liaisons import appoint_liaison
from orgs.actions.people import add_person
from orgs.enums import LiaisonPost, WorkState
from orgs.models import Delivery, Grant, Notice, User
from orgs.phrases import notice_text, notice_title
from reports.actions.exceptions import extend_report
from reports.actions.reviews import approve_report, exempt_report, return_report
from reports.actions.submissions import submit_report
from reports.enums import ReportState
from reports.models import Report, ReportTemplate

VALUES = {"visits": "1", "app_users": "1", "losses": "0", "awareness": {"n": "1", "d": "2"}}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def rule(template):
    """A step of the template's policy, a day before unless told otherwise; no quiet hours."""
    policy = ReminderPolicy.objects.create(
        campaign=template.campaign, subject="report", object_id=template.pk, quiet_from=None,
        quiet_until=None,
    )  # fmt: skip

    def make(minutes=-1440, *, to=("liaison",), channels=("email",)):
        return ReminderStep.objects.create(
            policy=policy, minutes=minutes, to=list(to), channels=list(channels)
        )

    return make


@pytest.fixture
def tick(period, cast):
    """Let the engine look for reminders so many minutes after the due moment."""

    def run(minutes):
        with clock.at(period.due_at + timedelta(minutes=minutes)):
            return remind_due()

    return run


def told():
    """Who was told, by account, once for each report."""
    reminders = Reminder.objects.filter(state="sent")
    return sorted(reminders.values_list("recipient__username", flat=True))


def hand_in(report, by, **more):
    submit_report(
        report, submission_id=uuid.uuid4(), values=VALUES, texts={"work": "做了"}, reasons={},
        by=by, **more,
    )  # fmt: skip


def test_everybody_who_owes_is_told_when_the_moment_comes(rule, tick):
    rule()

    assert (tick(-1441), tick(-1440)) == (0, 5)

    assert told() == ["bank", "other_reporter", "reporter", "school", "sibling", "two_hats",
                      "two_hats"]  # fmt: skip


def test_the_words_say_which_report_and_by_when(rule, tick, cast):
    rule()
    rule(0)
    rule(60)
    for minutes in (-1440, 0, 60):
        tick(minutes)

    letters = [
        (notice_title(one), notice_text(one))
        for one in Notice.objects.filter(recipient=cast["reporter"]).order_by("pk")
    ]
    assert letters == [
        ("桃源村: the report of Week 6 (8–14 June) is due 15 June 12:00",
         "It has not been submitted yet. It closes 16 June 18:00."),
        ("桃源村: the report of Week 6 (8–14 June) is due now",
         "It has not been submitted yet. It closes 16 June 18:00."),
        ("桃源村: the report of Week 6 (8–14 June) is overdue",
         "It was due 15 June 12:00. It closes 16 June 18:00 and then counts as missing."),
    ]  # fmt: skip


def test_nobody_is_told_twice_however_often_it_runs(rule, tick):
    rule()

    assert [tick(minutes) for minutes in (-1440, -1440, -1439, -1300)] == [5, 0, 0, 0]
    assert len(told()) == 7


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_tell_everybody_once(rule, period, cast):
    rule()
    with clock.at(period.due_at - timedelta(minutes=1440)):
        outcomes = at_once(remind_due, remind_due, remind_due)

    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert len(told()) == 7
    assert Notice.objects.count() == Delivery.objects.count() == 6  # one message a person


def test_who_has_submitted_is_left_alone(rule, tick, period, units, cast):
    rule()
    rule(0)
    tick(-1440)
    with clock.at(period.due_at - timedelta(hours=2)):
        hand_in(period.reports.get(unit=units["village"]), cast["reporter"])

    assert tick(0) == 4
    assert told().count("reporter") == 1


def test_the_exempt_the_approved_and_the_closed_are_left_alone(rule, tick, period, units, cast):
    rule(1440)
    of = {key: period.reports.get(unit=units[key]) for key in ("village", "sibling", "bank")}
    with clock.at(period.due_at - timedelta(hours=2)):
        exempt_report(of["village"], reason="停电", by=cast["coordinator"])
        hand_in(of["sibling"], cast["sibling"])
        approve_report(of["sibling"], version=of["sibling"].version, by=cast["coordinator"])
    Report.objects.filter(pk=of["bank"].pk).update(state=ReportState.MISSING)

    assert tick(1440) == 2
    assert told() == ["other_reporter", "school", "two_hats"]


def test_a_closed_period_whose_clock_stood_still_reminds_nobody(rule, tick, period):
    rule(1440)
    Report.objects.update(closes_at=period.due_at + timedelta(minutes=1500))

    assert tick(1501) == 0


def test_a_returned_report_is_reminded_of_its_own_deadline(rule, period, units, cast):
    rule(-60)
    report = period.reports.get(unit=units["village"])
    back_by = period.due_at + timedelta(hours=20)
    with clock.at(period.due_at - timedelta(hours=3)):
        hand_in(report, cast["reporter"])
    with clock.at(period.due_at - timedelta(hours=2)):
        return_report(
            report, version=report.version, reason="缺", marks={}, correct_by=back_by,
            by=cast["coordinator"],
        )  # fmt: skip

    with clock.at(period.due_at - timedelta(minutes=60)):
        at_first = remind_due()
    with clock.at(back_by - timedelta(minutes=60)):
        later = [remind_due(), remind_due()]

    assert (at_first, later) == (4, [1, 0])
    last = Notice.objects.filter(kind="reminder", recipient=cast["reporter"]).get()
    assert notice_title(last) == "桃源村: the returned report of Week 6 (8–14 June) waits for you"
    assert notice_text(last) == "Correct it and submit it again by 16 June 08:00."


def test_who_has_just_been_sent_back_a_report_is_not_reminded_at_once(rule, period, units, cast):
    rule(-1440)
    report = period.reports.get(unit=units["village"])
    with clock.at(period.due_at - timedelta(hours=26)):
        hand_in(report, cast["reporter"])
    with clock.at(period.due_at + timedelta(hours=1)):
        return_report(
            report, version=report.version, reason="缺", marks={}, by=cast["coordinator"],
            correct_by=clock.now() + timedelta(hours=24),
        )  # fmt: skip

    with clock.at(period.due_at + timedelta(hours=1, minutes=1)):
        assert remind_due() == 0


@pytest.mark.parametrize(
    "off",
    [
        lambda step: ReminderStep.objects.update(is_active=False),
        lambda step: ReminderPolicy.objects.update(is_active=False),
        lambda step: ReportTemplate.objects.update(is_active=False),
        lambda step: type(step.policy.campaign).objects.update(state="stopped"),
    ],
    ids=["step", "policy", "report", "campaign"],
)
def test_what_is_switched_off_tells_nobody(rule, tick, off):
    off(rule())

    assert tick(-1440) == 0


def test_mail_only_where_the_rule_says_so(rule, tick):
    rule(-1440, channels=())
    rule(0)

    tick(-1440)
    silent = Delivery.objects.count()
    tick(0)

    assert (silent, Delivery.objects.count()) == (0, 6)


def test_the_backup_liaison_is_told_where_the_rule_says_so(rule, tick, units, cast):
    person = add_person(units["village"], name="B 岗", by=cast["coordinator"])
    deputy = User.objects.create_user("deputy", name="B 岗", person=person)
    User.objects.filter(pk=deputy.pk).update(home_unit=units["village"])
    appoint_liaison(
        units["village"], person=person, post=LiaisonPost.DEPUTY, by=cast["coordinator"]
    )
    rule(-1440)
    rule(0, to=("liaison", "deputy"))

    tick(-1440)
    before = told().count("deputy")
    tick(0)

    assert (before, told().count("deputy")) == (0, 1)


def test_a_unit_without_anybody_holds_nobody_else_up(rule, tick, units):
    rule()
    Grant.objects.filter(unit=units["village"]).delete()

    assert tick(-1440) == 4


def test_a_clock_that_stood_still_sends_what_still_helps_and_logs_the_rest(
    rule, tick, period, caplog
):
    rule(-600)
    rule(-60)
    tick(-700)

    with caplog.at_level(logging.WARNING, logger="campaigns.actions.due_reminders"):
        sent = tick(0)
        again = tick(1)

    assert (sent, again) == (5, 0)
    assert {one.minutes for one in Reminder.objects.all()} == {-60}
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "reminder -600 of report skipped for 5 units"
    ]


def test_mail_that_waits_is_withdrawn_when_the_report_comes_in(rule, tick, period, units, cast):
    rule()
    tick(-1440)
    with clock.at(period.due_at - timedelta(hours=23)):
        hand_in(period.reports.get(unit=units["village"]), cast["reporter"])
        send_waiting()

    mine = Delivery.objects.get(recipient=cast["reporter"])
    assert mine.state == WorkState.CANCELLED
    assert "reporter@example.cn" not in [one.to[0] for one in mail.outbox]
    assert len(mail.outbox) == 5


def test_as_many_queries_for_five_told_units_as_it_takes(rule, tick, django_assert_max_num_queries):
    rule()
    tick(-1440)

    with django_assert_max_num_queries(16):  # nothing is left to tell
        tick(-1439)


def test_more_time_moves_the_reminders_with_it(rule, tick, period, report, cast):
    rule(-1440, channels=())
    before = tick(-1440), Notice.objects.filter(kind=REMINDER, about=f"report:{report.pk}").count()
    with clock.at(period.due_at - timedelta(hours=20)):
        until = period.due_at + timedelta(days=2)
        extend_report(report, until=until, reason="防汛", by=cast["coordinator"])
    old, again = tick(-1440 + 60), tick(2 * 1440 - 1440)
    twice = tick(2 * 1440 - 1440)

    words = [why_words(one) for one in Reminder.objects.filter(about=f"report:{report.pk}")]
    assert (before[1], old, again, twice) == (1, 0, 1, 0)
    assert words == ["1 day before it is due"] * 2
