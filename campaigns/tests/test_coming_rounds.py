"""The preview of reminders: rounds of repeating tasks that have yet to open are in it too."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from campaigns.actions.assignments import sign, withdraw_assignment
from campaigns.actions.due_reminders import remind_due
from campaigns.actions.occurrences import open_due_occurrences
from campaigns.actions.passing_on import pass_on
from campaigns.actions.reminder_policies import furnish
from campaigns.actions.tasks import issue_task
from campaigns.enums import Repeat, Shift
from campaigns.models import Reminder, ReminderPolicy
from campaigns.queries.reminder_preview import preview
from fraudwatch.lib import clock
from orgs.models import Unit

FRIDAY = datetime.fromisoformat("2026-06-12T18:00:00+08:00")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def weekly(make_task, cast, noon):
    """A task due every Friday at 18:00, issued on Wednesday 10 June; 19 June is a day off."""
    task = make_task(due_at=FRIDAY, repeat=Repeat.WEEKS, shift=Shift.BEFORE)
    return issue_task(task, by=cast["coordinator"])


def policy_of(task, *minutes):
    """The usual policy of a task with these steps alone, each at its own moment."""
    policy = furnish(task.campaign, "task", task.pk)
    policy.steps.exclude(minutes__in=minutes).delete()
    ReminderPolicy.objects.filter(pk=policy.pk).update(is_digest=False)
    return ReminderPolicy.objects.select_related("campaign__owner").get(pk=policy.pk)


@pytest.fixture
def policy(weekly):
    """A day before only."""
    return policy_of(weekly, -1440)


def foreseen(user, policy, now=FRIDAY - 2 * DAY, **more):
    with clock.at(now):
        return [one for one in preview(user, [policy], now, **more) if one.is_forecast]


def rows_of(coming):
    return [
        (f"{one.at:%m-%d %H:%M}", one.label, sorted(row.unit.name for row in one.to))
        for one in coming
    ]


def test_rounds_of_the_next_two_weeks_are_foreseen_by_the_tasks_own_calendar(policy, cast):
    everybody = sorted(["河湾镇", "桃源村", "河湾镇中心小学"])

    assert rows_of(foreseen(cast["coordinator"], policy)) == [
        ("06-17 18:00", "入户宣传, round 2", everybody),
    ]
    assert rows_of(foreseen(cast["coordinator"], policy, days=30)) == [
        ("06-17 18:00", "入户宣传, round 2", everybody),
        ("06-25 18:00", "入户宣传, round 3", everybody),
        ("07-02 18:00", "入户宣传, round 4", everybody),
        ("07-09 18:00", "入户宣传, round 5", everybody),
    ]


def test_only_those_who_will_stand_in_the_round_are_counted(policy, weekly, units, cast):
    sign(weekly.assignments.get(unit=units["town"]), by=cast["town"])
    top = weekly.assignments.get(unit=units["town"])
    pass_on(top, units=[units["sibling"]], due_at=FRIDAY - DAY, by=cast["town"])
    village = weekly.assignments.get(unit=units["village"])
    withdraw_assignment(village, reason="并入邻村", by=cast["coordinator"])
    Unit.objects.filter(pk=units["school"].pk).update(active_to="2026-06-01")

    assert rows_of(foreseen(cast["town"], policy)) == [
        ("06-16 18:00", "入户宣传, round 2", [units["sibling"].name]),
        ("06-17 18:00", "入户宣传, round 2", ["河湾镇"]),
        ("06-24 18:00", "入户宣传, round 3", [units["sibling"].name]),
    ]


def test_other_peoples_units_are_not_foreseen(policy, cast):
    assert foreseen(cast["auditor"], policy) == []


def test_a_step_before_the_round_begins_is_never_sent(policy, cast):
    policy.steps.update(minutes=-9 * 1440)

    assert foreseen(cast["coordinator"], policy, days=30) == []


@pytest.mark.parametrize("repeat", [Repeat.WEEKS, Repeat.DAILY])
def test_what_is_foreseen_is_what_the_engine_then_sends(make_task, cast, noon, repeat):
    task = issue_task(make_task(due_at=FRIDAY, repeat=repeat), by=cast["coordinator"])
    policy = policy_of(task, -1440, 0)
    start, days = FRIDAY - 2 * DAY, 4 if repeat == Repeat.DAILY else 9
    with clock.at(start):
        foretold = sorted(
            (one.at, person.user.username, row.unit.pk)
            for one in preview(cast["coordinator"], [policy], start, days=days)
            for row in one.to
            for person in row.people
        )
    for hour in range(0, days * 24 + 1, 3):
        with clock.at(start + timedelta(hours=hour)):
            open_due_occurrences()
            remind_due()

    sent = Reminder.objects.filter(state="sent")
    assert foretold
    assert sorted(sent.values_list("sent_at", "recipient__username", "unit_id")) == foretold


@pytest.mark.parametrize("count", [1, 3])
def test_three_tasks_take_as_many_queries_as_one(
    make_task, cast, noon, count, django_assert_num_queries
):
    for number in range(count):
        task = make_task(f"任务{number}", due_at=FRIDAY, repeat=Repeat.WEEKS)
        issue_task(task, by=cast["coordinator"])
    policy = furnish(task.campaign, "task", None)
    policy = ReminderPolicy.objects.select_related("campaign__owner").get(pk=policy.pk)
    assert cast["coordinator"].holdings

    with django_assert_num_queries(23):
        preview(cast["coordinator"], [policy], FRIDAY - 2 * DAY)
