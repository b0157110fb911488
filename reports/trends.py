"""The charts of a dashboard: one figure over time, and how completely it was reported (pure)."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fraudwatch.lib import charts, spans, wording
from fraudwatch.lib.weeks import span_label

from .figures import number

CLOSE = 0.08  # of the highest point


def hatching(stroke: str, width: float) -> dict:
    """Stripes as a colour of a chart; a picture of our own inside the option."""
    return {
        "image": "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='8' height='8'"
        f"%3E%3Cpath d='M-2 2L2 -2M0 8L8 0M6 10L10 6' stroke='%23{stroke}' stroke-opacity='.7'"
        f" stroke-width='{width}'/%3E%3C/svg%3E",
        "repeat": "repeat",
        "imageWidth": 8,
        "imageHeight": 8,
    }


# They stand out on light and on dark ground; the strong ones in the colours of two sides.
HATCHING = hatching("6d94c4", 1.6)
STRIPES = (hatching("2f78cf", 3.2), hatching("d98a1f", 3.2))


def short_labels(page: object) -> list[str]:
    """Periods as an axis names them: the campaign's week numbers, months, phases, or days."""
    return [_short(period) for period in page.periods]


def _short(period: object) -> str:
    cadence = period.template.cadence
    if cadence == spans.WEEKLY:
        return _("Wk %(number)s") % {"number": period.number}
    if cadence in (spans.MONTHLY, spans.QUARTERLY, spans.PHASE):
        return period.short_label
    return span_label(period.starts_on, period.ends_on)


def trend_chart(page: object, card: object) -> charts.Chart:
    """A figure over the periods with last year's beside it; incomplete weeks are hollow.

    The table beside it says of how many units each figure is made.
    """
    code = card.figure.indicator.code
    series = [_plain(value) for value in card.figure.series]
    past = [_plain(number(page.base.get(period.pk, {}).get(code))) for period in page.periods]
    lines = [charts.Series(_("This year"), series)]
    if any(value is not None for value in past):
        lines.append(charts.Series(_("Last year"), past, previous=True))
    drawn = charts.trend(card.label, short_labels(page), lines, unit=card.figure.unit)
    _part_names(drawn.option["series"])
    drawn.option["series"][0]["data"] = [
        _point(value, total) for value, total in zip(series, page.totals, strict=True)
    ]
    rows = [
        [span_label(period.starts_on, period.ends_on), *row[1:], _approved(total)]
        for period, row, total in zip(page.periods, drawn.rows, page.totals, strict=True)
    ]
    return replace(drawn, head=[*drawn.head, _("Reports approved")], rows=rows)


def hatched_trend(drawn: charts.Chart, page: object) -> charts.Chart:
    """The same trend with hatched columns behind the periods that units are missing from."""
    values = [
        point if total and total.approved < total.owed else None
        for point, total in zip(_values(drawn), page.totals, strict=True)
    ]
    return _hatched_columns(drawn, values)


def hatched_points(drawn: charts.Chart) -> charts.Chart:
    """The same chart with what is incomplete hatched: columns behind hollow points, faint bars."""
    line = drawn.option["series"][0]
    if line["type"] == "bar":
        return _striped(drawn)
    if line["type"] != "line" or not line["areaStyle"]["opacity"]:
        return drawn
    return _hatched_columns(
        drawn, [one["value"] if isinstance(one, dict) else None for one in line["data"]]
    )


def _striped(drawn: charts.Chart) -> charts.Chart:
    """The same bars side by side, the faint ones striped in their own colour."""
    series = [
        one
        if "stack" in one or number >= len(STRIPES)
        else {
            **one,
            "data": [
                {**value, "itemStyle": {"color": STRIPES[number]}}
                if isinstance(value, dict) and "opacity" in value.get("itemStyle", {})
                else value
                for value in one["data"]
            ],
        }
        for number, one in enumerate(drawn.option["series"])
    ]
    return replace(drawn, option={**drawn.option, "series": series})


def _hatched_columns(drawn: charts.Chart, values: list) -> charts.Chart:
    if not any(value is not None for value in values):
        return drawn
    columns = {
        "name": _("Incomplete"),
        "type": "bar",
        "data": values,
        "barMaxWidth": 44,
        "itemStyle": {"color": HATCHING},
        "z": 1,
    }
    series = [*drawn.option["series"], columns]
    return replace(drawn, option={**drawn.option, "series": series})


def hatched_last(drawn: charts.Chart) -> charts.Chart:
    """The same columns with those of the last period hatched: it is not over yet."""
    series = [
        {**one, "data": [*one["data"][:-1], _hatched(one["data"][-1])]}
        for one in drawn.option["series"]
        if one["data"]
    ]
    return replace(drawn, option={**drawn.option, "series": series})


def _values(drawn: charts.Chart) -> list:
    points = drawn.option["series"][0]["data"]
    return [point["value"] if isinstance(point, dict) else point for point in points]


def _hatched(value: object) -> dict:
    return {"value": value, "itemStyle": {"color": HATCHING}}


def _part_names(lines: list[dict]) -> None:
    """Keep the names at the ends of two lines apart where the lines end close together."""
    ends = [line["data"][-1] for line in lines]
    if len(ends) < 2 or None in ends:
        return
    top = max(value for line in lines for value in line["data"] if value is not None)
    if abs(ends[0] - ends[1]) < top * CLOSE:
        first = ends[0] >= ends[1]
        lines[0]["endLabel"]["offset"] = [0, -9 if first else 9]
        lines[1]["endLabel"]["offset"] = [0, 9 if first else -9]


def quality_chart(page: object) -> charts.Chart:
    """Completeness and timeliness of each period, from zero to a hundred percent."""
    shares = [(_share(total, "reported"), _share(total, "on_time")) for total in page.totals]
    drawn = charts.bars(
        _("Completeness and timeliness by week"),
        short_labels(page),
        [
            charts.Series(_("Completeness"), [share[0] for share in shares]),
            charts.Series(pgettext("share", "Timeliness"), [share[1] for share in shares]),
        ],
        unit="%",
        top=100,
    )
    rows = [
        [span_label(period.starts_on, period.ends_on), *_fractions(total)]
        for period, total in zip(page.periods, page.totals, strict=True)
    ]
    return replace(drawn, rows=rows)


def _plain(value: object) -> float | int | None:
    """A figure as JSON carries it."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _point(value: object, total: object) -> object:
    """A point of the line; hollow while units are still missing from it."""
    if value is None or total is None or total.approved >= total.owed:
        return value
    return {"value": value, "symbol": "emptyCircle", "symbolSize": 9}


def _approved(total: object) -> str:
    return f"{total.approved}/{total.owed}" if total else wording.NOTHING


def _share(total: object, name: str) -> float | None:
    share = wording.share(getattr(total, name), total.owed) if total else None
    return None if share is None else float(round(share, 1))


def _fractions(total: object) -> list[str]:
    if total is None:
        return [wording.NOTHING] * 2
    return [
        f"{wording.percent(wording.share(count, total.owed))} ({count}/{total.owed})"
        for count in (total.reported, total.on_time)
    ]
