"""Approving the unremarkable together: what would be approved, and what is left out and why."""

from dataclasses import dataclass, field

from django.db.models import F

from reports.deciders import obstacle
from reports.models import Report
from reports.queries.review_queue import FETCHED, QueueRow, Wanted, waiting_for

MOST = 300


@dataclass(frozen=True)
class Skipped:
    """A report that is left to a look of its own, with the reasons in words."""

    report: Report
    reasons: list[str]


@dataclass
class Preview:
    """What one tap would approve, and what it would not."""

    ready: list[Report] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def bulk_preview(user: object, wanted: Wanted) -> Preview:
    """All that waits at the desk of ``user`` in that period or report, told apart. One query.

    Ready is what has no reason of risk at all and is the user's to approve; at most three
    hundred rows are looked at, those at the end of the queue first.
    """
    rows = waiting_for(user)
    if wanted.period:
        rows = rows.filter(period_id=wanted.period)
    if wanted.template:
        rows = rows.filter(period__template_id=wanted.template)
    rows = rows.select_related(*FETCHED).order_by("risk", F("submitted_at").asc(), "pk")[:MOST]
    page = Preview()
    for report in rows:
        reasons = QueueRow(report).reasons
        why = obstacle(report, user)
        if why:
            reasons = [why, *reasons]
        if reasons:
            page.skipped.append(Skipped(report, reasons))
        else:
            page.ready.append(report)
    return page
