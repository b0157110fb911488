"""Units by the four 100 %: share and persons missing, towns as sums, headcounts of their day."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import Http404, QueryDict
from django.urls import reverse

from campaigns.models import Indicator
from conftest import NOON
from fraudwatch.lib import same_rows
from orgs.actions.bases import BaseSpec, add_bases
from reports.actions.totals import rebuild_totals
from reports.enums import ReportState as S
from reports.models import Report
from reports.queries import wall_page
from reports.queries.gauge_wall import gauge_wall
from reports.queries.wall_cells import gauge_cell
from reports.walls import gauge_letter

APRIL = date(2026, 4, 1)


@pytest.fixture
def gauge(indicators):
    """App users are counted over adults."""
    Indicator.objects.filter(code="app_users").update(base_kind="adults")
    return indicators["app_users"]


@pytest.fixture
def counted(gauge, make_period, units, cast):
    """Two villages and a school with figures and headcounts, a bank without a headcount."""
    period = make_period(1)
    rows = {"village": ("95", 100), "sibling": ("80", 200), "school": ("50", 50)}
    for key, (users, base) in rows.items():
        Report.objects.filter(period=period, unit=units[key]).update(
            state=S.APPROVED, values={"app_users": users}, carried={"app_users": users}
        )
        add_bases([BaseSpec(units[key], "adults", base, APRIL)], by=cast["coordinator"])
    Report.objects.filter(period=period, unit=units["bank"]).update(
        state=S.APPROVED, values={"app_users": "9"}, carried={"app_users": "9"}
    )
    return period


def shown(cast, campaign, *, who="coordinator", **params):
    asked = QueryDict(mutable=True)
    asked.update({name: str(value) for name, value in params.items()})
    page = gauge_wall(cast[who], campaign, asked, NOON)
    return [(row.unit.name, row.letters, row.notes, row.end) for row in page.wall.rows]


def test_a_unit_shows_its_share_and_the_persons_missing(cast, campaign, counted):
    assert shown(cast, campaign) == [
        ("河湾镇", "r", {0: "64.3%，还差 125 人"}, "0/1"),
        ("桃源村", "y", {0: "95.0%，还差 5 人"}, "0/1"),
        ("柳溪村", "r", {0: "40.0%，还差 120 人"}, "0/1"),
        ("河湾镇中心小学", "g", {0: "100.0%"}, "1/1"),
        ("沙溪镇", "u", {}, "—"),
        ("石桥村", "u", {}, "—"),
        ("青澜农商银行", "u", {}, "—"),
    ]


def test_only_what_is_red_is_left(cast, campaign, counted):
    assert [name for name, *_rest in shown(cast, campaign, red=1)] == ["河湾镇", "柳溪村"]


def test_a_headcount_of_a_later_day_does_not_change_the_past(cast, campaign, counted, units):
    later = BaseSpec(units["village"], "adults", 500, date(2026, 6, 8))
    add_bases([later], by=cast["coordinator"])

    rows = {name: notes for name, _letters, notes, _end in shown(cast, campaign)}

    assert rows["桃源村"] == {0: "95.0%，还差 5 人"}


def test_very_many_units_are_summed_by_town(cast, campaign, counted, monkeypatch):
    rebuild_totals()
    monkeypatch.setattr(wall_page, "MOST_UNITS", 4)

    assert shown(cast, campaign) == [
        ("河湾镇", "r", {0: "64.3%，还差 125 人"}, "0/1"),
        ("沙溪镇", "u", {}, "—"),
        ("青澜农商银行", "u", {}, "—"),
    ]


@pytest.mark.parametrize(
    ("rate", "is_falling", "letter"),
    [
        (None, False, "u"), ("100", False, "g"), ("99.9", False, "y"), ("90", False, "y"),
        ("89.9", False, "r"), ("0", True, "g"), ("10", True, "y"), ("10.1", True, "r"),
    ],
)  # fmt: skip
def test_a_rate_is_red_yellow_or_green(rate, is_falling, letter):
    found = gauge_letter(Decimal(rate) if rate else None, is_falling=is_falling)

    assert found == letter


def test_a_report_that_counts_over_no_headcount_says_what_to_do(
    sign_in, noon, campaign, make_period
):
    make_period(1)
    address = reverse("reports:wall-gauges", args=[campaign.pk])

    page = sign_in("coordinator").get(address, headers={"accept-language": "en"})

    assert "This report counts nothing over a headcount" in page.content.decode()


def test_the_chart_asks_the_same_for_one_unit_and_for_five(
    sign_in, noon, campaign, counted, django_assert_num_queries, units
):
    client, address = sign_in("coordinator"), reverse("reports:wall-gauges", args=[campaign.pk])
    client.get(address)
    with django_assert_num_queries(14):
        client.get(address)
    counted.reports.exclude(unit=units["village"]).delete()
    same_rows.shelf.forget()

    with django_assert_num_queries(14):
        client.get(address)


def cell_of(cast, campaign, gauge, unit, period, who="coordinator"):
    return gauge_cell(cast[who], campaign, f"{unit}.{gauge.pk}", period.pk)


def test_the_drawer_names_the_headcount_with_its_day(cast, campaign, counted, gauge, units):
    cell = cell_of(cast, campaign, gauge, units["village"].pk, counted)

    assert (cell.gauge.missing, cell.base.count, cell.base.as_of) == (5, 100, APRIL)


def test_the_drawer_of_a_town_counts_its_units(cast, campaign, counted, gauge, units):
    rebuild_totals()

    cell = cell_of(cast, campaign, gauge, -units["town"].pk, counted)

    assert (cell.gauge.missing, cell.gauge.given, cell.gauge.owed) == (125, 3, 3)


@pytest.mark.parametrize("unit", ["other_village", "-other_town"])
def test_a_town_cannot_look_into_the_next_one(cast, campaign, counted, gauge, units, unit):
    key = units[unit.removeprefix("-")].pk * (-1 if unit.startswith("-") else 1)

    with pytest.raises(Http404):
        cell_of(cast, campaign, gauge, key, counted, who="town")


def test_both_drawers_are_pages_too(sign_in, noon, campaign, counted, gauge, units):
    rebuild_totals()
    client = sign_in("coordinator")
    address = reverse("reports:wall-gauge", args=[campaign.pk, counted.pk])

    pages = [
        client.get(address, {"c": f"{unit}.{gauge.pk}"}, headers={"accept-language": "en"})
        for unit in (units["village"].pk, -units["town"].pk, units["bank"].pk)
    ]

    words = ["5 to go", "125 to go", "The headcount of the unit is missing"]
    found = [w in page.content.decode() for w, page in zip(words, pages, strict=True)]
    assert found == [True, True, True]
