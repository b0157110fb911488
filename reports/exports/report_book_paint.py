"""How the cells of report workbooks look and what may be typed into them."""

from collections.abc import Iterable
from copy import copy

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill, Protection, Side
from openpyxl.styles import Border as Borders
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fraudwatch.lib.sheets import FONT, FRAME, HEADER_FILL, put
from reports.book_words import NO, YES
from reports.queries.book import Slot

LOCKED = PatternFill("solid", start_color="EEF0F3")
ENTRY = PatternFill("solid", start_color="FFFDF0")
BAD = PatternFill("solid", start_color="FFC7CE")
ODD = PatternFill("solid", start_color="FFE9B0")
RED = Side(style="medium", color="B3261E")
RED_FRAME = Borders(left=RED, right=RED, top=RED, bottom=RED)
GREY = "5B6570"
NOTE_WIDTH = 260
CELL_KINDS = {"whole": "whole", "decimal": "decimal", "money": "money", "yesno": "whole"}
LONGEST_NOTE = 400


class Painter:
    """Writes cells in one of a few looks; each look is made once and shared."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.looks: dict[str, object] = {}

    def write(self, row: int, column: int, value: object, look: str, kind: str = "text") -> Cell:
        """One cell; ``look`` is head, name, grey or entry, ``kind`` how a number is shown."""
        cell = self.sheet.cell(row, column)
        cell._style = copy(self._look(look))
        put(cell, value, kind=kind)
        if look == "entry" and value in (None, ""):
            put_format(cell, kind)
        return cell

    def _look(self, look: str) -> object:
        if look not in self.looks:
            cell = Cell(self.sheet, row=1, column=1)
            dress(cell, look)
            self.looks[look] = cell._style
        return self.looks[look]


def dress(cell: Cell, look: str) -> None:
    """Font, fill, frame and lock of one look."""
    cell.border = FRAME
    cell.font = Font(
        name=FONT, size=11, bold=look == "head", color=GREY if look == "grey" else None
    )
    cell.alignment = Alignment(
        horizontal="center" if look == "head" else None, vertical="center", wrap_text=True
    )
    if look == "head":
        cell.fill = HEADER_FILL
    elif look == "entry":
        cell.fill, cell.protection = ENTRY, Protection(locked=False)
    elif look == "grey":
        cell.fill = LOCKED


def put_format(cell: Cell, kind: str) -> None:
    """The number format of an empty cell, so that what is typed is shown like its neighbours."""
    put(cell, 0 if kind != "text" else "0", kind=kind)
    cell.value = None


def mark(cell: Cell, text: str, *, is_error: bool = True) -> None:
    """A cell in red with the reason beside it; in amber when it only needs a word."""
    cell.fill = BAD if is_error else ODD
    cell.border = RED_FRAME if is_error else FRAME
    cell.comment = note(text)


def note(text: str) -> Comment:
    """A note that shows its whole text."""
    made = Comment(text[:LONGEST_NOTE], "fraudwatch")
    made.width, made.height = NOTE_WIDTH, 30 + 20 * (1 + len(text[:LONGEST_NOTE]) // 18)
    return made


def write_heading(sheet: Worksheet, title: str, lines: Iterable[str], width: int) -> int:
    """Title and explanations above a table; how many rows they took."""
    at = 0
    for at, text in enumerate([title, *lines], 1):
        cell = sheet.cell(at, 1)
        put(cell, text)
        cell.font = Font(name=FONT, size=15 if at == 1 else 10, bold=at == 1)
        cell.alignment = Alignment(
            horizontal="center" if at == 1 else "left", vertical="center", wrap_text=True
        )
        sheet.row_dimensions[at].height = 30 if at == 1 else 32
        if width > 1:
            sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=width)
    return at


class Rules:
    """What may be typed where; one validation for each kind, however many cells."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.made: dict[str, DataValidation] = {}

    def add(self, slot_kind: str, cells: str) -> None:
        """Hold ``cells`` (``D4`` or ``D4:D30``) to a kind: whole, decimal, money, yesno, answer."""
        if slot_kind == "text":
            return
        if slot_kind not in self.made:
            self.made[slot_kind] = self._rule(slot_kind)
            self.sheet.add_data_validation(self.made[slot_kind])
        self.made[slot_kind].add(cells)

    def _rule(self, kind: str) -> DataValidation:
        if kind in ("answer", "yesno"):
            answers = f"{YES},{NO}" if kind == "answer" else f"{YES},{NO},1,0"
            return _listed(answers, strict=kind == "answer")
        if kind == "reasons":
            return _listed(",".join(zero_reasons()), strict=False)
        rule = DataValidation(
            type="whole" if kind == "whole" else "decimal", operator="between", formula1="0",
            formula2="999999999999", allow_blank=True, showErrorMessage=True,
        )  # fmt: skip
        rule.errorTitle = _("Not a number")
        rule.error = (
            _("Type a whole number of 0 or more, digits only.")
            if kind == "whole"
            else _("Type a number of 0 or more, digits only.")
        )
        return rule


def _listed(answers: str, *, strict: bool) -> DataValidation:
    return DataValidation(
        type="list", formula1=f'"{answers}"', allow_blank=True, showErrorMessage=strict
    )


def zero_reasons() -> list[str]:
    """Reasons for a zero report that the drop-down offers; others may be typed."""
    return [
        _("nothing happened in this period"), _("no activity was planned"),
        _("holiday"), _("farming season"), _("bad weather"),
    ]  # fmt: skip


def guard_sheet(sheet: Worksheet, header: int, frozen_columns: int, *, landscape: bool) -> None:
    """Lock what is not to be typed, keep the headings in sight, set up the print."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.freeze_panes = sheet.cell(header + 1, frozen_columns + 1)
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddFooter.center.text = _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}


def guard_book(book: Workbook) -> None:
    """Keep the sheets where they are, so that the signed one is not lost."""
    book.security = WorkbookProtection(lockStructure=True)


def cell_kind(slot: Slot) -> str:
    """How a cell shows the numbers of a slot."""
    return CELL_KINDS.get(slot.kind, "text")
