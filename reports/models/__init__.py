"""What was done: templates, periods, reports, reviews, photos, totals and reminders."""

from .activities import ActivityUnit, JointActivity
from .awaited import AwaitedPhoto
from .corrections import Correction
from .exceptions import LevelDue, PeriodException
from .imports import ImportJob
from .leader_digests import LeaderDigest
from .links import CollectLink
from .periods import Period
from .photos import Photo, PhotoReuse
from .rankings import Ranking
from .reports import Report, ReportDraft, Revision
from .reviews import Review, ReviewMark
from .screens import ScreenLink
from .task_pictures import TaskPicture, TaskPictureUse
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
    "LeaderDigest",
    "LevelDue",
    "Period",
    "PeriodException",
    "Photo",
    "PhotoReuse",
    "Ranking",
    "Report",
    "ReportDraft",
    "ReportTemplate",
    "ReportingUnit",
    "Review",
    "ReviewMark",
    "Revision",
    "ScreenLink",
    "TaskPicture",
    "TaskPictureUse",
    "TemplateCheck",
    "TemplateItem",
    "TemplateVersion",
    "TextBlock",
    "Total",
]
