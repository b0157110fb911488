"""A sentence taken out hands what comes from it to a sentence of the same plan, or stays."""

import uuid
from datetime import date

import pytest

from campaigns.actions.campaigns import create_campaign
from campaigns.actions.clauses import save_text
from campaigns.actions.plan import add_section
from campaigns.edits import Edit, Gone
from campaigns.models import Campaign, Clause

NOBODY = uuid.UUID("33333333-3333-4333-8333-333333333333")


@pytest.fixture
def clauses(section):
    """The four sentences of the section."""
    return list(section.clauses.all())


@pytest.fixture
def take_out(campaign, cast):
    """Take sentences out as an editor does."""

    def go(*gone):
        by = cast["coordinator"]
        fresh = Campaign.objects.get(pk=campaign.pk)
        return save_text(fresh, edit=Edit(by.pk, gone=gone), by=by)

    return go


@pytest.fixture
def foreign(cast, units):
    """A sentence of another plan of the same office."""
    other = create_campaign(
        units["county"], title="另一行动", kind="telecom_fraud", by=cast["coordinator"],
        starts_on=date(2026, 6, 1), ends_on=date(2026, 8, 31),
    )  # fmt: skip
    made = add_section(
        other, kind="other", heading="别处", text="别处的话。", by=cast["coordinator"]
    )
    return made.clauses.get()


@pytest.mark.parametrize("into", ["another plan", "nowhere", "itself"])
def test_a_task_goes_with_its_sentence_only_to_one_of_the_same_plan(
    into, take_out, clauses, foreign, make_task
):
    task = make_task(clause=clauses[1])
    key = {"another plan": foreign.key, "nowhere": NOBODY, "itself": clauses[1].key}[into]

    answer = take_out(Gone(clauses[1].key, 1, into=key))

    task.refresh_from_db()
    assert task.clause == clauses[1]
    assert (answer.gone, [row["key"] for row in answer.refused]) == ([], [str(clauses[1].key)])


def test_a_sentence_that_has_just_got_a_task_does_not_go_in_the_same_message(
    take_out, clauses, make_task
):
    task = make_task(clause=clauses[1])

    answer = take_out(Gone(clauses[1].key, 1, into=clauses[3].key), Gone(clauses[3].key, 1))

    task.refresh_from_db()
    assert task.clause == clauses[3]
    assert [row["key"] for row in answer.refused] == [str(clauses[3].key)]


def test_a_task_is_not_handed_to_a_sentence_that_went_in_the_same_message(
    take_out, clauses, make_task
):
    task = make_task(clause=clauses[1])

    answer = take_out(Gone(clauses[3].key, 1), Gone(clauses[1].key, 1, into=clauses[3].key))

    task.refresh_from_db()
    assert task.clause == clauses[1]
    assert answer.gone == [str(clauses[3].key)]
    assert Clause.objects.filter(pk=clauses[1].pk).exists()
