"""What was done: templates, periods, reports, reviews, photos, totals and reminders."""

from .periods import Period
from .photos import Photo
from .reminders import ReminderRule
from .reports import Report, ReportDraft, Review, ReviewMark, Revision
from .templates import ReportingUnit, ReportTemplate, TemplateItem, TemplateVersion, TextBlock
from .totals import Baseline, DirtyReport, Total

__all__ = [
    "Baseline",
    "DirtyReport",
    "Period",
    "Photo",
    "ReminderRule",
    "Report",
    "ReportDraft",
    "ReportTemplate",
    "ReportingUnit",
    "Review",
    "ReviewMark",
    "Revision",
    "TemplateItem",
    "TemplateVersion",
    "TextBlock",
    "Total",
]
