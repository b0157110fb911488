"""The page of the ledger: counts to click, names behind them, earlier periods."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.queries.cooling import last_reminders
from fraudwatch.lib import wording
from orgs.enums import Role
from orgs.models import Unit, User
from reports.enums import WAITING_FOR_UNIT, PeriodState, Timeliness
from reports.enums import ReportState as S
from reports.models import Period, Report
from reports.models.reports import COUNTS_AS_IN, COUNTS_AS_ZERO
from reports.queries.chosen import Chosen
from reports.queries.ledger import Ledger, Row, ledger, tags

PER_PAGE = 200
HISTORY = 12


@dataclass(frozen=True)
class Tile:
    """A count that leads to its names; ``total`` is set where n/N makes sense."""

    code: str
    label: str
    count: int
    total: int | None
    look: str
    is_chosen: bool = False

    @property
    def share(self) -> Decimal | None:
        """The count in percent of the units due."""
        return wording.share(self.count, self.total) if self.total else None


@dataclass(frozen=True)
class Line:
    """A unit's row with when it was last reminded, and by whom; blank is by policy."""

    row: Row
    reminded_at: datetime | None
    reminded_by: str = ""


@dataclass(frozen=True)
class PastPeriod:
    """An earlier period in one line."""

    period: Period
    label: str
    counts: dict


@dataclass
class LedgerPage:
    """Everything the page prints."""

    ledger: Ledger
    under: Unit | None
    nodes: list[Unit]
    history: list[PastPeriod]
    may_remind: bool
    still_owing: int
    may_collect: bool = False
    state: str = ""
    page: Page | None = None
    groups: list[tuple[str, list[Line]]] = field(default_factory=list)

    def choose(self, state: str, number: str) -> None:
        """Show the rows of one count (all when it is unknown), page ``number``."""
        codes = {tile.code for tile in (*self.tiles, *self.chips)}
        self.state = state if state in codes else ""
        rows = self.ledger.having(self.state) if self.state else self.ledger.rows
        rows = sorted(rows, key=_official)
        self.page = Paginator(rows, PER_PAGE).get_page(number)
        reminded = last_reminders([f"report:{row.report.pk}" for row in self.page])
        self.groups = []
        for row in self.page:
            if not self.groups or self.groups[-1][0] != row.parent:
                self.groups.append((row.parent, []))
            at, by = reminded.get(f"report:{row.report.pk}", (None, ""))
            self.groups[-1][1].append(Line(row, at, by))

    @property
    def keep(self) -> list[tuple[str, object]]:
        """What stays in the address when another period is chosen."""
        kept = [("state", self.state), ("unit", self.under.pk if self.under else "")]
        return [(name, value) for name, value in kept if value]

    @property
    def tiles(self) -> list[Tile]:
        """The counts in the order of the trade: owed, in, on time, late, zero, missing, exempt."""
        counts, owed = self.ledger.counts, self.ledger.owed
        rows = [
            ("owed", pgettext("count", "Due"), owed, None, ""),
            ("reported", pgettext("count", "Submitted"), self.ledger.reported, owed, "ontime"),
            ("on_time", _("On time"), counts["on_time"], owed, "ontime"),
            ("late", _("Submitted late"), counts["late"], owed, "late"),
            ("zero", _("Zero report"), counts["zero"], owed, ""),
            ("missing", _("Missing"), counts["missing"], owed, "overdue"),
            ("exempt", _("Exempt"), counts["exempt"], None, "exempt"),
        ]
        return [Tile(*row, is_chosen=row[0] == self.state) for row in rows]

    @property
    def chips(self) -> list[Tile]:
        """What is still moving: waiting for review, returned, not there yet, past due."""
        counts = self.ledger.counts
        rows = [
            ("approved", _("Approved"), counts["approved"], None, "approved"),
            ("pending", _("Pending"), counts["pending"], None, "pending"),
            ("returned", _("Returned"), counts["returned"], None, "returned"),
            ("not_yet", _("Not submitted"), counts["not_yet"], None, "missing"),
            ("overdue", _("Past due"), counts["overdue"], None, "overdue"),
        ]
        return [Tile(*row, is_chosen=row[0] == self.state) for row in rows]

    @property
    def absent(self) -> list[Row]:
        """The units whose report is not there: not yet, past due, or missing for good."""
        wanted = {"not_yet", "overdue", "missing"}
        return [row for row in self.ledger.rows if wanted & tags(row.report, row.state)]

    @property
    def chosen_label(self) -> str:
        """The name of the count shown."""
        found = [tile.label for tile in (*self.tiles, *self.chips) if tile.is_chosen]
        return found[0] if found else _("All units")


def _official(row: Row) -> tuple:
    """Units by the unit above them, both in their official order."""
    unit, above = row.report.unit, row.report.unit.parent
    first = (above.depth, above.position, above.code) if above else (0, 0, "")
    return (*first, unit.position, unit.code)


def ledger_page_of(user: User, shown: Chosen, under: Unit | None, now: datetime) -> LedgerPage:
    """The ledger of the chosen period as far as ``user`` sees it, under a node or whole."""
    found = ledger(shown.period, user, now, under)
    waiting = [row for row in found.rows if row.report.state in WAITING_FOR_UNIT]
    is_open = shown.period.state == PeriodState.OPEN or any(
        row.report.closes_at > now for row in waiting
    )
    return LedgerPage(
        ledger=found,
        under=under,
        nodes=nodes_above(user, shown.period),
        history=_history(user, shown, under),
        may_remind=bool(waiting) and is_open and _coordinates(user),
        still_owing=len(waiting),
        may_collect=_coordinates(user),
    )


def _coordinates(user: User) -> bool:
    return user.is_superuser or Role.COORDINATOR in user.roles


def nodes_above(user: User, period: Period) -> list[Unit]:
    """The units by which the ledger can be narrowed: those right above a unit that owes."""
    owing = Report.objects.visible_to(user).filter(period=period)
    above = owing.order_by().values("unit__parent_id")
    return list(Unit.objects.visible_to(user).filter(pk__in=above).order_by("path"))


def _history(user: User, shown: Chosen, under: Unit | None) -> list[PastPeriod]:
    periods = shown.periods[:HISTORY]
    rows = Report.objects.visible_to(user).filter(period__in=periods)
    if under is not None:
        rows = rows.owed_under(under.path)
    owed = ~Q(state=S.EXEMPT)
    counts = (
        rows.order_by()
        .values("period_id")
        .annotate(
            owed=Count("pk", filter=owed),
            reported=Count("pk", filter=COUNTS_AS_IN),
            on_time=Count("pk", filter=owed & Q(timeliness=Timeliness.ON_TIME)),
            late=Count("pk", filter=owed & Q(timeliness=Timeliness.LATE)),
            zero=Count("pk", filter=COUNTS_AS_ZERO),
            missing=Count("pk", filter=Q(state=S.MISSING)),
            exempt=Count("pk", filter=Q(state=S.EXEMPT)),
        )
    )
    found = {row["period_id"]: row for row in counts}
    return [
        PastPeriod(period, period.label, found[period.pk])
        for period in periods
        if period.pk in found
    ]
