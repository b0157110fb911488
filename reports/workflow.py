"""States and moves of a report (pure).

``due → draft → submitted → approved``, or ``submitted → returned → submitted``. A
report whose closing moment passes unsubmitted becomes missing; a late opening
(补报开口) brings it back. Exempt is set by the office with a reason. A decision may be
undone for some minutes; an approved report is opened once more by a correction, and
approved again as it was when that is dropped.
"""

from .enums import ReportState as S

MOVES = {
    "start": ({S.DUE}, S.DRAFT),
    "submit": ({S.DUE, S.DRAFT, S.RETURNED}, S.SUBMITTED),
    "approve": ({S.SUBMITTED}, S.APPROVED),
    "return": ({S.SUBMITTED}, S.RETURNED),
    "exempt": ({S.DUE, S.DRAFT, S.RETURNED, S.MISSING}, S.EXEMPT),
    "miss": ({S.DUE, S.DRAFT}, S.MISSING),
    "reopen": ({S.MISSING}, S.DUE),
    "undo": ({S.APPROVED, S.RETURNED}, S.SUBMITTED),
    "correct": ({S.APPROVED}, S.RETURNED),
    "drop": ({S.RETURNED, S.SUBMITTED}, S.APPROVED),
}
