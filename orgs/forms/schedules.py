"""The form of a scheduled export: how often, when, for whom; it changes nothing."""

from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.enums import Rhythm
from orgs.models import ExportSchedule, User
from orgs.queries.schedules import possible_receivers, receiver_words, weekdays


class ReceiversField(forms.ModelMultipleChoiceField):
    """People by name and unit."""

    def label_from_instance(self, person: User) -> str:
        """The name and the unit."""
        return receiver_words(person)


class ScheduleForm(forms.Form):
    """The rhythm and the receivers; the document and what it is about stand beside it."""

    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm.choices)
    weekday = forms.TypedChoiceField(label=_("Day of the week"), coerce=int)
    month_day = forms.IntegerField(
        label=_("Day of the month"), min_value=1, max_value=28,
        help_text=_("1 to 28, so that every month has it."),
    )  # fmt: skip
    at = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    receivers = ReceiversField(
        label=_("Who gets it"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody gets what they may see themselves; asked again at each run."),
        error_messages={"required": _("Choose at least one person.")},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, user: User, data: object = None, schedule: ExportSchedule | None = None
    ) -> None:
        super().__init__(data, initial=_initial(user, schedule))
        self.fields["weekday"].choices = weekdays()
        self.fields["receivers"].queryset = possible_receivers(user, schedule)


def _initial(user: User, schedule: ExportSchedule | None) -> dict:
    if schedule is None:
        return {
            "rhythm": Rhythm.WEEKLY, "weekday": 0, "month_day": 1, "at": time(8),
            "receivers": [user.pk], "version": 1,
        }  # fmt: skip
    return {
        "rhythm": schedule.rhythm, "weekday": schedule.weekday, "at": schedule.at,
        "month_day": schedule.month_day, "version": schedule.version,
        "receivers": list(schedule.receivers.values_list("pk", flat=True)),
    }  # fmt: skip
