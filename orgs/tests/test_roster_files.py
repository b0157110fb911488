"""Roster files: what cannot be read, the template, the export and its phones."""

from io import BytesIO

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from fraudwatch.lib.sheets import SheetRefused
from orgs.actions.groups import create_group
from orgs.errors import OrgError
from orgs.exports.roster_xlsx import roster_export, roster_template
from orgs.imports.roster_apply import plan_roster, save_roster
from orgs.imports.roster_xlsx import read_roster
from orgs.models import User
from orgs.tests.roster_books import book, problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(units, cast):
    """The county's leading group."""
    return create_group(units["county"], name="反诈领导小组", by=cast["coordinator"])


def test_a_file_without_our_sheets_or_headings_is_told_how(units, cast):
    other = Workbook()
    other.active.append(["随便"])
    buffer = BytesIO()
    other.save(buffer)
    with pytest.raises(OrgError, match="neither a sheet"):
        read_roster(buffer.getvalue())
    with pytest.raises(SheetRefused):
        read_roster(b"not a workbook")
    with pytest.raises(OrgError, match="holds no rows"):
        read_roster(book([], []))
    ((_, cell, text),) = problems(
        book([["X1", "镇"]], None, unit_heads=["编码", "类型"]), cast["coordinator"]
    )
    assert (cell, text) == ("A2", "These headings are missing: Name. Start from the template.")


def test_merged_cells_and_broken_formulas_are_named(units, cast):
    made = load_workbook(
        BytesIO(book([["X1", "甲镇", "", "镇", "U001"], ["X2", "乙镇", "", "镇", ""]], None))
    )
    made["单位"].merge_cells("E3:E4")
    made["单位"]["C3"] = "=1/0"
    buffer = BytesIO()
    made.save(buffer)

    found = problems(buffer.getvalue(), cast["coordinator"])

    assert [row[1] for row in found] == ["C3", "E4", "E4"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_template_can_be_read_back_in_either_language(units, cast, language):
    with translation.override(language):
        made = load_workbook(BytesIO(roster_template()))
    titles = made.sheetnames[:3]
    made[titles[0]].append(["X1", "青石镇", "", "镇", "U001"])
    buffer = BytesIO()
    made.save(buffer)

    with translation.override("en" if language == "zh-hans" else "zh-hans"):
        plan = plan_roster(read_roster(buffer.getvalue()), by=cast["coordinator"])

    assert (plan.problems, len(plan.units)) == ([], 1)
    assert made[titles[0]].data_validations.count == 1
    assert made[titles[1]].data_validations.count == 3


def test_an_export_comes_back_without_a_change(units, cast, group):
    save_roster(read_roster(book()), by=cast["coordinator"])
    with translation.override("zh-hans"):
        content, phones = roster_export(cast["coordinator"])

    plan = plan_roster(read_roster(content), by=cast["coordinator"])

    assert plan.problems == []
    assert plan.changes_anything is False
    assert (len(plan.units), len(plan.people), phones) == (10, 3, 0)


def test_phones_are_masked_unless_asked_for_and_allowed(units, cast, group):
    save_roster(read_roster(book()), by=cast["coordinator"])

    def phones(who, **how):
        content, number = roster_export(cast[who], **how)
        sheet = load_workbook(BytesIO(content)).worksheets[1]
        return sorted(row[3].value for row in sheet.iter_rows(min_row=2) if row[3].value), number

    masked = ["0731******34", "138****0001", "138****0003"]
    assert phones("coordinator")[1] == 0
    assert phones("coordinator", with_phones=True) == (
        ["0731-88261234", "13812340001", "13812340003"], 3,
    )  # fmt: skip
    assert phones("administrator", with_phones=True)[1] == 0
    assert len(masked) == len(phones("administrator", with_phones=True)[0])


def test_an_export_holds_only_the_units_looked_after(units, cast):
    content, _ = roster_export(cast["town"])

    sheet = load_workbook(BytesIO(content)).worksheets[0]
    codes = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert codes == ["U002", "U003", "U004", "U005"]


def test_the_check_costs_the_same_for_few_and_many_rows(units, cast, django_assert_num_queries):
    for number in (1, 30):
        rows = [[f"Z{n}", f"村{n}", "", "村", "U002"] for n in range(number)]
        people = [[f"人{n}", "U003", "", "", "", "", "", "", ""] for n in range(number)]
        file = read_roster(book(rows, people))
        user = User.objects.get(username="coordinator")
        assert user.holdings
        with django_assert_num_queries(7):
            plan_roster(file, by=user)
