"""The workbook for last year's figures: units and periods as rows, figures as columns."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fraudwatch.lib.sheets import Column, add_table, book_bytes, new_book
from reports.figures import Value
from reports.imports.baselines_sheet import Cell, columns_of, headings_of
from reports.models import Baseline, ReportTemplate
from reports.moments import year_before

MOST_ROWS = 9_000
KINDS = {"unit": "text", "name": "text", "day": "date"}


def baselines_template(template: ReportTemplate) -> bytes:
    """A row for each unit and period opened so far, the latest first, with what stands now."""
    columns = columns_of(template)
    heads = [
        Column(
            str(one.label) + ("*" if one.required else ""), one.width, KINDS.get(one.key, "decimal")
        )
        for one in headings_of(columns)
    ]
    book = new_book()
    note = _("Figures of the same periods a year before. Leave empty what is not known.")
    add_table(book, _("Last year"), heads, _rows(template, columns), note=note)
    return book_bytes(book)


def _rows(template: ReportTemplate, columns: list[Cell]) -> Iterator[list[object]]:
    rows = Baseline.objects.filter(template=template, is_subtree=False)
    standing = {(row.unit_id, row.starts_on): row.values for row in rows.iterator()}
    owing = template.reporting_units.filter(to_on=None).select_related("unit")
    units = [row.unit for row in owing.order_by("unit__path")]
    starts = template.periods.order_by("-starts_on").values_list("starts_on", flat=True)
    days = [year_before(template.cadence, day) for day in starts]
    for day in days[: max(MOST_ROWS // max(len(units), 1), 1)]:
        for unit in units:
            values = standing.get((unit.pk, day), {})
            figures = [_number(values.get(cell.figure), cell) for cell in columns]
            yield [unit.code, unit.name, day, *figures]


def _number(value: Value | None, cell: Cell) -> float | None:
    if value is None:
        return None
    text = value[cell.number] if isinstance(value, dict) else value
    return float(text)
