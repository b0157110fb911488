"""Forms of the library of indicators."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.breakdowns import read_breakdown, write_breakdown
from campaigns.enums import Direction, IndicatorKind, Measure
from campaigns.errors import CampaignError
from campaigns.library import shelves
from campaigns.models import Indicator
from campaigns.models.indicators import is_chinese
from orgs.enums import BaseKind

FIXED = ("code", "kind", "measure")
FIXED_ONCE_REPORTED = ("unit_of_measure",)


def group_choices() -> list[tuple[str, str]]:
    """The groups of the library, by the language of the page."""
    named = [(shelf.key, shelf.name if is_chinese() else shelf.name_en) for shelf in shelves()]
    return [("", _("without a group")), *named]


class IndicatorForm(forms.Form):
    """An indicator; code, kind and measure can only be chosen for a new one, the unit of
    measure until it is reported.
    """

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Latin letters, digits, - and _; for good.")
    )
    group = forms.ChoiceField(label=_("Group"), choices=group_choices, required=False)
    name = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=IndicatorKind)
    measure = forms.ChoiceField(label=_("Measure"), choices=Measure)
    unit_of_measure = forms.CharField(label=_("Unit of measure"), max_length=20, required=False)
    unit_of_measure_en = forms.CharField(
        label=_("Unit of measure in English"), max_length=20, required=False
    )
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction)
    numerator_label = forms.CharField(
        label=_("Name of the upper number"),
        max_length=60,
        required=False,
        help_text=_("For rates, e.g. households visited."),
    )
    denominator_label = forms.CharField(
        label=_("Name of the lower number"),
        max_length=60,
        required=False,
        help_text=_("For rates, e.g. all households."),
    )
    numerator_label_en = forms.CharField(
        label=_("Name of the upper number in English"), max_length=60, required=False
    )
    denominator_label_en = forms.CharField(
        label=_("Name of the lower number in English"), max_length=60, required=False
    )
    help = forms.CharField(label=_("Definition"), max_length=200, required=False)
    help_en = forms.CharField(label=_("Definition in English"), max_length=200, required=False)
    low = forms.DecimalField(
        label=_("Plausible from"), max_digits=18, decimal_places=2, required=False
    )
    high = forms.DecimalField(
        label=_("Plausible up to"),
        max_digits=18,
        decimal_places=2,
        required=False,
        help_text=_("A figure outside asks for a reason; it is not refused."),
    )
    base_kind = forms.ChoiceField(
        label=_("Counted over"),
        choices=[("", _("nothing")), *BaseKind.choices],
        required=False,
        help_text=_("A count that is held against the unit's headcount, e.g. app users of adults."),
    )
    breakdown = forms.CharField(
        label=_("Parts"),
        required=False,
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "loan = 虚假贷款 | False loans"}),
        help_text=_("One part a line: key = name | English name. The figure is their sum."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(
        self,
        *args: object,
        indicator: Indicator | None = None,
        is_reported: bool = False,
        **kwargs: object,
    ) -> None:
        fixed = (*FIXED, *(FIXED_ONCE_REPORTED if is_reported else ())) if indicator else ()
        if indicator is not None:
            names = [name for name in self.base_fields if name not in fixed]
            kwargs["initial"] = {name: getattr(indicator, name) for name in names}
            kwargs["initial"]["breakdown"] = write_breakdown(indicator.breakdown)
        super().__init__(*args, **kwargs)
        for name in fixed:
            self.fields.pop(name)
        if is_reported:
            self.fields["breakdown"].help_text = _(
                "Reported already: names and order may change, the keys stay."
            )

    def clean_breakdown(self) -> list[dict[str, str]]:
        """The parts that the lines name."""
        try:
            return read_breakdown(self.cleaned_data["breakdown"])
        except CampaignError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ShelfForm(forms.Form):
    """What is looked for in the library: words, and a group."""

    q = forms.CharField(max_length=40, required=False)
    group = forms.CharField(max_length=20, required=False)
