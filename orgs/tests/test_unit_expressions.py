"""Units as plans name them: what is read, which units that is, and what has to be mended."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgs.actions.unit_groups import create_unit_group
from orgs.models import Unit, UnitAlias
from orgs.queries.expressions import names_of, resolve_units
from orgs.unit_expressions import parse_units

VILLAGES = ["桃源村", "柳溪村", "石桥村"]


@pytest.fixture
def resolve(units):
    """Resolve a text among the units below the county, as its coordinator does."""

    def run(text, root="county", **more):
        within = more.get("within") or Unit.objects.under(units[root]).active().exclude(
            pk=units[root].pk
        )
        return resolve_units(text, within=within, root=units[root])

    return run


def names(resolved):
    return [unit.name for unit in resolved.units]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("各村（居）", VILLAGES),
        ("各村(居)", VILLAGES),
        ("各村(社区)", VILLAGES),
        ("各村（居、社区）", VILLAGES),
        ("各村（居）委会", VILLAGES),
        ("全县各村", VILLAGES),
        ("各行政村落实", VILLAGES),
        ("（各村落实）", VILLAGES),
        ("责任单位：各村", VILLAGES),
        ("all villages", VILLAGES),
        ("村、学校", ["河湾镇中心小学", *VILLAGES]),
        ("各镇（街道）", ["河湾镇", "沙溪镇"]),
        ("各乡（镇、街道）", ["河湾镇", "沙溪镇"]),
        ("河湾镇各村", ["桃源村", "柳溪村"]),
        ("河湾镇所辖各村", ["桃源村", "柳溪村"]),
        ("河湾镇各单位", ["桃源村", "柳溪村", "河湾镇中心小学"]),
        ("all villages of 沙溪镇", ["石桥村"]),
        ("沙溪镇、河湾镇", ["河湾镇", "沙溪镇"]),
        ("沙溪镇和河湾镇", ["河湾镇", "沙溪镇"]),
        ("各镇（街道）和各村（居）", ["河湾镇", "沙溪镇", *VILLAGES]),
        ("沙溪镇，河湾镇；桃源村\n柳溪村", ["河湾镇", "沙溪镇", "桃源村", "柳溪村"]),
        ("各学校", ["河湾镇中心小学"]),
        ("各小学", ["河湾镇中心小学"]),
        ("各银行", ["青澜农商银行"]),
        ("河湾镇桃源村", ["桃源村"]),
        ("Ｕ００３", ["桃源村"]),
        ("u003", ["桃源村"]),
        (" 桃 源 村 ", ["桃源村"]),
        ("除桃源村外的各村", ["柳溪村", "石桥村"]),
        ("除桃源村、柳溪村以外的其他各村（居），各学校", ["河湾镇中心小学", "石桥村"]),
        ("各村（桃源村除外）", ["柳溪村", "石桥村"]),
        ("各村，桃源村除外", ["柳溪村", "石桥村"]),
        ("各村（不含桃源村、柳溪村）", ["石桥村"]),
        ("all villages except 桃源村", ["柳溪村", "石桥村"]),
        ("桃源村、桃源村、各村", VILLAGES),
    ],
)
def test_an_expression_means_these_units(text, meant, resolve):
    found = resolve(text)

    assert (sorted(names(found)), found.problems) == (sorted(meant), [])


def test_the_units_come_in_tree_order(resolve):
    assert names(resolve("石桥村、桃源村、沙溪镇、河湾镇")) == [
        "河湾镇",
        "沙溪镇",
        "桃源村",
        "石桥村",
    ]


def test_all_member_units_are_all_that_can_be_chosen(resolve, units):
    members = Unit.objects.filter(pk__in=[units["town"].pk, units["bank"].pk])

    assert names(resolve("各成员单位", within=members)) == ["河湾镇", "青澜农商银行"]


def test_an_alias_and_a_short_name_will_do(resolve, units):
    UnitAlias.objects.create(unit=units["bank"], text="农商行")
    Unit.objects.filter(pk=units["school"].pk).update(short_name="镇小")

    found = resolve("农商行、镇小")

    assert sorted(names(found)) == ["河湾镇中心小学", "青澜农商银行"]
    assert [line.kind for line in found.lines] == ["unit", "unit"]


def test_a_group_of_that_name_wins_over_the_kind(resolve, units, cast):
    create_unit_group(
        units["county"], name="各村（社区）", units=[units["village"]], by=cast["coordinator"]
    )

    found = resolve("各村(社区)")

    assert (names(found), found.lines[0].kind) == (["桃源村"], "group")
    assert names(resolve("村（社区）")) == ["桃源村"]


def test_our_own_group_wins_over_one_of_the_same_name_above(resolve, units, cast):
    for owner, member in [("county", "sibling"), ("town", "village")]:
        create_unit_group(
            units[owner], name="重点村", units=[units[member]], by=cast["coordinator"]
        )

    assert names(resolve("重点村", root="town")) == ["桃源村"]
    assert names(resolve("重点村")) == ["柳溪村"]


def test_members_of_a_group_that_cannot_be_chosen_are_counted(resolve, units, cast):
    both = [units["village"], units["sibling"]]
    create_unit_group(units["county"], name="重点村", units=both, by=cast["coordinator"])

    found = resolve("重点村", within=Unit.objects.filter(pk=units["village"].pk))

    assert names(found) == ["桃源村"]
    assert found.problems == []
    assert found.warnings == ["1 unit of the group “重点村” does not take part and is left out."]


def test_a_list_left_open_is_taken_as_written_and_says_so(resolve, units):
    UnitAlias.objects.create(unit=units["bank"], text="农商行")

    found = resolve("河湾镇、农商行等单位")

    assert (sorted(names(found)), found.problems) == (["河湾镇", "青澜农商银行"], [])
    assert found.warnings == [
        "“农商行等单位” leaves open who else is meant. Only the units named here are taken."
    ]


@pytest.mark.parametrize("text", ["各相关单位", "有关部门", "其他单位"])
def test_words_that_name_nobody_ask_for_names(text, resolve):
    found = resolve(text)

    assert (names(found), len(found.problems)) == ([], 1)
    assert text in found.problems[0]


def test_a_name_of_two_units_asks_which_and_names_both_with_their_place(resolve, units):
    for position, key in enumerate(["town", "other_town"]):
        Unit.objects.create(
            code=f"S-{key}", name="中心小学", kind="school", parent=units[key], position=position,
            path=f"{units[key].path}{key[0]}zzz.", depth=3,
        )  # fmt: skip
    Unit.objects.filter(pk=units["school"].pk).update(name="河湾镇实验小学")

    found = resolve("各村、中心小学")

    assert found.lines[1].choices == ["河湾镇中心小学", "沙溪镇中心小学"]
    assert found.problems == [
        "Several units are called “中心小学”: 河湾镇中心小学、沙溪镇中心小学. Write which one."
    ]
    assert names(resolve("沙溪镇中心小学")) == ["中心小学"]


def test_an_unknown_name_gets_the_nearest_ones(resolve):
    found = resolve("桃园村")

    assert found.lines[0].choices == ["桃源村"]
    assert found.problems == ["No unit below 青澜县 is called “桃园村”. Did you mean 桃源村?"]


def test_part_of_a_name_is_offered_and_not_guessed(resolve):
    found = resolve("中心小学")

    assert (names(found), found.lines[0].choices) == ([], ["河湾镇中心小学"])


@pytest.mark.parametrize("text", ["白鹭县", "渡口村", "白鹭县各村", "U010"])
def test_units_of_another_county_are_as_unknown_as_any_word(text, resolve):
    found = resolve(text)

    assert (names(found), len(found.problems)) == ([], 1)
    assert "No unit below 青澜县" in found.problems[0]


def test_a_unit_that_takes_no_part_is_named_as_such(resolve, units):
    found = resolve("石桥村", within=Unit.objects.filter(pk=units["village"].pk))

    assert found.problems == [
        "石桥村 cannot be chosen here: it does not take part. Enrol it first."
    ]


def test_a_unit_out_of_service_is_named_with_its_successor(resolve, units, noon):
    Unit.objects.filter(pk=units["village"].pk).update(
        active_to=date(2026, 6, 1), merged_into=units["sibling"]
    )

    assert resolve("桃源村").problems == [
        "桃源村 has been out of service since 1 June. Write its successor: 柳溪村."
    ]
    assert names(resolve("各村")) == ["柳溪村", "石桥村"]


def test_a_unit_that_was_split_is_named_with_those_it_was_split_into(resolve, units, noon):
    Unit.objects.filter(pk=units["village"].pk).update(active_to=date(2026, 6, 1))
    Unit.objects.filter(pk=units["sibling"].pk).update(split_from=units["village"])

    assert "Write its successor: 柳溪村." in resolve("桃源村").problems[0]


def test_a_unit_closed_for_good_is_left_out(resolve, units, noon):
    Unit.objects.filter(pk=units["village"].pk).update(active_to=date(2026, 6, 1))

    assert resolve("桃源村").problems == [
        "桃源村 has been out of service since 1 June. Leave it out."
    ]


def test_an_exception_that_was_not_in_the_list_is_said(resolve):
    found = resolve("除石桥村外的河湾镇各村")

    assert (names(found), found.problems) == (["桃源村", "柳溪村"], [])
    assert found.warnings == ["“石桥村” is not among “河湾镇各村”, so nothing was taken out."]


def test_an_exception_nobody_bears_is_a_problem(resolve):
    found = resolve("除桃园村外的各村")

    assert (names(found), len(found.problems)) == ([], 1)


def test_a_kind_that_nobody_here_is_asks_for_names(resolve):
    assert resolve("各医院").problems == [
        "No unit here is meant by “各医院”. Name the units one by one."
    ]


def test_nothing_written_means_nothing(resolve):
    assert resolve(" 、；\n ") == resolve("")
    assert resolve("").units == []


@pytest.mark.parametrize(
    "text", ["桃源村", "各村、各镇、各学校、农商行、没有的村、各成员单位、重点村"]
)
def test_the_questions_do_not_grow_with_the_words(
    text, resolve, cast, units, django_assert_num_queries
):
    create_unit_group(
        units["county"], name="重点村", units=[units["village"]], by=cast["coordinator"]
    )

    with django_assert_num_queries(5 if "重点" in text else 4):
        resolve(text)


def test_units_can_be_written_back_as_an_expression_that_means_them(resolve, units):
    Unit.objects.create(
        code="X9", name="桃源村", kind="village", parent=units["other_town"],
        path=units["other_town"].path + "zzzz.", depth=3,
    )  # fmt: skip
    every = list(Unit.objects.under(units["county"]).exclude(pk=units["county"].pk))

    found = resolve(names_of(every))

    assert ({unit.pk for unit in found.units}, found.problems) == (
        {unit.pk for unit in every},
        [],
    )


@given(st.text(alphabet="各村镇除外的、，,()（）等和桃源\n all\x1f0123", max_size=80))
def test_whatever_is_typed_can_be_read(text):
    for term in parse_units(text):
        assert term.name


@pytest.mark.parametrize(
    "piece", ["除", "除外", "除a外", "(", "各", "等", "和", "落实", "、除各外的各村"]
)
def test_long_nonsense_is_read_fast(piece):
    begun = time.perf_counter()

    parse_units(piece * 4000)

    assert time.perf_counter() - begun < 1
