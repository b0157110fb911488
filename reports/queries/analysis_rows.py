"""Totals of many nodes over many periods, a few figures wide: what the analysis grid is made of.

Units with totals are read from them, single units from their reports, as everywhere else.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform

from fraudwatch.lib.paths import under
from orgs.models import Unit
from reports.figures import Value
from reports.models import Baseline, Period, Report, Total
from reports.moments import year_before
from reports.pivot import Slim
from reports.pivot_rows import slim_of_report

FEW = 4  # figures picked inside the database; of more the whole row is read
TOTAL_COLUMNS = ("sums", "given", "stocks", "stocks_given")
REPORT_COLUMNS = ("values", "standing", "carried")
NAMED = ("name", "short_name", "code", "position", "depth", "path", "parent_id")
Places = dict[int, dict[int, Slim]]


def below(node: Unit, periods: Sequence[Period], *, deep: bool) -> QuerySet[Unit]:
    """The units right below that owed something in one of the periods, in their order.

    With ``deep`` also those below them, for the map.
    """
    keys = [period.pk for period in periods]
    owed = {"unit": OuterRef("pk"), "period__in": keys}
    there = Exists(Total.objects.filter(under(node.path), **owed)) | Exists(
        Report.objects.filter(under(node.path), **owed)
    )
    where = Q(parent=node) | Q(parent__parent=node) if deep else Q(parent=node)
    rows = Unit.objects.filter(where, there).only(*NAMED)
    return rows.order_by("depth", "position", "code")


def places_of(
    node: Unit, units: Collection[int], periods: Sequence[Period], keys: Sequence[str]
) -> Places:
    """Totals by unit and period. The node's own report stands under its key made negative.

    Two queries, each by the units' keys: a range of paths would read everything below. What
    counted elsewhere in its time is left out here.
    """
    wanted = [period.pk for period in periods]
    found: Places = {}
    rows = Total.objects.filter(unit__in=units, period__in=wanted)
    for path, unit, period, owed, approved, figures in _totals(rows, keys):
        if path.startswith(node.path):
            found.setdefault(unit, {})[period] = Slim(owed, approved, *figures)
    reports = Report.objects.filter(unit__in=[*units, node.pk], period__in=wanted)
    for path, unit, period, state, figures in _reports(reports, keys):
        place = -unit if unit == node.pk else unit
        is_told = place > 0 and period in found.get(place, {})
        if path.startswith(node.path) and not is_told:
            found.setdefault(place, {})[period] = slim_of_report(state, *figures)
    return found


def _totals(rows: QuerySet[Total], keys: Sequence[str]) -> Iterator[tuple]:
    plain = ("path", "unit_id", "period_id", "owed", "approved")
    for row in _read(rows, plain, TOTAL_COLUMNS, keys):
        sums, given, stocks, stocks_given = row[5:]
        yield *row[:5], (sums, _whole(given), stocks, _whole(stocks_given))


def _reports(rows: QuerySet[Report], keys: Sequence[str]) -> Iterator[tuple]:
    is_standing = {"is_standing": Q(standing__isnull=False)}
    plain = ("path", "unit_id", "period_id", "state", "is_standing")
    for row in _read(rows.annotate(**is_standing), plain, REPORT_COLUMNS, keys):
        values, standing, carried = row[5:]
        yield *row[:4], (values, (standing or {}) if row[4] else None, carried)


def _read(
    rows: QuerySet, plain: Sequence[str], columns: Sequence[str], keys: Sequence[str]
) -> Iterator[list]:
    """The plain columns, then each of the wide ones as a dictionary of the wanted figures."""
    rows = rows.order_by()
    if len(keys) > FEW:
        for row in rows.values_list(*plain, *columns):
            yield list(row)
        return
    picked = {
        f"{column}_{n}": KeyTextTransform(key, column, output_field=TextField())
        for column in columns
        for n, key in enumerate(keys)
    }
    size, first = len(keys), len(plain)
    for row in rows.annotate(**picked).values_list(*plain, *picked):
        wide = [
            {key: _value(text) for key, text in zip(keys, row[at : at + size], strict=True)
             if text is not None}
            for at in range(first, first + size * len(columns), size)
        ]  # fmt: skip
        yield [*row[:first], *wide]


def _value(text: object) -> Value:
    return json.loads(text) if isinstance(text, str) and text.startswith("{") else text


def _whole(counts: Mapping[str, object]) -> dict[str, int]:
    return {key: int(count) for key, count in counts.items()}


def bases_of(
    template: object, units: Collection[int], periods: Sequence[Period], keys: Sequence[str]
) -> dict[int, dict[int, Mapping[str, Value]]]:
    """Last year's values by unit and by the key of this year's period. One query."""
    days = {year_before(template.cadence, one.starts_on): one.pk for one in periods}
    rows = Baseline.objects.filter(
        template=template, unit__in=units, starts_on__in=days, is_subtree=True
    )
    found: dict[int, dict[int, Mapping[str, Value]]] = {}
    for unit, day, values in _read(rows, ("unit_id", "starts_on"), ("values",), keys):
        found.setdefault(unit, {})[days[day]] = values
    return found
