"""The analysis page: any two of figures, units, periods and parts, and its files."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.models import Campaign, Indicator, Target
from orgs.models import Unit
from orgs.tests.counting import queries_of, text_of
from reports.actions.baselines import set_baselines
from reports.actions.totals import rebuild_totals
from reports.models import Period, Report, ReportTemplate, Total
from reports.queries.totals import node_figures

URL = "reports:analysis"


@pytest.fixture
def weeks(make_period):
    """Three weeks, the oldest first."""
    return [make_period(2), make_period(1), make_period(0)]


@pytest.fixture
def worked(weeks, units):
    """Figures of two villages and a bank in the three weeks, with gaps."""
    given = [
        (0, "village", 5, 30, 9), (1, "village", 8, 40, 8), (1, "bank", 3, 10, 1),
        (2, "village", 12, 60, 5), (2, "sibling", 0, 20, 5),
    ]  # fmt: skip
    for week, unit, visits, users, aware in given:
        stocks = {"app_users": str(users), "awareness": {"n": str(aware), "d": "10"}}
        own = Report.objects.filter(unit=units[unit])
        own.filter(period=weeks[week]).update(
            state="approved", values={"visits": str(visits), **stocks}
        )
        own.filter(period__in=weeks[week:]).update(carried=stocks)
    rebuild_totals()
    return weeks


@pytest.fixture
def page_at(noon, sign_in):
    """The page as the leader has it."""

    def act(unit, period, user="leader", **more):
        params = {"node": unit.pk, "period": period.pk, **more}
        return sign_in(user).get(reverse(URL), params)

    return act


@pytest.fixture
def grid_at(page_at):
    """The words of the grid: each row's name and its cells."""

    def act(unit, period, **more):
        pivot = page_at(unit, period, **more).context["page"].found.pivot
        return {row.label: [cell.text for cell in cells] for row, cells in pivot.lines}

    return act


def make_parts(weeks, units):
    """The visits are typed in two parts."""
    Indicator.objects.filter(code="visits").update(
        breakdown=[
            {"key": "old", "name": "老年人", "name_en": "Elderly"},
            {"key": "young", "name": "学生", "name_en": "Students"},
        ]
    )
    for key, old, young in (("village", 7, 2), ("bank", 1, 4)):
        figures = {"visits": str(old + young), "visits/old": str(old), "visits/young": str(young)}
        Report.objects.filter(period=weeks[2], unit=units[key]).update(
            state="approved", values=figures
        )
    rebuild_totals()


def test_units_stand_against_weeks_with_their_totals(worked, units, grid_at):
    grid = grid_at(units["county"], worked[2], since=worked[0].pk, rows="units", cols="periods",
                   code="visits")  # fmt: skip

    assert grid == {
        "青澜县": ["28", "5", "11", "12"],
        "河湾镇": ["25", "5", "8", "12"],
        "沙溪镇": ["—", "—", "—", "—"],
        "青澜农商银行": ["3", "—", "3", "—"],
    }


def test_rows_and_columns_change_places(worked, units, grid_at):
    asked = {"since": worked[1].pk, "code": "app_users"}
    one = grid_at(units["town"], worked[2], rows="units", cols="periods", **asked)
    other = grid_at(units["town"], worked[2], rows="periods", cols="units", **asked)

    assert one["桃源村"] == ["60", "40", "60"]
    assert [line[1] for line in other.values()] == one["桃源村"]


@pytest.mark.parametrize("node", ["county", "town", "other_town", "village", "bank"])
def test_every_figure_is_the_nodes_own(worked, template, units, node, page_at):
    page = page_at(units[node], worked[2], rows="indicators", cols="measures")
    cells = {row.key: line for row, line in page.context["page"].found.pivot.lines}
    naive = node_figures(template, Unit.objects.get(pk=units[node].pk), worked[2])

    for one in naive.figures:
        value, before, *_rest, given = cells[one.indicator.code]
        assert (value.value, before.value) == (one.value, one.last)
        assert given.text == f"{one.given}/{one.owed}"


def test_changes_and_targets_of_units(worked, campaign, indicators, units, grid_at):
    for per_unit, goal in ((False, 1000), (True, 20)):
        Target.objects.create(
            campaign=campaign, indicator=indicators["visits"], value=goal, per_unit=per_unit
        )
    grid = grid_at(units["county"], worked[2], rows="units", code="visits")

    assert grid["青澜县"][:3] == ["12", "11", "+9.1%"]
    assert grid["青澜县"][5:] == ["28", "≥ 1,000", "2.8%", "2/5"]
    assert grid["青澜农商银行"][5:] == ["3", "≥ 20", "15.0%", "0/1"]


def test_last_year_is_the_base_of_each_unit(worked, template, units, cast, grid_at):
    year = timedelta(weeks=52)
    rows = [(units["village"], worked[2].starts_on - year, {"visits": "8"})]
    set_baselines(template, rows, by=cast["coordinator"])
    grid = grid_at(units["town"], worked[2], rows="units", cols="periods", measure="year",
                   code="visits")  # fmt: skip

    assert grid["桃源村"] == ["+50.0%"]
    assert grid["柳溪村"] == ["— (去年同期没有数)"]


def test_parts_stand_in_rows_and_columns(weeks, units, grid_at):
    make_parts(weeks, units)
    parts = grid_at(units["county"], weeks[2], rows="parts", code="visits")
    places = grid_at(units["county"], weeks[2], rows="units", cols="parts", code="visits")

    assert {name: cells[0] for name, cells in parts.items()} == {
        "各分项合计": "14", "老年人": "8", "学生": "6"
    }  # fmt: skip
    assert (places["河湾镇"], places["青澜农商银行"]) == (["9", "7", "2"], ["5", "1", "4"])


def test_a_report_without_parts_says_so(worked, page_at, units):
    page = page_at(units["county"], worked[2], rows="parts")

    assert page.context["page"].found.ask.rows == "indicators"
    assert len(page.context["page"].found.notes) == 1


def test_two_units_stand_side_by_side(worked, units, page_at):
    page = page_at(units["town"], worked[2], **{"with": f"u{units['bank'].pk}", "rows": "periods",
                   "since": worked[1].pk, "code": "visits"})  # fmt: skip
    found = page.context["page"].found

    assert found.stage.sides == ["河湾镇", "青澜农商银行"]
    assert [[cell.text for cell in cells] for _row, cells in found.pivot.lines] == [
        ["20", "3", "+17", "+566.7%"], ["8", "3", "+5", "+166.7%"], ["12", "—", "—", "—"]
    ]  # fmt: skip


def test_two_campaigns_are_counted_from_their_beginnings(
    worked, units, indicators, campaign, template, page_at
):
    other = Campaign.objects.create(
        title="去年行动", kind=campaign.kind, owner=units["county"], state=campaign.state,
        starts_on=campaign.starts_on - timedelta(weeks=52), ends_on=campaign.ends_on,
    )  # fmt: skip
    version = template.versions.first()
    theirs = ReportTemplate.objects.create(campaign=other, name="旧周报", first_on=other.starts_on)
    version.pk, version.template = None, theirs
    version.save()
    for week, visits in ((worked[1], 4), (worked[2], 6)):
        old = Period.objects.get(pk=week.pk)
        old.pk, old.template, old.template_version = None, theirs, version
        for name in ("starts_on", "ends_on", "opened_at", "due_at", "closes_at"):
            setattr(old, name, getattr(week, name) - timedelta(weeks=52))
        old.save()
        Report.objects.create(
            period=old, unit=units["county"], path=units["county"].path, state="approved",
            due_at=old.due_at, closes_at=old.closes_at, values={"visits": str(visits)},
        )  # fmt: skip
    page = page_at(units["county"], worked[2], **{"with": f"r{theirs.pk}", "rows": "periods",
                   "since": worked[0].pk, "code": "visits"})  # fmt: skip
    found = page.context["page"].found

    assert [[cell.text for cell in line[:2]] for line in found.pivot.cells] == [
        ["28", "10"], ["5", "—"], ["11", "4"], ["12", "6"]
    ]  # fmt: skip
    assert "旧周报" in found.notes[0]


@pytest.mark.parametrize("asked", ["u{other}", "r999999", "u999999", "x", "u", "r"])
def test_another_side_that_is_not_there_is_a_404(worked, units, page_at, asked):
    asked = asked.format(other=units["far_county"].pk)
    page = page_at(units["county"], worked[2], **{"with": asked})

    assert page.status_code == 404


def test_what_moved_away_stays_in_the_total(worked, units, grid_at):
    Unit.objects.filter(pk=units["bank"].pk).update(parent=units["far_county"])
    grid = grid_at(units["county"], worked[2], since=worked[0].pk, rows="units", cols="periods",
                   code="visits")  # fmt: skip

    assert grid["青澜县"] == ["28", "5", "11", "12"]
    assert grid["现已归属别处的单位"] == ["3", "—", "3", "—"]


def test_the_four_and_the_two_say_what_is_not_asked_for(worked, units, page_at):
    page = page_at(units["county"], worked[2]).context["page"]
    rising, falling = page.risings

    assert [one.is_asked for one in rising] == [False] * 4
    assert [(one.key, one.is_asked) for one in falling] == [("cases", False), ("losses", True)]


@pytest.mark.parametrize("rows", ["indicators", "units", "periods"])
def test_the_two_know_last_year_whatever_the_grid_is_about(
    rows, worked, template, units, cast, page_at
):
    year = timedelta(weeks=52)
    Report.objects.filter(period=worked[2], unit=units["village"]).update(
        values={"visits": "12", "losses": "300"}
    )
    rebuild_totals()
    base = [(units["county"], worked[2].starts_on - year, {"losses": "400"})]
    set_baselines(template, base, by=cast["coordinator"])

    page = page_at(units["county"], worked[2], rows=rows, code="visits").context["page"]

    _rising, (_cases, losses) = page.risings
    assert (losses.value.text, losses.year.text) == ("300元", "-25.0%")


def test_the_map_groups_units_by_the_unit_above(worked, units, page_at):
    page = page_at(units["county"], worked[2], rows="units", code="visits").context["page"]

    assert [(one.label, [tile.unit.name for tile in one.tiles]) for one in page.tiles] == [
        ("", ["青澜农商银行"]), ("河湾镇", ["桃源村", "柳溪村", "河湾镇中心小学"]),
        ("沙溪镇", ["石桥村"]),
    ]  # fmt: skip


def test_units_come_in_pages(worked, units, page_at, monkeypatch):
    monkeypatch.setattr("reports.queries.analysis.MOST_UNITS", 2)
    pages = [page_at(units["county"], worked[2], rows="units", page=n) for n in (1, 2, 3)]
    names = [
        [row.label for row in page.context["page"].found.pivot.rows if not row.is_total]
        for page in pages
    ]

    assert names == [["河湾镇", "沙溪镇"], ["青澜农商银行"], []]
    assert pages[0].context["page"].found.units == 3


@pytest.mark.parametrize(
    "query",
    ["rows=x&cols=y&measure=z", "code=nothing&draw=x", "since=x", "page=99999999999999999999",
     "rows=units&page=0", "draw=' or 1=1"],
)  # fmt: skip
def test_nonsense_in_the_address_is_put_right(worked, noon, sign_in, query):
    page = sign_in("leader").get(f"{reverse(URL)}?period={worked[2].pk}&{query}")

    assert page.status_code == 200


def test_without_a_period_the_page_says_so(noon, template, sign_in):
    page = sign_in("leader").get(reverse(URL))

    assert (page.status_code, "page" in page.context) == (200, False)


def test_a_single_unit_has_a_grid_of_its_own(worked, units, page_at, grid_at):
    own = grid_at(units["village"], worked[2], rows="units", cols="periods", code="visits")

    assert own == {"桃源村": ["12"]}
    assert (
        page_at(units["village"], worked[2], rows="indicators", cols="periods").status_code == 200
    )


@pytest.mark.parametrize("axes", ["", "rows=units", "rows=units&cols=periods&measure=reached",
                                  "rows=indicators&cols=units"])  # fmt: skip
def test_queries_stay_the_same_for_any_node_and_span(worked, units, noon, sign_in, axes):
    client, url = sign_in("leader"), f"{reverse(URL)}?{axes}"
    counts = [
        queries_of(client, f"{url}&node={units[node].pk}&period={worked[2].pk}&since={since}")
        for node in ("county", "town")
        for since in ("", worked[0].pk)
    ]

    assert max(counts) <= 15, counts
    assert max(counts) - min(counts) <= 1, counts  # the county has targets of two kinds


def test_the_page_says_when_it_is_incomplete(worked, units, page_at):
    text = text_of(page_at(units["county"], worked[2], rows="units", cols="periods"))

    assert "2/5" in text


def test_sums_reach_back_beyond_the_periods_that_are_offered(worked, units, page_at, monkeypatch):
    for name in ("chosen", "analysis"):
        monkeypatch.setattr(f"reports.queries.{name}.RECENT", 2)
    page = page_at(units["county"], worked[2], rows="units", code="visits")
    grid = {row.label: cells for row, cells in page.context["page"].found.pivot.lines}

    assert [period.pk for period in page.context["page"].found.book.periods] == [
        week.pk for week in worked
    ]
    assert (grid["青澜县"][5].text, grid["河湾镇"][5].text) == ("28", "25")


def test_reports_of_other_rhythms_do_not_match(worked, units, campaign, template, page_at):
    other = Campaign.objects.create(
        title="月报行动", kind=campaign.kind, owner=units["county"], state=campaign.state,
        starts_on=campaign.starts_on, ends_on=campaign.ends_on,
    )  # fmt: skip
    monthly = ReportTemplate.objects.create(
        campaign=other, name="月报", first_on=other.starts_on, cadence="monthly"
    )
    version, period = template.versions.first(), Period.objects.get(pk=worked[2].pk)
    version.pk, version.template = None, monthly
    version.save()
    period.pk, period.template, period.template_version = None, monthly, version
    period.save()
    page = page_at(units["county"], worked[2], **{"with": f"r{monthly.pk}"}).context["page"]

    assert {cells[1].text for _row, cells in page.found.pivot.lines} == {"·"}
    assert page.found.notes == ["两张报表的报送周期不同，各期无法对应。"]
    assert page.found.others.reports == []


def test_names_that_people_typed_are_escaped(worked, units, page_at):
    Unit.objects.filter(pk=units["village"].pk).update(name="<b>村</b>")
    for axes in ({"rows": "units", "cols": "periods"}, {"rows": "periods", "cols": "units"}):
        body = page_at(units["town"], worked[2], **axes).content.decode()

        assert "<b>村" not in body
        assert "&lt;b&gt;村" in body


def test_a_usual_view_over_time_opens_on_the_last_periods(page_at, worked, units):
    page = page_at(units["county"], worked[-1]).context["page"]
    ways = {way.label: page_of(page_at, way) for way in page.ways if "cols=periods" in way.url}

    assert len(ways) == 2
    assert [[one.pk for one in found.span] for found in ways.values()] == [
        [week.pk for week in worked]
    ] * 2


def page_of(page_at, way):
    """What a way leads to."""
    asked = dict(part.split("=") for part in way.url.lstrip("?").split("&"))
    unit, period = Unit.objects.get(pk=asked.pop("node")), Period(pk=asked.pop("period"))
    return page_at(unit, period, **asked).context["page"].found


def test_a_way_back_from_the_periods_shows_one_period_again(page_at, worked, units):
    over_time = {"rows": "units", "cols": "periods", "since": worked[0].pk}
    page = page_at(units["county"], worked[-1], **over_time).context["page"]

    assert [way.label for way in page.ways if "since" in way.url] == [
        way.label for way in page.ways if "cols=periods" in way.url
    ]


def test_units_in_one_period_are_columns_and_no_lines_of_a_point(page_at, worked, units):
    page = page_at(units["county"], worked[-1], rows="units", cols="periods").context["page"]

    assert {one["type"] for one in page.drawn.chart.option["series"]} == {"bar"}


def test_the_page_hatches_what_is_incomplete_behind_the_line(page_at, worked, units):
    page = page_at(units["county"], worked[-1]).context["page"]
    line, *_past, columns = page.seen.option["series"]

    hollow = [isinstance(point, dict) for point in line["data"]]
    assert (columns["type"], any(hollow)) == ("bar", True)
    assert [value is not None for value in columns["data"]] == hollow


def test_where_nobody_owed_anything_nothing_is_drawn(page_at, worked, units):
    Report.objects.filter(unit=units["other_village"]).delete()
    Total.objects.all().delete()
    rebuild_totals()
    html = text_of(page_at(units["other_town"], worked[-1]))

    assert ("这一期这里没有应报单位" in html, "drawn-data" in html) == (True, False)


def test_the_page_stripes_the_bars_of_units_that_are_incomplete(page_at, worked, units):
    page = page_at(units["county"], worked[-1], rows="units").context["page"]
    faint, striped = page.drawn.chart.option["series"][0], page.seen.option["series"][0]

    short = [isinstance(value, dict) for value in faint["data"]]
    assert any(short)
    assert [isinstance(value, dict) for value in striped["data"]] == short
    hatched = [value["itemStyle"]["color"] for value in striped["data"] if isinstance(value, dict)]
    assert ["repeat" in colour for colour in hatched] == [True] * sum(short)
