"""People: noted, edited, moved, gone; phones in one spelling, shown against an entry."""

import pytest

from fraudwatch.lib.errors import StaleVersion
from orgs import handover
from orgs.actions.groups import create_group, seat_person
from orgs.actions.liaisons import appoint_liaison
from orgs.actions.people import add_person, edit_person, leave_person, move_person, show_phone
from orgs.enums import SeatRole
from orgs.errors import OrgError
from orgs.models import AuditEntry, Person
from orgs.phones import clean_phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def tang(units, cast) -> Person:
    """唐国庆 of the village."""
    return add_person(
        units["village"], name="唐国庆", post="文书", phone="138 1234 2047", by=cast["town"]
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13812342047", "13812342047"),
        (" 138-1234-2047 ", "13812342047"),
        ("１３８１２３４２０４７", "13812342047"),
        ("+86 138 1234 2047", "13812342047"),
        (13812342047.0, "13812342047"),
        ("0731-88261234", "0731-88261234"),
        ("(010)62281234", "010-62281234"),
        ("073188261234转802", "0731-88261234-802"),
        ("96110", "96110"),
        ("", ""),
        (None, ""),
    ],
)
def test_phones_are_kept_in_one_spelling(typed, kept):
    assert clean_phone(typed) == kept


@pytest.mark.parametrize(
    "typed", ["12812342047", "1381234204", "没有", "138****2047", "138123420477"]
)
def test_what_is_no_phone_is_refused_with_the_value(typed):
    with pytest.raises(OrgError, match="is not a phone number"):
        clean_phone(typed)


def test_the_trail_knows_a_phone_only_masked(tang):
    entry = AuditEntry.objects.get(action="person.added")

    assert tang.phone == "13812342047"
    assert entry.changes == {
        "name": [None, "唐国庆"], "post": [None, "文书"], "phone": [None, "138****2047"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"name": " "}, "Give the person's name."),
        ({"name": "甲", "email": "a@b"}, "“a@b” is not an e-mail address."),
        ({"name": "甲" * 41}, "is longer than 40 characters"),
    ],
)
def test_wrong_facts_are_refused(units, cast, facts, sentence):
    with pytest.raises(OrgError, match=sentence):
        add_person(units["village"], by=cast["town"], **facts)


@pytest.mark.parametrize("who", ["reporter", "leader", "far_coordinator", "other_town"])
def test_people_are_kept_by_those_who_look_after_the_unit(units, cast, who):
    with pytest.raises(OrgError, match="not among the units you look after"):
        add_person(units["village"], name="唐国庆", by=cast[who])


def test_an_edit_names_what_changed_and_a_stale_one_is_refused(tang, cast):
    edited = edit_person(tang, version=1, by=cast["town"], phone="13900002047", post="文书")

    entry = AuditEntry.objects.get(action="person.edited")
    assert entry.changes == {"phone": ["138****2047", "139****2047"]}
    assert edited.version == 2
    with pytest.raises(StaleVersion):
        edit_person(tang, version=1, by=cast["town"], post="主任")


def test_moving_takes_the_account_along_but_not_a_liaison(tang, units, cast):
    cast["reporter"].person = tang
    cast["reporter"].save()

    moved = move_person(tang, to=units["sibling"], version=1, by=cast["town"])

    cast["reporter"].refresh_from_db()
    assert (moved.unit, cast["reporter"].home_unit) == (units["sibling"], units["sibling"])
    appoint_liaison(units["sibling"], person=moved, by=cast["town"])
    with pytest.raises(OrgError, match="唐国庆 is still liaison of 柳溪村. Hand that over first."):
        move_person(moved, to=units["village"], version=2, by=cast["town"])


def test_leaving_ends_seats_and_closes_the_account(tang, units, cast):
    group = create_group(units["county"], name="领导小组", by=cast["coordinator"])
    seat, _ = seat_person(group, person=tang, role=SeatRole.MEMBER, by=cast["coordinator"])
    cast["reporter"].person = tang
    cast["reporter"].save()

    leave_person(tang, version=1, by=cast["coordinator"])

    seat.refresh_from_db()
    cast["reporter"].refresh_from_db()
    assert seat.to_on is not None
    assert cast["reporter"].is_active is False
    with pytest.raises(OrgError, match="has already left"):
        leave_person(tang, version=2, by=cast["coordinator"])


def test_a_liaison_hands_over_before_leaving(tang, units, cast):
    appoint_liaison(units["village"], person=tang, by=cast["town"])

    with pytest.raises(OrgError, match="still liaison of 桃源村"):
        leave_person(tang, version=1, by=cast["town"])


def test_open_items_are_handed_over_before_leaving(tang, cast, monkeypatch):
    items = handover.PersonItems("visits", lambda person, unit: 2, lambda *a, **k: 2)
    monkeypatch.setattr(handover, "_of_people", [items])

    with pytest.raises(OrgError, match=r"still has open items: visits \(2\)"):
        leave_person(tang, version=1, by=cast["town"])


def test_each_look_at_a_phone_is_kept(tang, cast):
    assert show_phone(tang, by=cast["leader"]) == "13812342047"
    assert show_phone(tang, by=cast["reporter"]) == "13812342047"

    shown = AuditEntry.objects.filter(action="person.phone_shown").order_by("pk")
    assert [(entry.actor, entry.object_name) for entry in shown] == [
        (cast["leader"], "唐国庆"), (cast["reporter"], "唐国庆"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "who", ["sibling", "auditor", "administrator", "inspector", "far_coordinator"]
)
def test_others_do_not_see_the_whole_phone(tang, cast, who):
    with pytest.raises(OrgError):
        show_phone(tang, by=cast[who])
    assert AuditEntry.objects.filter(action="person.phone_shown").count() == 0


def test_people_are_seen_within_reach_of_a_grant_alone(tang, units, cast):
    add_person(units["county"], name="周明远", by=cast["coordinator"])
    seen = {
        name: sorted(Person.objects.visible_to(cast[name]).values_list("name", flat=True))
        for name in [
            "coordinator",
            "reporter",
            "sibling",
            "other_town",
            "far_coordinator",
            "nobody",
        ]
    }

    assert seen == {
        "coordinator": ["周明远", "唐国庆"],
        "reporter": ["唐国庆"],
        "sibling": [],
        "other_town": [],
        "far_coordinator": [],
        "nobody": [],
    }
