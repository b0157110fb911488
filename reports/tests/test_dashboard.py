"""The leader's page: honest figures at any node, down to a single unit."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from campaigns.enums import TargetOp
from campaigns.lamps import Lamp
from campaigns.models import Target
from conftest import NOON
from fraudwatch.lib import clock, paths, same_rows
from orgs.models import Grant, Unit
from reports.actions.baselines import set_baselines
from reports.actions.totals import rebuild_totals
from reports.enums import ReportState as S
from reports.enums import Timeliness
from reports.models import DirtyReport, Report, ReportingUnit
from reports.queries.board import board_of
from reports.queries.chosen import chosen

PAGE = "/dashboard/"
SETTLED = NOON + timedelta(days=6)  # Tuesday after the week, past due and not closed
EN = {"accept-language": "en"}


@pytest.fixture
def report_all(units):
    """Approve some units' reports of a period with so many visits each, and add them up."""

    def act(period, visits, **fields):
        for key, count in visits.items():
            values = {"visits": str(count), "losses": "0", "awareness": {"n": "9", "d": "10"}}
            Report.objects.filter(period=period, unit=units[key]).update(
                state=S.APPROVED, values=values, carried={"awareness": values["awareness"]},
                first_submitted_at=period.due_at - timedelta(hours=1),
                timeliness=Timeliness.ON_TIME, **fields,
            )  # fmt: skip
        rebuild_totals()

    return act


@pytest.fixture
def en():
    """Words are read in English."""
    with translation.override("en"):
        yield


def board(user, period, now=SETTLED, **params):
    params = {"period": str(period.pk), **{key: str(value) for key, value in params.items()}}
    return board_of(user, chosen(user, {}, params, now, settled=True), params, now)


def card(found, code="visits"):
    return next(one for one in found.page.cards if one.figure.indicator.code == code)


def test_a_figure_says_of_how_many_units_it_is_made(cast, period, report_all):
    report_all(period, {"village": 7, "bank": 5})

    found = board(cast["leader"], period)

    assert (card(found).shown, card(found).unit) == ("12", "户")
    assert (card(found).figure.given, card(found).figure.owed) == (2, 5)
    assert found.is_partial


def test_completeness_and_timeliness_show_both_numbers(cast, period, report_all):
    report_all(period, {"village": 7, "bank": 5})
    Report.objects.filter(period=period, unit__name="柳溪村").update(
        state=S.SUBMITTED, timeliness=Timeliness.LATE
    )
    rebuild_totals()

    shares = board(cast["leader"], period).shares

    assert [(share.count, share.total) for share in shares] == [(3, 5), (2, 5)]
    assert [share.percent for share in shares] == [Decimal(60), Decimal(40)]


def test_a_change_is_held_against_last_week_and_last_year(cast, make_period, units, report_all):
    last, this = make_period(1), make_period()
    report_all(last, {"village": 10})
    report_all(this, {"village": 12})
    year_ago = this.starts_on - timedelta(weeks=52)
    set_baselines(
        this.template, [(units["village"], year_ago, {"visits": "8"})], by=cast["coordinator"]
    )

    found = card(board(cast["leader"], this))

    assert (found.week.amount, found.week.base) == (Decimal("20.0"), "10")
    assert (found.year.amount, found.year.base) == (Decimal("50.0"), "8")


@pytest.mark.parametrize(
    ("before", "now", "amount", "why"),
    [(0, 5, None, "last was 0"), (0, 0, Decimal(0), ""), (5, 0, Decimal("-100.0"), "")],
)
def test_a_base_of_zero_gives_words_instead_of_a_percentage(
    cast, make_period, report_all, en, before, now, amount, why
):
    last, this = make_period(1), make_period()
    report_all(last, {"village": before})
    report_all(this, {"village": now})

    change = card(board(cast["leader"], this)).week

    assert (change.amount, change.why) == (amount, why)


def test_without_an_earlier_figure_there_is_no_change(cast, period, report_all, en):
    report_all(period, {"village": 7})

    found = card(board(cast["leader"], period))

    assert (found.week.amount, found.week.why) == (None, "no figure last week")


def test_a_rate_changes_in_points_and_is_sum_over_sum(cast, make_period, report_all):
    last, this = make_period(1), make_period()
    report_all(last, {"village": 1})
    report_all(this, {"village": 1})
    Report.objects.filter(period=this, unit__name="桃源村").update(
        carried={"awareness": {"n": "19", "d": "20"}}
    )
    rebuild_totals()

    found = card(board(cast["leader"], this), "awareness")

    assert (found.shown, found.week.amount) == ("95.0%", Decimal("5.0"))


def test_before_the_due_moment_some_units_are_not_held_against_all(
    cast, make_period, report_all, en
):
    last, this = make_period(1), make_period()
    report_all(last, dict.fromkeys(["village", "sibling", "school", "other_village", "bank"], 9))
    report_all(this, {"village": 9})

    early = card(board(cast["leader"], this, NOON))
    later = card(board(cast["leader"], this, SETTLED))

    assert (early.week.amount, early.week.why) == (None, "not all in yet")
    assert later.week.amount == Decimal("-80.0")


def test_the_address_without_a_period_shows_the_last_one_that_was_due(cast, make_period):
    last, this = make_period(1), make_period()

    assert chosen(cast["leader"], {}, {}, NOON, settled=True).period == last
    assert chosen(cast["leader"], {}, {}, SETTLED, settled=True).period == this


def test_children_stand_in_their_official_order(cast, period, units, report_all):
    Unit.objects.filter(pk=units["other_town"].pk).update(position=0)
    report_all(period, {"village": 1, "other_village": 9, "bank": 5})

    rows = board(cast["leader"], period).page.children

    assert [row.unit.name for row in rows] == ["沙溪镇", "河湾镇", "青澜农商银行"]


def test_lamps_follow_the_printed_rule(cast, period, units, report_all):
    report_all(period, {"village": 1, "bank": 5})
    Report.objects.filter(period=period, unit=units["other_village"]).update(
        state=S.APPROVED, timeliness=Timeliness.LATE, first_submitted_at=period.due_at
    )
    rebuild_totals()

    county = {row.unit.name: row.lamp for row in board(cast["leader"], period).page.children}
    town = board(cast["leader"], period, node=units["town"].pk).page.children

    assert county == {"河湾镇": Lamp.RED, "沙溪镇": Lamp.RED, "青澜农商银行": Lamp.GREEN}
    assert [(row.unit.name, row.lamp) for row in town] == [
        ("桃源村", Lamp.GREEN), ("柳溪村", Lamp.RED), ("河湾镇中心小学", Lamp.RED),
    ]  # fmt: skip


def test_no_node_is_red_before_anybody_can_be_late(cast, period, report_all):
    report_all(period, {"bank": 5})

    rows = board(cast["leader"], period, NOON).page.children

    assert {row.unit.name: row.lamp for row in rows} == {
        "河湾镇": Lamp.NONE, "沙溪镇": Lamp.NONE, "青澜农商银行": Lamp.GREEN,
    }  # fmt: skip


def test_a_target_of_every_unit_is_asked_of_a_town_as_often_as_units_owe(
    cast, campaign, period, units, indicators, report_all, en
):
    Target.objects.create(
        campaign=campaign, indicator=indicators["visits"], value=100, per_unit=True
    )
    report_all(period, {"village": 60, "school": 90})

    town = board(cast["leader"], period, node=units["town"].pk).page.attainments

    seen = [(one.target, one.reached, one.gap, one.share) for one in town]
    assert seen == [("≥ 300", "150 户", "150 户", Decimal(50))]


def test_the_whole_target_counts_at_the_leading_unit_alone(
    cast, campaign, period, units, indicators, report_all
):
    Target.objects.create(
        campaign=campaign, indicator=indicators["losses"], op=TargetOp.AT_MOST, value=100
    )
    report_all(period, {"village": 60})

    county = board(cast["leader"], period).page.attainments
    town = board(cast["leader"], period, node=units["town"].pk).page.attainments

    assert ([(one.is_met, one.tone) for one in county], town) == ([(True, "good")], [])


def test_the_last_figures_are_named_when_there_are_none(sign_in, make_period, report_all):
    last, this = make_period(1), make_period()
    report_all(last, {"village": 10})
    report_all(this, {})

    with clock.at(SETTLED):
        page = sign_in("leader").get(PAGE, {"period": this.pk}, headers=EN)

    text = page.content.decode()
    assert "No figures of this period yet" in text
    assert "The last figures are of 1–7 June" in text


def test_dirt_below_the_node_is_said(cast, period, units, report_all):
    report_all(period, {"village": 7})
    report = period.reports.get(unit=units["village"])
    DirtyReport.objects.create(report=report, period=period, path=report.path)

    town = board(cast["leader"], period, node=units["town"].pk)
    other = board(cast["leader"], period, node=units["other_town"].pk)

    assert (town.page.is_updating, other.page.is_updating) == (True, False)


def test_the_way_down_leads_to_a_single_unit_and_its_report(sign_in, period, units, report_all):
    report_all(period, {"village": 7})
    town, village = units["town"].pk, units["village"].pk
    report = period.reports.get(unit=units["village"])

    with clock.at(SETTLED):
        client = sign_in("leader")
        county = client.get(PAGE, {"period": period.pk}).content.decode()
        below = client.get(PAGE, {"period": period.pk, "node": town}).content.decode()
        unit = client.get(f"/dashboard/unit/{village}/", {"period": period.pk}).content.decode()

    assert f"/dashboard/?node={town}&amp;period={period.pk}" in county
    assert f"/dashboard/unit/{village}/?period={period.pk}" in below
    assert report.get_absolute_url() in unit


def test_a_node_that_is_a_single_unit_opens_as_one(sign_in, period, units, report_all):
    report_all(period, {"village": 7})

    with clock.at(SETTLED):
        answer = sign_in("leader").get(PAGE, {"period": period.pk, "node": units["village"].pk})

    assert answer.url == f"/dashboard/unit/{units['village'].pk}/?period={period.pk}"


def test_a_single_unit_counts_its_weeks(sign_in, make_period, units, report_all):
    last, this = make_period(1), make_period()
    report_all(this, {"village": 7})
    Report.objects.filter(period=last, unit=units["village"]).update(state=S.MISSING)

    with clock.at(SETTLED):
        page = sign_in("leader").get(f"/dashboard/unit/{units['village'].pk}/")

    found = page.context["board"]
    assert found.counts == [("ontime", 1), ("late", 0), ("overdue", 1), ("exempt", 0)]
    assert [week.lamp for week in found.weeks] == [Lamp.GREEN, Lamp.RED]


def test_a_unit_that_owes_nothing_says_so(sign_in, period, units, report_all):
    report_all(period, {})

    with clock.at(SETTLED):
        page = sign_in("leader").get(f"/dashboard/unit/{units['other_town'].pk}/", headers=EN)

    assert "This unit owes no report" in page.content.decode()


def test_a_town_leader_reads_the_town_and_no_figure_above(sign_in, cast, period, units, report_all):
    report_all(period, {"village": 7, "bank": 5})
    Grant.objects.filter(user=cast["leader"]).update(unit=units["town"])

    with clock.at(SETTLED):
        client = sign_in("leader")
        own = client.get(PAGE, {"period": period.pk})
        county = client.get(PAGE, {"period": period.pk, "node": units["county"].pk})
        other = client.get(PAGE, {"period": period.pk, "node": units["other_town"].pk})
        bank = client.get(f"/dashboard/unit/{units['bank'].pk}/")
        above = client.get(f"/dashboard/unit/{units['county'].pk}/")

    text = own.content.decode()
    assert own.context["board"].page.unit == units["town"]
    assert ("青澜农商银行" in text, "石桥村" in text) == (False, False)
    statuses = [answer.status_code for answer in (county, other, bank, above)]
    assert statuses == [404, 404, 404, 404]


def test_the_other_county_reads_no_name_of_ours(sign_in, period, units, report_all):
    report_all(period, {"village": 7})

    with clock.at(SETTLED):
        client = sign_in("far_coordinator")
        own = client.get(PAGE)
        answers = [
            client.get(PAGE, {"period": period.pk}),
            client.get(f"/dashboard/unit/{units['village'].pk}/"),
            client.get(f"/dashboard/unit/{units['village'].pk}/", {"period": period.pk}),
        ]

    for name in ["桃源村", "河湾镇", "青澜"]:
        assert name not in own.content.decode()
    assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.parametrize("who", ["reporter", "administrator", "nobody"])
def test_it_is_a_page_for_readers(sign_in, noon, period, who):
    assert sign_in(who).get(PAGE).status_code == 403


def test_the_trend_marks_weeks_that_are_not_complete(cast, make_period, report_all, en):
    last, this = make_period(1), make_period()
    report_all(last, dict.fromkeys(["village", "sibling", "school", "other_village", "bank"], 2))
    report_all(this, {"village": 7})

    chart = board(cast["leader"], this).trend

    points = chart.option["series"][0]["data"]
    assert points == [10, {"value": 7, "symbol": "emptyCircle", "symbolSize": 9}]
    assert [row[-1] for row in chart.rows] == ["5/5", "1/5"]


def test_the_figure_drawn_stands_in_the_address(cast, period, report_all):
    report_all(period, {"village": 7})

    assert board(cast["leader"], period, chart="losses").chosen_code == "losses"
    assert board(cast["leader"], period, chart="nonsense").chosen_code == "visits"


@pytest.mark.parametrize("query", [{"node": "x"}, {"node": "0"}, {"node": str(10**20)}])
def test_a_node_that_is_none_is_not_found(sign_in, noon, period, query):
    assert sign_in("leader").get(PAGE, {"period": period.pk, **query}).status_code == 404


def test_totals_that_are_not_there_are_no_fault(sign_in, noon, period):
    assert sign_in("leader").get(PAGE, {"period": period.pk}).status_code == 200


def owe(template, units, keys):
    ReportingUnit.objects.filter(template=template).delete()
    for key in keys:
        ReportingUnit.objects.create(template=template, unit=units[key], from_on=date(2026, 5, 4))


FRAME, OWN = 3, 5  # session with its person, campaigns, numbers; and what the page reads


@pytest.mark.parametrize("keys", [["village"], ["village", "sibling", "school"]])
@pytest.mark.parametrize("node", ["county", "town"])
def test_the_page_asks_the_same_questions_for_one_child_and_three_at_any_depth(
    sign_in, template, make_period, units, report_all, django_assert_num_queries, node, keys
):
    owe(template, units, keys)
    last, this = make_period(1), make_period()
    report_all(last, dict.fromkeys(keys, 3))
    report_all(this, dict.fromkeys(keys, 4))
    query = {"period": this.pk, "node": units[node].pk}
    with clock.at(SETTLED):
        client = sign_in("leader")
        client.get(PAGE, query)
        same_rows.shelf.forget()

        with django_assert_num_queries(FRAME + OWN):
            client.get(PAGE, query)


def test_a_node_three_levels_down_asks_no_more(
    sign_in, template, make_period, units, report_all, django_assert_num_queries
):
    village = units["village"]
    for number in (1, 2, 3):
        grid = Unit(
            code=f"G{number}", name=f"网格{number}", kind="grid", parent=village, position=number,
            path=f"{village.path}zzz{number}.", depth=4,
        )  # fmt: skip
        grid.save()
        Unit.objects.filter(pk=grid.pk).update(path=village.path + paths.step(grid.pk))
        units[f"grid{number}"] = Unit.objects.get(pk=grid.pk)
    owe(template, units, ["grid1", "grid2", "grid3"])
    last, this = make_period(1), make_period()
    report_all(last, {"grid1": 1, "grid2": 2})
    report_all(this, {"grid1": 1, "grid2": 2})
    query = {"period": this.pk, "node": village.pk}
    with clock.at(SETTLED):
        client = sign_in("leader")
        client.get(PAGE, query)
        same_rows.shelf.forget()

        with django_assert_num_queries(FRAME + OWN):
            page = client.get(PAGE, query)

    assert [crumb.unit.name for crumb in page.context["board"].crumbs] == [
        "青澜县", "河湾镇", "桃源村",
    ]  # fmt: skip
    assert len(page.context["board"].page.children) == 3


@pytest.mark.parametrize("weeks", [1, 3])
def test_a_single_unit_asks_the_same_questions_for_one_week_and_three(
    sign_in, make_period, units, report_all, django_assert_num_queries, weeks
):
    for back in range(weeks):
        report_all(make_period(back), {"village": 5})
    address = f"/dashboard/unit/{units['village'].pk}/"
    with clock.at(SETTLED):
        client = sign_in("leader")
        client.get(address)
        same_rows.shelf.forget()

        with django_assert_num_queries(FRAME + 6):
            client.get(address)
