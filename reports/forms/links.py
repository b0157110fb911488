"""What is posted about collection links: the code at the door, the units to make links for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EnterForm(forms.Form):
    """The six digits and the name of who fills in."""

    code = forms.CharField(
        label=_("Six-digit code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
        error_messages={"required": _("Enter the six digits you were given.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=40,
        help_text=_("It stands on the report as the person who filled it in."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name; it stands on the report.")},
    )
