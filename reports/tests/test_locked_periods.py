"""After a period was locked: what waits is approved, and nothing else changes its figures."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from fraudwatch.lib import clock
from reports.actions.corrections import ask_correction, open_correction
from reports.actions.drafts import save_draft
from reports.actions.exceptions import extend_report
from reports.actions.reviews import approve_report, exempt_report, reopen_report, return_report
from reports.actions.submissions import submit_report, submit_zero
from reports.actions.totals import fold_totals
from reports.actions.undoing import undo_decision
from reports.enums import PeriodState, ReportState
from reports.errors import ReportError
from reports.models import Period, Report, Total

VALUES = {"visits": "12", "app_users": "30", "losses": "0", "awareness": {"n": "9", "d": "10"}}
EN = {"accept-language": "en"}


@pytest.fixture
def waiting(noon, report, cast):
    """The village's report, handed in before its period was locked."""
    submit_report(
        report, submission_id=uuid.uuid4(), values=VALUES, texts={"work": "宣传"}, reasons={},
        by=cast["reporter"],
    )  # fmt: skip
    lock(report)
    return report


def lock(report):
    Period.objects.filter(pk=report.period_id).update(state=PeriodState.LOCKED)
    report.period.refresh_from_db()


def test_what_was_handed_in_before_is_approved_and_counts(waiting, cast, units):
    approve_report(waiting, version=waiting.version, by=cast["coordinator"])
    fold_totals()

    total = Total.objects.get(period=waiting.period, unit=units["county"])
    assert (waiting.state, total.approved, total.sums["visits"]) == ("approved", 1, "12")


def test_a_correction_handed_in_before_is_approved(waiting, cast):
    Report.objects.filter(pk=waiting.pk).update(standing={"visits": "9"})
    approve_report(waiting, version=waiting.version, by=cast["coordinator"])

    assert (waiting.state, waiting.standing, waiting.values) == ("approved", None, VALUES)


def steps(by):
    """Everything that would change the figures later, with the state it starts from."""
    soon = clock.now() + timedelta(days=1)
    facts = {"reason": "核对", "by": by}
    fresh = {"submission_id": uuid.uuid4(), "by": by}
    return {
        "return": ("submitted", lambda r: return_report(
            r, version=r.version, marks={}, correct_by=soon, **facts)),
        "undo": ("approved", lambda r: undo_decision(r, version=r.version, by=by)),
        "submit": ("returned", lambda r: submit_report(
            r, values=VALUES, texts={}, reasons={}, **fresh)),
        "zero": ("due", lambda r: submit_zero(r, reason="放假", **fresh)),
        "exempt": ("missing", lambda r: exempt_report(r, **facts)),
        "open late": ("missing", lambda r: reopen_report(r, until=soon, **facts)),
        "more time": ("due", lambda r: extend_report(r, until=soon + timedelta(9), **facts)),
        "ask": ("approved", lambda r: ask_correction(
            r, values={"visits": "13"}, fields=(), **facts)),
        "open": ("approved", lambda r: open_correction(
            r, fields=["visits"], correct_by=soon, **facts)),
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(steps(None)))
def test_everything_that_changes_figures_later_is_refused(waiting, cast, name):
    state, step = steps(cast["coordinator"])[name]
    if name == "undo":
        approve_report(waiting, version=waiting.version, by=cast["coordinator"])
    Report.objects.filter(pk=waiting.pk).update(state=state)
    before = Report.objects.filter(pk=waiting.pk).values().get()
    with pytest.raises(ReportError, match="锁定"):
        step(Report.objects.get(pk=waiting.pk))

    assert Report.objects.filter(pk=waiting.pk).values().get() == before


def test_a_draft_in_a_locked_period_is_kept_and_changes_nothing(waiting, cast):
    Report.objects.filter(pk=waiting.pk).update(state=ReportState.RETURNED)
    row = Report.objects.get(pk=waiting.pk)
    save_draft(row, values={"visits": "99"}, texts={}, reasons={}, version=0, by=cast["reporter"])

    assert Report.objects.get(pk=waiting.pk).values == VALUES


def test_the_pages_say_so(waiting, sign_in):
    client = sign_in("coordinator")
    review = client.get(f"/reports/review/?at={waiting.pk}", headers=EN).content.decode()
    period = client.get(waiting.period.get_absolute_url(), headers=EN).content.decode()
    done = client.post(
        reverse("reports:report-approve", args=[waiting.pk]), {"version": waiting.version}
    )
    after = client.get(f"/reports/review/?at={waiting.pk}", headers=EN).content.decode()

    waiting.refresh_from_db()
    assert ("can still be approved" in review, 'id="return-form"' in review) == (True, False)
    assert "1 report still waits for approval" in period
    assert (done.status_code, waiting.state, "Take it back" in after) == (302, "approved", False)
