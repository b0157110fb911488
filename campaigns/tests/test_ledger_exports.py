"""The ledgers as Excel files: what one sees, in safe cells, with the filters of the list."""

from io import BytesIO

import pytest
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.exports.parts_xlsx import PartLedgerXlsx
from campaigns.exports.tasks_xlsx import TaskLedgerXlsx
from orgs import documents
from orgs.actions.jobs import order_document, run_waiting
from orgs.errors import OrgError
from orgs.models import Job

pytestmark = pytest.mark.usefixtures("english")


def sheet_of(document, user, campaign, **more):
    parameters = document.read({"campaign": campaign.pk, **more})
    made = document.make(campaign, parameters, user, lambda *step: None)
    return load_workbook(BytesIO(made.content or made.half.read_bytes())).worksheets[0], made.name


def column(sheet, title: str) -> list[object]:
    """The values below a heading, headings standing in the third row."""
    letters = {cell.value: cell.column for cell in sheet[3]}
    return [sheet.cell(row, letters[title]).value for row in range(4, sheet.max_row + 1)]


def test_each_unit_is_a_row_with_its_lamp_in_words(cast, campaign, task, part, bring, noon):
    bring(part, "working")

    sheet, name = sheet_of(PartLedgerXlsx(), cast["coordinator"], campaign)

    assert column(sheet, "Unit") == ["河湾镇", "桃源村", "河湾镇中心小学"]
    assert column(sheet, "State") == ["to be acknowledged", "in progress", "to be acknowledged"]
    assert column(sheet, "Lamp") == ["green", "green", "green"]
    assert name == "Ledger of assignments 全民反诈·平安青澜 2026-06-10.xlsx"
    assert (sheet.freeze_panes, sheet.page_setup.orientation) == ("B4", "landscape")


@pytest.mark.parametrize(
    ("who", "rows"),
    [("town", 3), ("reporter", 1), ("sibling", 0), ("far_coordinator", 0)],
)
def test_it_holds_what_the_person_sees(cast, campaign, task, noon, who, rows):
    sheet, _name = sheet_of(PartLedgerXlsx(), cast[who], campaign)

    assert len(column(sheet, "Unit")) == rows


def test_filters_and_ticks_narrow_it(cast, campaign, task, part, noon):
    office = cast["coordinator"]

    support, _name = sheet_of(PartLedgerXlsx(), office, campaign, query="part=support&page=4")
    ticked, _name = sheet_of(PartLedgerXlsx(), office, campaign, keys=str(part.pk))

    assert column(support, "Unit") == ["河湾镇中心小学"]
    assert column(ticked, "Unit") == ["桃源村"]


def test_tasks_stand_with_source_progress_and_state(cast, campaign, section, make_task, noon):
    clause = section.clauses.all()[1]
    make_task("=HYPERLINK(1)", clause=clause)

    sheet, _name = sheet_of(TaskLedgerXlsx(), cast["coordinator"], campaign)

    assert column(sheet, "Task") == ["=HYPERLINK(1)"]
    assert [cell.data_type for cell in sheet["B"][3:]] == ["s"]
    assert column(sheet, "Source in the plan") == ["一（一）第1段"]
    assert (column(sheet, "Units done"), column(sheet, "State")) == (["0/3"], ["Draft"])


@pytest.mark.parametrize("keys", ["1,x", "-1", "9" * 30, "1," * 3000])
def test_nonsense_in_an_order_is_refused(keys):
    with pytest.raises(ValueError, match="keys|invalid literal"):
        PartLedgerXlsx().read({"campaign": "1", "keys": keys})


def test_a_campaign_out_of_sight_has_no_ledger(cast, campaign, task, noon):
    with pytest.raises(OrgError, match="may not export"):
        order_document("part-ledger", {"campaign": campaign.pk}, by=cast["far_coordinator"])


def test_the_right_is_asked_again_when_the_file_is_made_and_fetched(
    cast, campaign, task, noon, sign_in
):
    order_document("task-ledger", {"campaign": campaign.pk}, by=cast["reporter"])
    run_waiting()
    job = Job.objects.get()
    assert job.state == "done"
    campaign.members.all().delete()

    answer = sign_in("reporter").get(reverse("orgs:export-download", args=[job.pk]))

    assert answer.status_code == 403


def test_the_button_of_a_list_orders_it_with_its_filters(cast, campaign, task, noon, sign_in):
    office = sign_in("coordinator")
    address = reverse("campaigns:ledger-export", args=[campaign.pk])

    office.post(address, {"document": "part-ledger", "query": "overdue=1&page=2"})
    office.post(address, {"document": "nonsense"})

    parameters = {"campaign": campaign.pk, "query": "overdue=1"}
    assert [job.parameters for job in Job.objects.all()] == [parameters]
    assert documents.find("part-ledger").read(QueryDict("query=lamp=red")) == {"query": "lamp=red"}
