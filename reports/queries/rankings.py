"""Whether units may be listed by rank in a campaign, and in which order a page lists them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.models import Campaign
from fraudwatch.lib import wording
from fraudwatch.lib.nested import Nested
from reports.models import Ranking
from reports.queries.dashboard import ChildRow

BY = {"timeliness": "on_time", "completeness": "reported"}  # of what is due


@dataclass(frozen=True)
class Order:
    """How the units below a node stand: officially, or by rank where that is switched on.

    ``rows`` are pairs of a rank and a unit; equal shares have equal ranks, none is 0.
    """

    rows: list[tuple[int, ChildRow]]
    reason: str = ""
    chosen: str = ""

    @property
    def is_on(self) -> bool:
        """Whether units may be ranked here."""
        return bool(self.reason)


def ranking_column(campaign: Campaign) -> Nested:
    """What ``order_of`` reads, as a column beside a node."""
    return Nested(Ranking.objects.filter(campaign=campaign, is_on=True).values("reason"))


def ranking_of(campaign: Campaign) -> Ranking | None:
    """How the switch stands; None before it was ever used."""
    return Ranking.objects.filter(campaign=campaign).select_related("by").first()


def order_of(read: Sequence[Mapping], asked: str | None, rows: list[ChildRow]) -> Order:
    """The units in the order asked for, where ranking is on; else in their official one."""
    reason = read[0]["reason"] if read else ""
    if not reason or asked not in BY:
        return Order([(0, row) for row in rows], reason)
    shares = {row.unit.pk: _share(row, BY[asked]) for row in rows}
    ranked = sorted(rows, key=lambda row: -shares[row.unit.pk])
    better = {pk: sum(1 for other in shares.values() if other > own) for pk, own in shares.items()}
    return Order([(better[row.unit.pk] + 1, row) for row in ranked], reason, asked)


def _share(row: ChildRow, name: str) -> Decimal:
    """The share of what is due; nothing due ranks last."""
    found = wording.share(getattr(row.total, name), row.total.owed)
    return Decimal(-1) if found is None else found
