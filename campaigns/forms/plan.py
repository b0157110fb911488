"""Forms of the plan: sections, phases, targets and duties."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import SectionKind, TargetOp
from campaigns.models import Campaign, Clause, Indicator
from campaigns.queries.plan import clause_choices
from campaigns.queries.units import member_units
from orgs.models import Unit

from .fields import DayInput

LONGEST = 20_000


class SectionForm(forms.Form):
    """A section's heading and its text, one sentence or paragraph a line."""

    heading = forms.CharField(label=_("Heading"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of section"), choices=SectionKind)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 20, "class": "section-text"}),
        help_text=_(
            "One paragraph a line. Begin it with （一）, 1. or （1） to number it; the numbers "
            "put themselves right when you save."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SourceField(forms.ModelChoiceField):
    """The sentence of the plan that something comes from."""

    def offer(self, campaign: Campaign) -> None:
        """Offer the sentences of ``campaign``, grouped by section."""
        self.queryset = Clause.objects.filter(section__campaign=campaign)
        self.widget.choices = [("", "---------"), *clause_choices(campaign)]


class PlanPartForm(forms.Form):
    """What phases, targets and duties have in common: a campaign and a source sentence."""

    clause = SourceField(Clause.objects.none(), label=_("Source in the plan"), required=False)
    copied: Iterable[str] = ()

    def __init__(self, *args: object, campaign: Campaign, row: object = None, **kwargs) -> None:
        if row is not None:
            names = (*self.copied, "clause")
            kwargs["initial"] = {name: getattr(row, name) for name in names}
        super().__init__(*args, **kwargs)
        self.fields["clause"].offer(campaign)
        self.order_fields([*self.copied, "clause"])


class PhaseForm(PlanPartForm):
    """A phase's name and days."""

    copied = ("name", "starts_on", "ends_on")
    name = forms.CharField(label=_("Name"), max_length=60)
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput)


class TargetForm(PlanPartForm):
    """A target on an indicator."""

    copied = ("indicator", "op", "value", "per_unit", "due_on")
    indicator = forms.ModelChoiceField(Indicator.objects.none(), label=_("Indicator"))
    op = forms.ChoiceField(label=_("Held against"), choices=TargetOp)
    value = forms.DecimalField(
        label=_("Target"),
        max_digits=18,
        decimal_places=2,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("In the indicator's unit; a rate in percent."),
    )
    per_unit = forms.BooleanField(label=_("For each unit on its own"), required=False)
    due_on = forms.DateField(label=_("Due on"), widget=DayInput, required=False)

    def __init__(self, *args: object, campaign: Campaign, row: object = None, **kwargs) -> None:
        super().__init__(*args, campaign=campaign, row=row, **kwargs)
        indicators = Indicator.objects.in_use()
        if row is not None:
            indicators = indicators | Indicator.objects.filter(pk=row.indicator_id)
        self.fields["indicator"].queryset = indicators


class DutyForm(PlanPartForm):
    """What a member unit answers for."""

    copied = ("unit", "text")
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Member unit"))
    text = forms.CharField(
        label=_("Duty"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: object, campaign: Campaign, row: object = None, **kwargs) -> None:
        super().__init__(*args, campaign=campaign, row=row, **kwargs)
        self.fields["unit"].queryset = member_units(campaign)
