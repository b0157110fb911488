"""The organisation in a browser: a liaison found, a town split, a post handed on at leaving."""

import pytest
from playwright.sync_api import expect

from fraudwatch.demo.play import PASSWORD
from fraudwatch.tests.browser import DESK, PHONE
from orgs.models import AuditEntry, Liaison, Person, Unit

pytestmark = pytest.mark.browser


def test_a_liaison_is_found_by_initials_and_the_number_shown_on_a_phone(county, sit_down):
    page = sit_down("coordinator", PASSWORD, on=PHONE)
    page.goto("/orgs/liaisons/")

    page.get_by_role("searchbox", name="Search liaisons").fill("hss")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("何水生")).to_be_visible()
    page.get_by_role("button", name="Show the whole number of 何水生").click()

    phone = Person.objects.get(name="何水生").phone
    expect(page.get_by_text(phone)).to_be_visible()
    shown = AuditEntry.objects.filter(action="person.phone_shown", actor__username="coordinator")
    assert (shown.count(), page.wrong) == (1, [])


def test_a_town_is_split_after_a_look_at_what_moves(county, sit_down):
    town = Unit.objects.get(code="QL01")
    page = sit_down("coordinator", PASSWORD, on=DESK)
    page.goto(f"/orgs/units/{town.pk}/")
    page.get_by_role("link", name="Split", exact=True).click()

    page.fill("#id_name_1", "河湾北镇")
    page.fill("#id_code_1", "QL07")
    page.get_by_label("上湾村").select_option(label="new unit 1")
    page.get_by_role("button", name="Show what would move").click()
    expect(page.get_by_role("heading", name="河湾北镇")).to_be_visible()
    assert not Unit.objects.filter(code="QL07").exists()
    page.get_by_role("button", name="Change something").click()
    expect(page.locator("#id_name_1")).to_have_value("河湾北镇")
    page.get_by_role("button", name="Show what would move").click()
    page.get_by_role("button", name="Split 河湾镇").click()
    expect(page.get_by_text("Split off from “河湾镇”: 河湾北镇.")).to_be_visible()

    made = Unit.objects.get(code="QL07")
    below = list(made.children.values_list("name", flat=True))
    assert (below, made.split_from, page.wrong) == (["上湾村"], town, [])


def test_who_leaves_hands_the_post_on_in_one_step(county, sit_down):
    leaving = Person.objects.get(name="何水生")
    page = sit_down("town", PASSWORD, on=DESK)
    page.goto(f"/orgs/people/{leaving.pk}/leave/")

    expect(page.get_by_text("primary liaison")).to_be_visible()
    page.get_by_label("Successor").fill("邹小莲")
    page.get_by_role("button", name="Note that 何水生 has left").click()
    expect(page.get_by_text("何水生 has left.")).to_be_visible()

    posts = Liaison.objects.current().filter(unit=leaving.unit).values_list("post", "person__name")
    assert (list(posts), page.wrong) == ([("primary", "邹小莲")], [])
