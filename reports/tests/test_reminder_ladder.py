"""The ladder of reminders: upwards step by step, quiet hours, one message, groups, bad clocks."""

import logging
from datetime import time, timedelta

import pytest
from django.db import connection
from django.utils import translation

from campaigns.actions.assignments import ask_close, sign
from campaigns.actions.due_reminders import remind_due
from campaigns.actions.parts import Parts
from campaigns.actions.reminder_choices import choose_reminders
from campaigns.actions.reminder_policies import furnish
from campaigns.actions.tasks import create_task, issue_task
from campaigns.models import Reminder, ReminderPolicy
from campaigns.queries.reminder_preview import preview
from fraudwatch.lib import clock
from fraudwatch.tests.faults.at_once import at_once
from orgs.models import ChannelSetup, Delivery, GroupMessage, Notice
from orgs.phrases import notice_text, notice_title
from reports.actions.reminders import remind_now
from reports.models import Report

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def policy(template):
    """The usual policy of the report: three days, a day, now, an hour later, a day later."""
    return furnish(template.campaign, "report", template.pk)


@pytest.fixture
def tick(period, cast):
    """Let the engine look so long after the due moment."""

    def run(after):
        with clock.at(period.due_at + after):
            return remind_due()

    return run


def only(policy, at, **fields):
    """The policy with one step alone."""
    policy.steps.exclude(minutes=at).delete()
    policy.steps.update(**fields)
    return policy


def told(**which):
    rows = Reminder.objects.filter(state="sent", **which)
    return sorted(rows.values_list("recipient__username", flat=True))


def test_the_ladder_climbs_to_the_town_and_says_who_was_told_before(
    policy, tick, period, units, cast
):
    period.reports.exclude(unit=units["village"]).update(state="submitted")
    for after in (-DAY, timedelta(), timedelta(hours=1), DAY):
        tick(after)

    last = Notice.objects.filter(recipient=cast["town"]).get()

    assert told(minutes=0) == ["reporter"]
    assert told(minutes=1440) == ["reporter", "town"]
    assert notice_title(last) == "桃源村: the report of Week 6 (8–14 June) is overdue"
    assert notice_text(last) == (
        "Due 15 June 12:00. Reminded so far: reporter先生, last 15 June 13:00."
    )


def test_who_looks_after_many_units_gets_one_message_with_the_list(policy, tick, cast):
    only(policy, 1440)

    tick(DAY)

    notice = Notice.objects.get(recipient=cast["town"])
    assert notice_title(notice) == "You are reminded of 3 things"
    assert notice_text(notice).splitlines() == [
        f"· {name}: the report of Week 6 (8–14 June) is overdue"
        for name in ("桃源村", "柳溪村", "河湾镇中心小学")
    ]
    assert Delivery.objects.filter(notice=notice).count() == 1


def test_what_falls_into_quiet_hours_waits_and_is_not_lost(policy, tick, period):
    only(policy, 60, minutes=10 * 60)  # 22:00

    assert (tick(timedelta(hours=10)), tick(timedelta(hours=19, minutes=59))) == (0, 0)
    assert Reminder.objects.filter(state="waiting").count() == 7
    assert (tick(timedelta(hours=20)), tick(timedelta(hours=20, minutes=1))) == (5, 0)


def test_what_is_done_in_the_night_is_not_reminded_of_in_the_morning(policy, tick, period, units):
    only(policy, 60, minutes=10 * 60)
    tick(timedelta(hours=10))
    period.reports.filter(unit=units["village"]).update(state="submitted")
    Report.objects.filter(period=period, unit=units["bank"]).update(due_at=period.due_at + DAY)

    assert tick(timedelta(hours=20)) == 3
    assert Reminder.objects.filter(state="done").count() == 2


def test_a_step_switched_off_in_the_night_says_nothing_in_the_morning(policy, tick):
    only(policy, 60, minutes=10 * 60)
    tick(timedelta(hours=10))
    ReminderPolicy.objects.update(is_active=False)

    assert tick(timedelta(hours=20)) == 0


def test_a_person_gathers_and_mutes_as_far_as_the_policy_lets_it(policy, tick, cast):
    only(policy, -1440)
    own = {"quiet_from": None, "quiet_until": None, "by": cast["reporter"]}
    choose_reminders(is_digest=True, without=["email"], **own)

    tick(-DAY)
    at_noon = told()
    tick(-DAY + timedelta(hours=20, minutes=30))
    mails = Delivery.objects.filter(recipient=cast["reporter"]).count()

    assert ("reporter" in at_noon, "reporter" in told(), mails) == (False, True, 0)


def test_a_policy_that_leaves_no_choice_does_not_ask_the_person(policy, tick, cast):
    only(policy, -1440)
    ReminderPolicy.objects.update(lets_choose=False)
    choose_reminders(
        is_digest=True, without=["email"], quiet_from=time(11), quiet_until=time(14),
        by=cast["reporter"],
    )  # fmt: skip

    tick(-DAY)

    assert "reporter" in told()
    assert Delivery.objects.filter(recipient=cast["reporter"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_beats_send_what_waited_once(policy, tick, period, cast):
    only(policy, 60, minutes=10 * 60)
    tick(timedelta(hours=10))
    with clock.at(period.due_at + timedelta(hours=20)):
        outcomes = at_once(remind_due, remind_due, remind_due)

    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert (len(told()), Notice.objects.count(), Delivery.objects.count()) == (7, 6, 6)


def test_a_clock_that_jumps_back_sends_nothing_twice(policy, tick):
    only(policy, 0)

    assert [tick(timedelta(minutes=n)) for n in (0, -10, 0, 1)] == [5, 0, 0, 0]


def test_rows_that_waited_while_nothing_ran_are_left_out_with_a_line(policy, tick, caplog):
    only(policy, 60, minutes=10 * 60)
    tick(timedelta(hours=10))

    with caplog.at_level(logging.WARNING, logger="campaigns.actions.reminder_sending"):
        sent = tick(timedelta(hours=24))

    assert sent == 0
    assert [record.getMessage() for record in caplog.records] == [
        "7 reminders left out: they waited too long"
    ]
    assert Reminder.objects.filter(state="stale").count() == 7


def test_groups_hear_once_who_is_missing(policy, tick, period, units):
    only(policy, 1440, to_groups=True)
    for key in ("county", "town"):
        ChannelSetup.objects.create(
            kind="wecom", name=f"群{key}", unit=units[key], is_active=True, address="https://x",
        )  # fmt: skip
    period.reports.filter(unit=units["village"]).update(state="submitted")

    tick(DAY)
    tick(DAY + timedelta(minutes=1))

    assert {one.setup.unit.name: one.params["units"] for one in GroupMessage.objects.all()} == {
        "青澜县": ["柳溪村", "河湾镇中心小学", "石桥村", "青澜农商银行"],
        "河湾镇": ["柳溪村", "河湾镇中心小学"],
    }
    assert GroupMessage.objects.count() == 2


def test_tasks_are_reminded_of_until_the_unit_asks_for_completion(campaign, cast, units, noon):
    furnish(campaign, "task")
    due = noon + timedelta(days=6)
    task = create_task(
        campaign, title="入户宣传", parts=Parts(units["bank"], [units["village"]]), due_at=due,
        by=cast["coordinator"],
    )  # fmt: skip
    issue_task(task, by=cast["coordinator"])
    part = task.assignments.get(unit=units["village"])

    with clock.at(due - timedelta(hours=23)):  # the morning digest after "a day before"
        remind_due()
    with clock.at(due - timedelta(hours=3)):
        first = remind_due()
        sign(part, by=cast["reporter"])
        ask_close(part, text="做完了", by=cast["reporter"])
    with clock.at(due + timedelta(days=1, hours=21)):
        remind_due()

    part.refresh_from_db()
    assert first == 2
    assert part.reminded_at == due - timedelta(hours=3)
    assert told(unit=units["village"]) == ["reporter"]
    assert told(minutes=1440) == ["bank"]


@pytest.mark.parametrize("count", [1, 5])
def test_the_preview_says_what_the_engine_then_does(policy, period, cast, count):
    kept = list(period.reports.order_by("pk").values_list("pk", flat=True)[:count])
    period.reports.exclude(pk__in=kept).update(state="submitted")
    policy = ReminderPolicy.objects.select_related("campaign__owner").get(pk=policy.pk)
    with clock.at(period.due_at - 2 * DAY):
        coming = preview(cast["coordinator"], [policy], clock.now(), days=4)
    foretold = {
        (one.at, person.user.username, row.unit.pk)
        for one in coming if not one.is_forecast
        for row in one.to
        for person in row.people
    }  # fmt: skip
    for hour in range(-48, 48):
        with clock.at(period.due_at + timedelta(hours=hour)):
            remind_due()

    done = Reminder.objects.filter(state="sent").values_list(
        "sent_at", "recipient__username", "unit_id"
    )
    assert set(done) == foretold


@pytest.mark.parametrize("count", [1, 5])
def test_by_hand_five_units_take_as_many_queries_as_one(
    period, cast, noon, count, django_assert_num_queries
):
    kept = list(period.reports.order_by("pk").values_list("pk", flat=True)[:count])
    period.reports.exclude(pk__in=kept).update(state="submitted")
    assert cast["coordinator"].holdings

    with django_assert_num_queries(21 + (connection.vendor == "postgresql")):  # a lock
        asked = remind_now(period, by=cast["coordinator"])

    assert len(asked.told) == count
