"""Liaisons: one per post at a time, earlier terms kept, open items handed over."""

from datetime import timedelta

import pytest

from conftest import NOON
from fraudwatch.lib import clock
from orgs import handover
from orgs.actions.liaisons import appoint_liaison, end_liaison, hand_over_liaison
from orgs.actions.people import add_person, leave_person
from orgs.enums import LiaisonPost
from orgs.errors import OrgError
from orgs.models import AuditEntry, Liaison

pytestmark = pytest.mark.django_db
A, B = LiaisonPost.PRIMARY, LiaisonPost.DEPUTY


@pytest.fixture
def people(units, cast, noon):
    """罗小燕, 秦海 and 方圆 of the village."""
    return {
        name: add_person(units["village"], name=name, by=cast["town"])
        for name in ["罗小燕", "秦海", "方圆"]
    }


def terms(unit) -> list[tuple[str, str, bool]]:
    rows = unit.liaisons.order_by("pk").select_related("person")
    return [(row.post, row.person.name, row.to_on is None) for row in rows]


def test_appointing_a_successor_ends_the_earlier_term(units, cast, people):
    village = units["village"]
    appoint_liaison(village, person=people["罗小燕"], by=cast["town"])
    with clock.at(NOON + timedelta(days=9)):
        second = appoint_liaison(village, person=people["秦海"], by=cast["town"])

    assert terms(village) == [("primary", "罗小燕", False), ("primary", "秦海", True)]
    assert Liaison.objects.get(person=people["罗小燕"]).to_on == second.from_on


def test_appointing_the_same_person_again_changes_nothing(units, cast, people):
    first = appoint_liaison(units["village"], person=people["罗小燕"], by=cast["town"])
    entries = AuditEntry.objects.count()

    assert appoint_liaison(units["village"], person=people["罗小燕"], by=cast["town"]) == first
    assert AuditEntry.objects.count() == entries


def test_a_backup_moves_up_and_a_primary_does_not_move_down(units, cast, people):
    village = units["village"]
    appoint_liaison(village, person=people["罗小燕"], by=cast["town"])
    appoint_liaison(village, person=people["秦海"], post=B, by=cast["town"])

    appoint_liaison(village, person=people["秦海"], post=A, by=cast["town"])

    assert [row for row in terms(village) if row[2]] == [("primary", "秦海", True)]
    with pytest.raises(OrgError, match="秦海 is the primary liaison. Appoint another primary"):
        appoint_liaison(village, person=people["秦海"], post=B, by=cast["town"])


def test_a_hand_over_moves_what_is_open(units, cast, people, monkeypatch):
    moves = []

    def move(person, unit, to, by):
        moves.append((person.name, unit.name, to.name, by))
        return 4

    items = handover.PersonItems("tasks", lambda person, unit: 4, move)
    monkeypatch.setattr(handover, "_of_people", [items])
    first = appoint_liaison(units["village"], person=people["罗小燕"], by=cast["town"])

    begun = hand_over_liaison(first, to=people["秦海"], by=cast["town"])

    assert moves == [("罗小燕", "桃源村", "秦海", cast["town"])]
    assert AuditEntry.objects.get(action="liaison.handed_over").changes == {
        "person": ["罗小燕", "秦海"], "open_items": [0, 4],
    }  # fmt: skip
    with pytest.raises(OrgError, match="already holds the post"):
        hand_over_liaison(begun, to=people["秦海"], by=cast["town"])
    with pytest.raises(OrgError, match="already ended"):
        hand_over_liaison(first, to=people["方圆"], by=cast["town"])


def test_a_backup_ends_without_a_successor_a_primary_does_not(units, cast, people):
    primary = appoint_liaison(units["village"], person=people["罗小燕"], by=cast["town"])
    backup = appoint_liaison(units["village"], person=people["秦海"], post=B, by=cast["town"])

    end_liaison(backup, by=cast["town"])

    assert [row for row in terms(units["village"]) if row[2]] == [("primary", "罗小燕", True)]
    with pytest.raises(OrgError, match="already ended"):
        end_liaison(backup, by=cast["town"])
    with pytest.raises(OrgError, match="keeps a primary liaison"):
        end_liaison(primary, by=cast["town"])


def test_who_has_left_or_is_out_of_sight_is_not_appointed(units, cast, people):
    leave_person(people["方圆"], version=1, by=cast["town"])
    people["方圆"].refresh_from_db()
    stranger = add_person(units["far_village"], name="外县人", by=cast["far_coordinator"])

    with pytest.raises(OrgError, match="方圆 has left"):
        appoint_liaison(units["village"], person=people["方圆"], by=cast["town"])
    with pytest.raises(OrgError, match="外县人 is not among your people"):
        appoint_liaison(units["village"], person=stranger, by=cast["town"])


@pytest.mark.parametrize("who", ["reporter", "leader", "other_town", "far_coordinator"])
def test_liaisons_are_appointed_by_those_who_look_after_the_unit(units, cast, people, who):
    with pytest.raises(OrgError, match="not among the units you look after"):
        appoint_liaison(units["village"], person=people["罗小燕"], by=cast[who])


def test_liaisons_are_seen_with_their_unit_only(units, cast, people):
    appoint_liaison(units["village"], person=people["罗小燕"], by=cast["town"])
    seen = {
        name: Liaison.objects.visible_to(cast[name]).count()
        for name in ["coordinator", "reporter", "sibling", "far_coordinator"]
    }

    assert seen == {"coordinator": 1, "reporter": 1, "sibling": 0, "far_coordinator": 0}
