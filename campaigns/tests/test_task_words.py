"""The words of a task hold nobody's ID or card number."""

import pytest

from campaigns.actions.parts import Own, Parts
from campaigns.actions.task_edits import edit_task
from campaigns.errors import CampaignError
from campaigns.models import Task

PRIVATE = "请上门核实 11010519491231002X"
WORDS = ["title", "requirement", "deliverable"]


@pytest.mark.parametrize("name", WORDS)
def test_a_new_task_refuses_an_id_number(make_task, noon, name):
    with pytest.raises(CampaignError) as refused:
        make_task(**{name: PRIVATE})

    assert ("11010519491231002X" in str(refused.value), Task.objects.count()) == (False, 0)


@pytest.mark.parametrize("name", WORDS)
def test_a_change_refuses_it_too(draft, cast, noon, name):
    with pytest.raises(CampaignError):
        edit_task(draft, version=draft.version, by=cast["coordinator"], **{name: PRIVATE})

    assert getattr(Task.objects.get(pk=draft.pk), name) != PRIVATE


def test_words_for_a_single_unit_refuse_it(draft, cast, noon, units):
    own = {units["village"].pk: Own(requirement=PRIVATE)}
    parts = Parts(units["town"], [units["village"]], [], own=own)
    with pytest.raises(CampaignError):
        edit_task(draft, version=draft.version, by=cast["coordinator"], parts=parts)


def test_a_task_of_before_can_still_be_changed_elsewhere(draft, cast, noon):
    Task.objects.filter(pk=draft.pk).update(requirement=PRIVATE)
    edit_task(draft, version=draft.version, by=cast["coordinator"], title="入户走访")

    assert Task.objects.get(pk=draft.pk).title == "入户走访"
