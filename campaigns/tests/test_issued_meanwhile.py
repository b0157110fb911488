"""A draft that is issued while somebody edits it: its units keep their parts."""

from datetime import timedelta

import pytest

from campaigns.actions import task_edits
from campaigns.actions.parts import Parts
from campaigns.actions.task_edits import edit_task
from campaigns.actions.tasks import issue_task
from campaigns.enums import TaskState
from campaigns.errors import CampaignError
from campaigns.models import Task
from campaigns.tests.conftest import DUE

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("noon", "english")


def test_an_edit_of_a_draft_does_not_take_issued_parts_away(make_task, cast, units, monkeypatch):
    task, by = make_task(), cast["coordinator"]
    check = task_edits.check_text_open

    def issued_at_this_moment(campaign):
        issue_task(Task.objects.get(pk=task.pk), by=by)
        check(campaign)

    monkeypatch.setattr(task_edits, "check_text_open", issued_at_this_moment)
    with pytest.raises(CampaignError, match="issued"):
        edit_task(task, version=1, by=by, title="另一个", parts=Parts(units["town"]))

    assert task.assignments.count() == 3


def test_a_task_is_issued_as_it_was_saved_last(make_task, cast, units):
    task, by = make_task(), cast["coordinator"]
    seen = Task.objects.get(pk=task.pk)
    edit_task(task, version=1, by=by, due_at=DUE - DAY, parts=Parts(units["town"]))

    issued = issue_task(seen, by=by)

    assert (issued.due_at, issued.version, issued.state) == (DUE - DAY, 2, TaskState.ISSUED)
    assert list(issued.assignments.values_list("unit", "due_at")) == [(units["town"].pk, DUE - DAY)]
