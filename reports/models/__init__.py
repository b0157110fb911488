"""What was done: templates, periods, reports, reviews, photos, totals and reminders."""

from .activities import ActivityUnit, JointActivity
from .awaited import AwaitedPhoto
from .corrections import Correction
from .exceptions import LevelDue, PeriodException
from .imports import ImportJob
from .links import CollectLink
from .periods import Period
from .photos import Photo, PhotoReuse
from .reminders import ReminderRule
from .reports import Report, ReportDraft, Revision
from .reviews import Review, ReviewMark
from .templates import (
    ReportingUnit,
    ReportTemplate,
    TemplateCheck,
    TemplateItem,
    TemplateVersion,
    TextBlock,
)
from .totals import Baseline, DirtyReport, Total

__all__ = [
    "ActivityUnit",
    "AwaitedPhoto",
    "Baseline",
    "CollectLink",
    "Correction",
    "DirtyReport",
    "ImportJob",
    "JointActivity",
    "LevelDue",
    "Period",
    "PeriodException",
    "Photo",
    "PhotoReuse",
    "ReminderRule",
    "Report",
    "ReportDraft",
    "ReportTemplate",
    "ReportingUnit",
    "Review",
    "ReviewMark",
    "Revision",
    "TemplateCheck",
    "TemplateItem",
    "TemplateVersion",
    "TextBlock",
    "Total",
]
