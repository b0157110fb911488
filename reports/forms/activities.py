"""What is posted about an activity of several units."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import DayInput
from orgs.models import Unit
from reports.enums import ActivityKind, ActivityState
from reports.models import JointActivity


class ActivityForm(forms.Form):
    """An activity as its lead enters it."""

    name = forms.CharField(label=_("Name"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind)
    course = forms.ChoiceField(label=_("State"), choices=ActivityState, initial=ActivityState.HELD)
    held_on = forms.DateField(label=_("Day"), widget=DayInput)
    venue = forms.CharField(label=_("Place"), max_length=80, required=False)
    reach = forms.IntegerField(
        label=_("People reached"), min_value=0, max_value=9_999_999, required=False
    )
    co_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Units that took part"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They see it as taking part; it is counted once, for your unit."),
    )
    again = forms.BooleanField(
        label=_("This is another activity than the one already entered"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, candidates: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["co_units"].queryset = candidates

    def facts(self) -> dict:
        """What was typed, as the actions name it."""
        data = dict(self.cleaned_data)
        data["state"], data["version"] = data.pop("course"), data["version"] or 0
        return data

    @classmethod
    def initial_of(cls, activity: JointActivity) -> dict:
        """The form's start for an activity that is there."""
        names = ("name", "kind", "held_on", "venue", "reach", "version")
        found = {name: getattr(activity, name) for name in names}
        found["course"] = activity.state
        return found | {"co_units": list(activity.shares.values_list("unit_id", flat=True))}
