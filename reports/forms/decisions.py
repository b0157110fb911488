"""What a reviewer or coordinator posts about a report."""

from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FIELD = 40

USUAL_REASONS = (
    _("A cumulative figure was entered for the week"),
    _("Too few photos"),
    _("The work is not described"),
    _("The figures do not match the ledger"),
)


class ReturnForm(forms.Form):
    """A return: why, until when, and which fields (read by :meth:`marks`)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        error_messages={"required": _("Say what the unit is asked to correct.")},
    )
    correct_by = forms.DateTimeField(
        label=_("Submit again by"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%z"],
        error_messages={"required": _("Choose until when the unit can correct the report.")},
    )

    def marks(self) -> dict[str, str]:
        """The marked fields, each with its own reason or none."""
        data = self.data
        keys = data.getlist("mark") if isinstance(data, QueryDict) else data.get("mark", [])
        return {key[:FIELD]: str(data.get(f"m.{key}", "")).strip()[:200] for key in keys if key}


class VersionForm(forms.Form):
    """A step that needs nothing but the version of the report that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ApproveForm(forms.Form):
    """An approval; with unusual figures it needs the tick that they were looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.BooleanField(
        required=False,
        error_messages={
            "required": _("Tick that you have looked at the unusual figures, then approve.")
        },
    )

    def __init__(self, *args: object, warnings: int = 0, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].required = bool(warnings)


class ExemptForm(forms.Form):
    """Excusing a unit for one period."""

    reason = forms.CharField(label=_("Why is the unit exempt?"), max_length=200)


class ReopenForm(forms.Form):
    """Opening a missed report late."""

    until = forms.DateTimeField(
        label=_("Open until"),
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(label=_("Why is it opened again?"), max_length=200)

    @staticmethod
    def starting(until: datetime) -> "ReopenForm":
        """The empty form, offering ``until``."""
        return ReopenForm(initial={"until": timezone.localtime(until)})
