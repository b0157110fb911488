"""When a task is due: first day, due moment, rhythm; shared by the form and its preview."""

from datetime import datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Repeat, Shift
from campaigns.models import Campaign
from fraudwatch.lib import clock

from .fields import DayInput, TimeInput, moment_of

TIMES = ("starts_on", "repeat", "every", "until", "shift")


class TimesForm(forms.Form):
    """First day, due day and time, and how often it comes back."""

    starts_on = forms.DateField(label=_("Starts on"), widget=DayInput, required=False)
    due_on = forms.DateField(
        label=_("Due on"),
        widget=DayInput,
        required=False,
        help_text=_("Of a task that repeats, the first one."),
    )
    due_time = forms.TimeField(
        label=_("Time of day"),
        widget=TimeInput,
        required=False,
        initial=time(18),
        help_text=_("24 h clock"),
    )
    repeat = forms.ChoiceField(
        label=_("Repeats"), choices=Repeat, required=False, initial=Repeat.ONCE
    )
    every = forms.IntegerField(
        label=_("Every how many days or weeks"), required=False, initial=1, min_value=1,
        max_value=366,
    )  # fmt: skip
    until = forms.DateField(
        label=_("Until"),
        widget=DayInput,
        required=False,
        help_text=_("Empty: until the campaign ends."),
    )
    shift = forms.ChoiceField(
        label=_("When it falls on a day off"), choices=Shift, required=False, initial=Shift.KEEP
    )

    def times(self, campaign: Campaign) -> dict[str, object]:
        """The fields of Task; once in each phase begins with the phase that ends next."""
        data = self.cleaned_data
        repeat = data.get("repeat") or Repeat.ONCE
        due_at = moment_of(data.get("due_on"), data.get("due_time"))
        if due_at is None and repeat == Repeat.PHASES:
            due_at = _next_phase_end(campaign, data.get("due_time"))
        return {
            "starts_on": data.get("starts_on"),
            "due_at": due_at,
            "repeat": repeat,
            "every": data.get("every") or 1,
            "until": data.get("until") if repeat != Repeat.ONCE else None,
            "shift": (data.get("shift") or Shift.KEEP) if repeat != Repeat.ONCE else Shift.KEEP,
        }


def _next_phase_end(campaign: Campaign, hour: time | None) -> datetime | None:
    days = sorted(campaign.phases.values_list("ends_on", flat=True))
    ahead = [day for day in days if day >= clock.today()]
    return moment_of((ahead or days or [None])[0], hour)
