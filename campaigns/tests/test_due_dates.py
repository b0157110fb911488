"""Moving due moments: one unit, many, a whole task, and what goes along."""

from datetime import timedelta

import pytest

from campaigns.actions.assignments import sign
from campaigns.actions.due_dates import move_due, move_task_due
from campaigns.actions.passing_on import pass_on
from campaigns.enums import AssignmentState, CampaignState, FeedbackKind, Repeat
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Feedback, Task
from fraudwatch.lib.errors import StaleVersion
from orgs.models import AuditEntry, Notice

from .conftest import DUE

LATER = DUE + timedelta(days=5)
SOONER = DUE - timedelta(days=5)


@pytest.fixture
def town_part(task, units, cast, noon) -> Assignment:
    """The town's part, being worked on."""
    return sign(task.assignments.get(unit=units["town"]), by=cast["town"])


def test_a_moved_part_remembers_its_first_due_moment_and_tells_the_unit(part, cast, noon):
    move_due([part], due_at=LATER, reason="汛期", by=cast["coordinator"])
    move_due([part], due_at=LATER + timedelta(days=1), reason="汛期延长", by=cast["coordinator"])

    part.refresh_from_db()
    assert (part.due_at, part.first_due_at) == (LATER + timedelta(days=1), DUE)
    notices = Notice.objects.filter(recipient=cast["reporter"], kind="assignment.due_moved")
    assert [notice.params["reason"] for notice in notices.order_by("pk")] == ["汛期", "汛期延长"]
    entries = Feedback.objects.filter(assignment=part, kind=FeedbackKind.DUE_MOVED)
    assert [entry.text.splitlines()[1] for entry in entries] == ["汛期", "汛期延长"]
    assert "6月30日 18:00 → 7月5日 18:00" in entries[0].text


def test_of_many_parts_the_finished_ones_stay_and_are_named(task, part, bring, cast, units, noon):
    bring(part, AssignmentState.CLOSED)
    others = task.assignments.exclude(pk=part.pk)

    outcome = move_due([part, *others], due_at=LATER, reason="汛期", by=cast["coordinator"])

    assert {one.unit.name for one in outcome.done} == {"河湾镇", "河湾镇中心小学"}
    assert [(one.part, "桃源村" in one.why) for one in outcome.skipped] == [(part, True)]
    assert Assignment.objects.get(pk=part.pk).due_at == DUE


@pytest.mark.parametrize(
    ("due_at", "reason", "says"),
    [
        (LATER, " ", "why"),
        (DUE - timedelta(days=25), "提前", "passed"),
        (DUE + timedelta(days=200), "推迟", "campaign ends"),
        (DUE, "不变", "due then already"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused_in_a_sentence(
    due_at, reason, says, part, cast, noon, settings
):
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(CampaignError, match=says):
        move_due([part], due_at=due_at, reason=reason, by=cast["coordinator"])
    assert Assignment.objects.get(pk=part.pk).first_due_at is None


def test_nothing_moves_in_a_campaign_that_ended(part, cast, noon):
    part.task.campaign.state = CampaignState.STOPPED
    part.task.campaign.save()

    with pytest.raises(CampaignError):
        move_due([part], due_at=LATER, reason="汛期", by=cast["coordinator"])


def test_an_issued_task_moves_with_the_parts_that_were_due_with_it(task, part, cast, noon):
    own = DUE - timedelta(days=2)
    Assignment.objects.filter(pk=part.pk).update(due_at=own)

    move_task_due(
        task, version=task.version, due_at=LATER, reason="省里推迟", by=cast["coordinator"]
    )

    assert Task.objects.get(pk=task.pk).due_at == LATER
    assert dict(task.assignments.values_list("unit__name", "due_at")) == {
        "河湾镇": LATER, "桃源村": own, "河湾镇中心小学": LATER,
    }  # fmt: skip
    assert AuditEntry.objects.filter(action="task.due_moved").count() == 1


def test_children_are_never_due_after_their_parent(town_part, cast, units, noon):
    (child,) = pass_on(
        town_part, units=[units["sibling"]], due_at=DUE - timedelta(days=1), by=cast["town"]
    )
    early = DUE - timedelta(days=9)
    task = town_part.task

    move_task_due(task, version=task.version, due_at=SOONER, reason="提前", by=cast["coordinator"])
    child.refresh_from_db()
    assert (child.due_at, child.first_due_at) == (SOONER, DUE - timedelta(days=1))

    with pytest.raises(CampaignError, match="河湾镇"):
        move_due([child], due_at=LATER, reason="放宽", by=cast["town"])
    move_due([child], due_at=early, reason="提前", by=cast["town"])
    move_task_due(task, version=task.version, due_at=LATER, reason="推迟", by=cast["coordinator"])
    child.refresh_from_db()
    assert child.due_at == early


def test_a_draft_moves_without_a_reason_and_tells_nobody(draft, cast, noon):
    move_task_due(draft, version=draft.version, due_at=LATER, reason="", by=cast["coordinator"])

    assert set(draft.assignments.values_list("due_at", "first_due_at")) == {(LATER, None)}
    assert Notice.objects.count() == 0


def test_an_issued_task_needs_a_reason_and_the_version_seen(task, cast, noon):
    with pytest.raises(CampaignError):
        move_task_due(task, version=task.version, due_at=LATER, reason="", by=cast["coordinator"])
    with pytest.raises(StaleVersion):
        move_task_due(
            task, version=task.version + 3, due_at=LATER, reason="推迟", by=cast["coordinator"]
        )


def test_finished_withdrawn_and_repeating_tasks_keep_their_due_date(task, part, bring, cast, noon):
    def move():
        task.refresh_from_db()
        move_task_due(
            task, version=task.version, due_at=LATER, reason="推迟", by=cast["coordinator"]
        )

    Task.objects.update(repeat=Repeat.WEEKS)
    with pytest.raises(CampaignError):
        move()
    Task.objects.update(repeat=Repeat.ONCE)
    task.assignments.update(state=AssignmentState.CLOSED)
    with pytest.raises(CampaignError):
        move()
    Task.objects.update(state="withdrawn")
    with pytest.raises(CampaignError):
        move()
