"""Two people at the same moment: one step wins, the other is told, nothing is half done."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections

from campaigns.actions.assignments import ask_close, close_assignment, sign
from campaigns.actions.extensions import ask_extension, grant_extension, refuse_extension
from campaigns.actions.parts import Parts
from campaigns.actions.passing_on import pass_on
from campaigns.actions.questions import answer_question, ask_question
from campaigns.actions.task_reminders import remind_parts
from campaigns.actions.tasks import create_task, issue_task
from campaigns.enums import AssignmentState, ExtensionState
from campaigns.errors import CampaignError
from campaigns.models import Assignment, Extension, Question
from fraudwatch.lib import clock
from orgs.models import AuditEntry, Notice

from .conftest import DUE, LONG_AGO

A = AssignmentState
LATER = DUE + timedelta(days=7)


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def race():
    """Do the acts at the same moment; returns how each ended."""

    def run(*acts: Callable[[], object]) -> list[str]:
        gate, outcomes = threading.Barrier(len(acts)), []

        def one(act: Callable[[], object]) -> None:
            try:
                with clock.at(LONG_AGO + timedelta(days=1)):
                    gate.wait(timeout=10)
                    act()
                outcomes.append("done")
            except CampaignError:
                outcomes.append("refused")
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(outcomes)

    return run


@pytest.fixture
def given(campaign, cast, units) -> Assignment:
    """The town's part, being worked on; nobody else has one."""
    with clock.at(LONG_AGO):
        task = create_task(
            campaign, title="入户宣传", parts=Parts(units["town"]), due_at=DUE,
            by=cast["coordinator"],
        )  # fmt: skip
        issue_task(task, by=cast["coordinator"])
        return sign(task.assignments.get(), by=cast["town"])


def fresh(part: Assignment) -> Assignment:
    return Assignment.objects.get(pk=part.pk)


def trail(word: str) -> int:
    return AuditEntry.objects.filter(action=f"assignment.{word}").count()


def test_of_two_who_sign_one_does(given, cast, race):
    Assignment.objects.update(state=A.TO_SIGN)

    ends = race(
        lambda: sign(fresh(given), by=cast["town"]),
        lambda: sign(fresh(given), by=cast["town_reporter"]),
    )

    assert (ends, trail("signed")) == (["done", "refused"], 2)  # one of them long ago


def test_more_time_is_asked_for_once(given, cast, race):
    ends = race(
        lambda: ask_extension(fresh(given), wanted_at=LATER, reason="雨", by=cast["town"]),
        lambda: ask_extension(fresh(given), wanted_at=LATER, reason="汛", by=cast["town_reporter"]),
    )

    assert (ends, Extension.objects.count()) == (["done", "refused"], 1)
    assert trail("extension_asked") == 1


def test_more_time_is_decided_once(given, cast, race):
    with clock.at(LONG_AGO):
        asked = ask_extension(given, wanted_at=LATER, reason="雨", by=cast["town"])

    ends = race(
        lambda: grant_extension(Extension.objects.get(pk=asked.pk), by=cast["coordinator"]),
        lambda: refuse_extension(
            Extension.objects.get(pk=asked.pk), answer="按期", by=cast["second_coordinator"]
        ),
    )

    asked.refresh_from_db()
    moved = fresh(given).due_at == LATER
    assert (ends, moved) == (["done", "refused"], asked.state == ExtensionState.GRANTED)


def test_a_part_closed_meanwhile_gets_no_more_time(given, cast, race):
    with clock.at(LONG_AGO):
        asked = ask_extension(given, wanted_at=LATER, reason="雨", by=cast["town"])
        ask_close(given, text="做完了", by=cast["town"])

    race(
        lambda: close_assignment(fresh(given), by=cast["coordinator"]),
        lambda: grant_extension(Extension.objects.get(pk=asked.pk), by=cast["second_coordinator"]),
    )

    asked.refresh_from_db()
    after = fresh(given)
    assert after.state == A.CLOSED
    assert (after.due_at == LATER) == (asked.state == ExtensionState.GRANTED)


def test_a_unit_below_is_given_its_part_once(given, cast, units, race):
    def act(name: str) -> Callable[[], object]:
        return lambda: pass_on(fresh(given), units=[units["village"]], due_at=None, by=cast[name])

    ends = race(act("town"), act("coordinator"))

    assert (ends, Assignment.objects.filter(parent=given).count()) == (["done", "refused"], 1)
    assert Notice.objects.filter(kind="assignment.passed_on").count() == 1


def test_a_part_is_not_handed_in_while_it_is_passed_on(given, cast, units, race):
    ends = race(
        lambda: pass_on(fresh(given), units=[units["village"]], due_at=None, by=cast["town"]),
        lambda: ask_close(fresh(given), text="做完了", by=cast["town_reporter"]),
    )

    children = Assignment.objects.filter(parent=given).count()
    assert ends == ["done", "refused"]
    assert (fresh(given).state, children) in [(A.WORKING, 1), (A.TO_VERIFY, 0)]


def test_a_question_is_answered_once(given, cast, race):
    with clock.at(LONG_AGO):
        asked = ask_question(given, text="样表？", by=cast["town"])

    def act(name: str, words: str) -> Callable[[], object]:
        return lambda: answer_question(
            Question.objects.get(pk=asked.pk), answer=words, by=cast[name]
        )

    ends = race(act("coordinator", "附件二"), act("second_coordinator", "附件三"))

    assert (ends, trail("question_answered")) == (["done", "refused"], 1)


def test_two_who_remind_at_once_remind_once(given, cast, race):
    race(
        lambda: remind_parts([given], by=cast["coordinator"]),
        lambda: remind_parts([given], by=cast["second_coordinator"]),
    )

    assert given.history.filter(kind="reminded").count() == 1
