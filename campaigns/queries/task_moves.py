"""Whether a task's due moment can be moved at all, and who saved the task last."""

from django.utils.translation import gettext as _

from campaigns.enums import OPEN_ASSIGNMENTS, Repeat, TaskState
from campaigns.models import Task
from fraudwatch.lib.weeks import moment_label
from orgs.models import AuditEntry


def why_fixed(task: Task) -> str:
    """Why the due moment of this task stays, or nothing when it can be moved."""
    words = {"number": task.number}
    if task.state == TaskState.WITHDRAWN:
        return _("Task %(number)d has been withdrawn.") % words
    if task.state == TaskState.DRAFT:
        return ""
    if task.repeat != Repeat.ONCE:
        return (
            _("Task %(number)d repeats. Move the due date of single units in one round instead.")
            % words
        )
    if not task.assignments.filter(state__in=OPEN_ASSIGNMENTS).exists():
        return _("Task %(number)d is finished; its due date stays.") % words
    return ""


def who_saved(task: Task) -> str:
    """A sentence on who saved the task last and when it is due now; empty when unknown."""
    entries = AuditEntry.objects.filter(object_type=task._meta.label_lower, object_id=str(task.pk))
    entry = entries.order_by("-pk").first()
    now = Task.objects.filter(pk=task.pk).first()
    if not entry or not now or not now.due_at:
        return ""
    return _(
        "%(who)s saved task %(number)d at %(at)s; it is now due on %(due)s. "
        "Yours is not lost: send it again to overrule that."
    ) % {
        "who": entry.actor_name,
        "number": task.number,
        "at": moment_label(entry.at),
        "due": moment_label(now.due_at),
    }
