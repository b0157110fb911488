"""A workbook's check says what handing in will say: headcounts, own checks, private numbers."""

import uuid

import pytest

from campaigns.models import Indicator
from fraudwatch.tests.cast import MONDAY
from orgs.actions.bases import BaseSpec, add_bases
from reports.actions.submissions import submit_report
from reports.errors import FieldProblems
from reports.imports.report_book_plan import plan_book
from reports.imports.report_book_xlsx import open_book
from reports.models import TemplateCheck
from reports.queries.book_asked import asked_of_many
from reports.queries.content import asked_of, checked
from reports.tests.book_files import GOOD, VALUES, fill_units, of_units

VILLAGE, SIBLING = "U003", "U004"
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def version(template):
    return template.versions.get()


@pytest.fixture
def adults(indicators, units, cast):
    """App users are counted over adults, of whom the village has 250 and the sibling 500."""
    Indicator.objects.filter(code="app_users").update(base_kind="adults")
    for name, count in (("village", 250), ("sibling", 500)):
        add_bases([BaseSpec(units[name], "adults", count, MONDAY)], by=cast["coordinator"])


@pytest.fixture
def rule(version):
    """No more than 1,203 visits in all."""
    return TemplateCheck.objects.create(
        template_version=version, expression="cumulative.visits <= 1203", severity="error",
        message="超过累计", message_en="Too many in all.", about="visits", is_on=True,
    )  # fmt: skip


@pytest.fixture
def foretold(noon, period, units, cast, version):
    """What the check of the town's workbook says, by its rows."""

    def act(rows):
        content = fill_units(of_units(period, units["town"], cast["town"]), version, rows)
        plan = plan_book(open_book(content), period, units["town"], by=cast["town"])
        return [found.text for found in plan.problems], {row.unit: row for row in plan.rows}

    return act


def said_on_handing_in(report, cast, reasons=None):
    with pytest.raises(FieldProblems) as refused:
        submit_report(
            report, submission_id=uuid.uuid4(), values=VALUES, texts={}, reasons=reasons or {},
            by=cast["reporter"],
        )  # fmt: skip
    return list(refused.value.problems.values())


def test_a_count_above_the_headcount_is_foretold(adults, foretold, report, cast):
    told, rows = foretold({VILLAGE: GOOD, SIBLING: GOOD})

    assert told == said_on_handing_in(report, cast)
    assert ["250" in text for text in told] == [True]
    assert (rows["桃源村"].outcome, rows["柳溪村"].outcome) == ("bad", "new")


def test_a_check_of_the_template_is_foretold(rule, make_period, foretold, report, cast, units):
    make_period(1).reports.filter(unit=units["village"]).update(
        state="approved", values={"visits": "900"}
    )
    told, _rows = foretold({VILLAGE: GOOD})
    assert told == said_on_handing_in(report, cast) == ["超过累计"]


def test_an_id_number_in_a_reason_is_foretold(foretold):
    told, _rows = foretold({VILLAGE: {"zero": "是", "zero_reason": f"{ID_NUMBER} 外出"}})
    assert [ID_NUMBER in text for text in told] == [False]


@pytest.mark.parametrize("weeks", [0, 3, 10])
def test_what_is_known_of_many_is_what_is_known_of_each(
    adults, rule, noon, make_period, units, weeks, django_assert_num_queries
):
    for back in range(weeks, 0, -1):
        rows = make_period(back).reports.filter(unit=units["village"])
        rows.update(state="approved", values={"visits": str(back)}, carried={"app_users": "9"})
    period = make_period()
    reports = list(period.reports.select_related("unit", "period__template__campaign"))
    with django_assert_num_queries(4):
        many = asked_of_many(period, reports)
        found = {one.pk: checked(one, VALUES, asked=many[one.pk]) for one in reports}

    alone = {one.pk: asked_of(one) for one in reports}
    assert found == {one.pk: checked(one, VALUES) for one in reports}
    assert {key: asked.checks for key, asked in many.items()} == {
        key: asked.checks for key, asked in alone.items()
    }
