"""The workbook in which a unit, or a town for all its villages, fills in a report offline."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook

from fraudwatch.lib.seals import seal_facts
from fraudwatch.lib.sheets import book_bytes, new_book, put
from fraudwatch.lib.sheets_facts import column_letters
from fraudwatch.lib.weeks import moment_label
from reports.book_words import COLUMNS, FIXED, FORMAT, PURPOSE, SEAL_SHEET, YES
from reports.exports.report_book_notes import add_notes
from reports.exports.report_book_paint import (
    Painter,
    Rules,
    cell_kind,
    guard_book,
    guard_sheet,
    note,
    write_heading,
)
from reports.queries.book import FIGURE, Book, BookRow, Slot

WIDTHS = {"code": 14, "unit": 20, "state": 11, "zero": 9, "zero_reason": 20, "remark": 30}
ALONE = {"item": 42, "measure": 10, "last": 14, "now": 20, "remark": 40}
SLOT_WIDTH, TEXT_WIDTH = 12, 36
MOST_NOTES = 1_500  # beyond that the last figures would make the file slow to open


def report_book(book: Book) -> bytes:
    """The workbook as a file: the sheet to fill in, how to do it, and the signed sheet."""
    made = new_book()
    if book.is_single:
        _add_alone(made, book)
    else:
        _add_units(made, book)
    add_notes(made, book)
    add_seal(made, facts_of(book))
    guard_book(made)
    return book_bytes(made)


def facts_of(book: Book) -> dict[str, object]:
    """What the signed sheet says: which report the workbook is for, nothing of its figures."""
    period = book.period
    return {
        "f": FORMAT, "t": period.template_id, "v": period.template_version.number,
        "p": period.pk, "u": book.node.pk, "one": book.is_single, "l": get_language() or "",
        "tn": period.template.name, "pl": period.label, "un": book.node.name,
    }  # fmt: skip


def add_seal(book: Workbook, facts: dict[str, object]) -> None:
    """The hidden sheet by which the upload knows the workbook again."""
    sheet = book.create_sheet(SEAL_SHEET)
    put(sheet["A1"], _("This sheet tells the system which report the workbook is for. Keep it."))
    put(sheet["A2"], seal_facts(facts, purpose=PURPOSE))
    sheet.protection.sheet = True
    sheet.sheet_state = "veryHidden"


def heading_lines(book: Book) -> list[str]:
    """What stands above the table: the period, its deadline, and how to fill it in."""
    due = moment_label(book.period.due_at)
    return [
        _("%(period)s · due %(due)s · %(unit)s")
        % {"period": book.period.label, "due": due, "unit": book.node.name},
        _(
            "Fill in the light yellow cells only. Type 0 where there was none; an empty cell is "
            "not a zero. The sheet with the notes says how."
        ),
    ]


def _add_units(made: Workbook, book: Book) -> None:
    """Units as rows, figures as columns."""
    sheet = made.create_sheet(_("Report"))
    before, after = ["code", "unit", "state"], ["zero", "zero_reason", "remark"]
    width = len(before) + len(book.slots) + len(after)
    title = f"{book.period.template.name}·{book.node.name}"
    header = write_heading(sheet, title, heading_lines(book), min(width, 12)) + 1
    painter, rules = Painter(sheet), Rules(sheet)
    columns = [*before, *book.slots, *after]
    for at, column in enumerate(columns, 1):
        text = column.heading if isinstance(column, Slot) else str(FIXED[column])
        cell = painter.write(header, at, text, "head")
        if isinstance(column, Slot):
            cell.comment = _about(column)
        sheet.column_dimensions[column_letters(at)].width = _width(column)
    with_notes = len(book.rows) * len(book.slots) <= MOST_NOTES
    for number, row in enumerate(book.rows, header + 1):
        _write_unit(painter, number, columns, row, with_notes=with_notes)
    last = header + max(len(book.rows), 1)
    for at, column in enumerate(columns, 1):
        cells = f"{column_letters(at)}{header + 1}:{column_letters(at)}{last}"
        rules.add(_rule(column), cells)
    sheet.row_dimensions[header].height = 48
    guard_sheet(sheet, header, 2, landscape=True)


def _write_unit(
    painter: Painter, number: int, columns: list, row: BookRow, *, with_notes: bool
) -> None:
    look = "entry" if row.is_open else "grey"
    given = {
        "code": row.unit.code,
        "unit": row.unit.name,
        "state": row.report.get_state_display(),
        "zero": str(YES) if row.report.is_zero and not row.is_open else "",
        "zero_reason": row.report.zero_reason if not row.is_open else "",
        "remark": "；".join(row.reasons.values()),
    }
    for at, column in enumerate(columns, 1):
        if not isinstance(column, Slot):
            painter.write(number, at, given[column], "grey" if at <= 3 else look)
            continue
        cell = painter.write(number, at, number_of(row.given(column)), look, cell_kind(column))
        last = column.of(row.last)
        if with_notes and last and row.is_open:
            cell.comment = note(_("Last period: %(figure)s") % {"figure": last})


def _add_alone(made: Workbook, book: Book) -> None:
    """One unit: figures as rows, the last period's beside this one's."""
    sheet, row = made.create_sheet(_("Report")), book.rows[0]
    title = f"{book.period.template.name}·{book.node.name}"
    header = write_heading(sheet, title, heading_lines(book), len(COLUMNS)) + 1
    painter, rules = Painter(sheet), Rules(sheet)
    for at, (key, label) in enumerate(COLUMNS.items(), 1):
        painter.write(header, at, str(label), "head")
        sheet.column_dimensions[column_letters(at)].width = ALONE[key]
    at, section = header, ""
    for slot in book.slots:
        if slot.section and slot.section != section:
            section, at = slot.section, at + 1
            _write_section(painter, at, section)
        at += 1
        _write_slot(painter, at, slot, row)
        rules.add(cell_kind(slot) if slot.kind != "yesno" else "yesno", f"D{at}")
        if slot.sort != FIGURE:
            sheet.row_dimensions[at].height = 90
    for label, rule in ((FIXED["zero"], "answer"), (FIXED["zero_reason"], "reasons")):
        at += 1
        _write_line(painter, at, [str(label), "", "", "", ""], entries=(4,))
        rules.add(rule, f"D{at}")
    guard_sheet(sheet, header, 1, landscape=False)


def _write_section(painter: Painter, at: int, section: str) -> None:
    for column in range(1, len(COLUMNS) + 1):
        painter.write(at, column, f"【{section}】" if column == 1 else "", "grey")


def _write_slot(painter: Painter, at: int, slot: Slot, row: BookRow) -> None:
    kind = cell_kind(slot)
    look = "entry" if row.is_open else "grey"
    heading = painter.write(at, 1, slot.heading, "grey")
    heading.comment = _about(slot)
    painter.write(at, 2, slot.unit, "grey")
    painter.write(at, 3, number_of(slot.of(row.last)) if slot.sort == FIGURE else "", "grey", kind)
    painter.write(at, 4, number_of(row.given(slot)), look, kind)
    reason = row.reasons.get(slot.item, "") if slot.sort == FIGURE else ""
    painter.write(at, 5, reason, look if slot.sort == FIGURE else "grey")


def _write_line(painter: Painter, at: int, values: list[str], *, entries: tuple[int, ...]) -> None:
    for column, value in enumerate(values, 1):
        painter.write(at, column, value, "entry" if column in entries else "grey")


def _about(slot: Slot) -> object:
    """The definition and whether it may stay empty, as a note on the heading."""
    lines = [slot.help, slot.unit, "" if slot.is_required else _("may stay empty")]
    text = "\n".join(filter(None, lines))
    return note(text) if text else None


def number_of(value: object) -> object:
    """A typed figure as a number where it is one; other text as it is."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return value
    return found if found.is_finite() else value


def _rule(column: object) -> str:
    if isinstance(column, Slot):
        return "yesno" if column.kind == "yesno" else cell_kind(column)
    return {"zero": "answer", "zero_reason": "reasons"}.get(column, "text")


def _width(column: object) -> float:
    if not isinstance(column, Slot):
        return WIDTHS[column]
    return SLOT_WIDTH if column.sort == FIGURE else TEXT_WIDTH
