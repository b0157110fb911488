"""List, board, wall chart, Gantt chart and calendar: one set of filters, one truth, few queries."""

import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.urls import reverse

from campaigns.actions.parts import Parts
from campaigns.actions.phases import save_phase
from campaigns.actions.targets import save_target
from campaigns.actions.tasks import issue_task
from campaigns.enums import AssignmentState as A
from campaigns.models import Assignment
from campaigns.queries.task_filters import TaskFilters
from campaigns.queries.task_matrix import phase_matrix, task_matrix
from campaigns.queries.task_rows import task_rows
from fraudwatch.lib import clock

from .conftest import DUE, LONG_AGO
from .test_campaign_pages import OFFICE, queries  # noqa: F401 the fixture

# campaign, tasks, parts, leads, units, phases
LEDGER = OFFICE + 6
OF_TARGETS = ("gantt", "calendar")
VIEWS = ("list", "board", "wall", "phases", *OF_TARGETS)


@pytest.fixture
def index(campaign):
    """The address of the tasks in one view."""

    def address(view: str = "list", **asked: object) -> str:
        words = "".join(f"&{name}={value}" for name, value in asked.items())
        return reverse("campaigns:task-list", args=[campaign.pk]) + f"?view={view}{words}"

    return address


@pytest.fixture
def issued(make_task, cast):
    """Issue a task long ago."""

    def make(title: str, **fields: object) -> object:
        with clock.at(LONG_AGO):
            return issue_task(make_task(title, **fields), by=cast["coordinator"])

    return make


@pytest.fixture
def ledger(campaign, cast):
    """The rows that somebody sees under some filters."""

    def ask(now=DUE, who: str = "coordinator", **params: object) -> object:
        filters = TaskFilters.read({name: str(value) for name, value in params.items()})
        return task_rows(cast[who], campaign, filters, now)

    return ask


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_asks_as_much_for_three_tasks_as_for_one(view, rows, queries, index, issued, noon):  # noqa: F811
    for number in range(rows):
        issued(f"任务甲{number}")

    count = LEDGER + 1 if view in OF_TARGETS else LEDGER
    count += view == "calendar"  # the site's working days
    page = queries("coordinator", index(view, month="2026-06"), count)

    assert view == "phases" or all(f"任务甲{number}" in page for number in range(rows))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_keeps_what_was_asked_for(view, index, issued, units, sign_in, noon):
    issued("入户宣传")
    asked = {"unit": units["village"].pk, "due": 30, "q": "入户"}

    page = sign_in("coordinator").get(index(view, **asked)).content.decode()

    links = re.findall(r'href="[^"]*\?([^"]*view=\w+[^"]*)"', page)
    switch = {link.replace("&amp;", "&") for link in links if "unit=" in link}
    others = [link for link in switch if "due=30" in link and f"unit={units['village'].pk}" in link]
    assert len({re.search(r"view=(\w+)", link).group(1) for link in others}) >= 5


def test_an_unknown_view_is_the_list(index, issued, sign_in):
    issued("入户宣传")

    page = sign_in("coordinator").get(index("nonsense"))

    assert page.templates[0].name == "campaigns/task_list.html"


def test_the_head_counts_all_tasks_whatever_is_filtered(issued, bring, units, ledger):
    task = issued("入户宣传")
    issued("银行", parts=Parts(units["bank"]))
    bring(task.assignments.get(unit=units["village"]), A.CLOSED)

    found = ledger(q="银行")

    assert ([row.task.title for row in found.rows], found.total) == (["银行"], 2)
    assert (found.done, found.owed, found.percent) == (1, 4, 25)


def test_a_town_means_its_villages_and_their_progress_alone(issued, bring, units, ledger):
    task = issued("入户", parts=Parts(units["bank"], [units["village"], units["other_village"]]))
    bring(task.assignments.get(unit=units["village"]), A.CLOSED)

    [row] = ledger(unit=units["town"].pk).rows

    assert (row.done, row.units, row.state) == (1, 1, "closed")


@pytest.mark.parametrize(
    ("params", "titles"),
    [
        ({"lead": "bank"}, ["银行"]),
        ({"lead": "town"}, ["入户"]),
        ({"due": "7"}, ["入户"]),
        ({"due": "14"}, ["入户", "银行"]),
        ({"due": "5"}, ["入户", "银行"]),  # no such choice
        ({"section": "own"}, ["入户"]),
        ({"section": "999999"}, []),
    ],
)
def test_more_filters(params, titles, issued, units, section, ledger):
    issued("入户", clause=section.clauses.first())
    issued("银行", parts=Parts(units["bank"]), due_at=DUE + timedelta(days=6))
    if params.get("lead"):
        params = {"lead": units[params["lead"]].pk}
    if params.get("section") == "own":
        params = {"section": section.pk}

    found = ledger(now=DUE - timedelta(days=5), **params)

    assert [row.task.title for row in found.rows] == titles


def test_a_village_that_sees_only_what_was_passed_on_counts_its_own(issued, units, ledger):
    task = issued("入户", parts=Parts(units["town"]))
    town = task.assignments.get()
    Assignment.objects.create(
        task=task, unit=units["village"], part="responsible", parent=town, due_at=DUE
    )

    assert [row.units for row in ledger().rows] == [1]
    assert [row.units for row in ledger(who="reporter").rows] == [1]


def test_the_board_of_an_office_has_its_drafts_and_that_of_others_has_not(
    index, make_task, issued, sign_in
):
    make_task("草稿任务")
    issued("入户宣传")

    shown = {
        who: re.findall(r'data-column="(\w+)"', sign_in(who).get(index("board")).content.decode())
        for who in ("coordinator", "leader", "reporter")
    }

    rest = ["todo", "working", "to_verify", "closed"]
    assert shown == {"coordinator": ["draft", *rest], "leader": rest, "reporter": rest}


def test_the_wall_chart_has_a_letter_for_each_unit_and_task(issued, bring, units, ledger):
    task = issued("入户宣传")
    issued("银行", parts=Parts(units["bank"]))
    bring(task.assignments.get(unit=units["village"]), A.TO_VERIFY)
    found = ledger(now=DUE + timedelta(days=1))

    wall = task_matrix(task.campaign, found, {}, DUE + timedelta(days=1))

    assert [(row.unit.name, row.level, row.letters) for row in wall.rows] == [
        ("河湾镇", 0, "o."),
        ("桃源村", 1, "v."),
        ("河湾镇中心小学", 1, "o."),
        ("青澜农商银行", 0, ".o"),
    ]


def test_a_town_says_how_many_of_its_rows_are_overdue_while_closed(issued, units, ledger):
    task = issued("入户宣传")
    now = DUE + timedelta(days=1)

    town = task_matrix(task.campaign, ledger(now=now), {}, now).rows[0]

    assert (town.below, town.below_overdue, town.done, town.total) == (2, 2, 0, 1)


def test_a_part_that_was_passed_on_shows_how_many_below_are_done(issued, bring, units, ledger):
    task = issued("入户", parts=Parts(units["town"]))
    town = task.assignments.get()
    for key, state in (("village", A.CLOSED), ("sibling", A.WORKING)):
        Assignment.objects.create(
            task=task, unit=units[key], part="responsible", parent=town, due_at=DUE, state=state,
            done_at=LONG_AGO if state == A.CLOSED else None,
        )  # fmt: skip

    rows = task_matrix(task.campaign, ledger(now=LONG_AGO), {}, LONG_AGO).rows

    assert {row.unit.name: (row.letters, row.notes) for row in rows} == {
        "河湾镇": ("s", {0: "1/2"}), "桃源村": ("c", {}), "柳溪村": ("g", {}),
    }  # fmt: skip


def test_rounds_overdue_are_counted_in_the_cell(issued, units, ledger):
    task = issued("巡查", parts=Parts(units["bank"]))
    task.assignments.update(occurrence=1)
    for number in (2, 3):
        Assignment.objects.create(
            task=task, unit=units["bank"], part="lead", occurrence=number,
            due_at=DUE + timedelta(weeks=number),
        )  # fmt: skip
    now = DUE + timedelta(weeks=2, days=1)

    [row] = task_matrix(task.campaign, ledger(now=now), {}, now).rows

    assert (row.letters, row.notes) == ("o", {0: "×2"})


def test_the_script_gets_the_rows_that_the_page_draws(index, issued, sign_in, noon):
    issued("入户宣传")

    page = sign_in("coordinator").get(index("wall")).content.decode()

    data = json.loads(re.search(r'id="wall-data"[^>]*>(.*?)</script>', page, re.S).group(1))
    assert [row[1] for row in data["rows"]] == ["河湾镇", "桃源村", "河湾镇中心小学"]
    assert page.count('class="hc hc-') == 3


def test_the_pages_of_the_wall_chart_carry_no_script(index, issued, sign_in, noon):
    issued("入户宣传")

    page = sign_in("coordinator").get(index("wall", rows="pages")).content.decode()

    assert ("wall-data" in page, "js/wall.js" in page) == (False, False)


def test_phases_count_the_tasks_of_each_unit_and_show_the_worst(
    campaign, cast, issued, bring, units, ledger
):
    days = {"starts_on": date(2026, 5, 4), "ends_on": date(2026, 7, 31)}
    start = save_phase(campaign, name="动员部署", by=cast["coordinator"], **days)
    first, second = issued("动员", phase=start), issued("部署", phase=start)
    issued("不分阶段", parts=Parts(units["bank"]))
    bring(first.assignments.get(unit=units["village"]), A.CLOSED)
    now = DUE + timedelta(days=1)

    wall = phase_matrix(campaign, ledger(now=now), QueryDict(), now)

    assert [(column.key, column.title) for column in wall.columns] == [
        (start.pk, "动员部署"), (0, "未分阶段"),
    ]  # fmt: skip
    assert [(row.unit.name, row.letters, row.notes, row.end) for row in wall.rows] == [
        ("河湾镇", "o.", {0: "0/2"}, "0/2"),
        ("桃源村", "o.", {0: "1/2"}, "1/2"),
        ("河湾镇中心小学", "o.", {0: "0/2"}, "0/2"),
        ("青澜农商银行", ".o", {1: "0/1"}, "0/1"),
    ]
    assert second.phase == start


def test_a_cell_of_a_phase_lists_its_tasks_overdue_ones_first(
    campaign, cast, issued, bring, units, sign_in, noon
):
    task = issued("入户宣传")
    issued("张贴海报")
    Assignment.objects.filter(task=task).update(due_at=LONG_AGO, state=A.WORKING)
    cell = {"c": f"{units['village'].pk}.0"}

    path = reverse("campaigns:task-phase-cell", args=[campaign.pk])
    page = sign_in("coordinator").get(path, cell)

    shown = [one.part.task.title for one in page.context["cell"].parts]
    assert (shown, page.context["cell"].late) == (["入户宣传", "张贴海报"], 1)


@pytest.mark.parametrize("key", ["", "x.y", "1", "1.2.3", "99999999999999.1", "1.1"])
def test_a_cell_of_a_phase_that_is_not_there_is_not_found(campaign, sign_in, key):
    address = reverse("campaigns:task-phase-cell", args=[campaign.pk])

    assert sign_in("coordinator").get(address, {"c": key}).status_code == 404


def test_the_charts_of_a_campaign_are_tabs(index, issued, sign_in, noon):
    issued("入户宣传")

    page = sign_in("coordinator").get(index("phases"), headers={"accept-language": "en"})

    tabs = re.search(r'<nav class="fw-seg wall-tabs".*?</nav>', page.content.decode(), re.S).group()
    names = re.findall(r">([^<]*)</a>", tabs)
    assert [name for name in names if "task" in name or "phase" in name] == [
        "Units × tasks", "Units × phases",
    ]  # fmt: skip
    assert 'aria-current="page">Units × phases' in tabs


@pytest.mark.parametrize("zoom", ["week", "month", "whole", "nonsense"])
def test_the_gantt_chart_groups_tasks_by_phase_with_its_milestones(
    zoom, index, issued, campaign, cast, indicators, sign_in, noon
):
    office = cast["coordinator"]
    june = date(2026, 6, 1), date(2026, 6, 30)
    phase = save_phase(campaign, name="集中攻坚", starts_on=june[0], ends_on=june[1], by=office)
    save_target(
        campaign,
        indicator=indicators["visits"],
        op="ge",
        value=Decimal(1000),
        due_on=june[1],
        by=office,
    )
    issued("入户宣传", phase=phase)
    issued("长期任务")

    gantt = sign_in("coordinator").get(index("gantt", zoom=zoom)).context["gantt"]

    groups = [
        (group.name, [bar.row.task.title for bar in group.bars], len(group.marks))
        for group in gantt.groups
    ]
    assert groups[0] == ("集中攻坚", ["入户宣传"], 1)
    assert [titles for _name, titles, _marks in groups[1:]] == [["长期任务"]]
    assert gantt.scale.zoom == (zoom if zoom != "nonsense" else "whole")


@pytest.mark.parametrize(
    ("state", "days", "tone"),
    [(A.TO_SIGN, -1, "plan"), (A.WORKING, -1, ""), (A.WORKING, 1, "od"), (A.CLOSED, 1, "done")],
)
def test_a_bar_is_planned_under_way_overdue_or_done(
    state, days, tone, issued, units, bring, index, sign_in
):
    task = issued("入户", parts=Parts(units["village"]))
    with clock.at(LONG_AGO):
        bring(task.assignments.get(), state)

    with clock.at(DUE + timedelta(days=days)):
        gantt = sign_in("coordinator").get(index("gantt")).context["gantt"]

    assert [bar.tone for bar in gantt.groups[0].bars] == [tone]


def test_the_calendar_marks_holidays_and_puts_the_worst_first(index, issued, units, bring, sign_in):
    due = DUE.replace(day=19, hour=18)  # Dragon Boat Festival 2026
    issued("晚的", parts=Parts(units["bank"]), due_at=due)
    done = issued("做完的", parts=Parts(units["village"]), due_at=due)
    with clock.at(LONG_AGO):
        bring(done.assignments.get(), A.CLOSED)

    with clock.at(due + timedelta(hours=1)):
        month = sign_in("coordinator").get(index("calendar", month="2026-06")).context["month"]

    [day] = [one for week in month.weeks for one in week if one.entries]
    assert (day.day, day.is_working, day.is_changed) == (date(2026, 6, 19), False, True)
    assert [(one.row.task.title, one.lamp, one.done) for one in day.entries] == [
        ("晚的", "red", 0), ("做完的", "green", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("month", ["", "2026-13", "26-6", "２０２６-06", "x", "0000-00"])
def test_a_month_that_makes_no_sense_is_this_one(month, index, issued, sign_in, noon):
    issued("入户")

    page = sign_in("coordinator").get(index("calendar", month=month))

    assert page.context["month"].first == date(2026, 6, 1)


def test_a_full_day_shows_three_and_the_rest_behind_a_link(index, issued, sign_in, noon):
    for number in range(5):
        issued(f"任务{number}")
    day = {"month": "2026-06", "day": "2026-06-30"}

    client = sign_in("coordinator")
    closed = client.get(index("calendar", month="2026-06")).context["month"]
    opened = client.get(index("calendar", **day)).context["month"]

    full = [[(len(d.shown), d.more) for d in month.days] for month in (closed, opened)]
    assert full == [[(3, 2)], [(5, 0)]]
