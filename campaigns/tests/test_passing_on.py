"""Passing a part on to units below, and what its parent waits for."""

from datetime import date, timedelta

import pytest

from campaigns.actions.assignments import (
    ask_close,
    close_assignment,
    give_feedback,
    send_back,
    sign,
    withdraw_assignment,
)
from campaigns.actions.passing_on import pass_on
from campaigns.enums import AssignmentState, FeedbackKind, Part
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Feedback, Member
from orgs.models import Notice, Unit

from .conftest import DUE

A = AssignmentState


@pytest.fixture
def town_part(task, units, cast, noon) -> Assignment:
    """The town's part, being worked on."""
    return sign(task.assignments.get(unit=units["town"]), by=cast["town"])


@pytest.fixture
def child(town_part, units, cast) -> Assignment:
    """What the town passed on to its second village."""
    due_at = DUE - timedelta(days=3)
    (made,) = pass_on(
        town_part, units=[units["sibling"]], due_at=due_at, requirement="逐户登记", by=cast["town"]
    )
    return made


def test_a_part_passed_on_is_the_unit_s_own_and_it_is_told(child, town_part, cast):
    assert (child.parent, child.part, child.state) == (town_part, Part.RESPONSIBLE, A.TO_SIGN)
    assert (child.due_at, child.requirement) == (DUE - timedelta(days=3), "逐户登记")
    told = Notice.objects.filter(kind="assignment.passed_on")
    assert {notice.recipient.username for notice in told} == {"sibling", "two_hats"}
    entry = Feedback.objects.get(assignment=town_part, kind=FeedbackKind.DECOMPOSED)
    assert entry.text == "柳溪村"


def _refused(town_part, units, cast, says, *, due_at=None, who="town"):
    with pytest.raises(CampaignError, match=says):
        pass_on(town_part, units=units, due_at=due_at, by=cast[who])
    assert not Assignment.objects.filter(parent=town_part).exists()


@pytest.mark.parametrize("unit", ["town", "county", "other_village", "bank"])
def test_only_units_strictly_below_can_be_given_a_part(unit, town_part, units, cast):
    _refused(town_part, [units[unit]], cast, str(units[unit]))


def test_nobody_at_all_is_refused(town_part, cast):
    _refused(town_part, [], cast, "河湾镇")


def test_a_unit_with_a_part_already_is_refused(town_part, units, cast):
    _refused(town_part, [units["sibling"], units["village"]], cast, "桃源村")


def test_a_unit_taken_out_before_is_refused(task, town_part, units, cast):
    village = task.assignments.get(unit=units["village"])
    withdraw_assignment(village, reason="不再需要", by=cast["coordinator"])

    _refused(town_part, [units["village"]], cast, "桃源村")


def test_a_unit_out_of_service_is_refused(town_part, units, cast):
    Unit.objects.filter(pk=units["sibling"].pk).update(active_to=date(2026, 6, 1))

    _refused(town_part, [Unit.objects.get(pk=units["sibling"].pk)], cast, "柳溪村")


def test_a_unit_that_is_not_enrolled_is_refused(town_part, units, cast):
    Member.objects.filter(unit=units["sibling"]).delete()

    _refused(town_part, [units["sibling"]], cast, "柳溪村")


@pytest.mark.parametrize("shift", [timedelta(minutes=1), timedelta(days=-30)])
def test_the_due_moment_lies_between_now_and_the_parent_s(shift, town_part, units, cast):
    _refused(town_part, [units["sibling"]], cast, "月", due_at=DUE + shift)


@pytest.mark.parametrize("who", ["town_reporter", "other_town", "reporter", "leader"])
def test_only_a_coordinator_over_the_unit_passes_on(who, town_part, units, cast):
    _refused(town_part, [units["sibling"]], cast, "河湾镇", who=who)


def test_a_part_is_acknowledged_before_it_is_passed_on(task, units, cast, noon):
    part = task.assignments.get(unit=units["town"])

    _refused(part, [units["sibling"]], cast, "河湾镇")


def test_the_parent_asks_for_completion_when_all_below_are_done(child, town_part, cast):
    with pytest.raises(CampaignError, match="柳溪村"):
        ask_close(town_part, text="全镇完成", by=cast["town_reporter"])
    assert Assignment.objects.get(pk=town_part.pk).state == A.WORKING

    sign(child, by=cast["sibling"])
    ask_close(child, text="做完了", by=cast["sibling"])
    with pytest.raises(CampaignError):
        ask_close(town_part, text="全镇完成", by=cast["town_reporter"])
    close_assignment(child, by=cast["town"])

    assert Notice.objects.filter(kind="assignment.below_done").exists()
    ask_close(town_part, text="全镇完成", by=cast["town_reporter"])
    assert Assignment.objects.get(pk=town_part.pk).state == A.TO_VERIFY


def test_those_who_passed_it_on_are_asked_to_verify_not_the_county(child, cast):
    sign(child, by=cast["sibling"])
    ask_close(child, text="做完了", by=cast["sibling"])

    told = Notice.objects.filter(kind="assignment.asked_close")
    assert {notice.recipient.username for notice in told} == {"town"}


@pytest.mark.parametrize(
    ("who", "may"),
    [("town", True), ("coordinator", True), ("other_town", False), ("sibling", False)],
)
def test_who_passed_it_on_and_the_office_may_verify(who, may, child, cast):
    assert cast[who].has_perm("campaigns.close_assignment", child) is may


def test_a_town_does_not_verify_what_the_county_gave(part, cast):
    assert not cast["town"].has_perm("campaigns.close_assignment", part)


def test_a_child_sent_back_keeps_the_parent_waiting(child, town_part, cast):
    sign(child, by=cast["sibling"])
    ask_close(child, text="做完了", by=cast["sibling"])
    send_back(child, reason="缺照片", by=cast["town"])

    with pytest.raises(CampaignError):
        ask_close(town_part, text="全镇完成", by=cast["town_reporter"])


def test_a_waived_child_is_waited_for_no_more(child, town_part, cast):
    withdraw_assignment(child, reason="整村搬迁", by=cast["town"])

    ask_close(town_part, text="全镇完成", by=cast["town_reporter"])
    assert Assignment.objects.get(pk=town_part.pk).state == A.TO_VERIFY


def test_children_go_with_a_parent_that_is_taken_out(task, units, cast, noon):
    Assignment.objects.filter(task=task, unit=units["town"]).update(part=Part.RESPONSIBLE)
    parent = sign(task.assignments.get(unit=units["town"]), by=cast["town"])
    (child,) = pass_on(parent, units=[units["sibling"]], due_at=None, by=cast["town"])

    withdraw_assignment(parent, reason="并入县级", by=cast["coordinator"])

    child.refresh_from_db()
    assert child.state == A.WITHDRAWN
    assert Notice.objects.filter(kind="assignment.withdrawn", recipient=cast["sibling"]).exists()


def test_feedback_goes_on_while_units_below_work(child, town_part, cast):
    give_feedback(town_part, text="已动员", by=cast["town_reporter"])

    assert Assignment.objects.get(pk=town_part.pk).state == A.WORKING


def test_nothing_is_passed_on_while_the_office_verifies(town_part, units, cast):
    ask_close(town_part, text="做完了", by=cast["town_reporter"])

    _refused(town_part, [units["sibling"]], cast, "河湾镇")
