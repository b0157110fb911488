"""What is posted about a correction of approved figures."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.forms.decisions import FIELD

MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S%z"]


class AskForm(forms.Form):
    """Why approved figures are wrong; the figures themselves are read from the inputs ``v.…``."""

    reason = forms.CharField(
        label=_("Why do the figures have to be corrected?"),
        max_length=500,
        error_messages={"required": _("Say why the figures have to be corrected.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OpenForm(AskForm):
    """The office opens a report for correction itself."""

    correct_by = forms.DateTimeField(
        label=_("Submit again by"),
        input_formats=MOMENTS,
        error_messages={"required": _("Choose until when the unit can correct the report.")},
    )


class GrantForm(forms.Form):
    """The office's yes: until when, and a sentence if it likes."""

    correction = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(label=_("A sentence to the unit"), max_length=300, required=False)
    correct_by = forms.DateTimeField(
        label=_("Submit again by"),
        input_formats=MOMENTS,
        error_messages={"required": _("Choose until when the unit can correct the report.")},
    )


class RefuseForm(forms.Form):
    """The office's no, which needs a sentence."""

    correction = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(
        max_length=300, error_messages={"required": _("Say why the correction is refused.")}
    )


class DropForm(forms.Form):
    """Taking a correction back needs a sentence too."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=300,
        error_messages={"required": _("Say why the correction is taken back.")},
    )


def figures_typed(values: Mapping[str, object]) -> dict[str, object]:
    """The figures that were typed; an empty box leaves what was approved."""
    return {key: value for key, value in values.items() if not _is_blank(value)}


def fields_named(posted: object) -> list[str]:
    """The other fields that were ticked."""
    return [key[:FIELD] for key in posted.getlist("mark") if key][:60]


def _is_blank(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(_is_blank(part) for part in value.values())
    return not str(value).strip()
