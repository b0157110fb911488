"""Tasks that repeat: rounds begin when the one before is due, once, and with whom they should."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from campaigns.actions.assignments import sign, withdraw_assignment
from campaigns.actions.due_dates import move_due
from campaigns.actions.occurrences import open_due_occurrences
from campaigns.actions.parts import Own, Parts
from campaigns.actions.passing_on import pass_on
from campaigns.actions.task_edits import edit_task
from campaigns.actions.tasks import issue_task, withdraw_task
from campaigns.enums import AssignmentState, CampaignState, Repeat, Shift
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Campaign
from fraudwatch.lib import clock
from orgs.models import AuditEntry, Notice, Unit

FRIDAY = datetime.fromisoformat("2026-06-12T18:00:00+08:00")
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def weekly(make_task, cast, noon):
    """A task due every Friday at 18:00, issued on Wednesday 10 June."""
    task = make_task(due_at=FRIDAY, repeat=Repeat.WEEKS)
    return issue_task(task, by=cast["coordinator"])


def rounds_of(task):
    rows = task.assignments.order_by("occurrence", "pk")
    return [(part.occurrence, part.unit.name, f"{part.due_at:%m-%d}") for part in rows]


def opened(at):
    with clock.at(at):
        return open_due_occurrences()


def test_issuing_gives_every_unit_its_first_round(weekly):
    assert rounds_of(weekly) == [
        (1, "河湾镇", "06-12"), (1, "桃源村", "06-12"), (1, "河湾镇中心小学", "06-12"),
    ]  # fmt: skip


def test_the_first_round_moves_off_a_holiday(make_task, cast):
    friday = datetime.fromisoformat("2026-10-02T18:00:00+08:00")
    task = make_task(due_at=friday, repeat=Repeat.WEEKS, shift=Shift.BEFORE)
    with clock.at(datetime.fromisoformat("2026-09-28T09:00:00+08:00")):
        issue_task(task, by=cast["coordinator"])

    assert {part.due_at.date() for part in task.assignments.all()} == {date(2026, 9, 30)}


def test_the_next_round_begins_when_the_one_before_is_due(weekly):
    assert opened(FRIDAY - timedelta(minutes=1)) == 0
    assert opened(FRIDAY) == 1
    assert rounds_of(weekly)[3:] == [
        (2, "河湾镇", "06-19"), (2, "桃源村", "06-19"), (2, "河湾镇中心小学", "06-19"),
    ]  # fmt: skip
    assert {part.state for part in weekly.assignments.filter(occurrence=2)} == {
        AssignmentState.TO_SIGN
    }


def test_a_second_beat_opens_nothing(weekly):
    assert [opened(FRIDAY), opened(FRIDAY), opened(FRIDAY + timedelta(days=6))] == [1, 0, 0]
    assert weekly.assignments.count() == 6


def test_the_units_are_told_of_their_round(weekly, cast):
    opened(FRIDAY)

    told = Notice.objects.filter(kind="assignment.round")
    assert {one.recipient.username for one in told} == {
        "town", "town_reporter", "reporter", "school", "two_hats",
    }  # fmt: skip
    assert told[0].params["due_at"] == (FRIDAY + WEEK).isoformat()


def test_opening_leaves_a_trace(weekly):
    opened(FRIDAY)

    entry = AuditEntry.objects.get(action="task.round_opened")
    assert (entry.actor_id, entry.changes) == (None, {"occurrence": [1, 2], "units": [3, 3]})


def test_rounds_missed_while_nothing_ran_are_made_up_each_with_its_own_day(weekly):
    assert opened(FRIDAY + 3 * WEEK) == 4
    assert [row[2] for row in rounds_of(weekly) if row[1] == "桃源村"] == [
        "06-12", "06-19", "06-26", "07-03", "07-10",
    ]  # fmt: skip


def test_the_last_round_lies_inside_the_last_day(make_task, cast, noon):
    task = make_task(due_at=FRIDAY, repeat=Repeat.WEEKS, until=date(2026, 6, 25))
    issue_task(task, by=cast["coordinator"])

    assert [opened(FRIDAY), opened(FRIDAY + WEEK), opened(FRIDAY + 2 * WEEK)] == [1, 0, 0]


def test_no_round_begins_after_the_campaigns_end(weekly, campaign):
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=date(2026, 6, 20))

    assert [opened(FRIDAY), opened(FRIDAY + WEEK)] == [1, 0]


@pytest.mark.parametrize(
    "state", [CampaignState.SUMMING_UP, CampaignState.STOPPED, CampaignState.ARCHIVED]
)
def test_nothing_new_begins_when_the_campaign_no_longer_runs(state, weekly, campaign):
    Campaign.objects.filter(pk=campaign.pk).update(state=state)

    assert opened(FRIDAY + WEEK) == 0


def test_a_task_that_was_called_off_stays_away(weekly, cast):
    withdraw_task(weekly, reason="并入别项", by=cast["coordinator"])

    assert opened(FRIDAY) == 0


def test_a_task_done_once_never_comes_back(task):
    assert opened(task.due_at + WEEK) == 0


def test_a_unit_taken_out_does_not_come_back(weekly, units, cast):
    part = weekly.assignments.get(unit=units["village"])
    withdraw_assignment(part, reason="换成邻村", by=cast["coordinator"])

    opened(FRIDAY)

    assert [row[1] for row in rounds_of(weekly) if row[0] == 2] == ["河湾镇", "河湾镇中心小学"]


def test_a_unit_out_of_service_is_left_out_and_named(weekly, units):
    Unit.objects.filter(pk=units["village"].pk).update(active_to=date(2026, 6, 11))

    opened(FRIDAY)

    assert [row[1] for row in rounds_of(weekly) if row[0] == 2] == ["河湾镇", "河湾镇中心小学"]
    assert AuditEntry.objects.get(action="task.round_opened").note == "left out: 桃源村"


def test_a_unit_that_joins_late_is_in_from_the_round_that_stands_open(weekly, units, cast):
    opened(FRIDAY)
    more = Parts(units["town"], [units["village"], units["bank"]], [units["school"]])
    with clock.at(FRIDAY + timedelta(days=1)):
        edit_task(weekly, version=weekly.version, parts=more, by=cast["coordinator"])
    opened(FRIDAY + WEEK)

    assert [row for row in rounds_of(weekly) if row[1] == "青澜农商银行"] == [
        (2, "青澜农商银行", "06-19"), (3, "青澜农商银行", "06-26"),
    ]  # fmt: skip


def test_an_extension_of_one_round_does_not_move_the_rhythm(weekly, cast, noon):
    move_due(weekly.assignments.all(), due_at=FRIDAY + timedelta(days=3), reason="下雨",
             by=cast["coordinator"])  # fmt: skip

    opened(FRIDAY)

    assert {row[2] for row in rounds_of(weekly) if row[0] == 2} == {"06-19"}


def test_what_differs_for_one_unit_and_who_handles_it_goes_along(make_task, units, cast, noon):
    parts = Parts(units["town"], [units["village"]], own={units["village"].pk: Own(None, "含夜市")})
    task = issue_task(
        make_task(parts=parts, due_at=FRIDAY, repeat=Repeat.WEEKS), by=cast["coordinator"]
    )

    opened(FRIDAY)

    assert list(
        task.assignments.filter(unit=units["village"]).values_list("occurrence", "requirement")
    ) == [(1, "含夜市"), (2, "含夜市")]


def test_what_was_passed_on_is_passed_on_again_as_far_before_its_parent(weekly, units, cast, noon):
    top = weekly.assignments.get(unit=units["town"])
    sign(top, by=cast["town"])
    pass_on(top, units=[units["sibling"]], due_at=FRIDAY - timedelta(days=1), by=cast["town"])

    opened(FRIDAY)

    child = weekly.assignments.get(unit=units["sibling"], occurrence=2)
    assert (child.parent.unit, child.parent.occurrence) == (units["town"], 2)
    assert child.due_at == FRIDAY + WEEK - timedelta(days=1)


def test_a_new_rhythm_shapes_only_rounds_to_come(weekly, cast):
    opened(FRIDAY)
    with clock.at(FRIDAY + timedelta(days=1)):
        edit_task(
            weekly, version=weekly.version, every=2, reason="为基层减负", by=cast["coordinator"]
        )
    opened(FRIDAY + WEEK)
    opened(FRIDAY + 2 * WEEK)

    village = [row for row in rounds_of(weekly) if row[1] == "桃源村"]
    assert village == [
        (1, "桃源村", "06-12"), (2, "桃源村", "06-19"), (3, "桃源村", "06-26"),
        (4, "桃源村", "07-10"),
    ]  # fmt: skip


def test_a_new_rhythm_wants_a_reason_and_tells_the_units(weekly, cast, noon):
    with pytest.raises(CampaignError, match="why the rhythm changes"):
        edit_task(weekly, version=weekly.version, every=2, by=cast["coordinator"])
    assert not Notice.objects.filter(kind="assignment.rhythm").exists()

    weekly.refresh_from_db()
    edit_task(weekly, version=weekly.version, every=2, reason="减负", by=cast["coordinator"])

    told = Notice.objects.filter(kind="assignment.rhythm")
    assert {one.recipient.username for one in told} == {
        "town", "town_reporter", "reporter", "school", "two_hats",
    }  # fmt: skip
    assert told[0].params["reason"] == "减负"


@pytest.mark.parametrize(
    ("made", "changed"), [(Repeat.ONCE, Repeat.WEEKS), (Repeat.WEEKS, Repeat.ONCE)]
)
def test_an_issued_task_neither_begins_nor_ceases_to_repeat(made, changed, make_task, cast, noon):
    task = issue_task(make_task(due_at=FRIDAY, repeat=made), by=cast["coordinator"])

    with pytest.raises(CampaignError, match="make a new task"):
        edit_task(task, version=task.version, repeat=changed, reason="改", by=cast["coordinator"])


def test_setting_a_last_day_ends_it(weekly, cast, noon):
    edit_task(
        weekly, version=weekly.version, until=date(2026, 6, 19), reason="到月中为止",
        by=cast["coordinator"],
    )  # fmt: skip

    assert [opened(FRIDAY), opened(FRIDAY + WEEK)] == [1, 0]


@pytest.mark.parametrize("tasks", [1, 3])
def test_looking_for_rounds_costs_two_queries_when_none_is_due(
    tasks, make_task, cast, noon, django_assert_num_queries
):
    for number in range(tasks):
        issue_task(
            make_task(f"任务{number}", due_at=FRIDAY, repeat=Repeat.WEEKS), by=cast["coordinator"]
        )

    with django_assert_num_queries(2):
        assert open_due_occurrences() == 0
    assert Assignment.objects.filter(occurrence=2).count() == 0
