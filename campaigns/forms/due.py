"""The form that moves a task's due moment."""

from datetime import date, datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.enums import TaskState
from campaigns.models import Task

from .fields import DayInput, TimeInput, moment_of


class MoveDueForm(forms.Form):
    """The new moment and, once units know of the task, the reason they read."""

    due_on = forms.DateField(label=_("Due on"), widget=DayInput)
    due_time = forms.TimeField(label=_("Time of day"), widget=TimeInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The units read it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, task: Task, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if task.state == TaskState.DRAFT:
            del self.fields["reason"]

    @property
    def due_at(self) -> datetime:
        """The moment asked for."""
        return moment_of(self.cleaned_data["due_on"], self.cleaned_data["due_time"])


def moved_to(task: Task, day: str, was: datetime | None = None) -> dict[str, object]:
    """What the form opens with: the day that was pointed at, else the task's own or ``was``."""
    moment = was or task.due_at
    local = timezone.localtime(moment) if moment else None
    return {
        "due_on": _day(day) or (local.date() if local else None),
        "due_time": f"{local or time(18):%H:%M}",
        "version": task.version,
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
