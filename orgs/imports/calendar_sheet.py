"""Days of work and rest from a workbook or CSV: what they say, and every mistake by cell."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from fraudwatch.lib.sheets_in import SheetRefused
from orgs.actions.calendar import FIRST, LAST, DaySpec
from orgs.errors import OrgError
from orgs.imports.roster_xlsx import Problem, RosterRow
from orgs.imports.table import TableFile, read_table
from orgs.roster import Heading, find_heading

COLUMNS = (
    Heading("day", gettext_lazy("Day"), gettext_lazy("2027-01-01"), 14, True),
    Heading("kind", pgettext_lazy("calendar", "Work or rest"),
            gettext_lazy("work, or rest"), 14, True),
    Heading("name", gettext_lazy("Name"), gettext_lazy("what the day is called"), 20),
    Heading("source", gettext_lazy("Announced in"), gettext_lazy("the notice"), 30),
)  # fmt: skip
WORK = {"work", "working", "working day", "workday", "上班", "工作日", "班", "调休上班", "补班"}
REST = {"rest", "rest day", "day off", "holiday", "off", "休", "放假", "休息", "休息日", "节假日"}
DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")
MOST_BYTES, MOST_ROWS = 1_000_000, 800


@dataclass
class DaysPlan:
    """The days of a file and all problems at once. Nothing is saved with one."""

    specs: list[DaySpec] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan_days(content: bytes, name: str) -> DaysPlan:
    """The days that the file says. OrgError or SheetRefused for one that cannot be read."""
    file = _csv(content) if name.lower().endswith(".csv") else read_table(content, COLUMNS)
    plan, seen = DaysPlan(problems=list(file.problems)), set()
    if len(file.rows) > MOST_ROWS:
        raise OrgError(_("A year needs a few dozen days; this file has %(n)s rows.")
                       % {"n": len(file.rows)})  # fmt: skip
    for row in file.rows:
        day, is_working = _day(row, plan), _kind(row, plan)
        if day is None or is_working is None:
            continue
        if day in seen:
            text = _("This day stands there twice; keep one row.")
            plan.problems.append(row.problem("day", text))
            continue
        seen.add(day)
        words = {key: str(row.values.get(key) or "").strip() for key in ("name", "source")}
        plan.specs.append(DaySpec(day, is_working, **words))
    return plan


def _day(row: RosterRow, plan: DaysPlan) -> date | None:
    value = row.values.get("day")
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        text, value = str(value or "").strip(), None
        for pattern in DAYS:
            try:
                value = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day alone
                break
            except ValueError:
                continue
    if value is None or not FIRST <= value.year <= LAST:
        text = _("Write the day with its year, such as 2027-01-01.")
        plan.problems.append(row.problem("day", text))
        return None
    return value


def _kind(row: RosterRow, plan: DaysPlan) -> bool | None:
    word = str(row.values.get("kind") or "").strip().lower()
    if word in WORK or word in REST:
        return word in WORK
    plan.problems.append(row.problem("kind", _("Write “work” or “rest”.")))
    return None


def _csv(content: bytes) -> TableFile:
    """The rows of a CSV file in UTF-8 or GB 18030."""
    if len(content) > MOST_BYTES or b"\0" in content:
        raise SheetRefused(_("This is no CSV file with a table of days."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SheetRefused(_("This is no CSV file with a table of days."))
    lines = list(csv.reader(io.StringIO(text)))
    headings = [find_heading(cell, COLUMNS) for cell in (lines[0] if lines else [])]
    keys = [heading.key if heading else "" for heading in headings]
    if not {"day", "kind"} <= set(keys):
        raise OrgError(_("The first line needs the headings “Day” and “Work or rest”."))
    found = TableFile(columns=set(keys))
    for number, line in enumerate(lines[1:], start=2):
        values = {key: cell for key, cell in zip(keys, line, strict=False) if key}
        if any(cell.strip() for cell in values.values()):
            places = {key: f"{chr(65 + keys.index(key))}{number}" for key in values}
            found.rows.append(RosterRow("CSV", number, values, places))
    return found
