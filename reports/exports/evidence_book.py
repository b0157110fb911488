"""The workbooks of an evidence package: its index, and the figures of each report."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from fraudwatch.lib.sheets import Column, add_table, book_bytes, new_book, stream_table
from reports.exports.book_parts import cell_value
from reports.models import Report, TemplateItem, TextBlock
from reports.packing import Entry


def index_book(entries: Sequence[Entry], reports: Sequence[Report], heading: str) -> bytes:
    """Every file with where it lies and its hashes, and the reports it belongs to."""
    book = new_book()
    _add_entries(book, entries, heading)
    if reports:
        _add_reports(book, reports)
    return book_bytes(book)


def _add_entries(book: Workbook, entries: Sequence[Entry], heading: str) -> None:
    columns = [
        Column(_("No."), 6, "whole"),
        Column(_("Unit"), 20),
        Column(pgettext("of evidence", "Belongs to"), 30, wrap=True),
        Column(_("Kind"), 12),
        Column(_("Caption"), 34, wrap=True),
        Column(_("Taken"), 17, "moment"),
        Column(_("Added"), 17, "moment"),
        Column(_("By"), 12),
        Column(_("Place in the package"), 60, wrap=True),
        Column(_("SHA-256 of the file here"), 66),
        Column(_("SHA-256 of what was sent"), 66),
        Column(_("Note"), 30, wrap=True),
    ]
    rows = [
        [
            number, one.unit, one.about, one.kind, one.caption, one.taken, one.added, one.by,
            one.path, one.sha256, one.original, one.note,
        ]
        for number, one in enumerate(entries, 1)
    ]  # fmt: skip
    stream_table(book, _("Index"), columns, rows, heading=heading)


def _add_reports(book: Workbook, reports: Sequence[Report]) -> None:
    columns = [
        Column(_("Unit"), 20),
        Column(_("Reporting period"), 26),
        Column(_("State"), 12),
        Column(_("Timeliness"), 12),
        Column(_("First submitted"), 17, "moment"),
        Column(_("Last submitted"), 17, "moment"),
        Column(_("By"), 12),
    ]
    rows = [
        [
            report.unit.name, report.period.label, report.get_state_display(),
            report.get_timeliness_display(), report.first_submitted_at, report.submitted_at,
            report.who,
        ]
        for report in reports
    ]  # fmt: skip
    stream_table(book, _("Reports"), columns, rows)


def report_book(
    report: Report, items: Sequence[TemplateItem], blocks: Sequence[TextBlock]
) -> bytes:
    """The figures and texts of one report as they were last handed in."""
    book = new_book()
    columns = [
        Column(_("Indicator"), 30, wrap=True),
        Column(_("Figure"), 14, "decimal"),
        Column(_("Unit of measure"), 10),
        Column(_("Explanation"), 50, wrap=True),
    ]
    rows = [_figure(report, item) for item in items]
    rows += [[block.label, report.texts.get(block.key, ""), "", ""] for block in blocks]
    if report.is_zero:
        rows.append([_("Zero report"), "", "", report.zero_reason])
    heading = f"{report.unit.name} · {report.period.label}"
    note = f"{report.period.template.name} · {report.get_state_display()}"
    add_table(book, _("Report"), columns, rows, heading=heading, note=note)
    return book_bytes(book)


def _figure(report: Report, item: TemplateItem) -> list[object]:
    indicator = item.indicator
    value = report.values.get(indicator.code)
    if isinstance(value, dict):
        shown = f"{value.get('n', '')} / {value.get('d', '')}"
        return [indicator.name, shown, "", report.reasons.get(indicator.code, "")]
    figure = cell_value(indicator.kind, _decimal(value))
    reason = report.reasons.get(indicator.code, "")
    return [indicator.name, figure, indicator.unit_of_measure, reason]


def _decimal(value: object) -> Decimal | None:
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None
