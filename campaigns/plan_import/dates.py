"""Days and spans of days as plans write them (pure).

A year that is missing or masked (20xx, 20**, ×) stays unknown unless the caller knows it.
月底 is the last day of the month, a month given whole runs from its first to its last day,
and what is vague (上旬, 月初) is no day at all.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .draft import PartialDate

YEAR = r"(?P<{0}y>(?:19|20)\d\d|20[xX×*○]{{1,4}}|20\*+|[xX×*]{{2,4}})(?:年|[./-])"
NEAR = r"(?:今年|本年|当年|同年|次年|明年)"
DAY = (
    r"(?:(?:" + YEAR + r"|(?P<{0}n>" + NEAR + r")) ?)?"
    r"(?P<{0}m>1[0-2]|0?[1-9])(?:月份?|[./-](?=\d{{1,2}}(?!\d|[%.])))"
    r"(?:(?P<{0}d>[12]\d|3[01]|0?[1-9])(?:日|号|(?<=[./-]\d)|(?<=[./-]\d\d))|(?P<{0}e>底|末)"
    r"|(?P<{0}v>上旬|中旬|下旬|初|中))?"
)
ONE = re.compile(DAY.format("a"))
TO = r" ?(?:开始|起)?(?:至|到|-|—|–|~|―)+ ?"
SPAN = re.compile(
    DAY.format("a")
    + TO
    + r"(?:"
    + DAY.format("b")
    + r"|(?P<day>[12]\d|3[01]|0?[1-9])(?:日|号)|(?P<open>(?:活动|专项行动|行动)?结束|长期))"
)
MONTHS = re.compile(
    r"(?:" + YEAR.format("a") + r")?(?P<m1>1[0-2]|0?[1-9])" + TO + r"(?P<m2>1[0-2]|0?[1-9])月份?"
)
IN_MONTH = re.compile(
    r"(?:" + YEAR.format("a") + r")?(?P<m>1[0-2]|0?[1-9])月"
    r"(?P<d1>[12]\d|3[01]|0?[1-9])(?:-|—|–|~|至)+(?P<d2>[12]\d|3[01]|0?[1-9])(?:日|号)"
)
FROM_NOW = re.compile(r"(?:即日起|从即日起|自即日起|现在起)" + TO + DAY.format("b"))
SINCE = re.compile(DAY.format("a") + r" ?(?:以后|起(?!至)|之后|开始)")


HAS_DAY = re.compile(r"\d月|[./-]\d|年底|月底")


@dataclass(frozen=True)
class DaySpan:
    """Two days and where they stand in the text; either may be unknown."""

    start: PartialDate | None
    end: PartialDate | None
    a: int
    b: int


def _year(match: re.Match, side: str, known: int | None) -> int | None:
    text = match.groupdict().get(f"{side}y")
    if text and text.isdigit() and len(text) == 4:
        return int(text)
    return known


def _last(year: int | None, month: int) -> int:
    return calendar.monthrange(year or 2023, month)[1]


def _day(match: re.Match, side: str, year: int | None, *, is_end: bool) -> PartialDate | None:
    """The day of one side; a month alone is its first or its last day."""
    groups = match.groupdict()
    month = int(groups[f"{side}m"])
    if groups[f"{side}v"]:
        return None
    if groups[f"{side}d"]:
        day = int(groups[f"{side}d"])
        return PartialDate(year, month, day) if day <= _last(2024, month) else None
    if groups[f"{side}e"] or is_end:
        return PartialDate(year, month, _last(year, month))
    return PartialDate(year, month, 1)


def spans(text: str, known: int | None = None) -> list[DaySpan]:
    """All spans of days in the text, in order; ``known`` is the year where none stands."""
    found: list[DaySpan] = []
    for read in (_from_now, _pairs, _month_pairs, _in_month, _open_ends):
        for one in read(text, known):
            if all(one.b <= other.a or one.a >= other.b for other in found):
                found.append(one)
    return sorted(found, key=lambda one: one.a)


def _pairs(text: str, known: int | None) -> Iterator[DaySpan]:
    for match in SPAN.finditer(text):
        year = _start_year(match, known)
        start = _day(match, "a", year, is_end=False)
        if match["open"]:
            yield DaySpan(start, None, match.start(), match.end())
        elif match["day"]:
            end = PartialDate(year, int(match["am"]), int(match["day"]))
            yield DaySpan(start, end, match.start(), match.end())
        else:
            end = _day(match, "b", _end_year(match, year), is_end=True)
            yield DaySpan(start, end, match.start(), match.end())


def _start_year(match: re.Match, known: int | None) -> int | None:
    """The year of the start: its own, or that of the end, or the one before over New Year."""
    end = _year(match, "b", None)
    if match["ay"] or end is None or not match["bm"]:
        return _year(match, "a", known)
    return end - (int(match["am"]) > int(match["bm"]))


def _end_year(match: re.Match, year: int | None) -> int | None:
    """The year of the end: its own, or that of the start, or the next over New Year."""
    own = _year(match, "b", None)
    if own is not None or year is None:
        return own
    is_over = int(match["bm"]) < int(match["am"]) or match["bn"] in ("次年", "明年")
    return year + 1 if is_over else year


def _month_pairs(text: str, known: int | None) -> Iterator[DaySpan]:
    for match in MONTHS.finditer(text):
        year = _year(match, "a", known)
        first, last = int(match["m1"]), int(match["m2"])
        end = year + 1 if year is not None and last < first else year
        yield DaySpan(
            PartialDate(year, first, 1),
            PartialDate(end, last, _last(end, last)),
            match.start(),
            match.end(),
        )


def _in_month(text: str, known: int | None) -> Iterator[DaySpan]:
    for match in IN_MONTH.finditer(text):
        year, month = _year(match, "a", known), int(match["m"])
        start, end = (PartialDate(year, month, int(match[part])) for part in ("d1", "d2"))
        yield DaySpan(start, end, match.start(), match.end())


def _from_now(text: str, known: int | None) -> Iterator[DaySpan]:
    """即日起至4月15日 begins on a day that only the person who confirms it knows."""
    for match in FROM_NOW.finditer(text):
        end = _day(match, "b", _year(match, "b", known), is_end=True)
        yield DaySpan(None, end, match.start(), match.end())


def _open_ends(text: str, known: int | None) -> Iterator[DaySpan]:
    for match in SINCE.finditer(text):
        start = _day(match, "a", _year(match, "a", known), is_end=False)
        if start is not None and match["ad"]:
            yield DaySpan(start, None, match.start(), match.end())


def days(text: str, known: int | None = None) -> list[tuple[PartialDate, int, int]]:
    """Single days, and ends of months, with their places."""
    out = []
    for match in ONE.finditer(text):
        if match["ad"] or match["ae"]:
            day = _day(match, "a", _year(match, "a", known), is_end=True)
            if day is not None:
                out.append((day, match.start(), match.end()))
    return out


DEADLINE = re.compile(
    r"(?:于|在|至迟|最迟|截止(?:时间)?(?:为|到|至)?|(?<=[,。;(:])|^)?[^,。;]{0,4}?"
    + DAY.format("a")
    + r"(?:(?:上午|下午|中午)?\d{1,2}[::点时](?:\d{2}|半)?分?)?"
    r"(?P<by>之?前|以前|内|底前|截止|为止|(?:全部|全面)?(?:完成|办结|到位))?"
)


# 6月16日,工会在广场设点: on that day.
ON_THE_DAY = re.compile(
    rf"(?:于|在)?{DAY.format('a')}(?<=[日号])(?!{TO}|起|以后|之后|开始|前|以前)(?:上午|下午|晚上?)?(?=,|[\u3400-\u9fff])"
)
# 12月份举办集中宣传月: by the end of that month.
IN_THE_MONTH = re.compile(
    rf"(?:^|[,。;:]|在|于){DAY.format('a')}(?<=月份)(?=(?:集中)?(?:举办|开展|组织|召开|完成|举行|进行))"
)


def deadline(text: str, known: int | None = None) -> PartialDate | None:
    """The day by which something is to be done, where the text says 前 or 截止."""
    for match in DEADLINE.finditer(text):
        is_due = match["by"] or "截止" in text[max(0, match.start() - 8) : match.end()]
        if is_due and (match["ad"] or match["ae"]):
            return _day(match, "a", _year(match, "a", known), is_end=True)
    month = IN_THE_MONTH.search(text) or ON_THE_DAY.match(text)
    return _day(month, "a", _year(month, "a", known), is_end=True) if month else None


def whole(text: str, start: int, known: int | None = None) -> DaySpan | None:
    """A month given whole, or a single day, from ``start`` on."""
    match = ONE.search(text, start)
    if match is None or match["av"] or match["ae"]:
        return None
    year = _year(match, "a", known)
    first, last = _day(match, "a", year, is_end=False), _day(match, "a", year, is_end=True)
    return DaySpan(first, last, match.start(), match.end()) if first and last else None


def last_day(text: str, known: int | None = None) -> PartialDate | None:
    """The last day a text names, be it alone or the end of a span."""
    ends = [span.end for span in spans(text, known) if span.end]
    alone = [day for day, _, _ in days(text, known)]
    return ends[-1] if ends else (alone[-1] if alone else None)


ALONE = re.compile(rf"[(]{DAY.format('a')}(?P<by>之?前|底前|以前)?(?:完成)?[^()\d]{{0,8}}[)]")


def in_brackets(text: str, known: int | None = None) -> DaySpan | None:
    """（2月15日前） has an end alone, （4月） is the whole month, （3月5日） one day."""
    match = ALONE.search(text)
    if match is None or match["av"]:
        return None
    year = _year(match, "a", known)
    end = _day(match, "a", year, is_end=True)
    start = None if match["by"] or match["ae"] else _day(match, "a", year, is_end=False)
    return DaySpan(start, end, match.start(), match.end()) if end else None


def issue_year(text: str) -> int | None:
    """The year a plan is about: that of its title or document number, or its latest full date."""
    found = re.findall(r"(?<!\d)(20[0-4]\d)(?=年|\]|[./-]\d)", text)
    return int(found[0]) if found else None
