"""层层落实: a town's campaign carries out the county's; the county sees who has none."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from campaigns.actions.assignments import ask_close, close_assignment, sign
from campaigns.actions.campaigns import create_campaign, launch_campaign, stop_campaign
from campaigns.actions.higher_plans import (
    link_campaign,
    link_task,
    remind_of_plan,
    unlink_campaign,
)
from campaigns.actions.parts import Parts
from campaigns.actions.starts import start_campaign
from campaigns.actions.tasks import issue_tasks
from campaigns.enums import CampaignState
from campaigns.errors import CampaignError
from campaigns.lamps import Lamp
from campaigns.models import Campaign, Task
from campaigns.queries.children import child_rows, rollup, task_children
from campaigns.queries.higher_plans import child_sketch, linkable_tasks, offered_tasks
from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from orgs.models import AuditEntry, Notice

FIRST, LAST = date(2026, 6, 15), date(2026, 9, 30)


@pytest.fixture
def town_campaign(units, cast, noon) -> Campaign:
    """A draft of the town that implements nothing yet."""
    return create_campaign(
        units["town"], title="河湾镇行动", kind="other", starts_on=FIRST, ends_on=LAST,
        by=cast["town"],
    )  # fmt: skip


@pytest.fixture
def child(campaign, task, units, cast, noon) -> Campaign:
    """The town's campaign with the county's task taken over."""
    sketch = child_sketch(campaign, units["town"], FIRST, LAST, chosen=[task.pk])
    return start_campaign(
        units["town"], sketch, title="河湾镇行动", kind="other", parent=campaign, by=cast["town"]
    )


def test_a_town_leads_what_it_takes_over_and_asks_nobody_twice(child, task, units):
    taken = child.tasks.get()

    assert (taken.title, taken.parent, taken.due_at) == (task.title, task, task.due_at)
    assert [(part.unit, part.part) for part in taken.assignments.all()] == [(units["town"], "lead")]
    assert {member.unit for member in child.members.all()} == {
        units["town"], units["village"], units["school"],
    }  # fmt: skip
    assert taken.clause.text.startswith("入户宣传。")
    assert child.parent_id == task.campaign_id


def test_the_preview_says_who_is_asked_by_the_county_directly(
    campaign, task, sign_in, units, english, noon
):
    page = sign_in("town").get(reverse("campaigns:start-child", args=[campaign.pk]))

    why = "青澜县 asks 2 units directly (桃源村、河湾镇中心小学); they are not asked twice."
    assert page.context["sketch"].asked == [f"“入户宣传”: {why}"]
    assert page.context["form"]["tasks"].value() == [task.pk]
    assert page.context["form"].fields["tasks"].choices == [(task.pk, f"1. 入户宣传 · {why}")]


def test_a_task_of_which_the_town_has_no_part_is_offered_but_not_ticked(
    campaign, make_task, sign_in, units, cast, noon
):
    task = make_task(parts=Parts(units["other_town"], [units["village"]]))
    issue_tasks([task], by=cast["coordinator"])

    page = sign_in("town").get(reverse("campaigns:start-child", args=[campaign.pk]))

    assert page.context["form"]["tasks"].value() == []
    assert [key for key, _word in page.context["form"].fields["tasks"].choices] == [task.pk]
    assert page.context["sketch"].tasks == []


def test_another_town_is_offered_nothing_of_it(campaign, task, units):
    assert offered_tasks(campaign, units["other_town"]) == []


def test_a_task_due_outside_the_towns_days_is_left_without_a_due_date(campaign, task, units):
    days = (date(2026, 7, 15), LAST)

    sketch = child_sketch(campaign, units["town"], *days, chosen=[task.pk])

    assert [row.due_at for row in sketch.tasks] == [None]
    assert len(sketch.open) == 1


def test_a_campaign_is_linked_to_one_of_a_unit_above_and_let_go_again(
    town_campaign, campaign, cast
):
    link_campaign(town_campaign, parent=campaign, version=1, by=cast["town"])
    assert (town_campaign.parent, town_campaign.version) == (campaign, 2)

    unlink_campaign(town_campaign, version=2, by=cast["town"])

    town_campaign.refresh_from_db()
    assert town_campaign.parent is None
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")][-2:] == [
        "campaign.linked", "campaign.unlinked",
    ]  # fmt: skip


def test_a_campaign_of_the_same_unit_or_of_one_beside_is_refused(campaign, units, cast, noon):
    beside = create_campaign(
        units["other_town"], title="沙溪镇行动", kind="other", starts_on=FIRST, ends_on=LAST,
        by=cast["other_town"],
    )  # fmt: skip
    own = create_campaign(
        units["county"], title="县里另一个", kind="other", starts_on=FIRST, ends_on=LAST,
        by=cast["coordinator"],
    )  # fmt: skip

    for made, by in ((beside, "town"), (own, "coordinator")):
        wrong = campaign if made is own else _town(units, cast)
        with pytest.raises(CampaignError, match="不在.*之下"):
            link_campaign(made, parent=wrong, version=1, by=cast[by])


def _town(units, cast):
    return create_campaign(
        units["town"], title="又一个", kind="other", starts_on=FIRST, ends_on=LAST, by=cast["town"]
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CampaignState.DRAFT, "还没有发布"),
        (CampaignState.STOPPED, "已经结束"),
        (CampaignState.ARCHIVED, "已经结束"),
    ],
)
def test_a_campaign_that_is_not_under_way_cannot_be_implemented(
    state, words, town_campaign, campaign, cast
):
    Campaign.objects.filter(pk=campaign.pk).update(state=state)

    with pytest.raises(CampaignError, match=words):
        link_campaign(town_campaign, parent=campaign, version=1, by=cast["town"])


def test_a_circle_is_refused(town_campaign, campaign, cast):
    link_campaign(town_campaign, parent=campaign, version=1, by=cast["town"])
    Campaign.objects.filter(pk=campaign.pk).update(parent=town_campaign)
    campaign.refresh_from_db()

    with pytest.raises(CampaignError, match="本身就是落实本行动的"):
        link_campaign(town_campaign, parent=campaign, version=2, by=cast["town"])


def test_a_stale_page_links_nothing(town_campaign, campaign, cast):
    with pytest.raises(StaleVersion):
        link_campaign(town_campaign, parent=campaign, version=9, by=cast["town"])

    town_campaign.refresh_from_db()
    assert town_campaign.parent is None


def test_a_task_is_linked_only_to_an_issued_one_of_the_campaign_above(
    child, task, make_task, cast, units
):
    own = child.tasks.get()
    link_task(own, parent=None, version=own.version, by=cast["town"])
    assert Task.objects.get(pk=own.pk).parent is None

    link_task(own, parent=task, version=own.version, by=cast["town"])
    assert Task.objects.get(pk=own.pk).parent == task

    with clock.at(datetime.fromisoformat("2026-06-01T09:00:00+08:00")):
        draft = make_task(title="未下达")
    with pytest.raises(CampaignError, match="只能承接已下达的任务"):
        link_task(own, parent=draft, version=own.version, by=cast["town"])
    with pytest.raises(CampaignError, match="不是上级行动的任务"):
        link_task(task, parent=own, version=task.version, by=cast["coordinator"])


def test_unlinking_the_campaign_takes_the_tasks_links_off(child, cast):
    unlink_campaign(child, version=child.version, by=cast["town"])

    assert child.tasks.get().parent is None


def test_the_progress_of_the_town_rolls_up(child, campaign, task, units, cast, noon):
    launch_campaign(child, by=cast["town"])
    issue_tasks(child.tasks.all(), by=cast["town"])
    part = child.tasks.get().assignments.get()
    sign(part, by=cast["town_reporter"])
    ask_close(part, text="做完了", by=cast["town_reporter"])
    close_assignment(part, by=cast["town"])

    below = task_children(cast["coordinator"], task, noon)
    rows = child_rows(cast["coordinator"], campaign, noon)
    total = rollup(rows)

    assert [(row.done, row.total, row.lamp) for row in below] == [(1, 1, Lamp.GREEN)]
    assert (total.campaigns, total.done, total.total) == (1, 1, 1)
    assert task_children(cast["other_town"], task, noon) == []


def test_the_county_sees_which_member_units_have_no_plan_and_reminds_them_once_a_day(
    child, campaign, units, cast, noon
):
    rows = child_rows(cast["coordinator"], campaign, noon)

    assert [(row.unit.name, row.campaign) for row in rows] == [
        ("沙溪镇", None), ("青澜农商银行", None), ("河湾镇中心小学", None), ("河湾镇", child),
    ]  # fmt: skip
    office = cast["coordinator"]
    assert remind_of_plan(campaign, units["other_town"], by=office) == 1
    assert remind_of_plan(campaign, units["other_town"], by=office) == 0
    assert [notice.recipient for notice in Notice.objects.filter(kind="campaign.plan_wanted")] == [
        cast["other_town"]
    ]
    again = {row.unit: row for row in child_rows(office, campaign, noon)}
    assert again[units["other_town"]].reminded_at == noon
    with pytest.raises(CampaignError, match="已经在制定方案了"):
        remind_of_plan(campaign, units["town"], by=office)


@pytest.mark.parametrize("state", [CampaignState.DRAFT, CampaignState.STOPPED])
def test_nobody_hears_of_a_campaign_that_is_not_under_way(state, campaign, cast, sign_in, noon):
    Campaign.objects.filter(pk=campaign.pk).update(state=state)

    answer = sign_in("coordinator").post(reverse("campaigns:plan-remind", args=[campaign.pk]))

    assert answer.status_code == 302
    assert not Notice.objects.filter(kind="campaign.plan_wanted").exists()


def test_a_stopped_plan_counts_as_none(child, campaign, units, cast, noon):
    launch_campaign(child, by=cast["town"])
    stop_campaign(child, reason="重来", by=cast["town"])

    rows = child_rows(cast["coordinator"], campaign, noon)

    assert {row.unit: row.campaign for row in rows}[units["town"]] is None


def test_a_town_reads_the_countys_plan_beside_its_own(child, section, sign_in):
    page = sign_in("town").get(reverse("campaigns:higher-plan", args=[child.pk]))

    assert page.status_code == 200
    assert "各村组织网格员入户宣传" in page.content.decode()
    assert linkable_tasks(child)[0].title == "入户宣传"


def test_a_town_starts_its_campaign_from_the_countys_page(campaign, task, sign_in, units, noon):
    client = sign_in("town")
    address = reverse("campaigns:start-child", args=[campaign.pk])
    assert "入户宣传" in client.get(address).content.decode()
    data = {
        "title": "河湾镇行动", "theme": "", "kind": "other", "leading_group": "",
        "starts_on": "2026-06-15", "ends_on": "2026-09-30", "tasks": [task.pk], "make": "1",
    }  # fmt: skip

    client.post(address, data)

    made = Campaign.objects.get(title="河湾镇行动")
    assert (made.parent, made.owner, made.tasks.get().parent) == (campaign, units["town"], task)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_children_takes_the_same_queries(
    rows, child, campaign, cast, units, django_assert_num_queries, noon
):
    launch_campaign(child, by=cast["town"])
    issue_tasks(child.tasks.all(), by=cast["town"])
    for key in ("other_town", "school", "bank")[:rows]:
        Campaign.objects.create(
            title="下级行动", owner=units[key], parent=campaign, kind="other", starts_on=FIRST,
            ends_on=LAST,
        )  # fmt: skip
    user = cast["coordinator"]
    user.holdings  # noqa: B018 - read once for a request

    with django_assert_num_queries(6):
        child_rows(user, campaign, noon)
