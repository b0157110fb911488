"""A workbook is checked with few steps: what is asked of the database, and what is read twice."""

import pytest

from reports.imports.report_book_plan import find_period, plan_book
from reports.imports.report_book_xlsx import open_book
from reports.tests.book_files import of_units


@pytest.mark.parametrize(("node", "rows"), [("village", 1), ("town", 3)])
def test_the_check_takes_as_many_queries_for_many_units_as_for_one(
    node, rows, noon, period, units, cast, django_assert_num_queries
):
    sent = open_book(of_units(period, units[node], cast["town"]))
    found, above = find_period(sent, by=cast["town"])

    with django_assert_num_queries(10):
        plan = plan_book(sent, found, above, by=cast["town"])

    assert len(plan.rows) == rows
