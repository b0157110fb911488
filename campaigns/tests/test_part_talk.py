"""Questions to the office, handing a part over inside the unit, and reminders."""

from datetime import timedelta

import pytest

from campaigns.actions.assignments import give_feedback
from campaigns.actions.extensions import ask_extension
from campaigns.actions.handlers import hand_over_parts
from campaigns.actions.questions import answer_question, ask_question
from campaigns.actions.task_reminders import remind_parts
from campaigns.enums import AssignmentState, FeedbackKind
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Question
from campaigns.queries.cooling import COOLING
from fraudwatch.lib import clock
from orgs.actions.liaisons import appoint_liaison, hand_over_liaison
from orgs.actions.people import add_person
from orgs.handover import open_for_person
from orgs.models import AuditEntry, Notice, Person

A = AssignmentState


def test_a_question_waits_for_its_answer_and_both_stand_in_the_history(part, cast, noon):
    question = ask_question(part, text="台账用哪个样表？", by=cast["reporter"])
    assert Notice.objects.filter(kind="assignment.question").count() == 2

    answer_question(question, answer="用附件二", by=cast["coordinator"])

    assert [(entry.kind, entry.text) for entry in part.history.all()] == [
        (FeedbackKind.QUESTION, "台账用哪个样表？"),
        (FeedbackKind.ANSWER, "用附件二"),
    ]
    assert Notice.objects.get(kind="assignment.answer").recipient == cast["reporter"]


def test_a_question_is_answered_once(part, cast, noon):
    question = ask_question(part, text="台账用哪个样表？", by=cast["reporter"])
    stale = Question.objects.get(pk=question.pk)
    answer_question(question, answer="用附件二", by=cast["coordinator"])

    with pytest.raises(CampaignError, match="coordinator"):
        answer_question(stale, answer="用附件三", by=cast["second_coordinator"])
    assert Question.objects.get(pk=question.pk).answer == "用附件二"


@pytest.mark.parametrize("who", ["sibling", "town", "coordinator"])
def test_nobody_asks_for_another_unit(who, part, cast, noon):
    with pytest.raises(CampaignError, match="桃源村"):
        ask_question(part, text="台账？", by=cast[who])


@pytest.mark.parametrize("state", [A.CLOSED, A.WITHDRAWN])
def test_a_finished_part_asks_nothing(state, part, bring, cast, noon):
    bring(part, state)

    with pytest.raises(CampaignError):
        ask_question(part, text="台账？", by=cast["reporter"])


def test_an_empty_question_or_answer_is_refused(part, cast, noon):
    with pytest.raises(CampaignError):
        ask_question(part, text=" \n", by=cast["reporter"])
    question = ask_question(part, text="台账？", by=cast["reporter"])
    with pytest.raises(CampaignError):
        answer_question(question, answer=" ", by=cast["coordinator"])


@pytest.fixture
def clerk(units, cast) -> Person:
    """Somebody who works in the village."""
    return add_person(units["village"], name="陈会计", by=cast["coordinator"])


def test_a_part_is_handed_to_somebody_of_the_unit(part, clerk, cast, noon):
    outcome = hand_over_parts([part], person=clerk, note="轮岗", by=cast["reporter"])

    assert (outcome.done, outcome.skipped) == ([part], [])
    part.refresh_from_db()
    assert part.handler == clerk
    assert part.history.get(kind=FeedbackKind.HANDED_OVER).text == "陈会计\n轮岗"


def test_only_people_of_the_unit_who_are_still_there_can_take_it(part, clerk, units, cast, noon):
    stranger = add_person(units["other_village"], name="外村人", by=cast["coordinator"])
    Person.objects.filter(pk=clerk.pk).update(left_on=clock.today())
    clerk.refresh_from_db()

    for person in (stranger, clerk):
        with pytest.raises(CampaignError, match=person.name):
            hand_over_parts([part], person=person, by=cast["coordinator"])
    assert Assignment.objects.get(pk=part.pk).handler is None


def test_parts_of_other_units_are_left_and_named(task, part, clerk, cast, noon):
    outcome = hand_over_parts(task.assignments.all(), person=clerk, by=cast["coordinator"])

    assert outcome.done == [part]
    assert {one.part.unit.name for one in outcome.skipped} == {"河湾镇", "河湾镇中心小学"}


def test_when_a_liaison_changes_the_open_parts_go_to_the_successor(part, clerk, units, cast, noon):
    successor = add_person(units["village"], name="新联络员", by=cast["coordinator"])
    term = appoint_liaison(units["village"], person=clerk, by=cast["coordinator"])
    hand_over_parts([part], person=clerk, by=cast["reporter"])
    assert [item.number for item in open_for_person(clerk, units["village"])] == [1]

    hand_over_liaison(term, to=successor, by=cast["coordinator"])

    assert Assignment.objects.get(pk=part.pk).handler == successor
    assert open_for_person(clerk, units["village"]) == []
    entry = part.history.filter(kind=FeedbackKind.HANDED_OVER).last()
    assert entry.text == "陈会计 → 新联络员"


def test_only_those_who_still_owe_are_reminded(task, part, bring, cast, noon):
    bring(part, A.TO_VERIFY)

    reminded = remind_parts(task.assignments.all(), by=cast["coordinator"])

    assert {one.unit.name for one in reminded.told} == {"河湾镇", "河湾镇中心小学"}
    assert (reminded.cooling, reminded.done) == ([], [part])
    assert not Notice.objects.filter(kind="reminder", recipient=cast["reporter"])
    assert AuditEntry.objects.filter(action="task.units_reminded").count() == 1


def test_a_unit_is_not_reminded_again_within_the_cooling_off_time(part, cast, noon):
    remind_parts([part], by=cast["coordinator"])
    soon = remind_parts([part], by=cast["second_coordinator"])
    assert (soon.told, soon.cooling) == ([], [part])

    with clock.at(noon + COOLING + timedelta(minutes=1)):
        later = remind_parts([part], by=cast["coordinator"])

    assert (later.told, later.cooling) == ([part], [])
    assert Notice.objects.filter(kind="reminder").count() == 2
    assert part.history.filter(kind=FeedbackKind.REMINDED).count() == 2


@pytest.mark.parametrize("number", ["110105199003071239", "6222020200112230"])
def test_no_identity_or_card_number_is_kept(number, part, bring, cast, noon):
    bring(part, A.WORKING)
    text = f"受害人 {number}"
    acts = [
        lambda: give_feedback(part, text=text, by=cast["reporter"]),
        lambda: ask_question(part, text=text, by=cast["reporter"]),
        lambda: ask_extension(
            part, wanted_at=part.due_at + timedelta(days=1), reason=text, by=cast["reporter"]
        ),
    ]
    before = part.history.count()

    for act in acts:
        with pytest.raises(CampaignError) as refusal:
            act()
        assert number not in str(refusal.value)
    assert part.history.count() == before
