"""The pages: constant numbers of queries, and what outsiders do not read."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.actions.assignments import ask_close, sign
from campaigns.actions.campaigns import create_campaign, enrol_units, launch_campaign
from campaigns.actions.parts import Parts
from campaigns.actions.plan import add_section
from campaigns.actions.tasks import issue_task
from campaigns.enums import CampaignKind
from campaigns.models import Indicator, Member

from .conftest import DUE

# what every page costs before it shows anything: session with its account, campaigns, numbers
OFFICE, UNIT = 3, 3
LIST, TASKS, TASK, PLAN, OVERVIEW = OFFICE + 9, OFFICE + 6, OFFICE + 9, OFFICE + 10, OFFICE + 9
INDICATORS, OWN, PART = OFFICE + 2, UNIT + 3, UNIT + 7


@pytest.fixture
def queries(sign_in, django_assert_num_queries):
    """Open a page as somebody; the number of queries is exactly ``count``."""

    def ask(who: str, path: str, count: int) -> str:
        client = sign_in(who)
        client.get(path)
        with django_assert_num_queries(count):
            response = client.get(path)
        assert response.status_code == 200
        return response.content.decode()

    return ask


@pytest.fixture
def make_campaign(units, cast):
    """A launched campaign with a phase and a task."""

    def make(number: int):
        made = create_campaign(
            units["county"], by=cast["coordinator"], title=f"第{number}次行动",
            kind=CampaignKind.TELECOM_FRAUD, starts_on=DUE.date() - timedelta(days=40),
            ends_on=DUE.date() + timedelta(days=60),
        )  # fmt: skip
        enrol_units(made, [units["town"], units["village"]], by=cast["coordinator"])
        return launch_campaign(made, by=cast["coordinator"])

    return make


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_campaigns(rows, queries, make_campaign, noon):
    for number in range(rows):
        make_campaign(number)

    page = queries("coordinator", reverse("campaigns:campaign-list"), LIST)

    assert page.count("次行动</a>") == rows


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("view", ["list", "board"])
def test_the_tasks_of_a_campaign(view, rows, queries, campaign, make_task, cast, noon):
    for number in range(rows):
        issue_task(make_task(f"任务甲{number}"), by=cast["coordinator"])

    path = reverse("campaigns:task-list", args=[campaign.pk]) + f"?view={view}"
    page = queries("coordinator", path, TASKS)

    assert page.count("任务甲") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_task_with_units_and_history(rows, queries, make_task, units, cast, noon):
    keys = ["village", "sibling", "school"][:rows]
    task = make_task(parts=Parts(units["town"], [units[key] for key in keys]))
    issue_task(task, by=cast["coordinator"])
    people = {"village": "reporter", "sibling": "sibling", "school": "school"}
    for key in keys:
        part = task.assignments.get(unit=units[key])
        sign(part, by=cast[people[key]])
        ask_close(part, text="做完了", by=cast[people[key]])

    page = queries("coordinator", reverse("campaigns:task-detail", args=[task.pk]), TASK)

    assert page.count("做完了") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_plan(rows, queries, campaign, cast, make_task, noon):
    for number in range(rows):
        section = add_section(
            campaign,
            kind="tasks",
            heading=f"第{number}部分",
            text="（一）甲\n乙",
            by=cast["coordinator"],
        )
        make_task(f"任务甲{number}", clause=section.clauses.last())

    queries("coordinator", reverse("campaigns:plan-detail", args=[campaign.pk]), PLAN)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_overview(rows, queries, campaign, units, noon):
    campaign.members.all().delete()
    for key in ["town", "village", "bank"][:rows]:
        Member.objects.create(campaign=campaign, unit=units[key])

    queries("coordinator", reverse("campaigns:campaign-detail", args=[campaign.pk]), OVERVIEW)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_own_tasks_of_a_unit(rows, queries, make_task, cast, noon):
    for number in range(rows):
        issue_task(make_task(f"任务甲{number}"), by=cast["coordinator"])

    page = queries("reporter", reverse("campaigns:assignment-list"), OWN)

    assert page.count("任务甲") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_library_of_indicators(rows, queries, units, cast):
    for number in range(rows):
        Indicator.objects.create(code=f"c{number}", name="指标甲", kind="whole", measure="flow")

    page = queries("coordinator", reverse("campaigns:indicator-list"), INDICATORS)

    assert page.count('<span class="strong">指标甲</span>') == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_one_assignment(rows, queries, part, bring, noon):
    bring(part, "returned" if rows == 3 else "working")

    queries("reporter", reverse("campaigns:assignment-detail", args=[part.pk]), PART)


def test_a_reporter_reads_nothing_of_other_units_work(
    task, units, bring, part, cast, sign_in, noon
):
    bring(part, "to_verify")
    page = sign_in("school").get(reverse("campaigns:task-detail", args=[task.pk]))

    words = page.content.decode()
    assert ("做完了" in words, "桃源村" in words) == (False, False)


def test_a_draft_campaign_is_not_on_the_list_of_its_members(units, cast, sign_in, make_campaign):
    draft = create_campaign(
        units["county"], by=cast["coordinator"], title="还没公布", kind="other",
        starts_on=DUE.date(), ends_on=DUE.date(),
    )  # fmt: skip
    enrol_units(draft, [units["village"]], by=cast["coordinator"])

    client = sign_in("reporter")

    assert "还没公布" not in client.get(reverse("campaigns:campaign-list")).content.decode()
    assert client.get(reverse("campaigns:plan-detail", args=[draft.pk])).status_code == 404


def test_choosing_a_campaign_takes_effect_and_leads_nowhere_else(campaign, sign_in):
    client = sign_in("reporter")
    path = reverse("campaigns:campaign-choose")

    response = client.post(path, {"campaign": campaign.pk, "next": "https://evil.example/"})

    assert (response.url, client.session["campaign"]) == ("/", campaign.pk)
    assert client.post(path, {"campaign": "1 OR 1=1"}).status_code == 404
