"""Charts drawn for documents."""

import threading

import pytest
from defusedxml import ElementTree

from fraudwatch.lib import charts, charts_svg
from fraudwatch.lib.charts import Series
from fraudwatch.lib.charts_svg import ChartFailed, chart_svg

SVG = "{http://www.w3.org/2000/svg}"
WEEKS = ["第13周", "第14周", "第15周"]


def trend(values, name="本年"):
    return charts.trend("趋势", WEEKS, [Series(name, values)], unit="起").option


def words(svg):
    return [text.text for text in ElementTree.fromstring(svg).iter(SVG + "text")]


def test_a_trend_shows_weeks_values_and_names():
    drawn = words(chart_svg(trend([3, 5, 9])))

    assert {"第13周", "第14周", "第15周", "3", "5", "9", "本年", "起"} <= set(drawn)


def test_a_week_without_figures_is_a_gap_and_not_a_zero():
    with_gap, with_zero = chart_svg(trend([3, None, 9])), chart_svg(trend([3, 0, 9]))

    assert words(with_gap).count("0") + 1 == words(with_zero).count("0")


@pytest.mark.parametrize(
    "option",
    [
        charts.bars("b", ["沙溪镇"], [Series("按时", [3]), Series("补报", [1])]).option,
        charts.ring("r", [("ontime", 23), ("missing", 1)]).option,
        charts.ranked("k", [("刷单返利", 12)], "起").option,
    ],
    ids=["bars", "ring", "ranked"],
)
def test_every_chart_can_be_drawn_in_its_size(option):
    root = ElementTree.fromstring(chart_svg(option, width=500, height=200))

    assert (root.get("width"), root.get("height")) == ("500", "200")
    assert len(list(root.iter(SVG + "path"))) > 0


def test_labels_have_no_outline_that_would_cover_them_on_paper():
    for text in ElementTree.fromstring(chart_svg(trend([3, 5, 9]))).iter(SVG + "text"):
        assert not {"stroke", "stroke-width", "paint-order"} & set(text.keys())


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "</svg><img src=x onerror=alert(1)>", "\"'&<", "{a}", "\ud800"],
)
def test_names_stay_words(name):
    svg = chart_svg(trend([3, 5, 9], name=name))

    if name != "\ud800":
        tags = {element.tag for element in ElementTree.fromstring(svg).iter()}
        assert not tags & {SVG + "script", SVG + "img", SVG + "image"}
    assert "<script" not in svg
    assert "<img" not in svg


def test_each_thread_draws_the_same():
    drawn = []
    threads = [
        threading.Thread(target=lambda: drawn.append(words(chart_svg(trend([3, 5, 9])))))
        for _number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert drawn == [words(chart_svg(trend([3, 5, 9])))] * 4


@pytest.mark.parametrize(
    "option",
    [{"series": [{"type": "line", "data": [float("nan")]}]}, {"series": [{"type": "line"}]}],
    ids=["not a number", "no axis"],
)
def test_a_mistaken_option_is_an_error_and_the_next_chart_is_drawn(option):
    with pytest.raises(ChartFailed):
        chart_svg(option)

    assert "9" in words(chart_svg(trend([3, 5, 9])))


def test_a_chart_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(charts_svg, "SECONDS", 1)
    monkeypatch.setattr(charts_svg, "_pens", charts_svg._Pens())

    with pytest.raises(ChartFailed):
        chart_svg(trend([1] * 1_000_000))


def test_values_on_paper_are_grouped_as_on_the_page():
    chart = charts.trend("户", ["1周", "2周"], [charts.Series("今年", [1234567, 1234.5])])

    drawn = chart_svg(chart.option)

    assert (">1,234,567<" in drawn, ">1,234.5<" in drawn) == (True, True)
