"""Units: made, edited, taken out of service, put back, merged; only inside one's own subtree."""

import pytest

from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from orgs import handover
from orgs.actions.liaisons import appoint_liaison
from orgs.actions.people import add_person
from orgs.actions.unit_groups import create_unit_group, edit_unit_group, remove_unit_group
from orgs.actions.unit_merges import merge_preview, merge_units
from orgs.actions.units import (
    create_unit,
    deactivate_unit,
    edit_unit,
    reactivate_unit,
    set_aliases,
)
from orgs.enums import LiaisonPost, Role, UnitKind
from orgs.errors import OrgError
from orgs.models import AuditEntry, Grant, Unit, UnitAlias, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_registry(monkeypatch):
    """What upper apps registered does not belong to these tests."""
    monkeypatch.setattr(handover, "_of_units", [])
    monkeypatch.setattr(handover, "_of_people", [])


def make(parent, code, by, **more):
    facts = {"name": f"新{code}", "kind": UnitKind.VILLAGE} | more
    return create_unit(parent, code=code, by=by, **facts)


def trail() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", "object_name"))


def test_a_new_unit_stands_last_under_its_parent_and_is_in_the_trail(units, cast):
    made = make(
        units["town"], "X1", cast["coordinator"], name=" 青石  村 ", aliases=["青石", "青石 "]
    )

    assert made.path.startswith(units["town"].path)
    assert (made.name, made.depth, made.position) == ("青石 村", 3, 6)
    assert list(made.aliases.values_list("text", flat=True)) == ["青石"]
    assert trail() == [("unit.created", "青石 村"), ("unit.aliases_set", "青石 村")]


@pytest.mark.parametrize(
    ("code", "name", "sentence"),
    [
        ("U003", "新村", "The code “U003” is already in use. Choose another one."),
        ("X1", "桃源村", "There is already a “桃源村” under 河湾镇. Choose another name."),
        ("", "新村", "Give the unit a code."),
        ("X1", "  ", "Give the unit a name."),
        ("X" * 41, "新村", "“XXXXXXXXXXXXXXXXXXXX…” is longer than 40 characters."),
    ],
)
def test_a_unit_that_breaks_a_rule_is_refused_in_a_sentence(units, cast, code, name, sentence):
    with pytest.raises(OrgError) as refusal:
        make(units["town"], code, cast["coordinator"], name=name)

    assert str(refusal.value) == sentence
    assert Unit.objects.count() == len(units)


def test_the_name_of_a_unit_out_of_service_says_how_to_use_it_again(units, cast):
    deactivate_unit(units["village"], version=1, reason="撤并", by=cast["coordinator"])

    with pytest.raises(OrgError, match="is out of service. Put it back into service"):
        make(units["town"], "X1", cast["coordinator"], name="桃源村")


@pytest.mark.parametrize("who", ["reporter", "leader", "auditor", "far_coordinator", "other_town"])
def test_only_those_who_look_after_the_parent_add_below_it(units, cast, who):
    with pytest.raises(OrgError, match="not among the units you look after"):
        make(units["town"], "X1", cast[who])


def test_a_top_unit_is_the_operators_business(units, cast, db):
    with pytest.raises(OrgError, match="Choose a parent unit"):
        make(None, "X1", cast["administrator"], kind=UnitKind.COUNTY)
    assert make(None, "X1", None, kind=UnitKind.COUNTY).depth == 1
    with pytest.raises(OrgError, match="There is already a “新X1” under the top"):
        make(None, "X2", None, name="新X1", kind=UnitKind.COUNTY)


def test_an_edit_writes_what_differs_and_counts_the_version(units, cast):
    edited = edit_unit(
        units["village"],
        version=1,
        by=cast["town"],
        name="桃源社区",
        code="U003",
        short_name="桃源",
    )

    entry = AuditEntry.objects.get()
    assert (edited.name, edited.version) == ("桃源社区", 2)
    assert entry.changes == {"name": ["桃源村", "桃源社区"], "short_name": ["", "桃源"]}
    assert entry.path == units["village"].path


def test_an_edit_that_changes_nothing_writes_nothing(units, cast):
    same = edit_unit(units["village"], version=1, by=cast["town"], name="桃源村")

    assert (same.version, AuditEntry.objects.count()) == (1, 0)


def test_a_stale_edit_is_told_so_and_gets_the_unit_as_it_stands(units, cast):
    edit_unit(units["village"], version=1, by=cast["town"], name="桃源社区")

    with pytest.raises(StaleVersion) as stale:
        edit_unit(units["village"], version=1, by=cast["coordinator"], name="桃花源村")

    assert stale.value.current.name == "桃源社区"


def test_a_coordinator_does_not_reshape_the_unit_the_grant_stands_on(units, cast):
    with pytest.raises(OrgError, match="not among the units you look after"):
        edit_unit(units["town"], version=1, by=cast["town"], name="新镇")
    assert edit_unit(units["town"], version=1, by=cast["administrator"], name="新镇").name == "新镇"


def test_a_unit_with_units_below_stays_in_service_and_says_which(units, cast):
    with pytest.raises(OrgError) as refusal:
        deactivate_unit(units["town"], version=1, reason="撤镇", by=cast["coordinator"])

    assert str(refusal.value) == (
        "“河湾镇” still has 3 units in service below it: 桃源村, 柳溪村, 河湾镇中心小学. "
        "Move them or take them out of service first, or merge “河湾镇” into another unit."
    )


def test_a_unit_with_open_items_stays_in_service(units, cast, monkeypatch):
    items = handover.UnitItems("tasks", count=lambda unit: 2, move=lambda *a, **k: 2)
    handover.register_unit_items(items)

    with pytest.raises(OrgError, match=r"open items: tasks \(2\)"):
        deactivate_unit(units["village"], version=1, reason="撤并", by=cast["town"])


def test_out_of_service_and_back(units, cast, noon):
    gone = deactivate_unit(units["village"], version=1, reason="合村", by=cast["town"])
    assert (gone.is_active, gone.active_to) == (False, clock.today())
    with pytest.raises(OrgError, match="already out of service"):
        deactivate_unit(gone, version=2, reason="合村", by=cast["town"])

    back = reactivate_unit(gone, version=2, by=cast["town"])

    assert (back.is_active, back.version) == (True, 3)
    assert [row[0] for row in trail()] == ["unit.deactivated", "unit.reactivated"]


def test_a_reason_is_asked_for(units, cast):
    with pytest.raises(OrgError, match="Say in a few words"):
        deactivate_unit(units["village"], version=1, reason=" ", by=cast["town"])


def test_aliases_are_exactly_those_given(units, cast):
    set_aliases(units["village"], ["桃源", "老桃源"], by=cast["town"])

    kept = set_aliases(units["village"], ["桃源", "", "桃花源"], by=cast["town"])

    assert kept == ["桃源", "桃花源"]
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert entry.changes == {"aliases": [["桃源", "老桃源"], ["桃源", "桃花源"]]}


@pytest.fixture
def merged_pair(units, cast):
    """The village has a primary, a backup and an alias; the sibling has its own primary."""
    coordinator = cast["coordinator"]
    names = {}
    for unit, name in [("village", "罗小燕"), ("village", "秦海"), ("sibling", "方圆")]:
        names[name] = add_person(units[unit], name=name, by=coordinator)
    appoint_liaison(units["village"], person=names["罗小燕"], by=coordinator)
    appoint_liaison(units["village"], person=names["秦海"], post=LiaisonPost.DEPUTY, by=coordinator)
    appoint_liaison(units["sibling"], person=names["方圆"], by=coordinator)
    set_aliases(units["village"], ["老桃源"], by=coordinator)
    create_unit_group(units["county"], name="各村", units=[units["village"]], by=coordinator)
    return units["village"], units["sibling"]


def test_a_preview_says_what_a_merge_would_move(merged_pair, cast):
    village, sibling = merged_pair

    preview = merge_preview(village, sibling, by=cast["coordinator"])

    assert (preview.people, preview.users, preview.groups) == (2, 1, 1)
    assert [str(term.person) for term in preview.liaisons_moving] == ["秦海"]
    assert [str(term.person) for term in preview.liaisons_ending] == ["罗小燕"]
    assert [grant.role for grant in preview.grants] == [Role.REPORTER]
    assert preview.aliases == ["桃源村", "老桃源"]


def test_a_merge_moves_what_is_alive_and_leaves_the_history(merged_pair, cast):
    village, sibling = merged_pair

    gone = merge_units(village, into=sibling, version=1, by=cast["coordinator"])

    assert (gone.is_active, gone.merged_into) == (False, sibling)
    assert sorted(sibling.people.values_list("name", flat=True)) == ["方圆", "秦海", "罗小燕"]
    assert User.objects.get(username="reporter").home_unit == sibling
    current = sibling.liaisons.current().order_by("post").values_list("post", "person__name")
    assert list(current) == [("deputy", "秦海"), ("primary", "方圆")]
    assert village.liaisons.current().count() == 0
    assert village.liaisons.count() == 2
    held = Grant.objects.in_force().filter(user=cast["reporter"])
    assert [(grant.role, grant.unit) for grant in held] == [(Role.REPORTER, sibling)]
    assert Grant.objects.filter(user=cast["reporter"]).count() == 2
    assert list(UnitAlias.objects.filter(unit=sibling).values_list("text", flat=True)) == [
        "桃源村", "老桃源",
    ]  # fmt: skip
    assert list(sibling.in_groups.values_list("name", flat=True)) == ["各村"]
    assert village.in_groups.count() == 0


def test_a_merge_takes_units_below_and_open_items_along(units, cast):
    handover.register_unit_items(
        handover.UnitItems("tasks", lambda unit: 3, lambda unit, into, by: 3)
    )

    gone = merge_units(units["town"], into=units["other_town"], version=1, by=cast["coordinator"])

    below = units["other_town"].children.order_by("name").values_list("name", flat=True)
    assert sorted(below) == sorted(["石桥村", "桃源村", "柳溪村", "河湾镇中心小学"])
    assert Unit.objects.get(code="U003").path.startswith(units["other_town"].path)
    assert AuditEntry.objects.get(action="unit.merged").changes["open_items"] == [3, 0]
    with pytest.raises(OrgError, match="was merged into “沙溪镇”"):
        reactivate_unit(gone, version=gone.version, by=cast["administrator"])


@pytest.mark.parametrize(
    ("unit", "into", "who", "sentence"),
    [
        ("town", "village", "coordinator", "which is itself or below it"),
        ("village", "village", "coordinator", "which is itself or below it"),
        ("village", "far_village", "coordinator", "not among the units you look after"),
        ("village", "sibling", "other_town", "not among the units you look after"),
    ],
)
def test_a_merge_that_cannot_be_is_refused(units, cast, unit, into, who, sentence):
    with pytest.raises(OrgError, match=sentence):
        merge_units(units[unit], into=units[into], version=1, by=cast[who])
    assert Unit.objects.filter(merged_into__isnull=False).count() == 0


def test_a_merge_hands_nobody_a_role_the_merger_could_not_give(units, cast):
    Grant.objects.create(user=cast["auditor"], role=Role.AUDITOR, unit=units["village"])

    with pytest.raises(OrgError, match="holds the role “auditor” for 桃源村"):
        merge_units(units["village"], into=units["sibling"], version=1, by=cast["coordinator"])

    merge_units(units["village"], into=units["sibling"], version=1, by=cast["administrator"])


def test_unit_groups_are_made_changed_and_removed_within_reach(units, cast):
    coordinator = cast["coordinator"]
    group = create_unit_group(
        units["county"], name="各村", units=[units["village"]], by=coordinator
    )
    with pytest.raises(OrgError, match="already keeps a group “各村”"):
        create_unit_group(units["county"], name="各村", by=coordinator)
    with pytest.raises(OrgError, match="not among the units"):
        edit_unit_group(group, version=1, name="各村", units=[units["far_village"]], by=coordinator)

    changed = edit_unit_group(
        group, version=1, name="各村（居）", units=[units["sibling"]], by=coordinator
    )

    assert (changed.name, list(changed.units.all())) == ("各村（居）", [units["sibling"]])
    with pytest.raises(StaleVersion):
        edit_unit_group(group, version=1, name="各村", units=[], by=coordinator)
    remove_unit_group(changed, by=coordinator)
    assert [row[0] for row in trail()] == [
        "unit_group.created", "unit_group.edited", "unit_group.removed",
    ]  # fmt: skip
