"""The leader's page over several periods: flows are added, stocks are the last, counts are n/N."""

from datetime import timedelta

import pytest

from campaigns.lamps import Lamp
from conftest import NOON
from fraudwatch.lib import clock, same_rows
from reports.actions.baselines import set_baselines
from reports.actions.totals import rebuild_totals
from reports.enums import ReportState as S
from reports.enums import Timeliness
from reports.models import Report
from reports.queries.board import board_of
from reports.queries.chosen import chosen

SETTLED = NOON + timedelta(days=6)


@pytest.fixture
def weeks(make_period, units):
    """Four weeks; in each the village and the bank report, more from week to week."""
    periods = [make_period(back) for back in (3, 2, 1, 0)]
    for number, period in enumerate(periods, start=1):
        for key in ("village", "bank"):
            Report.objects.filter(period=period, unit=units[key]).update(
                state=S.APPROVED, timeliness=Timeliness.ON_TIME,
                values={"visits": str(10 * number), "app_users": str(number)},
                carried={"app_users": str(number)},
            )  # fmt: skip
    rebuild_totals()
    return periods


def board(user, period, **params):
    params = {"period": str(period.pk), **{key: str(value) for key, value in params.items()}}
    shown = chosen(user, {}, params, SETTLED, settled=True)
    return board_of(user, shown, params, SETTLED)


def card(found, code):
    return next(one for one in found.page.cards if one.figure.indicator.code == code)


def test_two_weeks_are_added_up_and_held_against_the_two_before(cast, weeks):
    found = board(cast["leader"], weeks[3], since=weeks[2].pk)
    visits, users = card(found, "visits"), card(found, "app_users")

    assert (visits.shown, visits.week.base, visits.cumulative) == ("140", "60", "200")
    assert (visits.figure.given, visits.figure.owed) == (4, 10)
    assert (users.shown, users.week.base, users.figure.owed) == ("8", "4", 5)
    assert [(one.count, one.total) for one in found.shares] == [(4, 10), (4, 10)]


def test_last_year_counts_only_where_every_period_has_it(cast, weeks, units):
    for period, visits in ((weeks[3], "30"), (weeks[2], "20")):
        first = period.starts_on - timedelta(weeks=52)
        set_baselines(
            period.template, [(units["village"], first, {"visits": visits})],
            by=cast["coordinator"],
        )  # fmt: skip

    two = card(board(cast["leader"], weeks[3], since=weeks[2].pk), "visits")
    three = card(board(cast["leader"], weeks[3], since=weeks[1].pk), "visits")

    assert (two.year.base, three.year.base) == ("50", "")


def test_units_below_show_the_span_too(cast, weeks):
    found = board(cast["leader"], weeks[3], since=weeks[2].pk)

    assert [
        (row.unit.name, row.total.on_time, row.total.owed, row.lamp, row.cards[0].shown)
        for row in found.page.children
    ] == [
        ("河湾镇", 2, 6, Lamp.RED, "70"),
        ("沙溪镇", 0, 2, Lamp.RED, "—"),
        ("青澜农商银行", 2, 2, Lamp.GREEN, "70"),
    ]


def test_the_address_keeps_the_span(sign_in, weeks):
    with clock.at(SETTLED):
        page = sign_in("leader").get(
            "/dashboard/", {"period": weeks[3].pk, "since": weeks[1].pk},
            headers={"accept-language": "en"},
        )  # fmt: skip

    text = page.content.decode()
    assert "Week 4 (25–31 May) – Week 6 (8–14 June)" in text
    assert f"since={weeks[1].pk}" in text


@pytest.mark.parametrize("since", ["", "x", "0", str(10**20)])
def test_a_beginning_that_is_none_shows_the_one_period(cast, weeks, since):
    found = board(cast["leader"], weeks[3], since=since)

    assert (found.is_span, card(found, "visits").shown) == (False, "80")


@pytest.mark.parametrize("first", [0, 2])
def test_a_span_asks_as_many_questions_as_a_week(sign_in, weeks, first, django_assert_num_queries):
    query = {"period": weeks[3].pk, "since": weeks[first].pk}
    with clock.at(SETTLED):
        client = sign_in("leader")
        client.get("/dashboard/", query)
        same_rows.shelf.forget()
        with django_assert_num_queries(8):
            client.get("/dashboard/", query)
