"""Forms about one unit's part: more time, questions, passing on, handing over, moving its date."""

from collections.abc import Iterable
from datetime import datetime, time

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Assignment
from campaigns.privacy import private_problem
from orgs.models import Liaison, Person, Unit

from .fields import DayInput, TimeInput, moment_of
from .units import ChosenUnitsField


class WordsField(forms.CharField):
    """A few sentences that hold no identity or card number."""

    def __init__(self, *, rows: int = 3, **kwargs: object) -> None:
        attrs = {"rows": rows, "data-autosize": ""}
        kwargs.setdefault("max_length", 1000)
        super().__init__(widget=forms.Textarea(attrs=attrs), **kwargs)

    def clean(self, value: object) -> str:
        """The words, or an error that names the number masked."""
        words = super().clean(value)
        if problem := private_problem(words):
            raise forms.ValidationError(problem)
        return words


class MomentForm(forms.Form):
    """A day and a time of day that together are a due moment."""

    due_on = forms.DateField(label=_("New due date"), widget=DayInput)
    due_time = forms.TimeField(
        label=_("Time of day"), widget=TimeInput, required=False, initial=time(18)
    )

    def due_at(self) -> datetime | None:
        """The moment asked for."""
        return moment_of(self.cleaned_data.get("due_on"), self.cleaned_data.get("due_time"))


def moment_initial(moment: datetime | None) -> dict[str, object]:
    """What the two fields open with."""
    local = timezone.localtime(moment) if moment else None
    return {
        "due_on": local.date() if local else None,
        "due_time": local.time() if local else time(18),
    }


class ExtensionForm(MomentForm):
    """Until when more time is wanted, and why."""

    reason = WordsField(label=_("Reason"), help_text=_("The office reads it and decides."))


class QuestionForm(forms.Form):
    """What the unit wants to know."""

    text = WordsField(
        label=_("Your question"), help_text=_("No names, ID or card numbers of citizens.")
    )


class DecisionForm(MomentForm):
    """Another date if wanted, and words for the unit."""

    answer = WordsField(
        label=_("Answer to the unit"),
        rows=2,
        required=False,
        help_text=_("Needed when there is no more time."),
    )


class AnswerForm(forms.Form):
    """The answer to a question."""

    answer = WordsField(label=_("Answer"), rows=2)


class MovePartForm(MomentForm):
    """Another due moment for one unit, and why."""

    reason = WordsField(
        label=_("Reason"), rows=2, max_length=300, help_text=_("The units read it.")
    )


class PassOnForm(MomentForm):
    """Which units below get the part, by when, and what is asked of them."""

    names = forms.CharField(
        label=_("Add units by name"),
        required=False,
        max_length=4000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("As plans write it: every village (各村), a group, names with 、 between."),
    )
    units = ChosenUnitsField(
        Unit.objects.none(), label=_("Units that get the task"), required=False
    )
    requirement = WordsField(
        label=_("Own requirement"),
        required=False,
        help_text=_("What these units do; blank: the same as in the task."),
    )
    field_order = ("units", "names", "due_on", "due_time", "requirement")

    def __init__(self, *args: object, candidates: QuerySet[Unit], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].label = _("Due on")
        self.fields["units"].show(candidates, candidates)
        self.fields["units"].required = not str(self.data.get("names", "")).strip()

    def tick(self, units: Iterable[Unit]) -> None:
        """Show these ticked and the field of names empty."""
        data = self.data.copy()
        data.setlist("units", [str(unit.pk) for unit in units])
        data["names"] = ""
        self.data = data


class PersonField(forms.ModelChoiceField):
    """People of a unit with their post."""

    def label_from_instance(self, person: Person) -> str:
        """``何晓（文书）``."""
        return f"{person.name}（{person.post}）" if person.post else person.name


class HandOverPartForm(forms.Form):
    """Who in the unit looks after the part from now on."""

    person = PersonField(Person.objects.none(), label=_("Looks after it from now on"))
    note = WordsField(label=_("Note"), rows=2, max_length=300, required=False)

    def __init__(self, *args: object, part: Assignment, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        terms = Liaison.objects.current().filter(unit=part.unit).values("person")
        people = Person.objects.working().filter(Q(unit=part.unit) | Q(pk__in=terms))
        self.fields["person"].queryset = people.exclude(pk=part.handler_id).order_by("name", "pk")
