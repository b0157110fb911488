"""Who: units, people, rights, trace, notices, files and jobs."""

from .audit import AuditEntry
from .bases import HeadcountBase
from .calendar import CalendarDay
from .files import StoredFile
from .groups import GroupSeat, LeadingGroup
from .jobs import Job, WorkerBeat
from .liaisons import Liaison
from .notices import Delivery, Notice
from .people import Grant, Holding, PasswordHistory, Person, SignInAttempt, User
from .sessions import UserSession
from .units import Unit, UnitAlias, UnitGroup

__all__ = [
    "AuditEntry",
    "CalendarDay",
    "Delivery",
    "Grant",
    "GroupSeat",
    "HeadcountBase",
    "Holding",
    "Job",
    "LeadingGroup",
    "Liaison",
    "Notice",
    "PasswordHistory",
    "Person",
    "SignInAttempt",
    "StoredFile",
    "Unit",
    "UnitAlias",
    "UnitGroup",
    "User",
    "UserSession",
    "WorkerBeat",
]
