"""Lists as CSV that opens in Excel and WPS with every text still a text."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import chain

BOM = "\ufeff"  # without it Excel reads UTF-8 as gibberish
# What a spreadsheet takes for the start of a formula, half and full width.
STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def safe_cell(value: object) -> str:
    """``value`` as a text that no spreadsheet calculates; plain numbers stay numbers."""
    text = "" if value is None else str(value).replace("\0", "")
    if text.lstrip().startswith(STARTERS) and not _is_number(text):
        return "'" + text
    return text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of a CSV file, one at a time, so that a long list is never held whole."""
    line = StringIO()
    writer = csv.writer(line)
    yield BOM
    for row in chain([header], rows):
        writer.writerow([safe_cell(value) for value in row])
        yield _taken(line)


def _taken(line: StringIO) -> str:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True
