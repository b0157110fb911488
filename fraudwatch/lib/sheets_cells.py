"""Cells of our spreadsheets: what a column holds, and how one value is written."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from openpyxl.cell import Cell as WrittenCell
from openpyxl.styles import Border, PatternFill, Side

from .weeks import ZONE

Kind = Literal["text", "whole", "decimal", "money", "percent", "date", "moment"]

FORMATS: dict[str, str] = {
    "text": "@",
    "whole": "#,##0",
    "decimal": "#,##0.00",
    "money": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
LIVE = tuple("=+-@\t\r＝＋－＠")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_TEXT = 32_767

LINE = Side(style="thin", color="8A94A0")
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
HEADER_FILL = PatternFill("solid", start_color="E4ECF6")
FONT = "宋体"


@dataclass(frozen=True)
class Column:
    """A column: its heading, width in characters, what its cells hold, whether it is added up."""

    title: str
    width: float = 12
    kind: Kind = "text"
    total: bool = False
    wrap: bool = False


def put(cell: WrittenCell, value: object, *, kind: Kind = "text") -> None:
    """Write one value. Text is typed as text whatever it begins with; moments are in Shanghai time.

    A text in a column of numbers ("—", "exempt") stays text; ``None`` leaves the cell empty.
    """
    if isinstance(value, bool) or value is None or value == "":
        value = None if value in (None, "") else str(value)
    if isinstance(value, datetime):
        value = value.astimezone(ZONE).replace(tzinfo=None)
    if value is None or isinstance(value, int | float | Decimal | date):
        cell.value = value
        cell.number_format = FORMATS[kind] if kind != "text" else "General"
        return
    text = UNPRINTABLE.sub("", str(value))[:LONGEST_TEXT]
    cell.value = text
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text.startswith(LIVE)
