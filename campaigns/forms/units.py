"""Choosing units: an expression that is resolved to a list, and the list to confirm."""

from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.queries.units import Expression
from orgs.enums import UnitKind
from orgs.models import Unit, UnitGroup
from orgs.unit_expressions import LONGEST


class ChosenUnitsField(forms.ModelMultipleChoiceField):
    """Accepts any of its units, but draws boxes only for those chosen so far."""

    widget = forms.CheckboxSelectMultiple

    def show(self, candidates: QuerySet[Unit], chosen: Iterable[Unit]) -> None:
        """Take ``candidates`` as valid and draw a ticked box for each of ``chosen``."""
        self.queryset = candidates
        self.widget.choices = [(unit.pk, unit.name) for unit in chosen]


class UnitsTextField(forms.CharField):
    """Units as a plan names them; the list they come to is shown before anything is kept."""

    def __init__(self, **kwargs: object) -> None:
        attrs = {"rows": 2, "class": "units-text", "data-autosize": "", "autocomplete": "off"}
        words = _("As plans write it: 各村（居）, 河湾镇各村, a group, names with 、 between.")
        super().__init__(
            required=False, max_length=LONGEST, help_text=words,
            widget=forms.Textarea(attrs=attrs), **kwargs,
        )  # fmt: skip


class ExpressionForm(forms.Form):
    """Names, a group, or a kind under a node: what to add to the list."""

    names = forms.CharField(
        label=_("Unit names"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One name, alias or code a line; paste them from the plan."),
    )
    group = forms.ModelChoiceField(UnitGroup.objects.none(), label=_("Unit group"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", "---------"), *UnitKind.choices]
    )
    node = forms.ModelChoiceField(Unit.objects.none(), label=_("Below this unit"), required=False)

    def __init__(self, *args: object, user: object, candidates: QuerySet[Unit], **kwargs) -> None:
        super().__init__(*args, prefix="pick", **kwargs)
        self.fields["group"].queryset = UnitGroup.objects.visible_to(user)
        self.fields["node"].queryset = (
            Unit.objects.visible_to(user)
            .filter(pk__in=candidates.order_by().values("parent"))
            .in_tree_order()
        )

    @property
    def expression(self) -> Expression:
        """What was written; empty when the form is."""
        data = self.cleaned_data
        return Expression(
            names=data.get("names", ""),
            group=data.get("group"),
            kind=data.get("kind", ""),
            node=data.get("node"),
            everyone=data.get("everyone", False),
        )


class UnitsForm(forms.Form):
    """The units to enrol, after they were shown."""

    units = ChosenUnitsField(Unit.objects.none(), label=_("Units to enrol"))

    def __init__(self, *args: object, candidates: QuerySet[Unit], chosen: Iterable[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].show(candidates, chosen)
