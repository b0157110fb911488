"""The comparison grid: honest bases, honest gaps, every number with its reports."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from campaigns.models import Indicator, Target
from fraudwatch.lib import clock
from fraudwatch.lib.sheets import read_workbook
from orgs.actions.bases import BaseSpec, add_bases
from orgs.documents import find
from orgs.tests.counting import queries_of, text_of
from reports.actions.baselines import set_baselines
from reports.actions.reviews import approve_report
from reports.actions.submissions import submit_report
from reports.actions.totals import fold_totals
from reports.models import Report
from reports.tests.test_totals import values


@pytest.fixture
def approved(cast):
    """Hand in and approve a unit's report of a period; the totals follow."""

    def act(period, unit, *figures):
        report = Report.objects.get(period=period, unit=unit)
        with clock.at(period.due_at - timedelta(hours=1)):
            typed = values(*figures)
            submit_report(
                report, submission_id=uuid.uuid4(), values=typed, texts={},
                reasons=dict.fromkeys(typed, "属实"), by=cast["reporter"],
            )  # fmt: skip
            report.refresh_from_db()
            approve_report(report, version=report.version, by=cast["coordinator"])
            fold_totals()
        return report

    return act


@pytest.fixture
def weeks(make_period):
    """Three weeks, the oldest first."""
    return [make_period(2), make_period(1), make_period(0)]


@pytest.fixture
def grid_at(noon, sign_in):
    """The grid as the leader's page has it."""

    def act(unit, period, **more):
        client = sign_in("leader")
        params = {"node": unit.pk, "period": period.pk, **more}
        return client.get(reverse("reports:figures"), params).context["grid"]

    return act


def row(grid, key):
    found = {one.figure.key: one for one in grid.rows}
    return found[key]


def test_a_period_stands_beside_the_one_before_and_the_sum_so_far(weeks, units, approved, grid_at):
    approved(weeks[0], units["village"], 5, 30, 9, 10)
    approved(weeks[1], units["village"], 8, 40, 9, 10)
    approved(weeks[2], units["village"], 12, 60, 5, 10)
    grid = grid_at(units["county"], weeks[2])

    visits, users, rate = (row(grid, key) for key in ("visits", "app_users", "awareness"))
    seen = [
        (one.shown, one.shown_last, one.change.amount, one.shown_cumulative)
        for one in (visits, users, rate)
    ]
    assert seen == [
        ("12", "8", Decimal("50.0"), "25"),
        ("60", "40", Decimal("50.0"), "60"),
        ("50.0%", "90.0%", Decimal("-40.0"), "50.0%"),
    ]
    assert (visits.figure.given, visits.figure.owed) == (1, 5)


def test_a_span_adds_flows_and_keeps_the_last_stock(weeks, units, approved, grid_at):
    approved(weeks[1], units["village"], 8, 40, 1, 10)
    approved(weeks[2], units["bank"], 12, 60, 3, 10)
    grid = grid_at(units["county"], weeks[2], since=weeks[1].pk)

    visits, users, rate = (row(grid, key) for key in ("visits", "app_users", "awareness"))
    assert (visits.shown, users.shown, rate.shown) == ("20", "100", "20.0%")
    assert (visits.figure.given, visits.figure.owed) == (2, 10)
    assert visits.change.why  # there is one week before the span only, and two are needed


def test_no_percentage_is_taken_of_nothing(weeks, units, approved, grid_at):
    approved(weeks[1], units["village"], 0, 40, 1, 10)
    approved(weeks[2], units["village"], 12, 60, 1, 10)
    visits = row(grid_at(units["county"], weeks[2]), "visits")
    first = row(grid_at(units["county"], weeks[0]), "visits")

    assert (visits.change.amount, visits.change.why) == (None, "上期为 0")
    assert (first.shown, first.change.amount) == ("—", None)


def test_last_years_figures_are_the_base_of_the_same_weeks(
    weeks, template, units, cast, approved, grid_at
):
    approved(weeks[1], units["village"], 6, 40, 1, 10)
    approved(weeks[2], units["village"], 12, 60, 1, 10)
    year = timedelta(weeks=52)
    rows = [(units["village"], week.starts_on - year, {"visits": "8"}) for week in weeks[1:]]
    set_baselines(template, rows[1:], by=cast["coordinator"])
    one, both = ({}, {"since": weeks[1].pk})
    week = row(grid_at(units["county"], weeks[2], **one), "visits")
    short = row(grid_at(units["county"], weeks[2], **both), "visits")
    set_baselines(template, rows[:1], by=cast["coordinator"])
    span = row(grid_at(units["county"], weeks[2], **both), "visits")

    assert (week.shown_year, week.year.amount) == ("8", Decimal("50.0"))
    assert (short.shown_year, short.year.amount, "1" in short.year.why) == ("—", None, True)
    assert (span.shown_year, span.year.amount) == ("16", Decimal("12.5"))


def test_a_target_says_how_much_of_it_is_reached(
    weeks, campaign, indicators, units, approved, grid_at
):
    Target.objects.create(campaign=campaign, indicator=indicators["visits"], value=100)
    approved(weeks[2], units["village"], 25, 60, 1, 10)
    visits = row(grid_at(units["county"], weeks[2]), "visits")

    assert (visits.attainment.share, visits.attainment.is_met) == (Decimal(25), False)


def test_parts_open_below_their_figure(weeks, indicators, units, grid_at, cast, sign_in):
    Indicator.objects.filter(code="visits").update(
        breakdown=[{"key": "old", "name": "老年人", "name_en": "Elderly"}]
    )
    Report.objects.filter(period=weeks[2], unit=units["village"]).update(
        state="approved", values={"visits": "7", "visits/old": "7"}
    )
    call_command("rebuild_totals", verbosity=0, stdout=open("/dev/null", "w"))  # noqa: SIM115
    grid = grid_at(units["county"], weeks[2])
    client = sign_in("leader")
    url = f"{reverse('reports:figures')}?node={units['county'].pk}&period={weeks[2].pk}"

    assert [(p.figure.key, p.shown) for p in row(grid, "visits").parts] == [("visits/old", "7")]
    assert "老年人" not in text_of(client.get(url))
    assert "老年人" in text_of(client.get(f"{url}&open=visits"))


def test_a_single_unit_shows_its_own_report(weeks, units, approved, grid_at):
    approved(weeks[2], units["village"], 25, 60, 1, 10)

    assert row(grid_at(units["village"], weeks[2]), "visits").shown == "25"


def test_gauges_say_how_many_are_missing_and_who_has_no_headcount(
    weeks, units, cast, approved, grid_at, sign_in
):
    Indicator.objects.filter(code="app_users").update(base_kind="adults")
    spec = BaseSpec(units["village"], "adults", 80, date(2026, 5, 1))
    with clock.at(weeks[2].due_at):
        add_bases([spec], by=cast["coordinator"])
    approved(weeks[2], units["village"], 1, 60, 1, 10)
    approved(weeks[2], units["sibling"], 1, 20, 1, 10)
    gauge = grid_at(units["county"], weeks[2]).gauges[0]
    leaf = grid_at(units["village"], weeks[2]).gauges[0]

    assert (gauge.rate, gauge.missing, gauge.given, gauge.owed) == (Decimal("75.0"), 20, 1, 5)
    assert (leaf.rate, leaf.missing, leaf.owed) == (Decimal("75.0"), 20, 1)
    page = text_of(sign_in("leader").get(reverse("reports:figures"), {"period": weeks[2].pk}))
    assert "柳溪村" in page


def test_a_figure_leads_down_to_its_reports(weeks, units, approved, noon, sign_in):
    report = approved(weeks[2], units["village"], 25, 60, 1, 10)
    client = sign_in("leader")
    asked = {"code": "visits", "period": weeks[2].pk}
    top = client.get(reverse("reports:figure-sources"), asked | {"node": units["county"].pk})
    town = client.get(reverse("reports:figure-sources"), asked | {"node": units["town"].pk})
    everything = client.get(
        reverse("reports:figure-sources"), asked | {"node": units["county"].pk, "all": "1"}
    )

    seen = [(one.unit.name, one.shown, one.given, one.owed) for one in top.context["detail"].rows]
    assert seen == [
        ("河湾镇", "25", 1, 3), ("沙溪镇", "—", 0, 1), ("青澜农商银行", "—", 0, 1)
    ]  # fmt: skip
    assert report.get_absolute_url() in town.content.decode()
    assert {one.unit.name for one in town.context["detail"].missing} == {
        "柳溪村",
        "河湾镇中心小学",
    }
    assert len(everything.context["detail"].rows) == 5


@pytest.mark.parametrize(
    "query",
    [
        {"code": "nothing"}, {"code": "visits/none"}, {"code": ""}, {"code": "visits", "node": "x"},
        {"code": "visits", "node": "99999999999999999999"}, {"code": "visits", "period": "x"},
    ],
)  # fmt: skip
def test_a_figure_that_is_not_there_is_a_404(weeks, noon, sign_in, query):
    client = sign_in("leader")

    asked = {"period": weeks[2].pk} | query
    assert client.get(reverse("reports:figure-sources"), asked).status_code == 404


@pytest.mark.parametrize(
    "query", [{"since": "x"}, {"since": "99999999999999999999"}, {"open": "x"}]
)
def test_nonsense_in_the_address_shows_the_one_period(weeks, noon, sign_in, query):
    page = sign_in("leader").get(reverse("reports:figures"), {"period": weeks[2].pk} | query)

    assert (page.status_code, page.context["grid"].is_span) == (200, False)


def test_without_a_period_the_page_says_so(noon, template, sign_in):
    assert sign_in("leader").get(reverse("reports:figures")).status_code == 200


def test_the_pages_take_the_same_queries_for_any_node_and_span(
    weeks, units, approved, noon, sign_in
):
    approved(weeks[2], units["village"], 25, 60, 1, 10)
    client, asked = sign_in("leader"), {"period": weeks[2].pk}
    counts = [
        queries_of(client, reverse("reports:figures"), node=units[key].pk, **asked, **more)
        for key in ("county", "town")
        for more in ({}, {"since": weeks[0].pk})
    ]
    sources = queries_of(
        client, reverse("reports:figure-sources"), code="visits", node=units["county"].pk, **asked
    )

    assert (len(set(counts)), max(counts) <= 14, sources <= 13) == (1, True, True), counts


def test_the_workbook_says_what_the_page_says(weeks, units, approved, noon, cast):
    approved(weeks[1], units["village"], 0, 40, 1, 10)
    approved(weeks[2], units["village"], 25, 60, 1, 10)
    document = find("figures-xlsx")
    asked = {"period": weeks[2].pk, "unit": units["county"].pk}
    made = document.make(
        document.subject(cast["leader"], asked), asked, cast["leader"], lambda *_step: None
    )

    cells = [[cell.value for cell in line.cells] for line in read_workbook(made.content)[0].rows]
    visits = next(line for line in cells if line[1] == "入户宣传")
    assert visits[3:6] == [25, 0, "—（上期为 0）"]
    assert (visits[8], visits[-1]) == (25, "1/5")
