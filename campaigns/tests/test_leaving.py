"""Somebody leaves or hands over: what is open is listed by name and goes along, nothing is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.enums import Part
from campaigns.models import Assignment, Task
from orgs.actions.groups import create_group, seat_person
from orgs.actions.liaisons import appoint_liaison, hand_over_liaison
from orgs.actions.people import add_person, leave_person
from orgs.errors import OrgError
from orgs.models import Liaison, Notice, Person
from orgs.tests.counting import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def people(units, cast, noon) -> dict[str, Person]:
    """The village's primary and backup, and one without a post."""
    found = {n: add_person(units["village"], name=n, by=cast["town"]) for n in ("甲", "乙", "丙")}
    appoint_liaison(units["village"], person=found["甲"], by=cast["town"])
    appoint_liaison(units["village"], person=found["乙"], post="deputy", by=cast["town"])
    return found


@pytest.fixture
def part(campaign, units, people, noon) -> Assignment:
    """The village's open part, looked after by the primary liaison."""
    task = Task.objects.create(campaign=campaign, number=1, title="入户宣传", state="issued")
    return Assignment.objects.create(
        task=task, unit=units["village"], part=Part.LEAD, handler=people["甲"],
        due_at=noon + timedelta(days=3),
    )  # fmt: skip


def posts(unit) -> dict[str, str]:
    return dict(unit.liaisons.current().values_list("post", "person__name"))


def test_the_page_names_what_is_open_and_a_successor_takes_it_all(
    units, people, part, cast, sign_in
):
    group = create_group(units["county"], name="领导小组", by=cast["coordinator"])
    seat_person(group, person=people["甲"], role="member", by=cast["coordinator"])
    client, path = sign_in("town"), reverse("orgs:person-leave", args=[people["甲"].pk])
    page = text_of(client.get(path))
    assert "Open tasks looked after 入户宣传" in page
    assert "member (领导小组)" in page or "member（领导小组）" in page

    done = client.post(path, {"to": "丙", "version": 1})

    part.refresh_from_db()
    gone = Person.objects.get(pk=people["甲"].pk)
    assert (done.status_code, gone.left_on is not None) == (302, True)
    assert (part.handler, posts(units["village"])) == (
        people["丙"], {"primary": "丙", "deputy": "乙"}
    )  # fmt: skip
    assert Liaison.objects.filter(person=gone).count() == 1
    assert list(gone.seats.values_list("to_on", flat=True)) == [gone.left_on]


def test_the_backup_moves_up(units, people, part, cast):
    leave_person(people["甲"], version=1, successor=people["乙"], by=cast["town"])

    part.refresh_from_db()
    assert (part.handler, posts(units["village"])) == (people["乙"], {"primary": "乙"})


def test_a_backup_hands_to_the_primary_and_the_post_falls_vacant(units, people, part, cast):
    Assignment.objects.filter(pk=part.pk).update(handler=people["乙"])

    leave_person(people["乙"], version=1, successor=people["甲"], by=cast["town"])

    part.refresh_from_db()
    assert (part.handler, posts(units["village"])) == (people["甲"], {"primary": "甲"})


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (None, "甲 is still liaison of 桃源村"),
        ("甲", "甲 cannot hand over to themselves"),
        ("left", "has left. Choose somebody else"),
        ("far", "is not among your people"),
    ],
)
def test_who_cannot_take_over_leaves_everything_as_it_was(units, people, part, cast, to, sentence):
    left = add_person(units["village"], name="走的", by=cast["town"])
    leave_person(left, version=1, by=cast["town"])
    left.refresh_from_db()
    far = add_person(units["far_village"], name="远的", by=cast["far_coordinator"])
    successor = {"left": left, "far": far, None: None, "甲": people["甲"]}[to]

    with pytest.raises(OrgError, match=sentence):
        leave_person(people["甲"], version=1, successor=successor, by=cast["town"])

    part.refresh_from_db()
    assert (part.handler, posts(units["village"])) == (
        people["甲"], {"primary": "甲", "deputy": "乙"}
    )  # fmt: skip
    assert Person.objects.get(pk=people["甲"].pk).left_on is None


def test_open_items_alone_hold_a_person_too(units, people, part, cast, sign_in):
    Assignment.objects.filter(pk=part.pk).update(handler=people["丙"])
    path = reverse("orgs:person-leave", args=[people["丙"].pk])

    answer = sign_in("town").post(path, {"version": 1, "to": ""})

    assert answer.status_code == 422
    assert "丙 still has open items: open tasks looked after (1)" in text_of(answer)


def test_a_handover_lists_the_items_and_tells_the_successor(units, people, part, cast, sign_in):
    cast["reporter"].person = people["丙"]
    cast["reporter"].save()
    term = units["village"].liaisons.current().get(post="primary")
    page = text_of(sign_in("town").get(reverse("orgs:liaison-hand-over", args=[term.pk])))
    assert "These open items go along: Open tasks looked after 入户宣传 1" in page
    assert "What the unit itself owes stays with the unit: task 1" in page

    hand_over_liaison(term, to=people["丙"], by=cast["town"])

    notice = Notice.objects.get(recipient=cast["reporter"], kind="liaison.handed_over")
    assert (notice.params, notice.url) == (
        {"unit": "桃源村", "n": 1}, reverse("orgs:unit-detail", args=[units["village"].pk])
    )  # fmt: skip


def test_an_administrator_counts_what_is_open_without_reading_it(units, people, part, sign_in):
    path = reverse("orgs:person-leave", args=[people["甲"].pk])
    page = text_of(sign_in("administrator").get(path))

    assert "Open tasks looked after 1" in page
    assert "入户宣传" not in page
