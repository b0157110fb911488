"""Large tables of a workbook, row by row: never more than a few hundred rows in memory.

openpyxl lays out the sheet (headings, widths, print set-up) and writes everything around it; the
rows go into the file as they come, many times faster than cell by cell. They are drawn from
their iterable only while the workbook is saved.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell as WrittenCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from .sheets_cells import FONT, FORMATS, FRAME, LIVE, LONGEST_TEXT, UNPRINTABLE, Column
from .sheets_facts import column_letters
from .weeks import ZONE

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no zone
DAY = 86_400
AT_ONCE = 256  # rows put into the file together
LEVEL = 4  # of compression: half the time of the usual 6, a few hundredths larger
END_OF_ROWS = b"</sheetData>"
DIMENSION = re.compile(rb"<dimension [^>]*/>")
SPECIAL = re.compile(r"[&<>\r]|^\s|\s$")
KNOWN, LONG = 1_000, 100  # texts of a column kept ready, none longer than so many characters
MOST_ROWS = 1_048_576  # that a sheet of Excel holds

Write = Callable[[object, int], str]


@dataclass
class Rows:
    """What waits to be written below the header of a sheet."""

    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    first_row: int
    total_label: str = ""


def wait_for(sheet: Worksheet, rows: Rows) -> None:
    """Have ``rows`` written when the workbook is saved; their styles are settled here."""
    columns = [_ColumnWriter(sheet, n, column) for n, column in enumerate(rows.columns, 1)]
    sheet.streamed = (rows, columns)


def save(book: Workbook, target: Path | BinaryIO) -> None:
    """Write the workbook into a file. Memory does not grow with the rows that were streamed."""
    with ZipFile(target, "w", ZIP_DEFLATED, allowZip64=True) as archive:
        _Writer(book, archive).write_data()


class _Writer(ExcelWriter):
    """openpyxl's writer; a sheet with rows in waiting gets them between its head and its tail."""

    def write_worksheet(self, ws: Worksheet) -> None:
        if not hasattr(ws, "streamed"):
            super().write_worksheet(ws)
            return
        rows, columns = ws.streamed
        ws._drawing = None
        writer = WorksheetWriter(ws)
        writer.write()
        head, _end, tail = Path(writer.out).read_bytes().partition(END_OF_ROWS)
        writer.cleanup()
        ws._rels = writer._rels
        member = ZipInfo(ws.path[1:])
        member.compress_type, member._compresslevel = ZIP_DEFLATED, LEVEL
        with self._archive.open(member, "w", force_zip64=True) as out:
            out.write(DIMENSION.sub(b"", head))
            lines = _lines(rows, columns)
            while some := "".join(islice(lines, AT_ONCE)):
                out.write(some.encode())
            out.write(END_OF_ROWS + tail)
        self.manifest.append(ws)


def _lines(rows: Rows, columns: "Sequence[_ColumnWriter]") -> Iterator[str]:
    """Each row as XML; after the last one the totals if they are asked for."""
    writers = [column.write for column in columns]
    number = rows.first_row - 1
    for number, row in enumerate(rows.rows, rows.first_row):
        if number > MOST_ROWS:
            raise ValueError("more rows than a sheet holds")
        cells = [write(value, number) for write, value in zip(writers, row, strict=True)]
        yield f'<row r="{number}">{"".join(cells)}</row>'
    if rows.total_label:
        first, *others = columns
        cells = [first.label(rows.total_label, number + 1), *(c.total(number + 1) for c in others)]
        yield f'<row r="{number + 1}">{"".join(cells)}</row>'


class _ColumnWriter:
    """Writes the cells of one column; what they look like is settled once."""

    def __init__(self, sheet: Worksheet, number: int, column: Column) -> None:
        self.letters = column_letters(number)
        self.known: dict[str, str] = {}
        self.sum: Decimal | None = None
        self.adds_up = column.total
        across = "left" if column.kind == "text" else "right"
        number_format = FORMATS[column.kind] if column.kind != "text" else "General"
        middle = {"vertical": "center", "wrap_text": column.wrap}

        def style(code: str, *, live: bool = False, bold: bool = False, at: str = across) -> int:
            cell = WrittenCell(sheet, row=1, column=1)
            cell.font, cell.border = Font(name=FONT, size=11, bold=bold), FRAME
            cell.alignment = Alignment(horizontal=at, **middle)
            cell.number_format, cell.quotePrefix = code, live
            return cell.style_id

        self.text, self.live = style("@"), style("@", live=True)
        self.number = style(number_format)
        days = {kind: FORMATS[kind] for kind in ("date", "moment")}
        self.day = style(days.get(column.kind, days["date"]))
        self.moment = style(days.get(column.kind, days["moment"]))
        self.sum_number = style(number_format, bold=True, at="right")
        self.sum_label = style("@", bold=True, at="center")

    def write(self, value: object, row: int) -> str:
        """One cell. Text stays text; ``None`` and "" leave an empty cell in its frame."""
        kind = type(value)
        if kind is str:
            return f'<c r="{self.letters}{row}{self._text(value)}' if value else self._empty(row)
        if value is None:
            return self._empty(row)
        if kind is int or kind is float or kind is Decimal:
            return self._number(value, row)
        if isinstance(value, datetime):
            local = value.astimezone(ZONE).replace(tzinfo=None) if value.tzinfo else value
            return self._serial(local, row, self.moment)
        if isinstance(value, date):
            return self._serial(datetime(value.year, value.month, value.day), row, self.day)  # noqa: DTZ001
        if isinstance(value, int | float | Decimal) and kind is not bool:
            return self._number(value + 0, row)
        return self.write(str(value), row)

    def _empty(self, row: int) -> str:
        return f'<c r="{self.letters}{row}" s="{self.number}"/>'

    def _text(self, text: str) -> str:
        """What stands behind the address of a cell; most texts of a column come again."""
        found = self.known.get(text)
        if found is None:
            found = self._typed(text)
            if len(self.known) < KNOWN and len(text) < LONG:
                self.known[text] = found
        return found

    def _typed(self, text: str) -> str:
        text = UNPRINTABLE.sub("", text)[:LONGEST_TEXT]
        style = self.live if text.startswith(LIVE) else self.text
        space = ""
        if SPECIAL.search(text):
            text = escape(text, {"\r": "&#13;"})
            space = ' xml:space="preserve"'
        return f'" s="{style}" t="inlineStr"><is><t{space}>{text}</t></is></c>'

    def _number(self, value: float | Decimal, row: int) -> str:
        if not isfinite(value):  # neither infinity nor "not a number" has a cell
            return self.write(str(value), row)
        if self.adds_up:
            self.sum = (self.sum or Decimal(0)) + Decimal(str(value))
        return f'<c r="{self.letters}{row}" s="{self.number}"><v>{value!s}</v></c>'

    def _serial(self, moment: datetime, row: int, style: int) -> str:
        since = moment - EPOCH
        days = since.days + since.seconds / DAY if since.seconds else since.days
        return f'<c r="{self.letters}{row}" s="{style}"><v>{days}</v></c>'

    def label(self, text: str, row: int) -> str:
        """The word before the totals."""
        return f'<c r="{self.letters}{row}" s="{self.sum_label}" t="inlineStr">' + (
            f"<is><t>{escape(text)}</t></is></c>"
        )

    def total(self, row: int) -> str:
        """What the column adds up to; it is a value, because phones show formulas as nothing."""
        value = "" if self.sum is None else f"<v>{self.sum}</v>"
        return f'<c r="{self.letters}{row}" s="{self.sum_number}">{value}</c>'
