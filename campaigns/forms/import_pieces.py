"""Forms of single pieces of an imported plan."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.enums import PieceKind as K
from campaigns.enums import PieceState, SectionKind, TargetOp
from campaigns.import_words import cut, cuts_of, typed_day
from campaigns.models import ImportPiece, Indicator
from orgs.enums import SeatRole

FREQUENCIES = (
    ("once", _("once")), ("daily", _("every day")), ("weekly", _("every week")),
    ("monthly", _("every month")),
)  # fmt: skip


class PieceDay(forms.CharField):
    """A day as plans write it; the year may be missing."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            required=False, max_length=20, help_text=_("2026-03-10, or 3月10日"), **kwargs
        )

    def clean(self, value: object) -> str:
        """The day as a piece keeps it, or an error that says how to write it."""
        day = typed_day(super().clean(value))
        if day is None:
            raise forms.ValidationError(_("This is no day. Write it as 2026-03-10 or 3月10日."))
        return day


class PieceForm(forms.Form):
    """A piece with the fields of its kind."""

    text = forms.CharField(label=_("Text"), max_length=4000, widget=forms.Textarea({"rows": 4}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, piece: ImportPiece, **kwargs: object) -> None:
        self.piece = piece
        given = {"text": piece.text, "version": piece.version}
        super().__init__(*args, initial=piece.fields | given, **kwargs)
        self.own = FIELDS[K(piece.kind)](piece)
        self.fields |= self.own
        if piece.kind in (K.PHASE, K.ATTACHMENT, K.SECTION):
            self.fields["text"].widget = forms.TextInput()
            self.fields["text"].max_length = 120
        self.order_fields(["title", "text"])

    def own_fields(self) -> dict[str, str]:
        """What a piece keeps, all of it words."""
        return {name: str(self.cleaned_data[name] or "") for name in self.own}


def _words(label: object, longest: int = 800) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=longest)


def _task_fields(piece: ImportPiece) -> dict[str, forms.Field]:
    names = piece.plan.pieces.filter(kind=K.PHASE).exclude(state=PieceState.DROPPED)
    phases = [("", _("none")), *((name, name) for name in names.values_list("text", flat=True))]
    now = piece.fields.get("phase", "")
    if now and now not in dict(phases):
        phases.append((now, now))
    return {
        "title": forms.CharField(label=_("Task"), max_length=120),
        "lead": _words(_("Lead unit")),
        "responsible": _words(_("Responsible units")),
        "support": _words(_("Supporting units")),
        "due_on": PieceDay(label=_("Due date")),
        "phase": forms.ChoiceField(label=_("Phase"), choices=phases, required=False),
    }


def _target_fields(piece: ImportPiece) -> dict[str, forms.Field]:
    library = [("", _("found by its name")), *((row.pk, row.shown_name)
               for row in Indicator.objects.in_use())]  # fmt: skip
    return {
        "metric": _words(_("What is counted"), 120),
        "op": forms.ChoiceField(label=_("At least or at most"), choices=TargetOp, required=False),
        "value": forms.DecimalField(label=_("Value"), min_value=0, max_digits=14, decimal_places=2),
        "indicator": forms.ChoiceField(label=_("Indicator"), choices=library, required=False),
    }


def _report_fields(piece: ImportPiece) -> dict[str, forms.Field]:
    return {
        "frequency": forms.ChoiceField(label=_("How often"), choices=FREQUENCIES, required=False),
        "due_on": PieceDay(label=_("Due, or due first, on")),
        "units": _words(_("Units")),
        "to": _words(_("Handed in to"), 120),
    }


def _seat_fields(piece: ImportPiece) -> dict[str, forms.Field]:
    return {
        "role": forms.ChoiceField(label=_("Seat"), choices=SeatRole),
        "person": _words(_("Person"), 40),
        "post": _words(_("Post"), 60),
        "unit": _words(_("Unit"), 80),
    }


def _section_fields(piece: ImportPiece) -> dict[str, forms.Field]:
    levels = [("1", _("section")), ("2", _("heading inside a section")), ("3", _("numbered line"))]
    return {
        "kind": forms.ChoiceField(label=_("Kind"), choices=SectionKind),
        "level": forms.ChoiceField(label=_("Level"), choices=levels),
    }


FIELDS = {
    K.TASK: _task_fields,
    K.TARGET: _target_fields,
    K.REPORTING: _report_fields,
    K.SEAT: _seat_fields,
    K.SECTION: _section_fields,
    K.DUTY: lambda piece: {"units": _words(_("Units"))},
    K.PHASE: lambda piece: {
        "starts_on": PieceDay(label=_("First day")), "ends_on": PieceDay(label=_("Last day")),
    },
    K.ATTACHMENT: lambda piece: {"number": _words(_("Number"), 3)},
}  # fmt: skip


class SplitForm(forms.Form):
    """Where a piece is cut in two."""

    at = forms.TypedChoiceField(label=_("Cut after"), coerce=int, widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, piece: ImportPiece, **kwargs: object) -> None:
        places = cuts_of(piece.text)
        middle = min(places, key=lambda at: abs(at - len(piece.text) / 2), default=None)
        super().__init__(*args, initial={"version": piece.version, "at": middle}, **kwargs)
        self.fields["at"].choices = [
            (at, gettext("%(first)s ｜ %(second)s") % dict(zip(
                ("first", "second"), cut(piece.text, at), strict=True)))
            for at in places
        ]  # fmt: skip
        self.places = places
