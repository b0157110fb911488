"""More time: asked for, granted, refused, one request at a time."""

from datetime import timedelta

import pytest

from campaigns.actions.assignments import ask_close, close_assignment, sign
from campaigns.actions.extensions import ask_extension, grant_extension, refuse_extension
from campaigns.actions.passing_on import pass_on
from campaigns.enums import AssignmentState, ExtensionState, FeedbackKind
from campaigns.errors import CampaignError
from campaigns.lamps import Lamp, part_lamp
from campaigns.models import Assignment, Extension
from fraudwatch.lib import clock
from orgs.models import AuditEntry, Grant, Notice

from .conftest import DUE

A = AssignmentState
LATER = DUE + timedelta(days=7)


@pytest.fixture
def asked(part, cast, noon) -> Extension:
    """The village asks for a week more."""
    return ask_extension(part, wanted_at=LATER, reason="雨天", by=cast["reporter"])


def test_asking_changes_nothing_but_tells_the_office(asked, part):
    part.refresh_from_db()
    assert (part.due_at, part.first_due_at, part.state) == (DUE, None, A.TO_SIGN)
    told = Notice.objects.filter(kind="assignment.extension")
    assert {notice.recipient.username for notice in told} == {
        "coordinator", "second_coordinator",
    }  # fmt: skip


def test_while_it_is_asked_for_the_lamp_stays(asked, part):
    part.refresh_from_db()

    assert part_lamp(part, DUE + timedelta(hours=1)) == Lamp.RED


def test_granted_the_due_moment_moves_and_the_first_is_remembered(asked, part, cast):
    grant_extension(asked, by=cast["coordinator"], answer="抓紧")

    part.refresh_from_db()
    assert (part.due_at, part.first_due_at) == (LATER, DUE)
    assert (asked.state, asked.answer, asked.decided_by) == (
        ExtensionState.GRANTED, "抓紧", cast["coordinator"],
    )  # fmt: skip
    kinds = [entry.kind for entry in part.history.all()]
    assert kinds == [FeedbackKind.EXTENSION_ASKED, FeedbackKind.EXTENSION_GRANTED]
    assert AuditEntry.objects.filter(action="assignment.extension_granted").count() == 1
    assert Notice.objects.filter(kind="assignment.ext_decided").count() == 1


def test_the_office_may_grant_another_date(asked, part, cast):
    grant_extension(asked, by=cast["coordinator"], due_at=DUE + timedelta(days=2))

    part.refresh_from_db()
    assert part.due_at == DUE + timedelta(days=2)


def test_refused_the_due_moment_stays_and_the_unit_learns_why(asked, part, cast):
    with pytest.raises(CampaignError):
        refuse_extension(asked, answer=" ", by=cast["coordinator"])

    refuse_extension(asked, answer="按期完成", by=cast["coordinator"])

    part.refresh_from_db()
    assert (part.due_at, part.first_due_at) == (DUE, None)
    notice = Notice.objects.get(kind="assignment.ext_decided")
    assert (notice.recipient, notice.params["reason"]) == (cast["reporter"], "按期完成")


def test_a_refused_unit_may_ask_again(asked, part, cast):
    with pytest.raises(CampaignError, match="桃源村"):
        ask_extension(part, wanted_at=LATER, reason="还是雨天", by=cast["reporter"])
    refuse_extension(asked, answer="按期完成", by=cast["coordinator"])

    again = ask_extension(part, wanted_at=LATER, reason="连续暴雨", by=cast["reporter"])
    assert again.state == ExtensionState.ASKED


@pytest.mark.parametrize(
    ("wanted_at", "reason"),
    [
        (DUE, "雨天"),
        (DUE - timedelta(days=1), "雨天"),
        (DUE - timedelta(days=60), "雨天"),
        (DUE + timedelta(days=200), "雨天"),
        (LATER, "  "),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(wanted_at, reason, part, cast, noon):
    with pytest.raises(CampaignError):
        ask_extension(part, wanted_at=wanted_at, reason=reason, by=cast["reporter"])
    assert Extension.objects.count() == 0


@pytest.mark.parametrize("state", [A.TO_VERIFY, A.CLOSED, A.WITHDRAWN])
def test_who_is_done_asks_for_no_more_time(state, part, bring, cast, noon):
    bring(part, state)

    with pytest.raises(CampaignError, match="桃源村"):
        ask_extension(part, wanted_at=LATER, reason="雨天", by=cast["reporter"])


def test_nothing_is_granted_after_completion(asked, part, cast):
    sign(part, by=cast["reporter"])
    ask_close(part, text="做完了", by=cast["reporter"])
    close_assignment(part, by=cast["coordinator"])

    with pytest.raises(CampaignError):
        grant_extension(asked, by=cast["coordinator"])
    asked.refresh_from_db()
    assert asked.state == ExtensionState.LAPSED


def test_the_second_decision_is_told_the_first(asked, cast):
    stale = Extension.objects.get(pk=asked.pk)
    grant_extension(asked, by=cast["coordinator"])

    with pytest.raises(CampaignError):
        refuse_extension(stale, answer="不行", by=cast["second_coordinator"])
    assert Extension.objects.get(pk=asked.pk).state == ExtensionState.GRANTED


def test_a_date_that_has_passed_meanwhile_is_not_granted(asked, cast):
    with clock.at(LATER + timedelta(days=1)), pytest.raises(CampaignError):
        grant_extension(asked, by=cast["coordinator"])
    with clock.at(LATER + timedelta(days=1)):
        grant_extension(asked, due_at=LATER + timedelta(days=3), by=cast["coordinator"])


def test_nobody_decides_what_they_asked_for(part, cast, units, noon):
    Grant.objects.create(user=cast["reporter"], role="coordinator", unit=units["county"])
    asked = ask_extension(part, wanted_at=LATER, reason="雨天", by=cast["reporter"])

    with pytest.raises(CampaignError):
        grant_extension(asked, by=cast["reporter"])


def test_a_child_gets_no_more_time_than_its_parent(task, units, cast, noon):
    parent = sign(task.assignments.get(unit=units["town"]), by=cast["town"])
    early = DUE - timedelta(days=5)
    (child,) = pass_on(parent, units=[units["sibling"]], due_at=early, by=cast["town"])

    with pytest.raises(CampaignError, match="河湾镇"):
        ask_extension(child, wanted_at=LATER, reason="雨天", by=cast["sibling"])
    asked = ask_extension(child, wanted_at=DUE, reason="雨天", by=cast["sibling"])

    told = Notice.objects.filter(kind="assignment.extension")
    assert {notice.recipient.username for notice in told} == {"town"}
    grant_extension(asked, by=cast["town"])
    assert Assignment.objects.get(pk=child.pk).due_at == DUE
