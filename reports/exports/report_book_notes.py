"""The sheet of a report workbook that says how it is filled in."""

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from fraudwatch.lib.sheets import FONT, put
from fraudwatch.lib.weeks import moment_label
from reports.queries.book import FIGURE, Book


def add_notes(made: Workbook, book: Book) -> None:
    """Numbered sentences, then what each figure means."""
    sheet = made.create_sheet(_("Notes"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 90
    rows = [(_("How to fill it in"), ""), *enumerate(sentences(book), 1), ("", "")]
    rows += [(_("What is asked for"), ""), *definitions(book)]
    for at, (left, right) in enumerate(rows, 1):
        for column, text in ((1, left), (2, right)):
            cell = sheet.cell(at, column)
            put(cell, str(text))
            cell.font = Font(name=FONT, size=11, bold=not right)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.protection.sheet = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def sentences(book: Book) -> list[str]:
    """What people need to know before they type."""
    own = [] if book.is_single else [
        _("One row for each unit. Do not add units, and do not type over codes and names."),
        _("Rows in grey have been handed in already and are only shown."),
        _("A row in which nothing is typed is left alone."),
    ]  # fmt: skip
    return [
        _("Due %(due)s. Send the file in on the page “Excel”.")
        % {"due": moment_label(book.period.due_at)},
        *own,
        _("Type figures as plain digits: 1200, not “about 1200” and not “1200 households”."),
        _("No formulas, no merged cells, no hidden rows: the values themselves count."),
        _("Figures held at the end of a period start from those of the last one; correct them."),
        _("With nothing to report, answer “yes” under “Zero report” and say why."),
        _("Where a figure is far from the usual, say why under “Remark”."),
        _("No names, ID numbers, phone or card numbers of citizens anywhere in this file."),
        _("Nothing is saved by sending it in: you first see what would change, then you confirm."),
    ]


def definitions(book: Book) -> list[tuple[str, str]]:
    """Each figure with its unit of measure and definition."""
    return [
        (slot.heading, "；".join(filter(None, (slot.unit, slot.help))) or "—")
        for slot in book.slots
        if slot.sort == FIGURE
    ]
