"""Totals and reports read with a few of their figures instead of all of them.

A node with hundreds of units below shows four figures of each; a row carries thirty in wide
JSON columns. The chosen keys are picked inside the database, on PostgreSQL and SQLite alike.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Case, F, JSONField, Model, Q, QuerySet, TextField, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from campaigns.enums import IndicatorKind, Measure
from campaigns.models import Indicator
from reports.models import Report, Total

# column -> what it holds of a flow (False) or of a stock (True)
FIGURES = {
    Total: {"sums": False, "stocks": True},
    Report: {"values": False, "carried": True},
}
COUNTS = {Total: {"given": False, "stocks_given": True}, Report: {}}
UNREAD = {Total: ("gauges", "gauges_given"), Report: ("texts", "reasons", "risks")}


def narrow(rows: QuerySet, indicators: Sequence[Indicator], whole: Q) -> QuerySet:
    """The ``rows`` of totals or reports with the figures of ``indicators`` alone.

    Rows that ``whole`` picks keep everything else as well; ``filled`` puts each together.
    """
    model = rows.model
    figures, counts, wide = FIGURES[model], COUNTS[model], _wide(model)
    picked = {
        f"whole_{name}": Case(When(whole, then=F(name)), output_field=JSONField()) for name in wide
    }
    for number, one in enumerate(indicators):
        is_stock = one.measure == Measure.STOCK
        for name in (name for name, stock in figures.items() if stock == is_stock):
            picked |= _figure(f"{name}_{number}", one, name)
        for name in (name for name, stock in counts.items() if stock == is_stock):
            picked[f"{name}_{number}"] = KeyTextTransform(one.code, name)
    return rows.defer(*wide, *UNREAD[model]).annotate(**picked)


def filled(
    rows: Iterable[Total | Report], model: type[Model], indicators: Sequence[Indicator]
) -> Iterator:
    """The rows that ``narrow`` found, with their figures where they belong."""
    figures, counts, wide = FIGURES[model], COUNTS[model], _wide(model)
    return (_filled(row, indicators, figures, counts, wide) for row in rows)


def _wide(model: type[Model]) -> list[str]:
    unread = UNREAD[model] if model is Total else ()
    return [*FIGURES[model], *COUNTS[model], *unread]


def _figure(alias: str, one: Indicator, name: str) -> dict[str, KeyTextTransform]:
    if one.kind != IndicatorKind.RATE:
        return {alias: KeyTextTransform(one.code, name, output_field=TextField())}
    return {
        f"{alias}_{part}": KeyTextTransform(
            part, KeyTransform(one.code, name), output_field=TextField()
        )
        for part in ("n", "d")
    }


def _filled(
    row: Total | Report,
    indicators: Sequence[Indicator],
    figures: Iterable[str],
    counts: Iterable[str],
    wide: Iterable[str],
) -> Total | Report:
    """The row with its columns put together from what was picked."""
    got = row.__dict__
    for name in wide:
        whole = got.pop(f"whole_{name}")
        got[name] = {} if whole is None else whole
        if whole is not None:
            continue
        for number, one in enumerate(indicators):
            value = _value(got, f"{name}_{number}", int if name in counts else str)
            if value is not None:
                got[name][one.code] = value
    return row


def _value(got: dict, alias: str, kind: type) -> object | None:
    if got.get(f"{alias}_n") is not None:
        return {"n": got[f"{alias}_n"], "d": got[f"{alias}_d"]}
    value = got.get(alias)
    return None if value is None else kind(value)
