"""What becomes of a task as a whole: planned, issued, edited, withdrawn."""

from datetime import timedelta

import pytest

from campaigns.actions.parts import Parts
from campaigns.actions.task_edits import edit_task
from campaigns.actions.tasks import delete_task, issue_task, issue_tasks, withdraw_task
from campaigns.enums import AssignmentState, CampaignState, Part, TaskState
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Campaign, Task
from campaigns.progress import task_state
from campaigns.queries.task_filters import TaskFilters
from campaigns.queries.task_rows import task_rows
from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from orgs.models import AuditEntry, Notice

from .conftest import DUE, LONG_AGO

A = AssignmentState


def told(task):
    return {notice.recipient.username for notice in Notice.objects.filter(kind=task)}


def test_tasks_are_numbered_in_the_order_they_are_made(make_task):
    assert [make_task(title).number for title in ("甲", "乙", "丙")] == [1, 2, 3]


def test_a_draft_is_seen_by_the_office_alone(draft, cast):
    seen = {
        who: list(Task.objects.visible_to(cast[who]))
        for who in ("coordinator", "leader", "town", "reporter", "far_coordinator")
    }

    assert seen == {
        "coordinator": [draft], "leader": [draft], "town": [], "reporter": [],
        "far_coordinator": [],
    }  # fmt: skip
    assert list(Assignment.objects.visible_to(cast["reporter"])) == []


@pytest.mark.parametrize(
    "parts",
    [
        Parts("town", (), ("town",)),
        Parts("town", ("town",), ()),
        Parts("town", ("village",), ("village",)),
    ],
)
def test_a_unit_has_one_part_in_a_task(parts, make_task, units):
    named = Parts(
        units[parts.lead],
        [units[key] for key in parts.responsible],
        [units[key] for key in parts.support],
    )

    with pytest.raises(CampaignError):
        make_task(parts=named)
    assert Task.objects.count() == 0


@pytest.mark.parametrize("outsider", ["county", "far_village"])
def test_a_unit_that_is_not_enrolled_gets_no_task(outsider, make_task, units):
    with pytest.raises(CampaignError, match=units[outsider].name):
        make_task(parts=Parts(units["town"], [units[outsider]]))


def test_a_unit_out_of_service_gets_no_task(make_task, units):
    units["village"].active_to = units["village"].active_from + timedelta(days=1)
    units["village"].save()

    with pytest.raises(CampaignError, match="桃源村"):
        make_task()


@pytest.mark.parametrize("due", ["2026-05-03T23:59:00+08:00", "2026-11-01T00:00:00+08:00"])
def test_a_task_is_not_due_outside_the_campaign(due, make_task):
    with pytest.raises(CampaignError):
        make_task(due_at=DUE.fromisoformat(due))


@pytest.mark.parametrize("due", ["2026-05-04T00:00:00+08:00", "2026-10-31T23:59:00+08:00"])
def test_the_first_and_last_minute_of_the_campaign_will_do(due, make_task):
    assert make_task(due_at=DUE.fromisoformat(due)).due_at == DUE.fromisoformat(due)


def test_issuing_tells_the_reporters_of_every_unit(draft, cast, noon):
    issue_task(draft, by=cast["coordinator"])

    assert (draft.state, draft.issued_at) == (TaskState.ISSUED, noon)
    assert told("assignment.issued") == {"town", "town_reporter", "reporter", "school", "two_hats"}
    assert {part.due_at for part in draft.assignments.all()} == {DUE}


def test_a_task_is_issued_once(task, cast, noon):
    with pytest.raises(CampaignError):
        issue_task(task, by=cast["second_coordinator"])
    assert AuditEntry.objects.filter(action="task.issued").count() == 1


@pytest.mark.parametrize(
    "lack",
    [{"parts": None}, {"due_at": None}, {"due_at": LONG_AGO}],
    ids=["no lead", "no due date", "due date over"],
)
def test_a_task_is_issued_complete_and_in_time(lack, make_task, cast, noon):
    task = make_task(**lack)

    with pytest.raises(CampaignError):
        issue_task(task, by=cast["coordinator"])
    assert Task.objects.get().state == TaskState.DRAFT


def test_several_tasks_are_issued_all_or_none(make_task, cast, noon):
    good, bad = make_task("好的"), make_task("缺单位", parts=None)

    with pytest.raises(CampaignError):
        issue_tasks([good, bad], by=cast["coordinator"])
    assert {task.state for task in Task.objects.all()} == {TaskState.DRAFT}


@pytest.mark.parametrize("state", sorted(set(CampaignState) - {CampaignState.RUNNING}))
def test_no_task_begins_unless_the_campaign_runs(state, draft, cast, noon):
    Campaign.objects.update(state=state)
    draft.campaign.refresh_from_db()

    with pytest.raises(CampaignError):
        issue_task(draft, by=cast["coordinator"])


def test_a_new_due_moment_moves_the_open_parts_alone(task, units, bring, cast, noon):
    bring(task.assignments.get(unit=units["village"]), A.CLOSED)
    later = DUE + timedelta(days=5)

    edit_task(task, version=task.version, by=cast["coordinator"], due_at=later, reason="会期推迟")

    assert dict(task.assignments.values_list("unit__name", "due_at")) == {
        "河湾镇": later, "桃源村": DUE, "河湾镇中心小学": later,
    }  # fmt: skip


def test_the_second_to_edit_a_task_is_told(draft, cast):
    edit_task(draft, version=1, by=cast["coordinator"], title="先改的")

    with pytest.raises(StaleVersion):
        edit_task(draft, version=1, by=cast["second_coordinator"], title="后改的")
    assert Task.objects.get().title == "先改的"


def test_the_units_of_a_draft_are_replaced(draft, units, cast):
    edit_task(draft, version=1, by=cast["coordinator"], parts=Parts(units["bank"]))

    assert list(draft.assignments.values_list("unit__name", "part")) == [
        ("青澜农商银行", Part.LEAD)
    ]


def test_units_join_an_issued_task_and_are_told(task, units, cast, noon):
    Notice.objects.all().delete()
    more = Parts(units["town"], [units["village"], units["bank"]], [units["school"]])

    edit_task(task, version=task.version, by=cast["coordinator"], parts=more)

    assert told("assignment.issued") == {"bank"}
    assert task.assignments.count() == 4


def test_no_unit_leaves_an_issued_task_unasked(task, units, cast, noon):
    less = Parts(units["town"], [], [units["school"]])

    with pytest.raises(CampaignError, match="桃源村"):
        edit_task(task, version=task.version, by=cast["coordinator"], parts=less)
    assert task.assignments.count() == 3


def test_withdrawing_a_task_ends_what_is_open_and_keeps_what_is_done(
    task, units, bring, cast, noon
):
    bring(task.assignments.get(unit=units["village"]), A.CLOSED)
    Notice.objects.all().delete()

    withdraw_task(task, reason="并入另一项任务", by=cast["coordinator"])

    assert dict(task.assignments.values_list("unit__name", "state")) == {
        "河湾镇": A.WITHDRAWN, "桃源村": A.CLOSED, "河湾镇中心小学": A.WITHDRAWN,
    }  # fmt: skip
    assert told("assignment.withdrawn") == {"town", "town_reporter", "school", "two_hats"}
    with pytest.raises(CampaignError):
        withdraw_task(task, reason="再撤一次", by=cast["coordinator"])


def test_withdrawing_needs_a_reason(task, cast, noon):
    with pytest.raises(CampaignError):
        withdraw_task(task, reason="  ", by=cast["coordinator"])


def test_a_draft_is_deleted_and_an_issued_task_is_not(make_task, task, cast):
    delete_task(make_task("写错了"), by=cast["coordinator"])

    with pytest.raises(CampaignError):
        delete_task(task, by=cast["coordinator"])
    assert list(Task.objects.all()) == [task]


@pytest.mark.parametrize(
    ("own", "parts", "shown"),
    [
        (TaskState.DRAFT, [A.TO_SIGN], "draft"),
        (TaskState.WITHDRAWN, [A.CLOSED], "withdrawn"),
        (TaskState.ISSUED, [A.TO_SIGN, A.TO_SIGN], "todo"),
        (TaskState.ISSUED, [A.TO_SIGN, A.WORKING], "working"),
        (TaskState.ISSUED, [A.RETURNED], "working"),
        (TaskState.ISSUED, [A.TO_SIGN, A.CLOSED], "working"),
        (TaskState.ISSUED, [A.TO_VERIFY, A.WORKING], "working"),
        (TaskState.ISSUED, [A.TO_VERIFY, A.CLOSED], "to_verify"),
        (TaskState.ISSUED, [A.CLOSED, A.WITHDRAWN], "closed"),
        (TaskState.ISSUED, [A.WITHDRAWN], "todo"),
    ],
)
def test_a_task_stands_where_its_units_stand(own, parts, shown):
    assert task_state(own, parts) == shown


@pytest.mark.parametrize(
    ("params", "titles"),
    [
        ({}, ["入户", "银行"]),
        ({"state": "working"}, ["入户"]),
        ({"state": "todo"}, ["银行"]),
        ({"lamp": "red"}, ["入户"]),
        ({"lamp": "green"}, ["银行"]),
        ({"overdue": "1"}, ["入户"]),
        ({"q": "银"}, ["银行"]),
        ({"q": "1"}, ["入户"]),
        ({"unit": "bank"}, ["银行"]),
        ({"phase": "999"}, []),
        ({"state": "nonsense", "unit": "1 OR 1=1", "lamp": "<b>"}, ["入户", "银行"]),
    ],
)
def test_the_list_shows_what_the_address_asks_for(params, titles, make_task, units, cast, bring):
    with clock.at(LONG_AGO):
        first = issue_task(make_task("入户"), by=cast["coordinator"])
        bank = make_task("银行", parts=Parts(units["bank"]), due_at=DUE + timedelta(days=60))
        issue_task(bank, by=cast["coordinator"])
        bring(first.assignments.get(unit=units["village"]), A.WORKING)
    if params.get("unit") == "bank":
        params = {"unit": str(units["bank"].pk)}

    now = DUE + timedelta(days=1)
    ledger = task_rows(cast["coordinator"], first.campaign, TaskFilters.read(params), now)

    assert [row.task.title for row in ledger.rows] == titles
    assert (ledger.total, ledger.overdue) == (2, 1)
