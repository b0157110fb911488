"""Who: units, people, rights, trace, notices, files and jobs."""

from .audit import AuditEntry
from .bases import HeadcountBase
from .calendar import CalendarDay
from .channels import ChannelSetup, GroupMessage
from .files import StoredFile
from .groups import GroupSeat, LeadingGroup
from .jobs import Job, WorkerBeat
from .liaisons import Liaison
from .notices import Delivery, Notice
from .people import Grant, Holding, PasswordHistory, Person, SignInAttempt, User
from .schedules import ExportRun, ExportSchedule
from .sessions import UserSession
from .units import Unit, UnitAlias, UnitGroup

__all__ = [
    "AuditEntry",
    "CalendarDay",
    "ChannelSetup",
    "Delivery",
    "ExportRun",
    "ExportSchedule",
    "Grant",
    "GroupMessage",
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
