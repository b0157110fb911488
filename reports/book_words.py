"""The fixed words of report workbooks: sheets, headings, answers, and how a cell is understood."""

import unicodedata
from datetime import date, time, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fraudwatch.lib.numbers import parse_number, plain

SEAL_SHEET = "_fraudwatch"
PURPOSE = "report-book"
RECEIPT = "report-import"  # the document of a workbook taken over in the background
FORMAT = 1
MOST_ROWS = 6_000
LONGEST_FIGURE, LONGEST_REASON, LONGEST_TEXT = 60, 200, 20_000

# the columns that stand beside the figures: units as rows
CODE, UNIT, STATE = _("Unit code"), _("Unit"), _("State")
ZERO, ZERO_REASON = _("Zero report"), _("Why zero")
REMARK = pgettext_lazy("column", "Remark")
FIXED = {
    "code": CODE, "unit": UNIT, "state": STATE, "zero": ZERO, "zero_reason": ZERO_REASON,
    "remark": REMARK,
}  # fmt: skip
NEEDED = ("code", "unit", "zero", "zero_reason", "remark")
# the columns of one unit's sheet: figures as rows
ITEM, MEASURE, LAST = _("To report"), _("Unit of measure"), _("Last period")
NOW = pgettext_lazy("column", "This period")
COLUMNS = {"item": ITEM, "measure": MEASURE, "last": LAST, "now": NOW, "remark": REMARK}
NEEDED_ALONE = ("item", "now", "remark")

YES, NO = pgettext_lazy("answer", "yes"), pgettext_lazy("answer", "no")
SAYS_YES = frozenset({"是", "有", "yes", "y", "true", "1", "零报告", "√", "✓"})
SAYS_NO = frozenset({"", "否", "无", "no", "n", "false", "0", "×"})


def folded(value: object) -> str:
    """A heading or a name as it is compared: one width, one case, no space."""
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    return "".join(text.split()).casefold()


def typed_figure(value: object, kind: str) -> str:
    """A cell's value as the form would have got it: text, empty for nothing.

    Raises NumberProblem for a date or a time, and for a text far too long for a figure.
    """
    if value is None:
        return ""
    if type(value) is int:  # as nearly all of them
        return str(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date | time | timedelta):
        parse_number(value)
    if isinstance(value, float):
        return plain(Decimal(repr(value)).quantize(Decimal("0.000001")))
    text = str(value).strip()
    if len(text) > LONGEST_FIGURE:
        parse_number(text)
    if kind == "yesno" and folded(text) in SAYS_YES:
        return "1"
    return text


def says_yes(value: object) -> bool | None:
    """Whether an answer is yes; ``None`` for one that is neither yes nor no."""
    if value is None:
        return False
    answer = folded(value)
    if answer in SAYS_YES | {folded(YES)}:
        return True
    return False if answer in SAYS_NO | {folded(NO)} else None
