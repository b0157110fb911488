"""A chart says the same on the page, on paper and in its table."""

import json
import re

import pytest
from django.utils import translation

from fraudwatch.lib import charts
from fraudwatch.lib.charts_svg import chart_svg


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def cases():
    return charts.trend(
        "Cases",
        ["Jan", "Feb", "Mar"],
        [charts.Series("2026", [46, None, 0]), charts.Series("2025", [58, 49, 1284], True)],
        "起",
    )


def test_the_table_says_what_the_lines_draw_and_blank_is_not_zero(cases):
    assert (cases.head, cases.rows) == (
        ["Period", "2026", "2025"],
        [["Jan", "46", "58"], ["Feb", "—", "49"], ["Mar", "0", "1,284"]],
    )
    assert [line["data"] for line in cases.option["series"]] == [[46, None, 0], [58, 49, 1284]]


def test_ranked_bars_stand_largest_first_with_value_and_share():
    chart = charts.ranked("Kinds", [("Loans", 24), ("Rebates", 76)], "起")

    assert chart.rows == [["Rebates", "76 起  76.0%"], ["Loans", "24 起  24.0%"]]


def test_a_ring_takes_words_and_colours_from_the_statuses():
    chart = charts.ring("This week", [("approved", 9), ("missing", 5)])

    data = chart.option["series"][0]["data"]

    assert [(part["name"], part["value"]) for part in data] == [
        ("Approved", 9),
        ("Not submitted", 5),
    ]
    assert data[0]["itemStyle"] == {"color": "var(--st-ontime)"}


def test_a_chart_without_any_figure_is_empty():
    assert charts.trend("Cases", ["Jan"], [charts.Series("2026", [None])]).is_empty
    assert not charts.trend("Cases", ["Jan"], [charts.Series("2026", [0])]).is_empty


def test_an_option_is_plain_json_without_functions(cases):
    assert json.loads(json.dumps(cases.option)) == cases.option


def test_paper_has_colours_where_the_page_has_tokens(cases):
    text = json.dumps(charts.on_paper(cases.option))

    assert "var(--" not in text
    assert charts.on_paper("var(--ch-1)") == "#1b5ba6"
    assert charts.on_paper("var(--fw-brand)") == "#1b5ba6"


def test_an_unknown_token_is_refused():
    with pytest.raises(KeyError):
        charts.on_paper({"color": "var(--ch-99)"})


def test_the_drawing_on_paper_carries_every_word_escaped():
    chart = charts.ranked("Kinds", [("<b>Loans</b>", 24), ("刷单返利", 76)])

    svg = chart_svg(chart.option, width=400, height=200)

    assert svg.startswith('<svg width="400" height="200"')
    assert "刷单返利" in svg
    assert "&lt;b&gt;Loans&lt;/b&gt;" in svg
    assert re.findall(r"<text[^>]*paint-order", svg) == []
