"""Entering days of work and rest."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.actions.calendar import DaySpec
from orgs.forms.people import RosterForm

LONGEST = 31  # days entered at once


class DaysForm(forms.Form):
    """One day, or several in a row, and what they are."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(
        label=_("To (with it)"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        required=False, help_text=_("Empty for one day."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("On these days offices"),
        choices=[("rest", _("rest")), ("work", _("work"))],
    )
    name = forms.CharField(label=_("Name"), max_length=40, required=False)
    source = forms.CharField(
        label=_("Announced in"), max_length=120, required=False,
        help_text=_("For example the notice of the State Council with its number."),
    )  # fmt: skip

    def clean(self) -> dict:
        """The last day is not before the first, nor a month away."""
        data = super().clean()
        day, until = data.get("day"), data.get("until")
        if day and until and not day <= until < day + timedelta(days=LONGEST):
            self.add_error("until", _("Choose the same day or one of the 30 days after it."))
        return data

    def specs(self) -> list[DaySpec]:
        """The days entered."""
        data = self.cleaned_data
        last = data["until"] or data["day"]
        days = (data["day"] + timedelta(days=n) for n in range((last - data["day"]).days + 1))
        is_working = data["kind"] == "work"
        return [DaySpec(day, is_working, data["name"], data["source"]) for day in days]


class DaysSheetForm(RosterForm):
    """A workbook or CSV file of days."""

    file = forms.FileField(
        label=_("Excel or CSV file"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_(".xlsx or .csv, at most 10 MB"),
    )
