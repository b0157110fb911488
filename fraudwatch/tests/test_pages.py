"""Lists page by page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudwatch.lib.pages import Page, keyset_page, numbered_page

START = datetime(2026, 6, 8, 9, 0, 0, 123456, tzinfo=UTC)
KEYS = ("-expire_date", "pk")


@pytest.fixture
def rows(db):
    """Ten rows, each two at the same moment, so that the second key decides."""
    moments = [START + timedelta(microseconds=number // 2) for number in range(10)]
    Session.objects.bulk_create(
        Session(session_key=f"k{number}", session_data="", expire_date=moment)
        for number, moment in enumerate(moments)
    )
    return Session.objects.all()


def asking(**params):
    asked = QueryDict(mutable=True)
    asked.update(params)
    return asked


def names(page):
    return [row.pk for row in page.rows]


def turn(queryset, link, per=4):
    return keyset_page(queryset, QueryDict(link.lstrip("?")), keys=KEYS, per=per)


def test_a_numbered_page_counts_and_keeps_the_filters(rows, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = numbered_page(rows.order_by("pk"), QueryDict("unit=3&unit=4&page=2"), per=4)

    assert names(page) == ["k4", "k5", "k6", "k7"]
    assert (page.number, page.pages, page.total, page.first, page.last) == (2, 3, 10, 5, 8)
    assert (page.previous, page.next) == ("?unit=3&unit=4&page=1", "?unit=3&unit=4&page=3")


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("0", 1), ("-1", 1), ("x", 1), ("1.5", 1), ("٣", 1), ("3", 3), ("4", 3)]
    + [("9" * 20, 1), ("999999", 3), ("\x00", 1)],
)
def test_a_number_that_is_no_page_leads_to_one_that_is(asked, number):
    page = numbered_page(list(range(10)), asking(page=asked), per=4)

    assert page.number == number


def test_an_empty_list_has_one_empty_page():
    page = numbered_page([], QueryDict("page=7"))

    assert page == Page([], None, None, number=1, pages=1, total=0, first=0, last=0)
    assert not page.has_other_pages


def test_keyset_pages_run_through_the_list_and_back(rows):
    first = turn(rows, "?unit=3")
    second = turn(rows, first.next)
    third = turn(rows, second.next)
    back = turn(rows, third.previous)
    start = turn(rows, back.previous)

    assert names(first) == ["k8", "k9", "k6", "k7"]
    assert names(second) == ["k4", "k5", "k2", "k3"]
    assert names(third) == ["k0", "k1"]
    assert (first.previous, third.next, start.previous) == (None, None, None)
    assert (names(back), names(start)) == (names(second), names(first))
    assert first.next.startswith("?unit=3&after=")


@pytest.mark.parametrize("count", [1, 3])
def test_a_keyset_page_takes_one_query_however_many_rows(rows, count, django_assert_num_queries):
    link = turn(rows, "", per=count).next

    with django_assert_num_queries(1):
        page = turn(rows, link, per=count)

    assert len(page.rows) == count


def test_rows_that_arrive_meanwhile_push_nothing_twice(rows):
    first = turn(rows, "")
    Session.objects.create(session_key="new", session_data="", expire_date=START + timedelta(1))

    assert names(turn(rows, first.next)) == ["k4", "k5", "k2", "k3"]


def test_the_way_back_ends_with_a_full_first_page(rows):
    second = turn(rows, turn(rows, "").next)
    Session.objects.filter(pk__in=["k8", "k9"]).delete()

    page = turn(rows, second.previous)

    assert (names(page), page.previous) == (["k6", "k7", "k4", "k5"], None)


def test_behind_the_last_row_one_finds_the_way_back(rows):
    second = turn(rows, "", per=5)
    Session.objects.filter(pk__in=["k0", "k1", "k2", "k3", "k4", "k5"]).delete()

    page = turn(rows, second.next, per=5)

    assert (page.rows, page.previous, page.next) == ([], "?", None)


steady = settings(derandomize=True, deadline=None, max_examples=150)


@pytest.mark.django_db
@steady
@given(st.one_of(st.text(), st.text(alphabet="ABCDEFWXYZabcwxyz0189-_", max_size=80)))
def test_a_mark_that_makes_no_sense_is_the_first_page(mark):
    for name in ("after", "before"):
        page = keyset_page(Session.objects.all(), asking(**{name: mark}), keys=KEYS, per=4)

        assert page.previous in (None, "?")


@pytest.mark.parametrize(
    "mark",
    [
        "WzFd",
        "W251bGwsIngiXQ",
        "WyJ4IiwieSJd",
        "eyJhIjoxfQ",
        "WyIyMDI2LTA2LTA4VDA5OjAwWiIsIlx1MDAwMCJd",
    ],
)
def test_a_mark_that_was_tampered_with_is_the_first_page(rows, mark):
    assert names(turn(rows, f"?after={mark}")) == ["k8", "k9", "k6", "k7"]


def test_the_pager_shows_where_one_is_and_both_ways_on():
    page = numbered_page(list(range(120)), QueryDict("unit=3&page=2"))
    context = Context({"page": page, "request": RequestFactory().get("/?unit=3&page=2")})

    with translation.override("en"):
        html = Template("{% load ui %}{% pager page %}").render(context)

    assert "51–100 of 120" in html
    assert 'href="?unit=3&amp;page=1"' in html
    assert 'href="?unit=3&amp;page=3"' in html


def test_a_single_page_has_no_pager():
    context = Context({"page": numbered_page([1], QueryDict("")), "request": None})

    assert Template("{% load ui %}{% pager page %}").render(context).strip() == ""
