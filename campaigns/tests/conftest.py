"""What the tests of this app share: tasks made by the product's own actions."""

from datetime import datetime

import pytest
from django.utils import translation

from campaigns.actions.assignments import (
    ask_close,
    close_assignment,
    send_back,
    sign,
    withdraw_assignment,
)
from campaigns.actions.parts import Parts
from campaigns.actions.plan import add_section
from campaigns.actions.tasks import create_task, issue_task
from campaigns.enums import AssignmentState, SectionKind
from campaigns.models import Assignment, Section, Task
from fraudwatch.lib import clock

DUE = datetime.fromisoformat("2026-06-30T18:00:00+08:00")
LONG_AGO = datetime.fromisoformat("2026-06-01T09:00:00+08:00")
TEXT = "（一）入户宣传\n各村组织网格员入户宣传，6月30日前完成。\n（二）校园宣传\n学校召开主题班会。"


@pytest.fixture
def english(client):
    """Sentences and pages are compared in their source language."""
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def section(campaign, cast) -> Section:
    """A section of the plan with four clauses."""
    return add_section(
        campaign, kind=SectionKind.TASKS, heading="任务分工", text=TEXT, by=cast["coordinator"]
    )


@pytest.fixture
def make_task(campaign, cast, units):
    """Make a draft task: the town leads, the village answers, the school supports."""

    def make(title: str = "入户宣传", **fields) -> Task:
        parts = Parts(units["town"], [units["village"]], [units["school"]])
        chosen = {"parts": parts, "due_at": DUE} | fields
        return create_task(campaign, title=title, by=cast["coordinator"], **chosen)

    return make


@pytest.fixture
def draft(make_task) -> Task:
    """A task nobody was told of yet."""
    with clock.at(LONG_AGO):
        return make_task()


@pytest.fixture
def task(draft, cast) -> Task:
    """An issued task."""
    with clock.at(LONG_AGO):
        return issue_task(draft, by=cast["coordinator"])


@pytest.fixture
def part(task, units) -> Assignment:
    """The village's part, still to be signed for."""
    return task.assignments.get(unit=units["village"])


@pytest.fixture
def bring(cast):
    """Bring an assignment of the village to a state by the way units go."""

    def to(part: Assignment, state: str) -> Assignment:
        reporter, office = cast["reporter"], cast["coordinator"]
        steps = {
            AssignmentState.TO_SIGN: [],
            AssignmentState.WORKING: ["sign"],
            AssignmentState.TO_VERIFY: ["sign", "ask"],
            AssignmentState.RETURNED: ["sign", "ask", "return"],
            AssignmentState.CLOSED: ["sign", "ask", "close"],
            AssignmentState.WITHDRAWN: ["withdraw"],
        }
        acts = {
            "sign": lambda: sign(part, by=reporter),
            "ask": lambda: ask_close(part, text="做完了", by=reporter),
            "return": lambda: send_back(part, reason="缺照片", by=office),
            "close": lambda: close_assignment(part, by=office),
            "withdraw": lambda: withdraw_assignment(part, reason="不再需要", by=office),
        }
        for step in steps[state]:
            acts[step]()
        return part

    return to
