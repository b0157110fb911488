"""What becomes of a campaign: made, edited, filled with members, launched, ended."""

from datetime import date

import pytest

from campaigns.actions.campaigns import (
    archive_campaign,
    create_campaign,
    edit_campaign,
    enrol_units,
    launch_campaign,
    remove_member,
    stop_campaign,
    sum_up_campaign,
)
from campaigns.actions.phases import save_phase
from campaigns.enums import CampaignKind, CampaignState
from campaigns.errors import CampaignError
from campaigns.models import Campaign
from campaigns.queries.units import Expression, enrollable_units, member_units, resolve_units
from fraudwatch.lib.errors import StaleVersion
from orgs.enums import UnitKind
from orgs.models import AuditEntry, UnitAlias, UnitGroup

FACTS = {
    "title": "暑期反诈行动",
    "kind": CampaignKind.TELECOM_FRAUD,
    "starts_on": date(2026, 7, 1),
    "ends_on": date(2026, 8, 31),
}


@pytest.fixture
def planned(units, cast) -> Campaign:
    """A draft campaign of the county without members."""
    return create_campaign(units["county"], by=cast["coordinator"], **FACTS)


def test_a_new_campaign_is_a_draft_and_leaves_a_trace(planned):
    entry = AuditEntry.objects.get(action="campaign.created")

    assert (planned.state, entry.object_id) == (CampaignState.DRAFT, str(planned.pk))


@pytest.mark.parametrize("who", ["town", "reporter", "leader", "far_coordinator", "administrator"])
def test_only_a_coordinator_of_the_unit_makes_its_campaign(who, units, cast):
    with pytest.raises(CampaignError):
        create_campaign(units["county"], by=cast[who], **FACTS)
    assert Campaign.objects.count() == 0


def test_the_last_day_does_not_lie_before_the_first(units, cast):
    wrong = FACTS | {"ends_on": date(2026, 6, 30)}

    with pytest.raises(CampaignError, match="6月30日"):
        create_campaign(units["county"], by=cast["coordinator"], **wrong)


def test_two_campaigns_of_a_unit_have_different_titles(planned, units, cast):
    with pytest.raises(CampaignError):
        create_campaign(units["county"], by=cast["coordinator"], **FACTS)
    assert Campaign.objects.count() == 1


def test_the_second_to_save_is_told_and_overwrites_nothing(planned, cast):
    edit_campaign(planned, version=1, by=cast["coordinator"], theme="守住钱袋子")

    with pytest.raises(StaleVersion) as stale:
        edit_campaign(planned, version=1, by=cast["second_coordinator"], theme="别的口号")

    assert stale.value.current.theme == "守住钱袋子"
    assert Campaign.objects.get(pk=planned.pk).theme == "守住钱袋子"


def test_an_edit_records_the_fields_that_changed(planned, cast):
    same = {"title": planned.title, "theme": "守住钱袋子"}
    edit_campaign(planned, version=1, by=cast["coordinator"], **same)

    entry = AuditEntry.objects.get(action="campaign.edited")
    assert entry.changes == {"theme": ["", "守住钱袋子"]}


def test_the_dates_do_not_leave_a_phase_outside(planned, cast):
    save_phase(
        planned, name="部署", starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 10),
        by=cast["coordinator"],
    )  # fmt: skip

    with pytest.raises(CampaignError, match="部署"):
        edit_campaign(planned, version=1, by=cast["coordinator"], starts_on=date(2026, 7, 5))


def test_the_dates_do_not_leave_a_task_outside(campaign, draft, cast):
    with pytest.raises(CampaignError):
        edit_campaign(campaign, version=1, by=cast["coordinator"], ends_on=date(2026, 6, 29))


def test_enrolling_twice_adds_nobody_twice(planned, units, cast):
    some = [units["town"], units["village"]]

    assert enrol_units(planned, some, by=cast["coordinator"]) == some
    assert enrol_units(planned, some, by=cast["coordinator"]) == []
    assert planned.members.count() == 2


def test_a_unit_outside_the_subtree_is_not_enrolled(planned, units, cast):
    with pytest.raises(CampaignError, match="白鹭县"):
        enrol_units(planned, [units["town"], units["far_county"]], by=cast["coordinator"])
    assert planned.members.count() == 0


def test_a_unit_out_of_service_is_not_enrolled(planned, units, cast):
    units["village"].active_to = date(2026, 1, 1)
    units["village"].save()

    with pytest.raises(CampaignError, match="桃源村"):
        enrol_units(planned, [units["village"]], by=cast["coordinator"])


def test_a_unit_that_joins_a_group_later_is_no_member(planned, units, cast):
    group = UnitGroup.objects.create(owner=units["county"], name="各成员单位")
    group.units.set([units["town"]])
    found = resolve_units(enrollable_units(planned), Expression(group=group)).units
    enrol_units(planned, found, by=cast["coordinator"])

    group.units.add(units["school"])

    assert [member.unit for member in planned.members.all()] == [units["town"]]


@pytest.mark.parametrize(
    ("meant", "names"),
    [
        ({"kind": UnitKind.VILLAGE}, ["village", "sibling", "other_village"]),
        ({"kind": UnitKind.VILLAGE, "node": "town"}, ["village", "sibling"]),
        ({"node": "town"}, ["village", "sibling", "school"]),
        ({"names": "桃源村、U008\n 青澜农商银行 "}, ["bank", "village"]),
        ({"names": "中心校"}, ["school"]),
        ({}, []),
    ],
)
def test_an_expression_is_resolved_to_a_list(meant, names, planned, units):
    UnitAlias.objects.create(unit=units["school"], text="中心校")
    if "node" in meant:
        meant = meant | {"node": units[meant["node"]]}

    found = resolve_units(enrollable_units(planned), Expression(**meant)).units

    assert {unit.pk for unit in found} == {units[name].pk for name in names}


def test_names_that_mean_nobody_or_several_are_named(planned, units):
    for key in ("village", "sibling"):
        UnitAlias.objects.create(unit=units[key], text="村里")

    found = resolve_units(enrollable_units(planned), Expression(names="村里、渡口村、无此村"))

    assert (found.units, found.unknown, found.ambiguous) == ([], ["渡口村", "无此村"], ["村里"])


def test_a_campaign_without_members_is_not_launched(planned, cast):
    with pytest.raises(CampaignError):
        launch_campaign(planned, by=cast["coordinator"])
    assert Campaign.objects.get(pk=planned.pk).state == CampaignState.DRAFT


def test_a_campaign_is_launched_once(planned, units, cast, noon):
    enrol_units(planned, [units["town"]], by=cast["coordinator"])
    launch_campaign(planned, by=cast["coordinator"])

    with pytest.raises(CampaignError):
        launch_campaign(planned, by=cast["second_coordinator"])

    assert (planned.state, planned.launched_at) == (CampaignState.RUNNING, noon)
    assert AuditEntry.objects.filter(action="campaign.launched").count() == 1


def test_members_see_a_campaign_from_its_launch(planned, units, cast):
    enrol_units(planned, [units["village"]], by=cast["coordinator"])
    before = list(Campaign.objects.visible_to(cast["reporter"]))
    launch_campaign(planned, by=cast["coordinator"])

    assert (before, list(Campaign.objects.visible_to(cast["reporter"]))) == ([], [planned])


def test_a_member_leaves_a_draft_but_not_a_launched_campaign(planned, units, cast):
    enrol_units(planned, [units["town"], units["village"]], by=cast["coordinator"])
    remove_member(planned, units["village"], by=cast["coordinator"])
    launch_campaign(planned, by=cast["coordinator"])

    with pytest.raises(CampaignError):
        remove_member(planned, units["town"], by=cast["coordinator"])
    assert list(member_units(planned)) == [units["town"]]


def test_stopping_needs_a_reason(campaign, cast):
    with pytest.raises(CampaignError):
        stop_campaign(campaign, reason=" ", by=cast["coordinator"])
    stop_campaign(campaign, reason="上级另有部署", by=cast["coordinator"])

    assert AuditEntry.objects.get(action="campaign.stopped").note == "上级另有部署"


def test_archiving_with_open_tasks_needs_a_reason(campaign, task, cast):
    sum_up_campaign(campaign, by=cast["coordinator"])

    with pytest.raises(CampaignError, match="3"):
        archive_campaign(campaign, by=cast["coordinator"])
    archive_campaign(campaign, by=cast["coordinator"], reason="遗留问题转入常态工作")

    assert campaign.state == CampaignState.ARCHIVED


def test_an_archived_campaign_is_only_read(campaign, cast, units):
    Campaign.objects.update(state=CampaignState.ARCHIVED)

    with pytest.raises(CampaignError):
        edit_campaign(campaign, version=1, by=cast["coordinator"], theme="改一改")
    with pytest.raises(CampaignError):
        enrol_units(campaign, [units["county"]], by=cast["coordinator"])
