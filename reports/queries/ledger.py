"""The ledger of a period: who owes, who reported, and how (应报台账)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from fraudwatch.lib.paths import ancestors
from orgs.models import Unit
from reports.enums import COUNTED, ReportState, Timeliness
from reports.models import Period, Report
from reports.sums import state_of

STATES = (
    "on_time", "late", "pending", "returned", "not_yet", "overdue", "missing", "zero", "exempt",
)  # fmt: skip


@dataclass
class Row:
    """One unit in the ledger; ``state`` is the status shown, ``town`` the unit above."""

    report: Report
    state: str
    parent: str


@dataclass
class Ledger:
    """The counts of a period, each with its rows behind it. ``owed`` leaves exempt ones out."""

    period: Period
    owed: int = 0
    reported: int = 0
    counts: Counter = field(default_factory=Counter)
    rows: list[Row] = field(default_factory=list)

    def having(self, state: str) -> list[Row]:
        """The rows counted under ``state`` (``reported`` for all that came in)."""
        return [row for row in self.rows if state in tags(row.report, row.state)]


def shown_state(report: Report, now: datetime) -> str:
    """The one status that a report shows: what the unit or the office sees on a tag.

    Figures that are being corrected go on counting as they were approved.
    """
    if report.state in (ReportState.DUE, ReportState.DRAFT):
        if now > report.due_at:
            return "overdue"
        return "draft" if report.state == ReportState.DRAFT else "missing"
    if state_of(report) == ReportState.APPROVED:
        return "late" if report.timeliness == Timeliness.LATE else "ontime"
    return {
        ReportState.SUBMITTED: "pending",
        ReportState.RETURNED: "returned",
        ReportState.EXEMPT: "exempt",
        ReportState.MISSING: "overdue",
    }[report.state]


def tags(report: Report, state: str) -> set[str]:
    """The counts of the ledger that a report belongs to."""
    found = {"exempt"} if report.state == ReportState.EXEMPT else {"owed"}
    if report.timeliness and report.state != ReportState.EXEMPT:
        found.add(str(report.timeliness))
    counted = state_of(report)
    if counted in COUNTED:
        found.add("reported")
        if report.counts_as_zero:
            found.add("zero")
    if counted == ReportState.SUBMITTED:
        found.add("pending")
    if counted in (ReportState.RETURNED, ReportState.MISSING, ReportState.APPROVED):
        found.add(str(counted))
    if report.state in (ReportState.DUE, ReportState.DRAFT):
        found.add("overdue" if state == "overdue" else "not_yet")
    return found


def ledger(period: Period, user: object, now: datetime, under: Unit | None = None) -> Ledger:
    """The ledger of ``period`` as far as ``user`` sees it, in tree order."""
    reports = (
        Report.objects.visible_to(user)
        .filter(period=period)
        .select_related("unit", "unit__parent", "submitted_by")
        .defer("values", "texts", "reasons", "carried")
        .order_by("path")
    )
    if under is not None:
        reports = reports.owed_under(under.path)
    page = Ledger(period)
    for report in reports:
        state = shown_state(report, now)
        page.rows.append(Row(report, state, str(report.unit.parent or "")))
        page.counts.update(tags(report, state))
    page.owed = page.counts["owed"]
    page.reported = page.counts["reported"]
    return page


def path_names(path: str) -> list[Unit]:
    """The units from the root down to ``path``."""
    return list(Unit.objects.filter(path__in=ancestors(path)).order_by("depth"))
