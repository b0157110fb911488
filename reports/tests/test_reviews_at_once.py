"""Two people decide at the same moment: one step wins, the other is told, nothing is half done."""

import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections

from fraudwatch.lib import clock
from reports.actions.corrections import ask_correction, grant_correction, refuse_correction
from reports.actions.reviews import approve_report, return_report
from reports.actions.submissions import submit_report
from reports.actions.undoing import undo_decision
from reports.enums import ReportState
from reports.errors import ReportError
from reports.models import Correction, Report, Review
from reports.stages import CorrectionState

pytestmark = pytest.mark.django_db(transaction=True)

GOOD = {"visits": "1200", "app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"}}


@pytest.fixture
def race(noon):
    """Do the acts at the same moment; returns how each ended, in the order of the acts."""

    def run(*acts: Callable[[], object]) -> list[str]:
        gate, outcomes = threading.Barrier(len(acts)), [""] * len(acts)

        def one(place: int, act: Callable[[], object]) -> None:
            try:
                with clock.at(noon):
                    gate.wait(timeout=10)
                    act()
                outcomes[place] = "done"
            except ReportError:
                outcomes[place] = "refused"
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes

    return run


def hand_in(report, by, **values):
    submit_report(
        report, submission_id=uuid.uuid4(), values={**GOOD, **values}, texts={},
        reasons=dict.fromkeys(GOOD, "属实"), by=by,
    )  # fmt: skip


def fresh(report):
    rows = Report.objects.select_related("unit", "period__template__campaign__owner")
    return rows.get(pk=report.pk)


def approving(report, by, version):
    return lambda: approve_report(fresh(report), version=version, by=by)


def returning(report, by, version):
    until = clock.now() + timedelta(days=1)
    return lambda: return_report(
        fresh(report), version=version, reason="核对", marks={"visits": ""}, correct_by=until, by=by
    )


def test_approving_and_returning_at_once_one_wins(race, report, cast):
    hand_in(report, cast["reporter"])

    outcomes = race(
        approving(report, cast["coordinator"], report.version),
        returning(report, cast["second_coordinator"], report.version),
    )

    report.refresh_from_db()
    state = ReportState.APPROVED if outcomes[0] == "done" else ReportState.RETURNED
    assert (sorted(outcomes), report.state, Review.objects.count()) == (
        ["done", "refused"], state, 1,
    )  # fmt: skip


def test_an_approval_of_what_the_unit_is_just_changing_is_about_the_version_seen(
    race, report, cast
):
    hand_in(report, cast["reporter"])
    return_report(
        report, version=report.version, reason="核对", marks={}, by=cast["coordinator"],
        correct_by=clock.now() + timedelta(days=1),
    )  # fmt: skip
    seen = report.version

    outcomes = race(
        lambda: hand_in(fresh(report), cast["reporter"], visits="120"),
        approving(report, cast["coordinator"], seen),
    )

    report.refresh_from_db()
    assert (outcomes, report.state) == (["done", "refused"], ReportState.SUBMITTED)


def test_two_answers_to_one_request_leave_one(race, report, cast):
    hand_in(report, cast["reporter"])
    approve_report(report, version=report.version, by=cast["coordinator"])
    asked = ask_correction(
        report, values={"visits": "120"}, fields=[], reason="多写", by=cast["reporter"]
    )
    until = clock.now() + timedelta(days=1)

    def mine():
        return Correction.objects.select_related("report").get(pk=asked.pk)

    outcomes = race(
        lambda: grant_correction(mine(), answer="", correct_by=until, by=cast["coordinator"]),
        lambda: refuse_correction(mine(), answer="不", by=cast["second_coordinator"]),
    )

    asked.refresh_from_db()
    state = CorrectionState.GRANTED if outcomes[0] == "done" else CorrectionState.REFUSED
    assert (sorted(outcomes), asked.state) == (["done", "refused"], state)


def test_taking_back_twice_takes_back_once(race, report, cast):
    hand_in(report, cast["reporter"])
    approve_report(report, version=report.version, by=cast["coordinator"])
    version = report.version

    def undo():
        undo_decision(fresh(report), version=version, by=cast["coordinator"])

    assert sorted(race(undo, undo)) == ["done", "refused"]
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
