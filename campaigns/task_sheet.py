"""The columns of the task sheet, and how its cells are understood, in either language (pure)."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fraudwatch.lib.weeks import ZONE, month_end
from orgs.roster import Heading

from .enums import Repeat

TASKS = pgettext_lazy("task sheet", "Tasks")
HELP = pgettext_lazy("task sheet", "How to fill in")
END_OF_DAY = time(18)
MOST_ROWS = 300

COLUMNS = (
    Heading("title", pgettext_lazy("task sheet", "Task"),
            _("what is to be done, at most 120 characters"), 30, True),
    Heading("requirement", pgettext_lazy("task sheet", "Requirement"),
            _("how, how much, how well"), 44),
    Heading("lead", pgettext_lazy("task sheet", "Lead unit"), _("one member unit"), 18),
    Heading("responsible", pgettext_lazy("task sheet", "Responsible units"),
            _("names, a group, or words such as 各村（居）; separated by 、"), 26),
    Heading("support", pgettext_lazy("task sheet", "Supporting units"),
            _("the same; no unit stands in two columns"), 22),
    Heading("starts_on", pgettext_lazy("task sheet", "Starts on"), _("a day; may stay empty"), 14),
    Heading("due_at", pgettext_lazy("task sheet", "Due date"),
            _("a day, with a time if it is not 18:00; the first one of a task that repeats"), 18),
    Heading("phase", pgettext_lazy("task sheet", "Phase"), _("choose from the list"), 16),
    Heading("deliverable", pgettext_lazy("task sheet", "Deliverable"),
            _("what the units hand in"), 22),
    Heading("repeat", pgettext_lazy("task sheet", "Repeats"),
            _("choose from the list; empty means once"), 14),
    Heading("source", pgettext_lazy("task sheet", "Source in the plan"),
            _("the number of the sentence, for example 四（二）"), 18),
)  # fmt: skip

REPEATS = (
    (pgettext_lazy("task sheet", "once"), Repeat.ONCE, 1),
    (pgettext_lazy("task sheet", "every day"), Repeat.DAILY, 1),
    (pgettext_lazy("task sheet", "every week"), Repeat.WEEKS, 1),
    (pgettext_lazy("task sheet", "every two weeks"), Repeat.WEEKS, 2),
    (pgettext_lazy("task sheet", "every month"), Repeat.MONTHLY, 1),
    (pgettext_lazy("task sheet", "once in each phase"), Repeat.PHASES, 1),
)
FIGURES = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
EVERY = re.compile(r"每(?:隔)?(\d{1,2}|[一二两三四五六七八九十])?个?(日|天|周|星期|月)")
WORDS = {"一次": (Repeat.ONCE, 1), "一次性": (Repeat.ONCE, 1), "每阶段": (Repeat.PHASES, 1),
         "每个阶段": (Repeat.PHASES, 1), "半月": (Repeat.WEEKS, 2)}  # fmt: skip
DAY = re.compile(
    r"(?:(\d{4})[年/.\-])?(\d{1,2})[月/.\-](\d{1,2})日?(?:\D{0,3}?(\d{1,2})[:时点](\d{1,2})?分?)?"
)
MONTH_END = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:底|末)")
EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
TAIL = re.compile(r"(?:之?前|以前|止|截止|下班前)+$")
SERIAL = (36_526, 73_050)  # 2000 to 2099 as a spreadsheet counts days


def plain(value: object) -> str:
    """A cell's text with half-width figures and signs, without any space."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", "" if value is None else str(value)))


def read_moment(value: object, *, first: date, last: date) -> tuple[date, time | None] | None:
    """The day in a cell, and its time if it says one; None when it is not a day at all.

    A day without a year is the one between ``first`` and ``last`` (the campaign); 6月底 is
    the month's last day, and 前 behind a day changes nothing.
    """
    if isinstance(value, datetime):
        return value.date(), (value.time() if value.time() != time(0) else None)
    if isinstance(value, date):
        return value, None
    if isinstance(value, int | float) and SERIAL[0] <= value < SERIAL[1]:
        return date(1899, 12, 30) + timedelta(days=int(value)), None
    text = TAIL.sub("", plain(value))
    try:
        return _written(text, first, last)
    except ValueError:  # 31 June
        return None


def _written(text: str, first: date, last: date) -> tuple[date, time | None] | None:
    if found := EIGHT.fullmatch(text):
        return date(*map(int, found.groups())), None
    if found := MONTH_END.fullmatch(text):
        month = int(found[2])
        year = int(found[1]) if found[1] else _year(month, 1, first, last)
        return month_end(date(year, month, 1)), None
    if not (found := DAY.fullmatch(text)):
        return None
    month, day = int(found[2]), int(found[3])
    year = int(found[1]) if found[1] else _year(month, day, first, last)
    hour = time(int(found[4]), int(found[5] or 0)) if found[4] else None
    return date(year, month, day), hour


def _year(month: int, day: int, first: date, last: date) -> int:
    """The year in which the campaign holds that day; else the one in which it begins."""
    inside = [
        year
        for year in range(first.year, last.year + 1)
        if (first.month, first.day) <= (month, day) or year > first.year
        if (month, day) <= (last.month, last.day) or year < last.year
    ]
    return inside[0] if inside else first.year


def moment_at(day: date, hour: time | None) -> datetime:
    """The due moment; without a time the end of the working day."""
    return datetime.combine(day, hour or END_OF_DAY, ZONE)


def read_repeat(value: object, words: dict[str, tuple[str, int]]) -> tuple[str, int] | None:
    """How often, and every how many days or weeks; None when the words are not understood.

    ``words`` are those of the list in each language, folded.
    """
    text = plain(value).casefold()
    if not text:
        return Repeat.ONCE, 1
    if text in words or text in WORDS:
        return words.get(text) or WORDS[text]
    found = EVERY.fullmatch(text)
    if not found:
        return None
    count = FIGURES.get(found[1] or "一") or int(found[1] or 1)
    if not count:
        return None
    if found[2] in "日天":
        return (Repeat.DAILY, 1) if count == 1 else (Repeat.DAYS, count)
    if found[2] == "月":
        return (Repeat.MONTHLY, 1) if count == 1 else None
    return Repeat.WEEKS, count


def source_key(text: object) -> str:
    """The number of a sentence as it is compared: 四、（二） and 四(二) are one."""
    return re.sub(r"[、.。,，第条]", "", plain(text))
