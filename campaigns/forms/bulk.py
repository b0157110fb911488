"""Forms of bulk work on the ledger: what each act needs besides the rows."""

from collections.abc import Sequence
from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.actions.bulk import MOST
from campaigns.models import Assignment
from campaigns.queries.bulk import people_for
from orgs.models import Person

from .fields import DayInput, TimeInput, moment_of


class RemindForm(forms.Form):
    """Nothing but the rows."""


class ReasonForm(forms.Form):
    """Why, in a sentence that the units read."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The units read it, and it goes into the history."),
    )


class ExtendForm(ReasonForm):
    """The new due moment and why."""

    due_on = forms.DateField(label=_("New due date"), widget=DayInput)
    due_time = forms.TimeField(
        label=_("Time of day"), widget=TimeInput, required=False, initial=time(18)
    )
    field_order = ("due_on", "due_time", "reason")

    def values(self) -> dict:
        """What the action takes."""
        data = self.cleaned_data
        return {"due_at": moment_of(data["due_on"], data["due_time"]), "reason": data["reason"]}


class PersonChoice(forms.ModelChoiceField):
    """People with their unit and post."""

    def label_from_instance(self, person: Person) -> str:
        """``桃源村 · 何晓（文书）``."""
        post = f"（{person.post}）" if person.post else ""
        return f"{person.unit.name} · {person.name}{post}"


class HandOverForm(forms.Form):
    """Who looks after the parts from now on."""

    person = PersonChoice(
        Person.objects.none(),
        label=_("New person in charge"),
        help_text=_("Only the parts of the units this person works for are handed over."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


FORMS = {
    "remind": RemindForm, "extend": ExtendForm, "withdraw": ReasonForm, "hand_over": HandOverForm,
}  # fmt: skip


def bulk_form(act: str, parts: Sequence[Assignment], data: object = None) -> forms.Form:
    """The form of ``act`` for these parts."""
    form = FORMS[act](data)
    if act == "hand_over":
        form.fields["person"].queryset = people_for(parts)
    return form


def values_of(form: forms.Form) -> dict:
    """What the action takes from a valid form."""
    return form.values() if hasattr(form, "values") else form.cleaned_data


def keys_in(texts: Sequence[str]) -> list[int]:
    """The keys of rows in a form, as single fields or with commas; nonsense is left out.

    One more than an act takes is kept, so that the action can say that it is too many.
    """
    found = [key for text in texts for key in text.split(",")]
    whole = [int(key) for key in found if key.isascii() and key.isdigit() and len(key) < 18]
    return list(dict.fromkeys(whole))[: MOST + 1]
