"""No reason or answer about a part keeps an identity or card number: it is read by many."""

from datetime import timedelta

import pytest

from campaigns.actions.assignments import close_assignment, send_back, withdraw_assignment
from campaigns.actions.due_dates import move_due, move_task_due
from campaigns.actions.extensions import ask_extension, grant_extension, refuse_extension
from campaigns.actions.handlers import hand_over_parts
from campaigns.actions.tasks import withdraw_task
from campaigns.enums import AssignmentState
from campaigns.errors import CampaignError
from campaigns.models import Feedback
from orgs.models import AuditEntry, Notice

from .conftest import DUE

A = AssignmentState
LATER = DUE + timedelta(days=7)
WORDS = "李某（身份证11010519491231002X）已外出"

STEPS = {
    "send_back": (A.TO_VERIFY, lambda part, by: send_back(part, reason=WORDS, by=by)),
    "close": (A.TO_VERIFY, lambda part, by: close_assignment(part, text=WORDS, by=by)),
    "withdraw": (A.WORKING, lambda part, by: withdraw_assignment(part, reason=WORDS, by=by)),
    "withdraw_task": (A.WORKING, lambda part, by: withdraw_task(part.task, reason=WORDS, by=by)),
    "move_due": (A.WORKING, lambda part, by: move_due([part], due_at=LATER, reason=WORDS, by=by)),
    "move_task_due": (
        A.WORKING,
        lambda part, by: move_task_due(
            part.task, version=part.task.version, due_at=LATER, reason=WORDS, by=by
        ),
    ),
    "grant": (
        A.WORKING, lambda part, by: grant_extension(part.extensions.get(), answer=WORDS, by=by)
    ),
    "refuse": (
        A.WORKING, lambda part, by: refuse_extension(part.extensions.get(), answer=WORDS, by=by)
    ),
    "hand_over": (
        A.WORKING,
        lambda part, by: hand_over_parts([part], person=None, note=WORDS, by=by),
    ),
}  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_a_number_of_a_person_is_refused_and_nothing_is_written(step, part, cast, bring, noon):
    state, act = STEPS[step]
    if step in ("grant", "refuse"):
        ask_extension(part, wanted_at=LATER, reason="雨天", by=cast["reporter"])
    part = bring(part, state)
    before = Feedback.objects.count(), Notice.objects.count(), AuditEntry.objects.count()

    with pytest.raises(CampaignError) as refusal:
        act(part, cast["coordinator"])

    assert "110105********002X" in str(refusal.value)
    part.refresh_from_db()
    assert (part.state, part.due_at) == (state, DUE)
    assert before == (Feedback.objects.count(), Notice.objects.count(), AuditEntry.objects.count())
