"""Charts: one ECharts option each, drawn by the browser and on paper alike (pure).

Colours are token names such as ``var(--ch-1)``: the browser reads them from the page's theme,
:func:`on_paper` from the light one. Nothing here formats by function, so an option is JSON.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from fraudwatch.lib import statuses, wording

Value = float | int | None
TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
_TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
_REFERENCE = re.compile(r"^var\((--[\w-]+)\)$")
FEW = 12  # up to so many points, values stand on the chart


@dataclass(frozen=True)
class Chart:
    """A drawing and the table that says the same: ``head`` and ``rows``."""

    label: str
    option: dict
    head: list[str]
    rows: list[list[str]]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(cell != wording.NOTHING for row in self.rows for cell in row[1:])


@dataclass(frozen=True)
class Series:
    """Figures under one name; ``previous`` marks last year's, drawn grey and dashed."""

    name: str
    values: Sequence[Value]
    previous: bool = False


def trend(label: str, x: Sequence[str], series: Sequence[Series], unit: str = "") -> Chart:
    """Lines over time, this year's solid with values, last year's dashed; gaps stay gaps."""
    few = len(x) <= FEW
    lines = [_line(one, number, few) for number, one in enumerate(series, start=1)]
    option = {
        "grid": {"left": 4, "right": 60, "top": 26, "bottom": 2, "containLabel": True},
        "xAxis": _axis(type="category", data=list(x), splitLine={"show": False}),
        "yAxis": _axis(
            type="value",
            name=unit,
            splitNumber=4,
            axisLine={"show": False},
            nameTextStyle={"color": "var(--ch-axis)", "align": "left", "padding": [0, 0, 0, -20]},
        ),
        "tooltip": {"trigger": "axis"},
        "series": lines,
    }
    return Chart(label, option, *_table(x, series))


def bars(
    label: str,
    x: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str = "",
    top: Value = None,
) -> Chart:
    """Columns side by side from zero; ``top`` fixes the end of the axis (100 for rates)."""
    colours = ("var(--ch-1)", "var(--heat-2)", "var(--ch-2)", "var(--ch-3)")
    option = {
        "grid": {"left": 4, "right": 8, "top": 30, "bottom": 2, "containLabel": True},
        "legend": {
            "top": 0,
            "right": 0,
            "itemWidth": 10,
            "itemHeight": 10,
            "textStyle": {"color": "var(--fw-text-2)", "fontSize": 12},
        },
        "tooltip": {"trigger": "axis"},
        "xAxis": _axis(type="category", data=list(x), splitLine={"show": False}),
        "yAxis": _axis(
            type="value",
            max=top,
            axisLine={"show": False},
            axisLabel={"color": "var(--ch-axis)", "fontSize": 12, "formatter": "{value}" + unit},
        ),
        "series": [
            {
                "name": one.name,
                "type": "bar",
                "data": list(one.values),
                "barMaxWidth": 16,
                "itemStyle": {"color": colours[n % len(colours)], "borderRadius": [3, 3, 0, 0]},
            }
            for n, one in enumerate(series)
        ],
    }
    return Chart(label, option, *_table(x, series))


def ranked(label: str, items: Sequence[tuple[str, Value]], unit: str = "") -> Chart:
    """Horizontal bars, largest first and dark, with value and share printed beside each."""
    items = sorted(items, key=lambda item: -(item[1] or 0))
    total = sum(value or 0 for _name, value in items)
    words = [
        f"{wording.number(value)} {unit}  {wording.percent(wording.share(value, total))}"
        for _name, value in items
    ]
    option = {
        "grid": {"left": 4, "right": 96, "top": 4, "bottom": 0, "containLabel": True},
        "xAxis": {"type": "value", "show": False},
        "yAxis": _axis(
            type="category",
            inverse=True,
            data=[name for name, _value in items],
            axisLine={"show": False},
            axisLabel={"color": "var(--fw-text-2)", "fontSize": 13},
        ),
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "bar",
                "barWidth": 14,
                "label": {"show": True, "position": "right", "color": "var(--fw-text)"},
                "data": [
                    {
                        "value": value,
                        "label": {"formatter": text, "fontSize": 13},
                        "itemStyle": {
                            "color": "var(--heat-3)" if n else "var(--ch-1)",
                            "borderRadius": [0, 3, 3, 0],
                        },
                    }
                    for n, ((_name, value), text) in enumerate(zip(items, words, strict=True))
                ],
            }
        ],
    }
    rows = [[name, text] for (name, _value), text in zip(items, words, strict=True)]
    return Chart(label, option, [_("Item"), _("Value and share")], rows)


def ring(label: str, parts: Sequence[tuple[str, int]]) -> Chart:
    """Counts by status as a ring; ``parts`` is (status code, count). The middle is the page's."""
    looks = [(statuses.look(code), count) for code, count in parts]
    hollow = {
        "color": "var(--fw-surface-3)",
        "borderColor": "var(--st-missing)",
        "borderWidth": 1,
        "borderType": "dashed",
    }
    option = {
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "pie",
                "radius": ["70%", "94%"],
                "center": ["50%", "50%"],
                "padAngle": 2,
                "itemStyle": {"borderRadius": 3},
                "label": {"show": False},
                "emphasis": {"scale": False},
                "data": [
                    {
                        "name": str(look.word),
                        "value": count,
                        "itemStyle": hollow
                        if look.colour == "missing"
                        else {"color": f"var(--st-{look.colour})"},
                    }
                    for look, count in looks
                ],
            }
        ],
    }
    rows = [[str(look.word), wording.number(count)] for look, count in looks]
    return Chart(label, option, [_("Status"), _("Units")], rows)


def on_paper(option: object) -> object:
    """The option with the light theme's colours in place of token names; unknown names raise."""
    if isinstance(option, Mapping):
        return {key: on_paper(value) for key, value in option.items()}
    if isinstance(option, list | tuple):
        return [on_paper(value) for value in option]
    found = _REFERENCE.match(option) if isinstance(option, str) else None
    return _light()[found.group(1)] if found else option


@cache
def _light() -> dict[str, str]:
    light = TOKENS.read_text(encoding="utf-8").partition('[data-bs-theme="dark"]')[0]
    values = {name: value.strip() for name, value in _TOKEN.findall(light)}
    for name, value in values.items():
        found = _REFERENCE.match(value)
        if found:
            values[name] = values[found.group(1)]
    return values


def _line(one: Series, number: int, few: bool) -> dict:
    colour = "var(--ch-prev)" if one.previous else f"var(--ch-{number})"
    return {
        "name": one.name,
        "type": "line",
        "data": list(one.values),
        "symbol": "emptyCircle" if one.previous else "circle",
        "symbolSize": 5 if one.previous else 7,
        "connectNulls": False,
        "lineStyle": {
            "width": 1.5 if one.previous else 2.5,
            "type": "dashed" if one.previous else "solid",
            "color": colour,
        },
        "itemStyle": {"color": colour},
        "areaStyle": {"opacity": 0 if one.previous or number > 1 else 0.08},
        "label": {
            "show": few and not one.previous,
            "position": "top",
            "color": "var(--fw-text)",
            "fontWeight": 600,
            "fontSize": 13,
        },
        "endLabel": {
            "show": True,
            "formatter": "{a}",
            "color": "var(--ch-axis)" if one.previous else colour,
            "fontSize": 12,
        },
    }


def _axis(**own: object) -> dict:
    plain = {
        "axisLine": {"lineStyle": {"color": "var(--fw-border-2)"}},
        "axisTick": {"show": False},
        "axisLabel": {"color": "var(--ch-axis)", "fontSize": 12},
        "splitLine": {"lineStyle": {"color": "var(--ch-grid)"}},
    }
    return {**plain, **own}


def _table(x: Sequence[str], series: Sequence[Series]) -> tuple[list[str], list[list[str]]]:
    head = [_("Period"), *(one.name for one in series)]
    rows = [
        [str(point), *(wording.number(one.values[n]) for one in series)]
        for n, point in enumerate(x)
    ]
    return head, rows
