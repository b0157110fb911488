"""Who has signed for a version of the plan, and what waits for one's own units (签收)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from campaigns.models import Campaign, PlanVersion, Receipt
from campaigns.queries.cooling import cooling_of
from campaigns.queries.plan_changes import TaskLine, line_of
from orgs.enums import Role

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class ReceiptBook:
    """The receipts of a version that one reader sees, in tree order.

    ``hours`` is the mean from being asked to having signed; None before the first.
    ``free`` holds the keys of those who have not signed and were not reminded just now.
    """

    version: PlanVersion
    rows: list[Receipt]
    signed: int
    hours: Decimal | None
    late: int
    free: frozenset[int]

    @property
    def total(self) -> int:
        """How many were asked."""
        return len(self.rows)

    @property
    def to_remind(self) -> int:
        """How many can be reminded now."""
        return len(self.free)

    @property
    def waiting(self) -> list[Receipt]:
        """Those who have not signed."""
        return [row for row in self.rows if not row.signed_at]


def receipt_book(user: object, version: PlanVersion, now: datetime) -> ReceiptBook:
    """The receipts of ``version`` in sight of ``user``; three queries."""
    rows = list(
        Receipt.objects.visible_to(user)
        .filter(version=version)
        .select_related("signed_by")
        .order_by("unit__depth", "unit__position", "unit__path")
    )
    taken = [row.signed_at - row.asked_at for row in rows if row.signed_at]
    mean = Decimal(sum(taken, timedelta()) / HOUR / len(taken)) if taken else None
    due = version.sign_by
    waiting = [row for row in rows if not row.signed_at]
    since = now - cooling_of(version.campaign, "receipt")
    free = [row for row in waiting if not row.reminded_at or row.reminded_at <= since]
    return ReceiptBook(
        version=version,
        rows=rows,
        signed=len(taken),
        hours=mean.quantize(Decimal("0.1")) if mean is not None else None,
        late=len(waiting) if due and due < now else 0,
        free=frozenset(row.pk for row in free),
    )


def own_receipts(user: object, campaign: Campaign | None = None) -> list[Receipt]:
    """What waits for a signature of the units that ``user`` reports for, oldest first."""
    own = {row.unit_id for row in user.holdings if row.role == Role.REPORTER}
    if not own:
        return []
    rows = Receipt.objects.visible_to(user).waiting().filter(unit_id__in=own)
    if campaign is not None:
        rows = rows.filter(version__campaign=campaign)
    return list(rows.defer("version__content").order_by("asked_at", "pk"))


def receipt_lines(receipt: Receipt) -> list[TaskLine]:
    """What this version changes for the unit, in words; nothing for a first edition."""
    return [line_of(row) for row in receipt.changes]
