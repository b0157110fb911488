"""The roster: all problems at once, everything or nothing, the same file twice the same."""

import pytest

from orgs.actions.audit import broken_entries
from orgs.actions.groups import create_group
from orgs.enums import Role
from orgs.imports.roster_apply import RosterRefused, plan_roster, save_roster
from orgs.imports.roster_xlsx import read_roster
from orgs.models import AuditEntry, Grant, GroupSeat, Liaison, Person, Unit, User
from orgs.tests.roster_books import book, problems

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(units, cast):
    """The county's leading group."""
    return create_group(units["county"], name="反诈领导小组", by=cast["coordinator"])


def test_a_good_file_makes_units_people_posts_and_accounts(units, cast, group):
    plan = save_roster(read_roster(book()), by=cast["coordinator"], digest="0f")

    assert plan.counts() == [("Units", 2, 1, 0), ("People", 3, 0, 0)]
    town, village = Unit.objects.get(code="X1"), Unit.objects.get(code="X2")
    assert (village.parent, town.parent, village.short_name) == (town, units["county"], "青石")
    assert sorted(village.in_groups.values_list("name", flat=True)) == ["各村", "重点村"]
    assert Unit.objects.get(code="U003").name == "桃源社区"
    posts = (
        Liaison.objects.current().order_by("pk").values_list("unit__code", "post", "person__name")
    )
    assert list(posts) == [
        ("X1", "primary", "姚建国"), ("X2", "primary", "余长春"), ("U003", "deputy", "何晓"),
    ]  # fmt: skip
    seats = GroupSeat.objects.order_by("pk").values_list("role", "person__name")
    assert list(seats) == [("deputy", "姚建国"), ("member", "何晓")]
    assert Person.objects.get(name="何晓").phone == "13812340003"
    user = User.objects.get(username="xqs.ycc")
    assert (user.must_change_password, user.has_usable_password()) == (True, False)
    assert [(g.role, g.unit) for g in Grant.objects.filter(user=user)] == [(Role.REPORTER, village)]
    assert list(broken_entries()) == []
    entry = AuditEntry.objects.get(action="roster.imported")
    assert entry.changes["units_new"] == [0, 2]
    assert entry.note == "sha256 0f"


def test_the_same_file_twice_changes_nothing_the_second_time(units, cast, group):
    save_roster(read_roster(book()), by=cast["coordinator"])
    entries = AuditEntry.objects.count()

    plan = save_roster(read_roster(book()), by=cast["coordinator"])

    assert plan.counts() == [("Units", 0, 0, 3), ("People", 0, 0, 3)]
    assert plan.changes_anything is False
    assert AuditEntry.objects.count() == entries + 1


def test_the_check_alone_saves_nothing(units, cast, group):
    before = (Unit.objects.count(), Person.objects.count(), AuditEntry.objects.count())

    plan = plan_roster(read_roster(book()), by=cast["coordinator"])

    assert (plan.problems, plan.changes_anything) == ([], True)
    assert (Unit.objects.count(), Person.objects.count(), AuditEntry.objects.count()) == before


BAD_CELLS = [
    ({"units": [["", "青石镇", "", "镇", "U001", "", ""]]}, "A3", "Give the unit a code."),
    ({"units": [["X1", "", "", "镇", "U001", "", ""]]}, "B3", "Give the unit a name."),
    (
        {"units": [["X1", "甲" * 81, "", "镇", "U001", "", ""]]},
        "B3",
        "is longer than 80 characters",
    ),
    ({"units": [["X1", "青石镇", "", "城邦", "U001", "", ""]]}, "D3", "Choose the kind of unit"),
    (
        {"units": [["X1", "青石镇", "", "镇", "", "", ""]]},
        "E3",
        "Give the code of the parent unit.",
    ),
    ({"units": [["X1", "青石镇", "", "镇", "U777", "", ""]]}, "E3", "no unit with the code “U777”"),
    ({"units": [["X1", "河湾镇", "", "镇", "U001", "", ""]]}, "B3", "already a “河湾镇”"),
    (
        {"units": [["X1", "甲镇", "", "镇", "U001"], ["X1", "乙镇", "", "镇", "U001"]]},
        "A4",
        "stands twice, here and in A3",
    ),
    ({"people": [["", "U003"]]}, "A3", "Give the person's name."),
    ({"people": [["甲", ""]]}, "B3", "Give the code of the person's unit."),
    ({"people": [["甲", "U777"]]}, "B3", "no unit with the code “U777”"),
    ({"people": [["甲", "U003", "", "没有"]]}, "D3", "“没有” is not a phone number"),
    ({"people": [["甲", "U003", "", "", "甲@"]]}, "E3", "is not an e-mail address"),
    ({"people": [["甲", "U003", "", "", "", "C岗"]]}, "F3", "Write one of: primary, backup."),
    (
        {"people": [["甲", "U003", "", "", "", "A岗"], ["乙", "U003", "", "", "", "A岗"]]},
        "F4",
        "already has its primary liaison in row 3",
    ),
    (
        {"people": [["甲", "U003"], ["甲", "U003"]]},
        "A4",
        "stands twice for this unit, here and in row 3",
    ),
    ({"people": [["甲", "U003", "", "", "", "", "顾问"]]}, "G3", "“顾问” is not a seat"),
    ({"people": [["甲", "U003", "", "", "", "", "成员"]]}, "G3", "There is no such leading group"),
    (
        {"people": [["甲", "U003", "", "", "", "", "", "甲 乙"]]},
        "H3",
        "An account name has 2 to 60",
    ),
    ({"people": [["甲", "U003", "", "", "", "", "", "reporter"]]}, "H3", "is taken"),
    ({"people": [["甲", "U003", "", "", "", "", "", "", "填报员"]]}, "H3", "Give an account name"),
    (
        {"people": [["甲", "U003", "", "", "", "", "", "new.one", "国王"]]},
        "I3",
        "Write one of: administrator",
    ),
    (
        {"people": [["甲", "U003", "", "", "", "", "", "new.one", "审计员"]]},
        "I3",
        "You may not give the role “auditor”",
    ),
]


@pytest.mark.parametrize(("rows", "cell", "sentence"), BAD_CELLS)
def test_each_bad_cell_is_named_with_its_cure(units, cast, rows, cell, sentence):
    content = book(**({"units": None, "people": None} | rows))

    (found,) = problems(content, cast["coordinator"])

    assert found[:2] == ("单位" if "units" in rows else "人员", cell)
    assert sentence in found[2]
    with pytest.raises(RosterRefused):
        save_roster(read_roster(content), by=cast["coordinator"])


def test_all_problems_come_at_once_in_the_order_of_the_file(units, cast):
    content = book(
        [["X1", "", "", "镇", "U001"], ["X2", "青石村", "", "城邦", "U777"]],
        [["甲", "U003", "", "没有", "甲@"]],
    )

    assert [found[:2] for found in problems(content, cast["coordinator"])] == [
        ("单位", "B3"), ("单位", "D4"), ("单位", "E4"), ("人员", "D3"), ("人员", "E3"),
    ]  # fmt: skip
    assert Unit.objects.filter(code__in=["X1", "X2"]).count() == 0


def test_units_that_stand_below_each_other_are_all_named(units, cast):
    loop = [
        ["X1", "甲", "", "村", "X2"],
        ["X2", "乙", "", "村", "X3"],
        ["X3", "丙", "", "村", "X1"],
    ]
    below_own = [["U002", "河湾镇", "", "镇", "U003"]]

    assert [found[1] for found in problems(book(loop, None), cast["coordinator"])] == [
        "E3", "E4", "E5",
    ]  # fmt: skip
    ((_, cell, text),) = problems(book(below_own, None), cast["coordinator"])
    assert (cell, text) == ("E3", "“河湾镇” would stand below itself. Correct the parent codes.")


def test_children_may_stand_above_their_parents_in_the_file(units, cast):
    rows = [["X2", "青石村", "", "村", "X1"], ["X1", "青石镇", "", "镇", "U001"]]

    save_roster(read_roster(book(rows, None)), by=cast["coordinator"])

    assert Unit.objects.get(code="X2").parent == Unit.objects.get(code="X1")


@pytest.mark.parametrize(
    ("rows", "cell", "sentence"),
    [
        ({"units": [["U010", "改名村", "", "村", ""]]}, "A3", "a unit you do not look after"),
        ({"units": [["X1", "新村", "", "村", "U009"]]}, "E3", "no unit with the code “U009”"),
        ({"units": [["U001", "改名县", "", "县", ""]]}, "A3", "You may not change “青澜县”"),
        ({"people": [["甲", "U010"]]}, "B3", "a unit you do not look after"),
    ],
)
def test_other_countys_units_and_the_own_top_are_refused(units, cast, rows, cell, sentence):
    content = book(**({"units": None, "people": None} | rows))

    ((_, found, text),) = problems(content, cast["coordinator"])

    assert found == cell
    assert sentence in text


def test_a_town_does_not_import_for_its_sister_town(units, cast):
    content = book([["X1", "新村", "", "村", "U006"]], [["甲", "U007"]])

    found = problems(content, cast["town"])

    assert [row[1] for row in found] == ["E3", "B3"]


def test_an_existing_unit_moves_when_its_parent_code_changes(units, cast):
    rows = [["U003", "桃源村", "", "村", "U006"]]

    save_roster(read_roster(book(rows, None)), by=cast["coordinator"])

    assert Unit.objects.get(code="U003").path.startswith(units["other_town"].path)


def test_an_empty_cell_and_a_masked_phone_leave_what_is_there(units, cast, group):
    save_roster(read_roster(book()), by=cast["coordinator"])
    again = [["姚建国", "X1", "", "138****0001", "", "", "", "", ""]]

    plan = plan_roster(read_roster(book(None, again)), by=cast["coordinator"])

    assert (plan.problems, plan.people[0].outcome) == ([], "same")


def test_an_account_finds_its_person_in_another_unit(units, cast, group):
    save_roster(read_roster(book()), by=cast["coordinator"])
    Liaison.objects.filter(person__name="余长春").update(to_on="2026-06-01")
    again = [["余长春", "U003", "", "", "", "", "", "xqs.ycc", ""]]

    save_roster(read_roster(book(None, again)), by=cast["coordinator"])

    assert Person.objects.get(name="余长春").unit == units["village"]
    assert User.objects.get(username="xqs.ycc").home_unit == units["village"]


def test_what_an_action_refuses_takes_everything_back(units, cast, monkeypatch, group):
    save_roster(read_roster(book()), by=cast["coordinator"])
    rows = [["X9", "青云镇", "", "镇", "U001"]]
    moving = [["余长春", "U003", "", "", "", "", "", "xqs.ycc", ""]]

    with pytest.raises(RosterRefused) as refusal:
        save_roster(read_roster(book(rows, moving)), by=cast["coordinator"])

    (found,) = refusal.value.problems
    assert (found.sheet, found.cell) == ("人员", "A3")
    assert "still liaison of 青石" in found.text
    assert Unit.objects.filter(code="X9").count() == 0
