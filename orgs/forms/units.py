"""Forms of units and unit groups: they check input and change nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgs.enums import UnitKind
from orgs.models import Unit, User
from orgs.names import split_words

from .fields import UnitField


class UnitForm(forms.Form):
    """The facts of a unit; ``version`` is the one the page was drawn from."""

    name = forms.CharField(label=pgettext_lazy("unit", "Name"), max_length=80)
    short_name = forms.CharField(
        label=_("Short name"), max_length=40, required=False, help_text=_("as used in lists")
    )
    code = forms.CharField(
        label=pgettext_lazy("unit", "Code"),
        max_length=40,
        help_text=_("the unit's own number, used once only; it finds the unit again"),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind)
    aliases = forms.CharField(
        label=_("Aliases"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Other names it goes by in plans and tables, one a line."),
    )
    position = forms.IntegerField(
        label=_("Position among its siblings"), required=False, min_value=0, max_value=100_000
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_aliases(self) -> list[str]:
        """The lines as a list."""
        return split_words(self.cleaned_data["aliases"])


class MoveForm(forms.Form):
    """Where a unit goes."""

    to = UnitField(label=_("New parent unit"), queryset=Unit.objects.none())
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Unit.objects.visible_to(user).active()
        self.fields["to"].wire("to")


class MergeForm(MoveForm):
    """What a unit is merged into; ``confirmed`` comes with the preview."""

    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["to"].label = _("Merge into")


class DeactivateForm(forms.Form):
    """Why a unit goes out of service."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


class UnitGroupForm(forms.Form):
    """A unit group: its name and members, one a line by code or name."""

    name = forms.CharField(label=pgettext_lazy("unit", "Name"), max_length=80)
    units = forms.CharField(
        label=_("Member units"),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("One unit a line, by code or name."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.queryset = Unit.objects.visible_to(user).active()

    def clean_units(self) -> list[Unit]:
        """The units named; every line that names none is said."""
        lines = split_words(self.cleaned_data["units"])
        rows = list(self.queryset.prefetch_related("aliases")) if lines else []
        by_word: dict[str, set[Unit]] = {}
        for unit in rows:
            aliases = [alias.text for alias in unit.aliases.all()]
            for word in {unit.code, unit.name, unit.short_name, *aliases} - {""}:
                by_word.setdefault(word, set()).add(unit)
        found, wrong = [], []
        for line in lines:
            meant = by_word.get(line.split(" ")[0]) or by_word.get(line) or set()
            if len(meant) == 1:
                found += [unit for unit in meant if unit not in found]
            else:
                wrong.append(line)
        if wrong:
            raise forms.ValidationError(
                _("These lines name no unit of yours, or several: %(lines)s. Use the codes."),
                params={"lines": "; ".join(wrong[:10])},
            )
        return found
