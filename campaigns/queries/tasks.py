"""The history of units' parts, as every page that shows it reads it."""

from collections.abc import Iterable

from django.db.models import Prefetch

from campaigns.models import Assignment, Feedback, FeedbackFile


def history_of(parts: Iterable[Assignment]) -> "Feedback.objects":
    """What was handed in and answered, newest first, with files and names."""
    files = Prefetch("files", FeedbackFile.objects.select_related("file"))
    return (
        Feedback.objects.filter(assignment__in=list(parts))
        .select_related("by", "assignment__unit")
        .prefetch_related(files)
        .order_by("-at", "-pk")
    )
