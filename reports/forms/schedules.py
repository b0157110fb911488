"""The form of a schedule: rhythm, moments, levels with a due moment of their own, lock."""

from datetime import time

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import DayInput, TimeInput
from orgs.enums import UnitKind
from reports.actions.schedules import LevelSpec
from reports.enums import Cadence, CountsFrom
from reports.models import ReportTemplate
from reports.schedule_words import day_words

LONGEST = {  # days that can be chosen, counted from the first or from the last day
    Cadence.DAILY: 14, Cadence.WEEKLY: 20, Cadence.TEN_DAYS: 30, Cadence.HALF_MONTH: 35,
    Cadence.MONTHLY: 60, Cadence.QUARTERLY: 120, Cadence.PHASE: 180, Cadence.ONCE: 180,
}  # fmt: skip
AFTER_THE_LAST = 60
USUAL = {  # what is proposed when a rhythm is chosen: counted from, due, closing
    Cadence.DAILY: (CountsFrom.START, 0, "20:00", 1, "12:00"),
    Cadence.WEEKLY: (CountsFrom.START, 7, "12:00", 8, "18:00"),
}
OTHERWISE = (CountsFrom.END, 3, "18:00", 5, "18:00")
MOMENTS = ("counts_from", "due_day", "due_time", "close_day", "close_time")


def day_choices(cadence: str, counts_from: str) -> list[tuple[int, str]]:
    """The days that a rhythm offers, in words."""
    longest = LONGEST.get(cadence, LONGEST[Cadence.WEEKLY])
    if counts_from == CountsFrom.END:
        longest = min(longest, AFTER_THE_LAST)
    return [(day, day_words(day, cadence, counts_from)) for day in range(longest + 1)]


class ScheduleForm(forms.Form):
    """When the report opens, is due, closes and locks, and how many photos it wants."""

    name = forms.CharField(label=_("Name"), max_length=80)
    cadence = forms.ChoiceField(
        label=_("How often"), choices=Cadence.choices, initial=Cadence.WEEKLY
    )
    first_on = forms.DateField(
        label=_("First period to report"), widget=DayInput(), help_text=_("Any day of it."),
    )  # fmt: skip
    last_on = forms.DateField(
        label=_("Last period to report"), widget=DayInput(), required=False,
        help_text=_(
            "Empty: until the report is switched off. For a report owed once: its last day."
        ),
    )  # fmt: skip
    counts_from = forms.ChoiceField(
        label=_("Days are counted"), choices=CountsFrom.choices, initial=CountsFrom.START
    )
    due_day = forms.TypedChoiceField(label=_("Due day"), coerce=int, initial=7)
    due_time = forms.TimeField(label=_("Due time"), widget=TimeInput(), initial=time(12))
    close_day = forms.TypedChoiceField(label=_("Closing day"), coerce=int, initial=8)
    close_time = forms.TimeField(label=_("Closing time"), widget=TimeInput(), initial=time(18))
    lock_days = forms.IntegerField(
        label=_("Locks so many days after closing"), min_value=0, max_value=365, required=False,
        initial=7,
        help_text=_("From then on nothing is opened late or corrected. Empty: never by itself."),
    )  # fmt: skip
    shift_holidays = forms.BooleanField(
        label=_("On a day off, move to the next working day"), required=False, initial=True
    )
    photos_min = forms.IntegerField(
        label=_("Photos at least"), min_value=0, max_value=30, initial=0
    )
    photos_max = forms.IntegerField(label=_("Photos at most"), min_value=0, max_value=30, initial=9)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, is_fixed: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if is_fixed:
            self.fields["cadence"].disabled = True
            self.fields["cadence"].help_text = _("Periods have opened already: the rhythm stays.")
        choices = self.days
        self.fields["due_day"].choices = self.fields["close_day"].choices = choices

    @property
    def days(self) -> list[tuple[int, str]]:
        """The days to choose from, by the rhythm that stands in the form."""
        return day_choices(self["cadence"].value(), self["counts_from"].value())

    @staticmethod
    def initial_of(template: ReportTemplate) -> dict:
        """The form filled with what stands."""
        names = [name for name in ScheduleForm.base_fields if name != "version"]
        return {**{name: getattr(template, name) for name in names}, "version": template.version}

    def clean(self) -> dict:
        """The order of the moments, said where it is to be mended."""
        data = super().clean()
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last period cannot be before the first."))
        names = ("due_day", "due_time", "close_day", "close_time")
        if all(data.get(name) is not None for name in names):
            due_day, due_time, close_day, close_time = (data[name] for name in names)
            if (close_day, close_time) < (due_day, due_time):
                self.add_error("close_day", _("The report cannot close before it is due."))
        return data

    def facts(self) -> dict | None:
        """What stands in the form, typed or not yet; None while a field is not right."""
        if not self.is_bound:
            data = {name: self.get_initial_for_field(field, name)
                    for name, field in self.fields.items()}  # fmt: skip
        elif self.is_valid():
            data = dict(self.cleaned_data)
        else:
            return None
        data.pop("version", None)
        return data


def usual(cadence: str) -> dict:
    """The moments proposed for a rhythm."""
    return dict(zip(MOMENTS, USUAL.get(cadence, OTHERWISE), strict=True))


class LevelForm(forms.Form):
    """The due moment of one kind of units."""

    kind = forms.ChoiceField(
        label=_("Kind of units"), required=False, choices=[("", "---------"), *UnitKind.choices]
    )
    due_day = forms.TypedChoiceField(label=_("Due day"), coerce=int, required=False, empty_value=0)
    due_time = forms.TimeField(
        label=_("Due time"), widget=TimeInput(), initial=time(12), required=False
    )

    def clean(self) -> dict:
        """A kind needs its time."""
        data = super().clean()
        if data.get("kind") and data.get("due_time") is None and "due_time" not in self.errors:
            self.add_error("due_time", _("Say at what time it is due."))
        return data


class LevelRows(BaseFormSet):
    """The kinds of units with a due moment of their own; a tick takes one out."""

    def __init__(self, *args: object, days: list, **kwargs: object) -> None:
        super().__init__(*args, prefix="levels", **kwargs)
        self.days = days

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Each row chooses from the days of the rhythm."""
        super().add_fields(form, index)
        form.fields["due_day"].choices = self.days

    def specs(self) -> list[LevelSpec]:
        """What was chosen, without the rows taken out."""
        return [spec for spec in map(_row_facts, self.forms) if spec]

    def facts(self) -> list[LevelSpec]:
        """What stands in the rows, typed or not yet; nothing while one is not right."""
        return [] if self.is_bound and not self.is_valid() else self.specs()


LevelFormSet = formset_factory(
    LevelForm, LevelRows, extra=1, can_delete=True, max_num=len(UnitKind.choices)
)


def _row_facts(form: forms.Form) -> LevelSpec | None:
    data = form.cleaned_data if form.is_bound else form.initial
    if not data.get("kind") or data.get("DELETE"):
        return None
    return LevelSpec(data["kind"], data["due_day"], data["due_time"])


def initial_levels(template: ReportTemplate) -> list[dict]:
    """The levels that stand."""
    names = ("kind", "due_day", "due_time")
    return [{name: getattr(row, name) for name in names} for row in template.level_dues.all()]
