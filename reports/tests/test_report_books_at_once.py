"""Workbooks confirmed at the same moment: each report is handed in once, all or nothing holds."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from fraudwatch.lib import clock
from reports.actions.imports import keep_book
from reports.errors import ReportError
from reports.imports.report_book_apply import take_book
from reports.imports.report_book_plan import find_period, plan_book
from reports.imports.report_book_xlsx import open_book
from reports.models import ImportJob, Report, Revision
from reports.tests.book_files import GOOD, fill_units, of_units

pytestmark = pytest.mark.django_db(transaction=True)
VILLAGE, SIBLING, SCHOOL = "U003", "U004", "U005"


@pytest.fixture
def checked(noon, period, units, cast, template):
    """Check the town's workbook with these rows for a person; its upload."""

    def check(by: str, rows: dict) -> ImportJob:
        content = of_units(period, units["town"], cast[by])
        content = fill_units(content, template.versions.get(), rows)
        sent = open_book(content)
        period_, node = find_period(sent, by=cast[by])
        plan = plan_book(sent, period_, node, by=cast[by]).as_json()
        return keep_book(content, name="a.xlsx", period=period_, node=node, plan=plan, by=cast[by])

    return check


@pytest.fixture
def at_once(noon):
    """Confirm these uploads at the same moment; how each ended, sorted."""

    def run(*jobs: ImportJob) -> list[str]:
        gate = Barrier(len(jobs))

        def confirm(job: ImportJob) -> str:
            try:
                with clock.at(noon):
                    gate.wait(timeout=10)
                    take_book(job, answers={}, as_draft=False, by=job.uploaded_by)
            except ReportError:
                return "refused"
            finally:
                connections.close_all()
            return "done"

        with ThreadPoolExecutor(len(jobs)) as pool:
            return sorted(pool.map(confirm, jobs))

    return run


def handed_in() -> list[tuple[str, str]]:
    rows = Revision.objects.order_by("report__path", "number")
    return list(rows.values_list("report__unit__code", "by__username"))


def test_two_people_confirm_for_the_same_town_and_one_takes_it_over_whole(checked, at_once):
    first = checked("town", {VILLAGE: GOOD, SIBLING: GOOD})
    second = checked("coordinator", {SIBLING: GOOD, SCHOOL: GOOD})

    outcomes = at_once(first, second)

    winner = ImportJob.objects.get(state="done")
    codes = [VILLAGE, SIBLING] if winner.pk == first.pk else [SIBLING, SCHOOL]
    assert outcomes == ["done", "refused"]
    assert handed_in() == [(code, winner.uploaded_by.username) for code in codes]
    assert Report.objects.filter(state="submitted").count() == 2


def test_two_people_with_other_units_both_take_theirs_over(checked, at_once):
    jobs = checked("town", {VILLAGE: GOOD}), checked("coordinator", {SIBLING: GOOD})

    assert at_once(*jobs) == ["done", "done"]
    assert handed_in() == [(VILLAGE, "town"), (SIBLING, "coordinator")]


def test_one_upload_confirmed_twice_at_once_is_taken_over_once(checked, at_once):
    job = checked("town", {VILLAGE: GOOD, SIBLING: GOOD})

    assert at_once(job, job) == ["done", "refused"]
    assert handed_in() == [(VILLAGE, "town"), (SIBLING, "town")]
