"""Fields that name a unit or a person in words, searched among those in sight."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from orgs.models import Person, Unit
from orgs.names import clean_name


class PickInput(forms.TextInput):
    """A line of text with a list of suggestions."""

    template_name = "orgs/_pick_input.html"


class PickField(forms.CharField):
    """Text with suggestions under it; without scripts the exact words do as well."""

    address = ""
    widget = PickInput

    def __init__(self, *, queryset: QuerySet, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.queryset = queryset

    def wire(self, name: str) -> None:
        """Let the browser fetch suggestions while typing; ``name`` is the field's own."""
        self.widget.attrs |= {
            "list": f"{name}-choices",
            "autocomplete": "off",
            "hx-get": str(self.address),
            "hx-trigger": "input changed delay:300ms",
            "hx-target": f"#{name}-choices",
            "hx-vals": f'{{"field": "{name}"}}',
            "hx-sync": "this:replace",
        }


class UnitField(PickField):
    """A unit, by code or name: ``U002 河湾镇``, ``U002`` or ``河湾镇``."""

    address = reverse_lazy("orgs:unit-pick")

    def clean(self, value: str) -> Unit | None:
        """The unit meant. ValidationError when none or several are."""
        typed = clean_name(super().clean(value))
        if not typed:
            return None
        by_code = self.queryset.filter(code=typed.split(" ")[0]).first()
        if by_code:
            return by_code
        named = Q(name=typed) | Q(short_name=typed) | Q(aliases__text=typed)
        found = list(self.queryset.filter(named).distinct()[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                _("Several units are called “%(value)s”. Choose one from the list."),
                params={"value": typed},
            )
        raise ValidationError(
            _("There is no unit “%(value)s” among yours. Choose one from the list."),
            params={"value": typed},
        )

    def prepare_value(self, value: object) -> object:
        """A unit shows as its code and name."""
        return unit_words(value) if isinstance(value, Unit) else value


class PersonField(PickField):
    """A person, by name: ``周明远 · 县公安局``, or the name alone while it is the only one."""

    address = reverse_lazy("orgs:person-pick")

    def clean(self, value: str) -> Person | None:
        """The person meant. ValidationError when none or several are."""
        typed = clean_name(super().clean(value))
        if not typed:
            return None
        name, _dot, unit = (part.strip() for part in typed.partition("·"))
        found = self.queryset.filter(name=name)
        if unit:
            found = found.filter(Q(unit__name=unit) | Q(unit__short_name=unit))
        rows = list(found[:2])
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise ValidationError(
                _("Several people are called “%(value)s”. Choose one from the list."),
                params={"value": typed},
            )
        raise ValidationError(
            _("There is nobody “%(value)s” among your people. Add the person to a unit first."),
            params={"value": typed},
        )

    def prepare_value(self, value: object) -> object:
        """A person shows with the unit."""
        return person_words(value) if isinstance(value, Person) else value


def unit_words(unit: Unit) -> str:
    """How a unit stands in the field."""
    return f"{unit.code} {unit.name}"


def person_words(person: Person) -> str:
    """How a person stands in the field."""
    return f"{person.name} · {person.unit.name}"
