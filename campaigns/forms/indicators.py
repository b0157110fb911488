"""Forms of the library of indicators."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Direction, IndicatorKind, Measure
from campaigns.models import Indicator

FIXED = ("code", "kind", "measure")


class IndicatorForm(forms.Form):
    """An indicator; code, kind and measure can only be chosen for a new one."""

    code = forms.SlugField(
        label=_("Code"), max_length=40, help_text=_("Latin letters, digits, - and _; for good.")
    )
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
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: object, indicator: Indicator | None = None, **kwargs) -> None:
        if indicator is not None:
            names = [name for name in self.base_fields if name not in FIXED]
            kwargs["initial"] = {name: getattr(indicator, name) for name in names}
        super().__init__(*args, **kwargs)
        if indicator is not None:
            for name in FIXED:
                self.fields.pop(name)
