"""Units by periods (单位 × 周): how each unit's report stood in each of the last periods."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext as _

from campaigns.lamps import share_lamp
from campaigns.models import Campaign
from campaigns.walls import NOTHING, PER_PAGE, Column, Wall, WallRow, Words
from fraudwatch.lib.pages import numbered_page
from fraudwatch.lib.spans import WEEKLY
from orgs.models import User
from reports.enums import Decision, ReportState, Timeliness
from reports.models import Period, Report, Review
from reports.models.reports import COUNTS_AS_ZERO
from reports.queries.wall_page import (
    WallPage,
    beside_towns,
    reports_in,
    totals_in,
    units_by_key,
    wall_page,
)
from reports.wall_rows import branches, only_red, rows_of
from reports.walls import LOOKS, RED, Tally, tally_of, tally_of_total

S, LATE = ReportState, Q(timeliness=Timeliness.LATE)
MADE_GOOD = frozenset("kzv")  # what a report that was returned once can have become
COUNTS = (
    "unit_id", "period_id", "owed", "reported", "approved", "on_time", "late", "zero", "returned",
    "missing", "exempt",
)  # fmt: skip


@dataclass
class Course:
    """A row in the making: a letter for each period, how many were on time of those due."""

    letters: list[str]
    on_time: int = 0
    due: int = 0
    tallies: dict[int, Tally] = field(default_factory=dict)


def letter_at(now: datetime) -> Case:
    """The letter of a report, made by the database; the same states as the ledger shows."""
    settled = Q(state=S.APPROVED) | Q(standing__isnull=False)
    rules = [
        (Q(state=S.EXEMPT), "e"),
        (settled & LATE, "L"),
        (settled & COUNTS_AS_ZERO, "z"),
        (settled, "k"),
        (Q(state=S.MISSING), "m"),
        (Q(state=S.RETURNED), "r"),
        (Q(state=S.SUBMITTED) & LATE, "V"),
        (Q(state=S.SUBMITTED), "v"),
        (Q(due_at__lt=now), "o"),
        (Q(state=S.DRAFT), "d"),
    ]
    whens = [When(rule, then=Value(letter)) for rule, letter in rules]
    return Case(*whens, default=Value("n"), output_field=CharField())


def week_wall(user: User, campaign: Campaign, params: QueryDict, now: datetime) -> WallPage:
    """The chart as far as ``user`` sees it, one row a unit or, of very many, one row a town."""
    page = wall_page(user, campaign, params, now)
    if page.period is None:
        return page
    periods = _periods(page)
    places = {period.pk: place for place, period in enumerate(periods)}
    rows = reports_in(user, page, periods)
    if page.by_town:
        rows = beside_towns(page, rows)
    units = _courses(rows, places, now)
    towns = _town_courses(user, page, periods, now) if page.by_town else {}
    known = units_by_key([*units, *towns])
    found = branches(known, page.top, alone=towns.keys())
    drawn = rows_of(found, page.top, _drawer(units, towns), _add_up)
    if page.filters.is_red:
        drawn = only_red(drawn)
    page.wall = Wall(
        [_column(period, now) for period in periods], drawn,
        numbered_page(drawn, params, per=PER_PAGE), params.get("rows") == "pages",
        LOOKS, _words(page), from_end=True, count=page.units if page.by_town else 0,
    )  # fmt: skip
    return page


def _periods(page: WallPage) -> list[Period]:
    """The last periods up to the one asked for, oldest first."""
    all_of_them = list(page.shown.periods)
    place = all_of_them.index(page.period)
    return all_of_them[place : place + page.filters.span][::-1]


def _courses(rows: QuerySet[Report], places: dict[int, int], now: datetime) -> dict[int, Course]:
    """The letters of each unit. Two queries, however many there are."""
    found: dict[int, Course] = defaultdict(lambda: Course([NOTHING] * len(places)))
    told = rows.order_by().annotate(letter=letter_at(now))
    read = told.values_list("unit_id", "period_id", "letter", "timeliness")
    for unit, period, letter, timeliness in read.iterator(chunk_size=5000):
        course = found[unit]
        course.letters[places[period]] = letter
        if timeliness == "on_time":
            if letter != "e":
                course.on_time += 1
                course.due += 1
        elif letter in RED or (timeliness and letter != "e"):
            course.due += 1
    returned = Review.objects.filter(
        report__in=rows.values("pk"), decision=Decision.RETURNED, undone_at=None
    )
    for unit, period in returned.order_by().values_list("report__unit_id", "report__period_id"):
        letters, place = found[unit].letters, places[period]
        if letters[place] in MADE_GOOD:
            letters[place] = letters[place].upper()
    return dict(found)


def _town_courses(
    user: User, page: WallPage, periods: list[Period], now: datetime
) -> dict[int, Course]:
    """The worst of each town in each period, with how many. One query."""
    found: dict[int, Course] = defaultdict(lambda: Course([NOTHING] * len(periods)))
    places = {period.pk: (place, period.due_at < now) for place, period in enumerate(periods)}
    for total in totals_in(user, page, periods).order_by().values_list(*COUNTS, named=True):
        place, is_past = places[total.period_id]
        tally, course = tally_of_total(total, is_past), found[total.unit_id]
        course.letters[place], course.tallies[place] = tally.letter, tally
        course.on_time += total.on_time
        left = tally.counts["o"]
        course.due += total.on_time + total.late + total.missing + left
    return dict(found)


def _drawer(units: dict[int, Course], towns: dict[int, Course]) -> object:
    def draw(row: WallRow) -> None:
        key = row.unit.pk
        row.is_sum = key in towns
        course = towns.get(key) or units[key]
        row.letters = "".join(course.letters)
        _note(row, course.tallies)
        _finish(row, course.on_time, course.due)

    return draw


def _add_up(head: WallRow, below: list[WallRow]) -> None:
    """A town's row: in each period the worst of those below it, and how many."""
    columns = zip(*(row.letters for row in below), strict=True)
    tallies = [tally_of("".join(letters)) for letters in columns]
    head.letters = "".join(tally.letter for tally in tallies)
    _note(head, dict(enumerate(tallies)))
    _finish(head, sum(row.done for row in below), sum(row.total for row in below))


def _note(row: WallRow, tallies: dict[int, Tally]) -> None:
    """How many are in the worst state, paler where these are few."""
    row.notes = {place: tally.note for place, tally in tallies.items() if tally.note}
    row.faint = frozenset(place for place, tally in tallies.items() if tally.is_faint)


def _finish(row: WallRow, on_time: int, due: int) -> None:
    """The end of a row: the share on time, its lamp, how many are red."""
    row.done, row.total, row.lamp = on_time, due, share_lamp(on_time, due)
    row.share = f"{on_time * 100 // due}%" if due else ""
    row.overdue = sum(letter in RED for letter in row.letters)


def _column(period: Period, now: datetime) -> Column:
    day = f"{period.starts_on.month}.{period.starts_on.day}"
    is_week = period.template.cadence == WEEKLY
    return Column(
        period.pk, str(period.number) if is_week else day, period.label, day if is_week else "",
        period.get_absolute_url(), is_now=period.opened_at <= now < period.closes_at,
    )  # fmt: skip


def _words(page: WallPage) -> Words:
    return Words(
        label=_("Units by reporting periods"),
        end=_("On time"),
        spoken=_("%(unit)s, %(title)s: %(word)s"),
        marked=_("once overdue or returned, made good"),
        mark="was",
        sample="hc-late",
        look="weeks",
        about=page.about,
        titles=0,
        rule=_(
            "Lamp of a unit: reports handed in on time, of those due in the periods shown. Green:"
            " nine tenths or more. Yellow: three quarters or more. Red: less. A town's cell shows"
            " its worst report and how many of its units are in that state, paler where these are"
            " fewer than a quarter."
        ),
    )
