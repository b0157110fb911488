"""The site's own working days move tasks that repeat, deadlines to sign, and the calendar."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest
from django.http import QueryDict

from campaigns.actions.publishing import sign_until
from campaigns.actions.tasks import issue_task
from campaigns.enums import Repeat, Shift
from campaigns.queries.round_preview import round_preview
from campaigns.queries.rounds import dues_of, task_rhythm
from campaigns.queries.task_calendar import task_calendar
from fraudwatch.lib import clock
from orgs.actions.calendar import DaySpec, set_days

FRIDAY = datetime.fromisoformat("2026-06-12T18:00:00+08:00")


@pytest.fixture
def flood(noon, cast):
    """The county works on Saturday instead of Friday, 12 June."""
    days = [DaySpec(date(2026, 6, 12), False, "防汛"), DaySpec(date(2026, 6, 13), True, "防汛")]
    set_days(days, by=cast["administrator"])


def test_the_first_round_moves_off_a_day_the_site_rests(flood, make_task, cast):
    task = make_task(due_at=FRIDAY, repeat=Repeat.WEEKS, shift=Shift.AFTER)
    issue_task(task, by=cast["coordinator"])

    assert {f"{part.due_at:%m-%d}" for part in task.assignments.all()} == {"06-13"}


def test_the_preview_names_the_days_that_will_be(flood, make_task):
    task = make_task(due_at=FRIDAY, repeat=Repeat.WEEKS, shift=Shift.BEFORE)
    facts = {"due_at": FRIDAY, "repeat": Repeat.WEEKS, "shift": Shift.BEFORE, "every": 1}
    preview = round_preview(task.campaign, facts, clock.now())

    assert [f"{due:%m-%d}" for due in dues_of(task_rhythm(task))[:2]] == ["06-11", "06-18"]
    assert "11" in preview.days[0]


def test_a_rhythm_that_keeps_to_its_days_asks_nothing(make_task, django_assert_num_queries):
    rhythm = task_rhythm(make_task(due_at=FRIDAY, repeat=Repeat.WEEKS))
    with django_assert_num_queries(0):
        assert dues_of(rhythm)[0] == FRIDAY


def test_a_deadline_to_sign_counts_the_days_the_site_works(flood):
    assert f"{sign_until(clock.now(), 2):%m-%d}" == "06-13"  # Wednesday; Thursday, Saturday


def test_the_calendar_shows_them(flood, make_task):
    campaign = make_task(due_at=FRIDAY).campaign
    ledger = SimpleNamespace(rows=[], facts={})
    month = task_calendar(campaign, ledger, QueryDict("month=2026-06"), clock.now())
    found = {day.day.day: day for week in month.weeks for day in week if day.is_in_month}

    assert [found[day].is_working for day in (11, 12, 13, 14)] == [True, False, True, False]
