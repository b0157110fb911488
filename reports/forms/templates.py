"""Forms of a report template: what it asks for."""

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from campaigns.models import Indicator
from reports.actions.template_content import BlockSpec, ItemSpec
from reports.models import TemplateVersion

SPARE = 3  # empty rows offered below those that are there
LONGEST_TEXT = 5000


class ItemForm(forms.Form):
    """One indicator asked for."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label=_("Indicator"), required=False
    )
    section = forms.CharField(label=_("Section"), max_length=40, required=False)
    section_en = forms.CharField(label=_("Section in English"), max_length=60, required=False)
    is_required = forms.BooleanField(label=_("Required"), required=False, initial=True)
    has_own_range = forms.BooleanField(label=_("Own usual range"), required=False)
    low = forms.DecimalField(label=_("lowest"), max_digits=18, decimal_places=2, required=False)
    high = forms.DecimalField(label=_("highest"), max_digits=18, decimal_places=2, required=False)

    def clean(self) -> dict:
        """A row with an indicator needs its section; a range begins before it ends."""
        data = super().clean()
        if data.get("indicator") and not data.get("section"):
            self.add_error("section", _("Say in which section it stands."))
        low, high = data.get("low"), data.get("high")
        if None not in (low, high) and low > high:
            self.add_error("high", _("The range ends below its beginning."))
        data["has_own_range"] = data.get("has_own_range") or low is not None or high is not None
        return data


class BlockForm(forms.Form):
    """One narrative asked for."""

    key = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=30)
    label = forms.CharField(label=_("What to write about"), max_length=40, required=False)
    label_en = forms.CharField(label=_("In English"), max_length=60, required=False)
    is_required = forms.BooleanField(label=_("Required"), required=False)
    min_length = forms.IntegerField(
        label=_("At least"), min_value=0, max_value=LONGEST_TEXT, required=False, initial=0
    )
    max_length = forms.IntegerField(
        label=_("At most"), min_value=1, max_value=LONGEST_TEXT, required=False, initial=500
    )


class ItemRows(BaseFormSet):
    """The indicators in order; a number in front moves a row, a tick takes it out."""

    def __init__(self, *args: object, indicators: object, **kwargs: object) -> None:
        super().__init__(*args, prefix="items", **kwargs)
        self.indicators = indicators

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Each row chooses from the library."""
        super().add_fields(form, index)
        form.fields["indicator"].queryset = self.indicators
        form.fields["indicator"].iterator = forms.models.ModelChoiceIterator
        form.fields["indicator"].choices = self.choices

    @property
    def choices(self) -> list[tuple[object, str]]:
        """The library read once for all rows."""
        if not hasattr(self, "_choices"):
            rows = [(row.pk, _in_list(row)) for row in self.indicators]
            self._choices = [("", "---------"), *rows]
        return self._choices

    def specs(self) -> list[ItemSpec]:
        """What was chosen, in its order."""
        rows = [form.cleaned_data for form in self.ordered_forms]
        return [
            ItemSpec(
                indicator=row["indicator"],
                section=row["section"],
                section_en=row.get("section_en", ""),
                is_required=row.get("is_required", False),
                has_own_range=row.get("has_own_range", False),
                low=row.get("low"),
                high=row.get("high"),
            )
            for row in rows
            if row.get("indicator")
        ]


def _in_list(row: Indicator) -> str:
    """The name with its unit, in the language of the page."""
    unit = row.shown_unit
    if not unit:
        return row.shown_name
    return _("%(name)s (%(unit)s)") % {"name": row.shown_name, "unit": unit}


class BlockRows(BaseFormSet):
    """The narratives in order."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, prefix="blocks", **kwargs)

    def specs(self) -> list[BlockSpec]:
        """What was written, in its order; new ones get a key of their own."""
        rows = [form.cleaned_data for form in self.ordered_forms]
        rows = [row for row in rows if row.get("label")]
        used = {row["key"] for row in rows if row.get("key")}
        free = (f"text{n}" for n in range(1, 1000) if f"text{n}" not in used)
        return [
            BlockSpec(
                key=row.get("key") or next(free),
                label=row["label"],
                label_en=row.get("label_en", ""),
                is_required=row.get("is_required", False),
                min_length=row.get("min_length") or 0,
                max_length=row.get("max_length") or 500,
            )
            for row in rows
        ]


ItemFormSet = formset_factory(
    ItemForm, ItemRows, extra=SPARE, can_order=True, can_delete=True, max_num=200
)
BlockFormSet = formset_factory(
    BlockForm, BlockRows, extra=1, can_order=True, can_delete=True, max_num=20
)


def initial_items(version: TemplateVersion) -> list[dict]:
    """The rows of a version."""
    return [
        {
            "indicator": item.indicator_id,
            "section": item.section,
            "section_en": item.section_en,
            "is_required": item.is_required,
            "has_own_range": item.has_own_range,
            "low": item.low,
            "high": item.high,
        }
        for item in version.items.all()
    ]


def initial_blocks(version: TemplateVersion) -> list[dict]:
    """The narratives of a version."""
    names = ("key", "label", "label_en", "is_required", "min_length", "max_length")
    return [{name: getattr(block, name) for name in names} for block in version.blocks.all()]
