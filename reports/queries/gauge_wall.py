"""Units by the four hundred percent (单位 × 四个100%): each count over its headcount."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from campaigns.lamps import worst
from campaigns.models import Campaign, Indicator
from campaigns.walls import NOTHING, PER_PAGE, Column, Wall, WallRow, Words
from fraudwatch.lib import wording
from fraudwatch.lib.pages import numbered_page
from orgs.models import User
from reports.enums import ReportState
from reports.figures import Value, add_values
from reports.gauges import GaugePanel
from reports.models import Period
from reports.queries.content import items_of
from reports.queries.gauges import COUNTABLE, period_bases
from reports.queries.wall_page import (
    WallPage,
    beside_towns,
    reports_in,
    totals_in,
    units_by_key,
    wall_page,
)
from reports.sums import gauged
from reports.wall_rows import branches, only_red, rows_of
from reports.walls import GAUGE_LAMPS, GAUGES, gauge_letter

Pairs = dict[str, Value]  # a count over a headcount, by indicator code


def gauge_wall(user: User, campaign: Campaign, params: QueryDict, now: datetime) -> WallPage:
    """The chart of one period; its ``wall`` is None where the report counts over no headcount."""
    page = wall_page(user, campaign, params, now, settled=True)
    if page.period is None:
        return page
    asked = counted_over(page.period)
    if not asked:
        return page
    rows = reports_in(user, page, [page.period])
    if page.by_town:
        rows = beside_towns(page, rows)
    units = _unit_pairs(page, rows)
    towns = _town_pairs(user, page) if page.by_town else {}
    known = units_by_key([*units, *towns])
    drawer = _Drawer(asked, units, towns)
    drawn = rows_of(
        branches(known, page.top, alone=towns.keys()), page.top, drawer.draw, drawer.add_up
    )
    if page.filters.is_red:
        drawn = only_red(drawn)
    page.wall = Wall(
        [_column(one) for one in asked], drawn, numbered_page(drawn, params, per=PER_PAGE),
        params.get("rows") == "pages", GAUGES, _words(page),
        count=page.units if page.by_town else 0,
    )  # fmt: skip
    return page


def counted_over(period: Period) -> list[Indicator]:
    """The indicators of the period that are counted over a headcount. One query."""
    found = (item.indicator for item in items_of(period.template_version))
    return [one for one in found if one.base_kind and one.kind in COUNTABLE]


def _unit_pairs(page: WallPage, rows: object) -> dict[int, Pairs]:
    """What each unit counts, as the sums above have it: approved figures, stocks as carried."""
    told = list(rows.order_by().values_list("unit_id", "state", "values", "standing", "carried"))
    bases = period_bases(page.period, [row[0] for row in told])
    found = {}
    for unit, state, values, standing, carried in told:
        if state == ReportState.EXEMPT:
            continue
        own = values if state == ReportState.APPROVED else {}
        found[unit] = gauged(own if standing is None else standing, carried, bases.of(unit))
    return found


def _town_pairs(user: User, page: WallPage) -> dict[int, Pairs]:
    rows = totals_in(user, page, [page.period]).order_by()
    return dict(rows.values_list("unit_id", "gauges"))


class _Drawer:
    """Fills rows from what is known of units and towns."""

    def __init__(
        self, asked: list[Indicator], units: dict[int, Pairs], towns: dict[int, Pairs]
    ) -> None:
        self.asked, self.units, self.towns = asked, units, towns

    def draw(self, row: WallRow) -> None:
        """A unit's own row, or that of a town whose units are not drawn."""
        key = row.unit.pk
        row.is_sum = key in self.towns
        self._fill(row, self.towns.get(key) if row.is_sum else self.units[key])

    def add_up(self, head: WallRow, below: list[WallRow]) -> None:
        """A town's row: the counts and headcounts of those below it together."""
        sums: Pairs = defaultdict(lambda: None)
        for row in below:
            for code, pair in self.units[row.unit.pk].items():
                sums[code] = add_values(sums[code], pair)
        self._fill(head, sums)

    def _fill(self, row: WallRow, pairs: Pairs) -> None:
        gauges = [gauge_of(one, pairs.get(one.code)) for one in self.asked]
        letters = [gauge_letter(one.rate, is_falling=one.is_falling) for one in gauges]
        row.letters = "".join(letters) or NOTHING
        row.notes = {
            place: note_of(one) for place, one in enumerate(gauges) if one.rate is not None
        }
        row.total = sum(letter != "u" for letter in letters)
        row.done, row.overdue = letters.count("g"), letters.count("r")
        row.lamp = worst([GAUGE_LAMPS[letter] for letter in letters])
        row.share = f"{row.done}/{len(letters)}" if row.total else wording.NOTHING


def gauge_of(indicator: Indicator, pair: Value | None) -> GaugePanel:
    """A unit's gauge from its count and headcount."""
    count, base = (Decimal(pair["n"]), Decimal(pair["d"])) if pair else (None, None)
    return GaugePanel(indicator, indicator.shown_name, count, base, int(bool(pair)), 1)


def note_of(gauge: GaugePanel) -> str:
    """The rate, and how many persons are still missing."""
    rate = wording.percent(gauge.rate)
    if not gauge.missing or gauge.missing < 0:
        return rate
    words = _("%(rate)s, %(n)s too many") if gauge.is_falling else _("%(rate)s, %(n)s to go")
    return words % {"rate": rate, "n": gauge.shown_missing}


def _column(indicator: Indicator) -> Column:
    name = indicator.shown_name
    return Column(indicator.pk, name, name, str(indicator.get_base_kind_display()))


def _words(page: WallPage) -> Words:
    day = f"{page.period.ends_on:%Y-%m-%d}"
    return Words(
        label=_("Units by the four 100 % targets"),
        end=_("At 100 %"),
        spoken=_("%(unit)s, %(title)s: %(word)s"),
        look="gauges",
        about=page.about,
        rule=_(
            "Approved counts over the units' headcounts as of %(day)s. Green: 100%%. Yellow: 90%%"
            " or more. Red: less. A town adds up its units that have both a count and a headcount."
        )
        % {"day": day},
    )
