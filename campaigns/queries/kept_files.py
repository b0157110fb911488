"""Files that units handed in with their tasks, and the plan's own: evidence of a campaign."""

from django.db.models import Q, QuerySet, Sum

from campaigns.models import Assignment, Campaign, Feedback, FeedbackFile, PlanAttachment
from campaigns.queries.sight import reads_draft
from fraudwatch.lib.paths import under
from orgs.models import Unit, User


def files_of_tasks(user: User, campaign: Campaign) -> QuerySet[FeedbackFile]:
    """The files of the parts in sight, with all that a list shows of them."""
    seen = Assignment.objects.visible_to(user).filter(task__campaign=campaign)
    rows = FeedbackFile.objects.filter(feedback__assignment__in=seen.order_by().values("pk"))
    return rows.select_related(
        "file", "feedback__by", "feedback__assignment__task", "feedback__assignment__unit"
    )


def of_units_below(unit: Unit) -> Q:
    """Files of the parts of a unit and of those below it."""
    return under(unit.path, "feedback__assignment__unit__path")


def files_of_plan(user: User, campaign: Campaign) -> QuerySet[PlanAttachment]:
    """The files of the plan's working text, to those who read it."""
    rows = campaign.attachments.exclude(file=None).select_related("file")
    return rows if reads_draft(user, campaign) else rows.none()


def bytes_of_tasks(unit: Unit) -> int:
    """The room that the files of a unit's parts take."""
    entries = Feedback.objects.filter(assignment__unit=unit)
    total = FeedbackFile.objects.filter(feedback__in=entries).aggregate(sum=Sum("file__size"))
    return total["sum"] or 0
