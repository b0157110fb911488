"""Tasks from a sheet: every mistake by its cell, a dry run, all or nothing."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from campaigns.actions.phases import save_phase
from campaigns.actions.task_sheets import keep_sheet, kept_sheet
from campaigns.enums import Part, Repeat, TaskState
from campaigns.errors import CampaignError
from campaigns.exports.task_template import task_template
from campaigns.imports.tasks_apply import TasksRefused, save_tasks
from campaigns.imports.tasks_plan import plan_tasks
from campaigns.imports.tasks_xlsx import read_tasks
from campaigns.models import Campaign, Task
from campaigns.tests.task_books import HEADS, book, row
from fraudwatch.lib.sheets import SheetRefused
from fraudwatch.tests.hostile_sheets import hostile_workbooks
from orgs.models import AuditEntry, StoredFile

pytestmark = pytest.mark.usefixtures("english")
FULL = row(
    "入户宣传", requirement="每户走到", lead="河湾镇", responsible="各村（居）",
    support="河湾镇中心小学", starts_on="6月15日", due_at="2026年6月30日", deliverable="台账",
    repeat="每周", source="一（一）第1段", phase="集中攻坚",
)  # fmt: skip


@pytest.fixture
def plan_with_phase(campaign, section, cast):
    """A plan of one section and one phase."""
    return save_phase(
        campaign, name="集中攻坚", starts_on=date(2026, 6, 1), ends_on=date(2026, 7, 31),
        by=cast["coordinator"],
    )  # fmt: skip


def planned(campaign, *rows, **how):
    return plan_tasks(campaign, read_tasks(book(*rows, **how)))


def problems(campaign, *rows, **how) -> list[tuple[str, str]]:
    return [(one.cell, one.text) for one in planned(campaign, *rows, **how).problems]


def save(campaign, cast, content, *, again=False):
    stored = keep_sheet(campaign, content, name="任务.xlsx", by=cast["coordinator"])
    return save_tasks(campaign, stored, again=again, by=cast["coordinator"])


def test_a_full_row_becomes_a_draft_task(campaign, cast, plan_with_phase, noon):
    save(campaign, cast, book(FULL))

    task = Task.objects.get()
    units = {part: [] for part in Part.values}
    for one in task.assignments.select_related("unit").order_by("unit__path"):
        units[one.part].append(one.unit.name)
    assert (task.title, task.requirement, task.deliverable) == ("入户宣传", "每户走到", "台账")
    assert (task.state, task.phase, task.repeat, task.every) == (
        TaskState.DRAFT, plan_with_phase, Repeat.WEEKS, 1,
    )  # fmt: skip
    assert task.due_at.isoformat() == "2026-06-30T10:00:00+00:00"
    assert (task.starts_on, task.clause.text[:4]) == (date(2026, 6, 15), "各村组织")
    assert units == {
        "lead": ["河湾镇"], "responsible": ["桃源村", "柳溪村", "石桥村"],
        "support": ["河湾镇中心小学"],
    }  # fmt: skip


def test_only_the_title_is_needed(campaign, cast, noon):
    (made,) = planned(campaign, row("动员会")).tasks

    assert (made.title, made.is_bare) == ("动员会", True)
    save(campaign, cast, book(row("动员会")))
    assert Task.objects.get().assignments.count() == 0


def test_all_mistakes_are_named_at_once_by_their_cells(campaign, plan_with_phase, noon):
    found = problems(
        campaign,
        row("", lead="河湾镇"),
        row("甲", lead="河弯镇", due_at="尽快", phase="冲刺", repeat="经常", source="九（九）"),
        row("甲", lead="河湾镇、沙溪镇"),
        row("乙", lead="河湾镇", support="河湾镇", due_at="2027年6月30日"),
        row("丙", starts_on="7月1日", due_at="6月30日"),
        row("丁" * 121),
        row("戊", repeat="每周"),
    )

    assert [cell for cell, _text in found] == [
        "A3", "G4", "J4", "H4", "K4", "C4", "A5", "C5", "G6", "E6", "F7", "A8", "J9",
    ]  # fmt: skip
    texts = dict(found)
    assert texts["A3"] == "Give the task a title."
    assert texts["G4"] == "“尽快” is no day. Write it as 2026年6月30日 or 2026-06-30."
    assert "Did you mean 河湾镇" in texts["C4"]
    assert texts["H4"] == "The campaign has no phase of this name. It has: 集中攻坚."
    assert texts["A5"] == "The task “甲” stands twice, here and in A4. Keep one."
    assert texts["C5"] == "One unit leads a task, not 2. Put the others beside it."
    assert "after the campaign ends" in texts["G6"]
    assert texts["E6"] == "河湾镇 stands in two columns. Take it out of one."
    assert texts["A8"] == "121 characters are too many; 120 fit."


def test_every_village_does_not_mean_the_lead_unit_twice(campaign, units, noon):
    plan = planned(campaign, row("排查", lead="桃源村", responsible="各村（居）"))

    assert plan.problems == []
    assert [unit.name for unit in plan.tasks[0].parts.responsible] == ["柳溪村", "石桥村"]


def test_a_sheet_with_a_mistake_saves_nothing(campaign, cast, noon):
    with pytest.raises(TasksRefused) as refused:
        save(campaign, cast, book(row("甲"), row("乙", lead="没有的单位")))

    assert (len(refused.value.problems), Task.objects.count()) == (1, 0)


def test_the_same_sheet_twice_asks_before_it_makes_doubles(campaign, cast, noon):
    sheet = book(row("甲"), row("乙"))
    save(campaign, cast, sheet)

    plan = planned(campaign, row("甲"), row("丙"))
    assert [(made.title, made.exists) for made in plan.tasks] == [("甲", 1), ("丙", 0)]
    with pytest.raises(CampaignError, match="all of these tasks already"):
        save(campaign, cast, sheet)
    save(campaign, cast, book(row("甲"), row("丙")))
    assert [task.title for task in Task.objects.all()] == ["甲", "乙", "丙"]
    save(campaign, cast, sheet, again=True)
    assert Task.objects.count() == 5


def test_saving_leaves_one_word_of_the_import_and_no_file(campaign, cast, noon):
    save(campaign, cast, book(row("甲"), row("乙")))

    entry = AuditEntry.objects.get(action="task.imported")
    assert (entry.changes, StoredFile.objects.count()) == ({"tasks": [0, 2]}, 0)


def test_a_sheet_belongs_to_the_one_who_sent_it_in(campaign, cast, noon):
    stored = keep_sheet(campaign, book(row()), name="任务.xlsx", by=cast["coordinator"])

    assert kept_sheet(campaign, cast["coordinator"], stored.pk) == stored
    assert kept_sheet(campaign, cast["second_coordinator"], stored.pk) is None


def test_a_later_sheet_takes_the_place_of_the_earlier_one(campaign, cast, noon):
    for name in ("一.xlsx", "二.xlsx"):
        keep_sheet(campaign, book(row()), name=name, by=cast["coordinator"])

    assert [file.name for file in StoredFile.objects.all()] == ["二.xlsx"]


def test_a_file_without_our_headings_or_rows_is_told_how():
    with pytest.raises(CampaignError, match="has our headings"):
        read_tasks(book(row(), heads=["甲", "乙"]))
    with pytest.raises(CampaignError, match="holds no tasks"):
        read_tasks(book())
    with pytest.raises(CampaignError, match="301 tasks; 300 are read"):
        read_tasks(book(*[row(f"任务{n}") for n in range(301)]))
    found = read_tasks(book(["x"] * 10, heads=HEADS[1:]))
    assert [(one.cell, one.text) for one in found.problems] == [
        ("A2", "These headings are missing: Task. Start from the template.")
    ]


def test_hostile_files_are_refused_at_this_door_too():
    taken = []
    for name, content in hostile_workbooks().items():
        try:
            read_tasks(content)
        except (SheetRefused, CampaignError):
            continue
        taken.append(name)

    assert taken == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_template_can_be_read_back_in_either_language(
    campaign, plan_with_phase, noon, language
):
    with translation.override(language):
        made = load_workbook(BytesIO(task_template(campaign)))
    sheet = made.worksheets[0]
    sheet.append(FULL)
    buffer = BytesIO()
    made.save(buffer)

    with translation.override("en" if language == "zh-hans" else "zh-hans"):
        plan = plan_tasks(campaign, read_tasks(buffer.getvalue()))

    assert (plan.problems, len(plan.tasks)) == ([], 1)
    assert sheet.data_validations.count == 3


def test_the_page_shows_mistakes_then_what_would_be_made_then_makes_it(
    client, campaign, sign_in, noon, settings
):
    office = sign_in("coordinator")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    address = reverse("campaigns:task-import", args=[campaign.pk])

    def send(content):
        return office.post(
            address, {"file": SimpleUploadedFile("t.xlsx", content)}, follow=True
        ).content.decode()

    assert "1 mistake; nothing was saved" in send(book(row("甲", lead="没有的单位")))
    assert "What would be created" in send(book(row("甲", lead="河湾镇")))
    stored = StoredFile.objects.get()
    done = office.post(
        reverse("campaigns:task-import-check", args=[campaign.pk, stored.pk]), follow=True
    )

    assert "1 draft task created." in done.content.decode()
    assert [task.title for task in Task.objects.all()] == ["甲"]


def test_while_the_plan_is_with_the_reviewers_no_task_comes_in(campaign, cast, noon):
    stored = keep_sheet(campaign, book(row()), name="任务.xlsx", by=cast["coordinator"])
    Campaign.objects.filter(pk=campaign.pk).update(state="archived")

    with pytest.raises(CampaignError):
        save_tasks(campaign, stored, again=False, by=cast["coordinator"])
    assert (Task.objects.count(), StoredFile.objects.count()) == (0, 1)


def test_the_check_costs_the_same_for_few_and_many_rows(
    campaign, plan_with_phase, noon, django_assert_num_queries
):
    for count in (1, 30):
        rows = [row(f"任务{n}", lead="河湾镇", responsible="各村（居）") for n in range(count)]
        file = read_tasks(book(*rows))
        with django_assert_num_queries(11):
            plan_tasks(campaign, file)


@pytest.mark.django_db(transaction=True)
def test_a_sheet_is_taken_in_where_nothing_around_the_page_is_a_transaction(
    client, campaign, sign_in, noon
):
    address = reverse("campaigns:task-import", args=[campaign.pk])
    sheet = SimpleUploadedFile("t.xlsx", book(row("甲", lead="河湾镇")))

    answer = sign_in("coordinator").post(address, {"file": sheet})

    assert (answer.status_code, StoredFile.objects.count()) == (302, 1)
