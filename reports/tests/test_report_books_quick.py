"""A workbook is checked with few steps: what is asked of the database, and what is read twice."""

import pytest

from reports.imports.report_book_plan import find_period, plan_book
from reports.imports.report_book_xlsx import open_book
from reports.templatetags.reporting import changed_cells
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


def test_the_changes_of_a_row_are_listed_with_a_dash_for_nothing_and_no_markup_of_their_own():
    shown = changed_cells([["走访·户", "", "12"], ["<b>情况</b>", "旧", ""]])

    assert shown == (
        '<li><span class="t2">走访·户</span> <s>—</s> → <b>12</b></li>'
        '<li><span class="t2">&lt;b&gt;情况&lt;/b&gt;</span> <s>旧</s> → <b>—</b></li>'
    )
