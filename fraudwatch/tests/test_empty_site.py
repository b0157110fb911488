"""A site with its first people and nothing else: no link leads nowhere, no page breaks."""

import re

import pytest
from django.urls import reverse

from orgs.actions.accounts import create_account
from orgs.actions.units import create_unit
from orgs.enums import Role, UnitKind
from orgs.models import Grant, User
from orgs.tests.counting import text_of

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
MOST = 150
PASSWORD = "First-password-2026"


@pytest.fixture
def people():
    """The first administrator and a coordinator of one unit."""
    unit = create_unit(None, code="1", name="青澜县", kind=UnitKind.COUNTY, by=None)
    for name, role in (("boss", Role.ADMINISTRATOR), ("office", Role.COORDINATOR)):
        user, _word = create_account(
            username=name, name=name, home_unit=unit, by=None, password=PASSWORD
        )
        Grant.objects.create(user=user, unit=unit, role=role)
    User.objects.update(must_change_password=False)


@pytest.fixture
def enter(people, client):
    """Sign in as one of them, with English pages."""
    client.cookies["django_language"] = "en"

    def act(name):
        client.force_login(User.objects.get(username=name))
        return client

    return act


def pattern(address):
    return re.sub(r"\d+", "N", address.partition("?")[0])


@pytest.mark.parametrize("name", ["boss", "office"])
def test_every_link_of_an_empty_site_leads_somewhere(enter, name):
    client, wrong = enter(name), {}
    waiting, seen = ["/"], {"/"}
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        answer = client.get(address.replace("&amp;", "&"), follow=True)
        if answer.status_code >= 400:
            wrong[address] = answer.status_code
        if "text/html" not in answer["Content-Type"]:
            continue
        for found in LINK.findall(answer.content.decode()):
            if pattern(found) not in seen and "logout" not in found:
                seen.add(pattern(found))
                waiting.append(found)

    assert (wrong, len(seen) > 20) == ({}, True)


def test_the_leaders_digest_says_that_there_is_no_campaign(enter):
    text = text_of(enter("office").get(reverse("reports:leader-digest")))

    assert ("No campaign yet" in text, "led by another unit" in text) == (True, False)


def test_an_outline_names_what_the_library_lacks_in_words(enter):
    text = text_of(enter("office").get("/campaigns/start/county/"))

    assert "“Awareness rate” is not among your indicators yet" in text
    assert "awareness”" not in text
