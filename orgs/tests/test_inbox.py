"""The inbox: one's own notices, in one's own language, read by a click."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext_noop

from orgs.actions.notices import tell
from orgs.models import Notice
from orgs.tests.counting import queries_of

LIST = "/inbox/"
TITLE = gettext_noop("“%(title)s” is ready to download")


@pytest.fixture
def told(cast):
    """Tell somebody something; returns the notice."""

    def tell_one(name="reporter", number=1, url="/exports/") -> Notice:
        tell(
            [cast[name]], kind="job", occasion=f"job:{number}", title=TITLE,
            params={"title": f"周报{number}"}, url=url, channels=(),
        )  # fmt: skip
        return Notice.objects.get(recipient=cast[name], occasion=f"job:{number}")

    return tell_one


def test_the_inbox_shows_own_notices_newest_first(told, sign_in):
    told(number=1)
    told(number=2)
    told("sibling", number=3)

    answer = sign_in("reporter").get(LIST, HTTP_ACCEPT_LANGUAGE="en")

    assert [letter.title for letter in answer.context["letters"]] == [
        "“周报2” is ready to download",
        "“周报1” is ready to download",
    ]


def test_opening_a_notice_marks_it_read_and_leads_on(told, sign_in):
    notice = told()

    answer = sign_in("reporter").post(reverse("orgs:notice-open", args=[notice.pk]))

    notice.refresh_from_db()
    assert (answer["Location"], notice.read_at is not None) == ("/exports/", True)


@pytest.mark.parametrize("url", ["", "https://evil.example/", "//evil.example"])
def test_a_notice_never_leads_out_of_the_house(told, sign_in, url):
    notice = told(url=url)

    assert (
        sign_in("reporter").post(reverse("orgs:notice-open", args=[notice.pk]))["Location"] == LIST
    )


def test_somebody_elses_notice_does_not_exist(told, sign_in):
    notice = told("sibling")

    answer = sign_in("reporter").post(reverse("orgs:notice-open", args=[notice.pk]))

    notice.refresh_from_db()
    assert (answer.status_code, notice.read_at) == (404, None)


def test_all_are_marked_read_at_once_but_not_those_of_others(told, sign_in):
    told(number=1)
    told(number=2)
    other = told("sibling", number=3)

    sign_in("reporter").post(reverse("orgs:notice-read-all"))

    assert list(Notice.objects.unread()) == [other]


def test_only_unread_ones_are_shown_on_request(told, sign_in):
    client = sign_in("reporter")
    client.post(reverse("orgs:notice-open", args=[told(number=1).pk]))
    new = told(number=2)

    letters = client.get(LIST, {"unread": "1"}).context["letters"]

    assert [letter.notice for letter in letters] == [new]


def test_the_inbox_costs_the_same_for_one_and_three_rows(told, sign_in):
    client = sign_in("reporter")
    told(number=1)
    one = queries_of(client, LIST)
    told(number=2)
    told(number=3)

    assert queries_of(client, LIST) == one <= 15
