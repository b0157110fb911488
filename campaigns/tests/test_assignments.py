"""A unit's part in a task: every step from every state, and who may take it."""

import threading

import pytest
from django.db import connection, connections

from campaigns.actions.assignments import (
    ask_close,
    close_assignment,
    give_feedback,
    send_back,
    sign,
    withdraw_assignment,
)
from campaigns.actions.tasks import withdraw_task
from campaigns.enums import AssignmentState, CampaignState, FeedbackKind
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Campaign, Feedback
from fraudwatch.lib import clock
from orgs.models import AuditEntry, Grant, Notice

from .conftest import DUE

A = AssignmentState
STEPS = {
    "sign": lambda part, cast: sign(part, by=cast["reporter"]),
    "give_feedback": lambda part, cast: give_feedback(part, text="走了三十户", by=cast["reporter"]),
    "ask_close": lambda part, cast: ask_close(part, text="做完了", by=cast["reporter"]),
    "close": lambda part, cast: close_assignment(part, by=cast["coordinator"]),
    "return": lambda part, cast: send_back(part, reason="缺照片", by=cast["coordinator"]),
    "withdraw": lambda part, cast: withdraw_assignment(
        part, reason="不再需要", by=cast["coordinator"]
    ),
}
# rows: from; what is not listed is refused
TO = {
    A.TO_SIGN: {"sign": A.WORKING, "withdraw": A.WITHDRAWN},
    A.WORKING: {
        "give_feedback": A.WORKING, "ask_close": A.TO_VERIFY, "withdraw": A.WITHDRAWN,
    },
    A.TO_VERIFY: {"close": A.CLOSED, "return": A.RETURNED, "withdraw": A.WITHDRAWN},
    A.RETURNED: {
        "give_feedback": A.WORKING, "ask_close": A.TO_VERIFY, "withdraw": A.WITHDRAWN,
    },
    A.CLOSED: {},
    A.WITHDRAWN: {},
}  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", A)
def test_every_step_from_every_state(state, step, part, bring, cast, noon):
    bring(part, state)
    trail, history = AuditEntry.objects.count(), Feedback.objects.count()
    to = TO[state].get(step)

    if to is None:
        with pytest.raises(CampaignError):
            STEPS[step](part, cast)
    else:
        STEPS[step](part, cast)

    written = int(to is not None)
    part.refresh_from_db()
    assert part.state == (to or state)
    assert AuditEntry.objects.count() == trail + written
    assert Feedback.objects.count() == history + written


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", [CampaignState.ARCHIVED, CampaignState.STOPPED])
def test_nothing_moves_in_a_campaign_that_ended(state, step, part, cast, noon):
    Campaign.objects.update(state=state)

    with pytest.raises(CampaignError):
        STEPS[step](part, cast)


@pytest.mark.parametrize("step", STEPS)
def test_nothing_moves_in_a_withdrawn_task(step, part, task, cast, noon):
    withdraw_task(task, reason="并入别项", by=cast["coordinator"])

    with pytest.raises(CampaignError):
        STEPS[step](part, cast)


@pytest.mark.parametrize("who", ["sibling", "town", "coordinator", "far_reporter", "nobody"])
def test_nobody_answers_for_another_unit(who, part, cast, noon):
    with pytest.raises(CampaignError, match="桃源村"):
        sign(part, by=cast[who])
    assert Assignment.objects.get(pk=part.pk).state == A.TO_SIGN


def test_signing_notes_who_and_when(part, cast, noon):
    sign(part, by=cast["reporter"])

    assert (part.signed_by, part.signed_at) == (cast["reporter"], noon)


def test_asking_for_completion_tells_the_coordinators_of_the_campaign(part, bring, noon):
    bring(part, A.TO_VERIFY)

    people = Notice.objects.filter(kind="assignment.asked_close")
    assert {notice.recipient.username for notice in people} == {
        "coordinator", "second_coordinator",
    }  # fmt: skip


def test_done_counts_from_the_request_that_was_accepted(part, cast, bring):
    with clock.at(DUE.replace(day=28)):
        bring(part, A.RETURNED)
    with clock.at(DUE.replace(day=29)):
        ask_close(part, text="补好了", by=cast["reporter"])
    with clock.at(DUE.replace(month=7, day=5)):
        close_assignment(part, by=cast["coordinator"])

    assert part.done_at == DUE.replace(day=29)


def test_nobody_confirms_the_work_they_handed_in(part, bring, cast, units, noon):
    Grant.objects.create(user=cast["reporter"], role="coordinator", unit=units["county"])
    bring(part, A.TO_VERIFY)

    with pytest.raises(CampaignError, match="桃源村"):
        close_assignment(part, by=cast["reporter"])
    assert Assignment.objects.get(pk=part.pk).state == A.TO_VERIFY


def test_sending_back_says_what_is_missing_and_tells_the_unit(part, bring, cast, noon):
    bring(part, A.TO_VERIFY)
    with pytest.raises(CampaignError):
        send_back(part, reason=" ", by=cast["coordinator"])

    send_back(part, reason="缺入户照片", by=cast["coordinator"])

    notice = Notice.objects.get(kind="assignment.returned")
    assert (notice.recipient, notice.params["reason"]) == (cast["reporter"], "缺入户照片")


def test_empty_feedback_is_refused(part, bring, cast, noon):
    bring(part, A.WORKING)

    with pytest.raises(CampaignError):
        give_feedback(part, text=" \n", by=cast["reporter"])


def test_the_lead_unit_is_not_taken_out_alone(task, units, cast, noon):
    with pytest.raises(CampaignError, match="河湾镇"):
        withdraw_assignment(
            task.assignments.get(unit=units["town"]), reason="换人", by=cast["coordinator"]
        )


def test_the_second_answer_to_a_request_is_told_the_first(part, bring, cast, noon):
    bring(part, A.TO_VERIFY)
    stale = Assignment.objects.get(pk=part.pk)
    close_assignment(part, by=cast["coordinator"])

    with pytest.raises(CampaignError, match="桃源村"):
        send_back(stale, reason="缺照片", by=cast["second_coordinator"])

    answers = Feedback.objects.filter(kind__in=[FeedbackKind.CLOSED, FeedbackKind.RETURNED])
    assert [entry.kind for entry in answers] == [FeedbackKind.CLOSED]


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_the_same_moment_one_wins(part, bring, cast):
    if connection.vendor != "postgresql":
        pytest.skip("threads share one connection to a database in memory")
    bring(part, A.TO_VERIFY)
    gate, outcomes = threading.Barrier(2), []

    def answer(act):
        try:
            mine = Assignment.objects.get(pk=part.pk)
            gate.wait(timeout=10)
            act(mine)
            outcomes.append("done")
        except CampaignError:
            outcomes.append("refused")
        finally:
            connections.close_all()

    acts = [
        lambda mine: close_assignment(mine, by=cast["coordinator"]),
        lambda mine: send_back(mine, reason="缺照片", by=cast["second_coordinator"]),
    ]
    threads = [threading.Thread(target=answer, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    trail = AuditEntry.objects.filter(action__in=["assignment.closed", "assignment.returned"])
    assert (sorted(outcomes), trail.count()) == (["done", "refused"], 1)
