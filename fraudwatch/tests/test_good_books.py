"""Good workbooks of many makers: read alike, and taken at every door."""

import pytest

from fraudwatch.lib.sheets import read_workbook
from fraudwatch.tests.good_books import dialects, good_at
from fraudwatch.tests.test_attacks_files import DOORS, TABLE, knock
from orgs.tests.roster_books import book
from reports.imports.report_book_plan import find_period, plan_book
from reports.imports.report_book_xlsx import open_book
from reports.tests.book_files import GOOD, fill_units, of_units

pytestmark = pytest.mark.django_db
OTHER_FIGURES = {"full-width figures", "figures with commas", "figures as text"}
PLANS = {"campaigns:import-start", "campaigns:import-revise"}  # doors of texts, not of tables
READING = [door for door in sorted(set(DOORS) - PLANS) if "import" in door or "book" in door]
SOME = ("texts in pieces with readings", "strict", "WPS with a hidden sheet")


def values(content, names):
    return {
        sheet.name: [[cell.value for cell in row.cells] for row in sheet.rows]
        for sheet in read_workbook(content)
        if sheet.name in names
    }


@pytest.fixture(scope="module")
def roster():
    """An office's roster as 26 programs write it."""
    return dialects(book())


def test_there_are_two_dozen_ways(roster):
    assert len(roster) >= 24


def test_every_maker_of_workbooks_is_read_alike(roster):
    names = ("单位", "人员")
    wanted = values(roster["as it was saved"], names)
    ways = {name: content for name, content in roster.items() if name not in OTHER_FIGURES}

    assert [name for name, content in ways.items() if values(content, names) != wanted] == []


def test_a_report_workbook_of_any_maker_hands_in_the_same(noon, period, units, cast, template):
    content = of_units(period, units["town"], cast["town"])
    content = fill_units(content, template.versions.get(), {"U003": GOOD, "U004": GOOD})

    def planned(sent):
        plan = plan_book(sent, *find_period(sent, by=cast["town"]), by=cast["town"])
        return plan.problems, [(row.unit, row.outcome, row.changes) for row in plan.rows]

    wanted = planned(open_book(content))
    found = {name: planned(open_book(one)) for name, one in dialects(content).items()}

    assert [row[1] for row in wanted[1]] == ["new", "new", "empty"]
    assert {name for name, plan in found.items() if plan != wanted} == set()


@pytest.mark.parametrize("door", READING)
def test_good_workbooks_pass_every_door(house, door):
    ways = dialects(good_at(door, TABLE, house.world))

    refused = {name for name in SOME if knock(house, door, "周报 (2).XLSX", ways[name])[0] >= 400}

    assert refused == set()
