"""The pages of units: content follows sight, queries do not follow rows, forms answer in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orgs.actions.groups import create_group, seat_person
from orgs.actions.liaisons import appoint_liaison
from orgs.actions.people import add_person
from orgs.actions.unit_groups import create_unit_group
from orgs.actions.units import create_unit
from orgs.enums import SeatRole, UnitKind
from orgs.models import AuditEntry, LeadingGroup, Person, Unit

pytestmark = pytest.mark.django_db
SECRET = "秘名村干部"
PHONE = "13812342047"


@pytest.fixture(autouse=True)
def _asks_for_english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def person(units, cast) -> Person:
    """The village's liaison, whose name outsiders must not read."""
    made = add_person(units["village"], name=SECRET, phone=PHONE, by=cast["town"])
    appoint_liaison(units["village"], person=made, by=cast["town"])
    return made


def page(client, name, *args, **query) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


SEES = "coordinator town reporter leader inspector auditor administrator"
BLIND = "sibling other_town bank"


@pytest.mark.parametrize("who", SEES.split())
def test_those_within_reach_read_who_works_in_the_unit(sign_in, units, person, who):
    text = page(sign_in(who), "orgs:unit-detail", units["village"].pk)

    assert SECRET in text
    assert "138****2047" in text
    assert PHONE not in text


@pytest.mark.parametrize("who", ["far_coordinator", "far_reporter", "sibling", "bank", "nobody"])
def test_the_unit_does_not_exist_for_those_who_do_not_see_it(sign_in, units, person, who):
    answer = sign_in(who).get(reverse("orgs:unit-detail", args=[units["village"].pk]))

    assert answer.status_code == 404


def test_of_the_units_above_a_reporter_reads_the_name_alone(sign_in, units, cast, person):
    boss = add_person(units["town"], name="镇里的人", by=cast["coordinator"])
    appoint_liaison(units["town"], person=boss, by=cast["coordinator"])

    text = page(sign_in("reporter"), "orgs:unit-detail", units["town"].pk)

    assert "河湾镇" in text
    assert "镇里的人" not in text
    assert "柳溪村" not in text
    assert "Who works there is shown to that unit" in text


@pytest.mark.parametrize("name", ["orgs:unit-list", "orgs:liaison-list"])
@pytest.mark.parametrize("who", ["far_coordinator", "other_town"])
def test_lists_and_searches_hold_nothing_of_other_subtrees(sign_in, person, name, who):
    client = sign_in(who)

    assert SECRET not in page(client, name)
    assert SECRET not in page(client, name, q=SECRET).replace(f'value="{SECRET}"', "").replace(
        f"“{SECRET}”", ""
    )
    assert "桃源村" not in page(client, name, q="源")


def test_a_search_finds_names_codes_aliases_and_people(sign_in, units, cast, person):
    units["village"].aliases.create(text="老桃源")
    client = sign_in("coordinator")

    for words in ["桃源", "U003", "老桃", SECRET]:
        assert reverse("orgs:unit-detail", args=[units["village"].pk]) in page(
            client, "orgs:unit-list", q=words
        )
    assert "Nothing found" in page(client, "orgs:unit-list", q="没有这个")


def test_suggestions_start_from_what_is_in_sight(sign_in, units, person):
    query = {"field": "to", "to": "村"}
    assert "U010 渡口村" in page(sign_in("far_coordinator"), "orgs:unit-pick", **query)
    assert "桃源村" not in page(sign_in("far_coordinator"), "orgs:unit-pick", **query)
    assert SECRET in page(sign_in("town"), "orgs:person-pick", field="to", to="秘名")
    assert SECRET not in page(sign_in("other_town"), "orgs:person-pick", field="to", to="秘名")


def test_a_branch_opens_with_what_lies_below(sign_in, units):
    text = page(sign_in("coordinator"), "orgs:unit-branch", units["town"].pk)

    assert [name in text for name in ("桃源村", "柳溪村", "石桥村")] == [True, True, False]


def test_a_phone_is_shown_by_post_and_kept_in_the_trail(sign_in, person, cast):
    client = sign_in("leader")
    address = reverse("orgs:phone-show", args=[person.pk])

    assert client.get(address).status_code == 405
    whole = client.post(address)
    fragment = client.post(address, HTTP_HX_REQUEST="true")

    assert PHONE in whole.content.decode()
    assert (PHONE in fragment.content.decode(), "<html" in fragment.content.decode()) == (
        True, False,
    )  # fmt: skip
    assert AuditEntry.objects.filter(action="person.phone_shown").count() == 2
    assert whole["Cache-Control"] == "no-store"
    assert sign_in("auditor").post(address).status_code == 403


def grow(units, cast, number: int) -> None:
    """``number`` more villages with people, liaisons, aliases, groups and seats."""
    group = LeadingGroup.objects.filter(unit=units["town"]).first() or create_group(
        units["town"], name="镇领导小组", by=cast["town"]
    )
    for _n in range(number):
        key = f"{Unit.objects.count()}"
        unit = create_unit(
            units["town"], code=f"G{key}", name=f"村{key}", kind=UnitKind.VILLAGE,
            aliases=[f"别{key}"], by=None,
        )  # fmt: skip
        for place in (unit, units["town"]):
            person = add_person(place, name=f"人{key}{place.code}", phone=PHONE, by=None)
        appoint_liaison(unit, person=person, by=None)
        appoint_liaison(units["town"], person=person, post="deputy", by=None)
        seat_person(group, person=person, role=SeatRole.MEMBER, by=None)
        create_unit_group(units["town"], name=f"组{key}", units=[unit, units["town"]], by=None)


@pytest.mark.parametrize(
    ("name", "key", "who", "own"),
    [
        ("orgs:unit-list", None, "town", 9),
        ("orgs:unit-detail", "town", "coordinator", 9),
        ("orgs:liaison-list", None, "coordinator", 5),
        ("orgs:unit-group-list", None, "coordinator", 4),
        ("orgs:group-detail", "group", "town", 3),
    ],
)
def test_pages_take_as_many_queries_for_one_row_as_for_more(
    sign_in, units, cast, name, key, who, own
):
    """What the frame of every page asks is measured on a page that asks nothing itself."""
    client = sign_in(who)
    page(client, "orgs:roster-import")  # the first visit notes that somebody is there
    frame = queries(client, "orgs:roster-import")
    for more in (1, 2):
        grow(units, cast, more)
        place = LeadingGroup.objects.first() if key == "group" else units.get(key)
        args = [place.pk] if place else []
        assert queries(client, name, *args) - frame == own


def queries(client, name, *args) -> int:
    with CaptureQueriesContext(connection) as caught:
        page(client, name, *args)
    return len(caught)


def test_opening_a_branch_takes_three_queries_whatever_is_below(sign_in, units, cast):
    client = sign_in("coordinator")
    page(client, "orgs:roster-import")
    for more in (1, 2):
        grow(units, cast, more)
        assert queries(client, "orgs:unit-branch", units["town"].pk) == 3
