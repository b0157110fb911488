"""The directory: found by name, pinyin, unit, phone; numbers are never opened to search."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from fraudwatch.lib import secrets
from orgs.actions.liaisons import appoint_liaison
from orgs.actions.people import add_person, edit_person, show_phone
from orgs.actions.units import change_unit
from orgs.models import AuditEntry, Person, Unit
from orgs.queries.directory import Asked, directory_units, gaps_in_sight
from orgs.queries.people import found_people
from orgs.queries.units import found_units
from orgs.spelling import person_spelling, typed_letters
from orgs.tests.counting import queries_of, text_of

pytestmark = pytest.mark.django_db
PHONE, BACKUP_PHONE, FAR_PHONE = "13812342047", "0731-88265566", "13812349047"


@pytest.fixture(autouse=True)
def _asks_for_english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def posts(units, cast) -> dict[str, Person]:
    """The village has both liaisons, the other village one without a phone."""
    office = cast["coordinator"]
    people = {
        "first": add_person(units["village"], name="曾晓芸", phone=PHONE, post="文书", by=office),
        "second": add_person(units["village"], name="单志远", phone=BACKUP_PHONE, by=office),
        "other": add_person(units["other_village"], name="仇大海", by=office),
        "far": add_person(
            units["far_village"], name="区建国", phone=FAR_PHONE, by=cast["far_coordinator"]
        ),
    }
    appoint_liaison(units["village"], person=people["first"], by=office)
    appoint_liaison(units["village"], person=people["second"], post="deputy", by=office)
    appoint_liaison(units["other_village"], person=people["other"], by=office)
    far = cast["far_coordinator"]
    appoint_liaison(units["far_village"], person=people["far"], by=far)
    return people


def found(user, words="", **asked) -> list[str]:
    return [unit.name for unit in directory_units(user, Asked(words=words, **asked))]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("单志远", ["shanzhiyuan", "szy", "danzhiyuan", "dzy"]),
        ("曾晓芸", ["zengxiaoyun", "zxy", "zengxy"]),
        ("解晓东", ["xiexiaodong", "xxd"]),
        ("仇大海", ["qiudahai", "qdh"]),
        ("区建国", ["oujianguo", "ojg", "qujianguo"]),
        ("查良", ["zhaliang", "zl"]),
        ("任盈盈", ["renyingying", "ryy", "yingying"]),
        ("欧阳明月", ["ouyangmingyue", "oymy", "mingyue"]),
        ("吕晓梅", ["lvxiaomei", "lxm"]),
        ("周明远", ["zhou", "zhoumy", "mingyuan"]),
    ],
)
def test_a_name_is_spelt_in_each_of_its_readings(name, letters):
    spelt = person_spelling(name)

    assert [word for word in letters if f" {word}" not in spelt] == []


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("Zhou Ming-yuan", "zhoumingyuan"),
        ("ZMY", "zmy"),
        ("Lü", "lv"),
        ("lyu", "lv"),
        ("xi'an", "xian"),
        ("ｚｍｙ", "zmy"),
        ("周", ""),
        ("U003", ""),
        ("a" * 61, ""),
        ("", ""),
    ],
)
def test_letters_are_understood_as_people_type_them(typed, letters):
    assert typed_letters(typed) == letters


@pytest.mark.parametrize(
    "words",
    [
        "曾晓", "zengxiaoyun", "zxy", "Zeng Xiao Yun", "单志", "szy", "shanzhiyuan",
        "桃源", "taoyuan", "tyc", "U003", "2047", "5566", PHONE, "138 1234 2047",
        "+86 138-1234-2047", "0731-88265566", "０７３１－８８２６５５６６", "老桃",
    ],
)  # fmt: skip
def test_a_unit_is_found_by_any_word_of_its_liaisons(posts, units, cast, words):
    change_unit(
        units["village"], version=1, aliases=["老桃园"], by=cast["coordinator"], name="桃源村"
    )

    assert found(cast["coordinator"], words) == ["桃源村"]


@pytest.mark.parametrize(
    "words", ["9047", FAR_PHONE, "ojg", "区建国", "13812342048", "204", "engx"]
)
def test_what_is_out_of_sight_or_not_there_is_not_found(posts, cast, words):
    assert found(cast["coordinator"], words) == []


def test_a_search_opens_no_number(posts, cast, monkeypatch):
    opened = []
    monkeypatch.setattr(secrets, "unseal", lambda sealed: opened.append(sealed))

    assert directory_units(cast["coordinator"], Asked(words=PHONE)).count() == 1
    assert opened == []


def test_a_number_is_found_after_the_key_was_replaced(posts, cast, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-this-site-2026-and-long-enough"

    assert found(cast["coordinator"], PHONE) == ["桃源村"]
    assert found(cast["coordinator"], "2047") == ["桃源村"]


def test_who_may_not_see_phones_learns_no_more_from_a_whole_number_than_its_end(posts, cast):
    right, wrong = PHONE, "13899992047"

    assert found(cast["coordinator"], wrong) == []
    assert found(cast["inspector"], right) == found(cast["inspector"], wrong) == ["桃源村"]


def test_keys_follow_when_name_or_phone_change(posts, cast):
    person = posts["first"]
    edit_person(person, version=1, name="解晓芸", phone="13900001111", by=cast["coordinator"])

    assert found(cast["coordinator"], "xiexiaoyun") == ["桃源村"]
    assert found(cast["coordinator"], "zengxiaoyun") == []
    assert found(cast["coordinator"], "1111") == ["桃源村"]
    assert found(cast["coordinator"], "2047") == []

    edit_person(person, version=2, phone="", by=cast["coordinator"])
    person.refresh_from_db()
    assert (person.phone_digest, person.phone_tail) == ("", "")


def test_filters_narrow_to_a_town_to_gaps_and_to_who_never_came(posts, units, cast):
    office = cast["coordinator"]
    user = cast["reporter"]
    user.person = posts["first"]
    user.last_login = user.date_joined
    user.save()

    assert found(office, town=units["other_town"].pk) == ["沙溪镇", "石桥村"]
    assert found(office, town=units["far_county"].pk) == []
    assert found(office, show="never") == ["石桥村"]
    assert "桃源村" not in found(office, show="no_backup")
    assert found(office, show="todo", town=units["other_town"].pk) == ["沙溪镇", "石桥村"]
    assert gaps_in_sight(office) == 7
    appoint_liaison(
        units["other_village"],
        person=add_person(units["other_village"], name="甲", phone=PHONE, by=office),
        post="deputy",
        by=office,
    )
    assert gaps_in_sight(office) == 7  # the primary still lacks a phone
    edit_person(posts["other"], version=1, phone="13700000000", by=office)
    assert gaps_in_sight(office) == 6


def test_pickers_and_the_unit_search_understand_pinyin(posts, cast):
    office = cast["coordinator"]

    assert [person.name for person in found_people(office, "qdh")] == ["仇大海"]
    assert [unit.name for unit in found_units(office, "qdh")] == ["石桥村"]
    assert [unit.name for unit in found_units(office, "sxz")] == ["沙溪镇"]


def test_looking_up_a_whole_number_leaves_a_trace_and_its_end_does_not(posts, sign_in, cast):
    client = sign_in("coordinator")
    client.get(reverse("orgs:liaison-list"), {"q": "2047"})
    assert not AuditEntry.objects.filter(action="directory.phone_searched").exists()

    client.get(reverse("orgs:liaison-list"), {"q": PHONE})

    entry = AuditEntry.objects.get(action="directory.phone_searched")
    assert (entry.actor, entry.note) == (cast["coordinator"], "138****2047, found: 1")


def cells(response) -> list[list]:
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(number for number, row in enumerate(rows) if row[0] == "No.")
    return rows[start + 1 :]


def test_the_workbook_masks_phones_and_keeps_a_trace(posts, sign_in):
    answer = sign_in("coordinator").get(reverse("orgs:liaison-export"), {"q": "zxy"})

    assert cells(answer) == [
        [1, "河湾镇", "桃源村", "曾晓芸", "文书", "138****2047", "单志远", None, "0731******66",
         None]
    ]  # fmt: skip
    entry = AuditEntry.objects.get(action="directory.exported")
    assert (entry.note, answer["Cache-Control"]) == ("1 unit", "private, no-store")


def test_whole_phones_stand_in_the_workbook_for_those_who_may_see_them(posts, sign_in):
    answer = sign_in("coordinator").get(reverse("orgs:liaison-export"), {"phones": "1"})
    assert [row[5] for row in cells(answer) if row[2] == "桃源村"] == [PHONE]
    assert AuditEntry.objects.get(action="directory.exported").note == (
        "8 units, with 2 whole phones"
    )

    answer = sign_in("inspector").get(reverse("orgs:liaison-export"), {"phones": "1"})
    assert [row[5] for row in cells(answer) if row[2] == "桃源村"] == ["138****2047"]


def test_a_name_that_looks_like_a_formula_stays_text(posts, cast, sign_in):
    edit_person(posts["first"], version=1, name="=1+1", by=cast["coordinator"])
    answer = sign_in("coordinator").get(reverse("orgs:liaison-export"))
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]

    written = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in written] == ["s"]


def test_the_page_shows_gaps_and_offers_to_fill_them(posts, units, sign_in):
    text = text_of(sign_in("coordinator").get(reverse("orgs:liaison-list"), {"q": "石桥"}))

    assert "仇大海" in text
    assert "Add a phone" in text
    assert "Appoint one" in text
    assert "To complete 7" in text
    assert "never" in text


@pytest.mark.parametrize("query", [{"q": "%00"}, {"town": "9" * 30}, {"show": "x"}, {"q": "'\"--"}])
def test_nonsense_in_the_address_is_no_error(posts, sign_in, query):
    assert sign_in("coordinator").get(reverse("orgs:liaison-list"), query).status_code == 200


@pytest.mark.parametrize("query", [{}, {"q": "zxy"}, {"q": "2047"}, {"show": "todo"}])
def test_the_directory_takes_as_many_queries_for_one_row_as_for_more(
    posts, units, cast, sign_in, query
):
    client, path = sign_in("coordinator"), reverse("orgs:liaison-list")
    before = queries_of(client, path, **query)
    for key in ("sibling", "school", "bank"):
        for post in ("primary", "deputy"):
            person = add_person(units[key], name="曾晓芸", phone=PHONE, by=cast["coordinator"])
            appoint_liaison(units[key], person=person, post=post, by=cast["coordinator"])

    assert queries_of(client, path, **query) == before


def test_showing_one_number_still_leaves_its_own_trace(posts, cast):
    assert show_phone(posts["first"], by=cast["coordinator"]) == PHONE
    assert AuditEntry.objects.filter(action="person.phone_shown").count() == 1


def test_a_unit_made_or_renamed_is_found_by_its_letters(units, cast):
    change_unit(units["bank"], version=1, aliases=[], by=cast["coordinator"], name="长乐银行")

    spelt = Unit.objects.get(pk=units["bank"].pk).spelling
    assert [word in spelt.split() for word in ("changleyinhang", "clyh")] == [True, True]
