"""What is to be done: campaign, plan, indicators, targets, duties and tasks."""

from .campaigns import Campaign, Duty, Member, Phase
from .indicators import Indicator, Target
from .ledger import CalendarFeed, SavedView
from .plan import Clause, PlanAttachment, PlanPresence, Section, SectionDraft
from .plan_imports import ImportPiece, PlanImport
from .reminders import Reminder, ReminderChoice, ReminderPolicy, ReminderStep
from .talk import Extension, Question
from .tasks import Assignment, Feedback, FeedbackFile, Task
from .versions import PlanComment, PlanVersion, Receipt

__all__ = [
    "Assignment",
    "CalendarFeed",
    "Campaign",
    "Clause",
    "Duty",
    "Extension",
    "Feedback",
    "FeedbackFile",
    "ImportPiece",
    "Indicator",
    "Member",
    "Phase",
    "PlanAttachment",
    "PlanComment",
    "PlanImport",
    "PlanPresence",
    "PlanVersion",
    "Question",
    "Receipt",
    "Reminder",
    "ReminderChoice",
    "ReminderPolicy",
    "ReminderStep",
    "SavedView",
    "Section",
    "SectionDraft",
    "Target",
    "Task",
]
