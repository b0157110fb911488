"""Sections put in order: moved, renamed, split, joined, promoted and demoted."""

import pytest
from django.urls import reverse

from campaigns.actions.outline import (
    insert_section,
    join_section,
    place_section,
    promote_clause,
    rename_section,
    split_section,
)
from campaigns.errors import CampaignError
from campaigns.models import Clause, PlanVersion, Section
from campaigns.queries.plan import plan_page
from orgs.models import AuditEntry


@pytest.fixture
def office(cast):
    return cast["coordinator"]


@pytest.fixture
def second(campaign, section, office):
    """A section with one sentence behind the first."""
    made = insert_section(
        campaign, heading="二、工作要求", kind="requirements", after=section, by=office
    )
    Clause.objects.create(section=made, text="压实责任。", level=1)
    return made


def plan(campaign):
    return {
        section.heading: list(section.clauses.values_list("level", "text"))
        for section in campaign.sections.all()
    }


def test_a_new_section_stands_behind_the_one_chosen(campaign, section, second, office):
    insert_section(campaign, heading="保障措施", kind="measures", after=section, by=office)

    assert list(plan(campaign)) == ["任务分工", "保障措施", "工作要求"]


def test_a_section_is_put_anywhere_and_numbers_follow(campaign, section, second, office):
    place_section(second, place=0, by=office)
    assert [row.label + row.section.heading for row in plan_page(office, campaign).sections] == [
        "一、工作要求",
        "二、任务分工",
    ]

    place_section(second, place=99, by=office)
    assert list(plan(campaign)) == ["任务分工", "工作要求"]


def test_a_renamed_section_loses_the_number_that_was_typed(section, office):
    rename_section(section, heading="三、任务清单", kind="tasks", by=office)

    assert Section.objects.get().heading == "任务清单"
    entry = AuditEntry.objects.get(action="plan.section_renamed")
    assert entry.changes == {"heading": ["任务分工", "任务清单"]}


def test_a_sentence_becomes_the_heading_of_a_new_section(campaign, section, office, make_task):
    task = make_task(clause=section.clauses.get(position=3))
    Clause.objects.filter(section=section, position=3).update(level=2)

    promote_clause(section.clauses.get(position=2), by=office)

    assert plan(campaign) == {
        "任务分工": [(1, "入户宣传"), (0, "各村组织网格员入户宣传，6月30日前完成。")],
        "校园宣传": [(1, "学校召开主题班会。")],
    }
    task.refresh_from_db()
    assert task.clause.section.heading == "校园宣传"


def test_a_sentence_with_a_task_becomes_no_heading(section, office, make_task):
    make_task(clause=section.clauses.get(position=2))

    with pytest.raises(CampaignError, match="入户宣传"):
        promote_clause(section.clauses.get(position=2), by=office)

    assert Section.objects.count() == 1


def test_a_long_sentence_becomes_no_heading(section, office):
    Clause.objects.filter(section=section, position=2).update(text="长" * 121)

    with pytest.raises(CampaignError, match="121"):
        promote_clause(section.clauses.get(position=2), by=office)


def test_a_section_is_split_at_a_sentence(campaign, section, office):
    split_section(section.clauses.get(position=2), heading="校园", by=office)

    assert plan(campaign) == {
        "任务分工": [(1, "入户宣传"), (0, "各村组织网格员入户宣传，6月30日前完成。")],
        "校园": [(1, "校园宣传"), (0, "学校召开主题班会。")],
    }


def test_nothing_is_split_off_before_the_first_sentence(section, office):
    with pytest.raises(CampaignError, match="第一句"):
        split_section(section.clauses.get(position=0), heading="空", by=office)


def test_a_demoted_section_becomes_a_sentence_with_its_own_below(campaign, section, second, office):
    join_section(second, keeps_heading=True, by=office)

    assert plan(campaign)["任务分工"][4:] == [(1, "工作要求"), (2, "压实责任。")]
    assert list(plan(campaign)) == ["任务分工"]


def test_a_joined_section_leaves_its_heading(campaign, section, second, office):
    join_section(second, keeps_heading=False, by=office)

    assert plan(campaign)["任务分工"][4:] == [(1, "压实责任。")]


def test_the_first_section_has_none_to_join(section, office):
    with pytest.raises(CampaignError, match="任务分工"):
        join_section(section, keeps_heading=True, by=office)


def test_the_order_of_a_plan_with_the_reviewers_stands(campaign, section, second, office):
    PlanVersion.objects.create(
        campaign=campaign, owner=campaign.owner, number=1, content={}, digest="x", sent_by=office
    )

    for act in (
        lambda: place_section(second, place=0, by=office),
        lambda: rename_section(second, heading="别的", kind="other", by=office),
        lambda: join_section(second, keeps_heading=True, by=office),
        lambda: promote_clause(section.clauses.get(position=2), by=office),
    ):
        with pytest.raises(CampaignError, match="审签"):
            act()
    assert list(plan(campaign)) == ["任务分工", "工作要求"]


def test_buttons_of_the_outline_lead_back_to_the_section(section, second, sign_in):
    client, address = sign_in("coordinator"), reverse("campaigns:section-place", args=[second.pk])

    response = client.post(address, {"place": "0"})

    edit = reverse("campaigns:plan-edit", args=[section.campaign_id])
    assert response["Location"] == f"{edit}#section-{second.pk}"
    assert Section.objects.first() == second


def test_splitting_at_a_sentence_of_another_section_finds_nothing(section, second, sign_in):
    address = reverse("campaigns:section-split", args=[second.pk])
    clause = section.clauses.first()

    assert sign_in("coordinator").post(address, {"clause": clause.pk}).status_code == 404
