"""Days and lengths of time as plans write them (2026年5月26日, 27日前, 为期四个月) (pure)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from fraudwatch.lib.weeks import month_end, shift_months

FIGURES = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
           "七": 7, "八": 8, "九": 9}  # fmt: skip
YEAR = r"(?:(?P<year>(?:19|20)\d{2})年)"
DAY = re.compile(rf"{YEAR}?(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])日")
ISO = re.compile(
    r"(?P<year>(?:19|20)\d{2})[-./](?P<month>1[0-2]|0?[1-9])[-./](?P<day>3[01]|[12]\d|0?[1-9])"
    r"(?!\d)"
)
MASKED_YEAR = re.compile(r"(?<!\d)(?:19|20)[xX×＊*_＿○]{1,3}\s*年?|[xX×＊*_＿○]{2,4}年")
NO_MONTH = re.compile(
    r"(?<![月\d每-])(?:本月|当月)?(?<!\d)(?:3[01]|[12]\d|0?[1-9])日(?:之前|以前|前|止|截止)"
)
NO_DAY = re.compile(
    rf"{YEAR}?(?<!\d)(?:1[0-2]|0?[1-9])月(?:份|底|初|上旬|中旬|下旬)?(?:之前|以前|前)"
)
RECURRING = re.compile(r"每[年季周旬日天个]?[^，。；]{0,3}月?$")
LENGTH = re.compile(
    r"为期(?P<number>半|\d{1,3}|[零一二两三四五六七八九十百]{1,4})\s*(?:个)?\s*"
    r"(?P<half>半)?(?P<unit>年|月|周|星期|天|日)(?P<more>半)?"
)


@dataclass(frozen=True)
class Named:
    """A day that a text names; ``year`` stands only where the text says it."""

    text: str
    at: int
    month: int
    day: int
    year: int | None = None

    def on(self, year: int) -> date | None:
        """The day in its own year, else in ``year``; None for a day no calendar has."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None


def whole_number(text: str) -> int | None:
    """12, 十二, 二十: up to 199; None for anything else."""
    if text.isascii() and text.isdecimal():
        return int(text)
    total, figure = 0, 0
    for sign in text:
        if sign in FIGURES:
            figure = FIGURES[sign]
        elif sign == "十":
            total, figure = total + (figure or 1) * 10, 0
        elif sign == "百":
            total, figure = total + (figure or 1) * 100, 0
        else:
            return None
    return total + figure if text else None


def named_days(text: str) -> list[Named]:
    """The days that a text names, in its order."""
    found = [*DAY.finditer(text), *ISO.finditer(text)]
    return [
        Named(
            hit.group(), hit.start(), int(hit["month"]), int(hit["day"]),
            int(hit["year"]) if hit["year"] else None,
        )
        for hit in sorted(found, key=re.Match.start)
    ]  # fmt: skip


def with_years(days: Iterable[Named], year: int) -> list[date]:
    """The days with the year said last before them (``year`` until one is said)."""
    found = []
    for named in days:
        year = named.year or year
        found += [day] if (day := named.on(year)) else []
    return found


def half_named(text: str) -> list[str]:
    """Deadlines without their month or their day: 27日前, 11月底前."""
    hits = [*NO_MONTH.finditer(text), *NO_DAY.finditer(text)]
    return [hit.group() for hit in hits if not RECURRING.search(text[: hit.start()])]


def masked_years(text: str) -> list[str]:
    """Years that nobody filled in: 20xx年, 20**年."""
    return [hit.group().strip() for hit in MASKED_YEAR.finditer(text)]


@dataclass(frozen=True)
class Length:
    """A length of time that a text states: 为期四个月."""

    text: str
    number: float
    unit: str

    def fits(self, first: date, last: date) -> bool:
        """Whether the days from ``first`` to ``last`` last about that long."""
        days = (last - first).days + 1
        return abs(days - self.days(first)) <= self.slack

    def days(self, first: date) -> int:
        """How many days that is, counted from ``first``."""
        if self.unit not in ("月", "年"):
            return round(self.number * (7 if self.unit in ("周", "星期") else 1))
        months = self.number * (12 if self.unit == "年" else 1)
        whole, part = int(months), months % 1
        return (later(first, whole) - first).days + round(part * 30)

    @property
    def slack(self) -> int:
        """Days that a plan may be out by: 26 May to 26 June is one month to everybody."""
        if self.unit in ("月", "年"):
            return 4 + int(self.number * (12 if self.unit == "年" else 1)) // 2
        return 2 if self.unit in ("周", "星期") else 1


def lengths(text: str) -> list[Length]:
    """The lengths of time that a text states."""
    found = []
    for hit in LENGTH.finditer(text):
        number = 0.5 if hit["number"] == "半" else whole_number(hit["number"])
        if number:
            more = 0.5 if hit["half"] or hit["more"] else 0
            found.append(Length(hit.group(), number + more, hit["unit"]))
    return found


def later(day: date, months: int) -> date:
    """The same day of a later month, the month's last where it has no such day."""
    first = shift_months(day.replace(day=1), months)
    return min(first + timedelta(days=day.day - 1), month_end(first))
