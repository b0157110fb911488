"""How a report's state looks: which status tag says it (pure)."""

from datetime import datetime

from .enums import ReportState, Timeliness


def look_of(state: str, timeliness: str, due_at: datetime, now: datetime) -> str:
    """The status code of a report at ``now``; ``overdue`` once it is owed and past due.

    A late report stays amber for good, also after it was approved.
    """
    if state in (ReportState.DUE, ReportState.DRAFT):
        if due_at < now:
            return "overdue"
        return "missing" if state == ReportState.DUE else "draft"
    if state == ReportState.APPROVED:
        return "late" if timeliness == Timeliness.LATE else "approved"
    return {
        ReportState.SUBMITTED: "pending",
        ReportState.RETURNED: "returned",
        ReportState.EXEMPT: "exempt",
        ReportState.MISSING: "overdue",
    }[ReportState(state)]
