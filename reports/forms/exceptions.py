"""What the office posts about a period, and about the time of single units."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LOCAL = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A moment in Shanghai, to the minute."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)
    input_formats = (LOCAL,)


class ReasonForm(forms.Form):
    """A step that needs nothing but its reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200,
        error_messages={"required": _("Say why; the reason stays with the period.")},
    )  # fmt: skip


class UntilForm(ReasonForm):
    """A step with the moment until which it holds."""

    until = MomentField(
        label=_("Until"), error_messages={"required": _("Say until when, to the minute.")}
    )
    field_order = ("until", "reason")

    @staticmethod
    def starting(until: datetime, prefix: str = "") -> "UntilForm":
        """The empty form, offering ``until``."""
        form = UntilForm(initial={"until": timezone.localtime(until).replace(second=0)})
        form.auto_id = f"id_{prefix}%s" if prefix else form.auto_id
        return form


class ExemptManyForm(ReasonForm):
    """Excusing several units at once."""

    units = forms.TypedMultipleChoiceField(
        label=_("Units"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the units that are exempt.")},
    )  # fmt: skip
    field_order = ("units", "reason")

    def __init__(self, *args: object, units: list, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = [(unit.pk, unit.name) for unit in units]
