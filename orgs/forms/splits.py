"""The form that splits a unit: up to three new units, and where everything of the old one goes."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from orgs.actions.unit_splits import NewUnit
from orgs.enums import UnitKind
from orgs.queries.splits import Divisible

MOST = 3
STAYS = "0"
FACTS = ("name", "code", "kind")


class SplitForm(forms.Form):
    """Facts of the new units, and one choice for each thing that may go."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, found: Divisible, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        for number in range(1, MOST + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=pgettext_lazy("unit", "Name"), max_length=80, required=number == 1
            )
            self.fields[f"code_{number}"] = forms.CharField(
                label=pgettext_lazy("unit", "Code"), max_length=40, required=number == 1
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=gettext_lazy("Kind"), choices=UnitKind, initial=found.unit.kind
            )
        places = [(STAYS, _("stays"))]
        places += [(str(n), _("new unit %(n)d") % {"n": n}) for n in range(1, MOST + 1)]
        for name, label in self._things():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=places, required=False, initial=STAYS
            )

    def _things(self) -> list[tuple[str, str]]:
        found = self.found
        return [
            *((f"child_{unit.pk}", unit.name) for unit in found.children),
            *((f"person_{person.pk}", person.name) for person in found.people),
            *((f"work_{piece.key}", piece.title) for piece in found.pieces),
        ]

    def clean(self) -> dict:
        """A further unit needs both name and code, and nothing goes where no unit is made."""
        data = super().clean()
        for number in range(2, MOST + 1):
            name, code = data.get(f"name_{number}"), data.get(f"code_{number}")
            if bool(name) != bool(code):
                missing = "code" if name else "name"
                self.add_error(
                    f"{missing}_{number}", _("Give new unit %(n)d both a name and a code.") % {
                        "n": number
                    },
                )  # fmt: skip
        made = {STAYS, "", "1"} | {
            str(n) for n in range(2, MOST + 1) if data.get(f"name_{n}") or data.get(f"code_{n}")
        }
        for name, label in self._things():
            if data.get(name, STAYS) not in made:
                told = {"what": label, "n": int(data[name])}
                self.add_error(
                    name, _("“%(what)s” goes to new unit %(n)d, which has no name yet.") % told
                )
        return data

    def new_units(self) -> list[NewUnit]:
        """The new units that were named, each with what goes there."""
        data = self.cleaned_data
        return [
            NewUnit(
                code=data[f"code_{n}"],
                name=data[f"name_{n}"],
                kind=data[f"kind_{n}"],
                children=[
                    unit.pk for unit in self.found.children if self._to(f"child_{unit.pk}", n)
                ],
                people=[one.pk for one in self.found.people if self._to(f"person_{one.pk}", n)],
                work=[one.key for one in self.found.pieces if self._to(f"work_{one.key}", n)],
            )
            for n in range(1, MOST + 1)
            if data.get(f"name_{n}")
        ]

    def _to(self, name: str, number: int) -> bool:
        return self.cleaned_data.get(name) == str(number)

    def new_rows(self) -> list[tuple[int, list]]:
        """The fields of each new unit, for the template."""
        return [(n, [self[f"{fact}_{n}"] for fact in FACTS]) for n in range(1, MOST + 1)]

    def child_rows(self) -> list[tuple]:
        """Each sub-unit with its choice."""
        return [(unit, self[f"child_{unit.pk}"]) for unit in self.found.children]

    def people_rows(self) -> list[tuple]:
        """Each person with the choice."""
        return [(person, self[f"person_{person.pk}"]) for person in self.found.people]

    def work_rows(self) -> list[tuple]:
        """Each kind of open work with its pieces and their choices."""
        return [
            (label, [(piece, self[f"work_{piece.key}"]) for piece in pieces])
            for label, pieces in self.found.work
        ]

    def sent(self) -> list[tuple[str, str]]:
        """Everything that was sent, to send it again with the confirmation."""
        return [
            (name, str(self.data.get(name, "")))
            for name in self.fields
            if name != "confirmed" and self.data.get(name)
        ]
