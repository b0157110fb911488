"""Forms of headcounts: they check input and change nothing."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from fraudwatch.lib.numbers import NumberProblem, parse_number
from orgs.actions.bases import why_not
from orgs.enums import BaseKind

from .people import DayInput, RosterForm

__all__ = ["BaseForm", "BaseSheetForm"]


class BaseForm(forms.Form):
    """One headcount of a unit."""

    kind = forms.ChoiceField(label=_("Who is counted"), choices=BaseKind)
    count = forms.CharField(
        label=_("How many"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    as_of = forms.DateField(
        label=_("As of"),
        widget=DayInput,
        initial=clock.today,
        help_text=_("The day of the count; periods that ended before it keep the old number."),
    )
    note = forms.CharField(
        label=_("Source"),
        max_length=120,
        required=False,
        help_text=_("For example: household register of the police station, June 2026."),
    )

    def clean_count(self) -> int:
        """The number typed, 1,200 and full width too."""
        try:
            number = parse_number(self.cleaned_data["count"])
        except NumberProblem as problem:
            raise ValidationError(str(problem)) from problem
        if number is None:
            raise ValidationError(_("Type how many there are."))
        return int(number)

    def clean(self) -> dict:
        """A day that has come, a number that can be."""
        found = super().clean()
        if {"kind", "count", "as_of"} <= set(found):
            problem = why_not(found["kind"], found["count"], found["as_of"])
            if problem:
                self.add_error("as_of" if found["count"] else "count", problem)
        return found


class BaseSheetForm(RosterForm):
    """A workbook of headcounts."""
