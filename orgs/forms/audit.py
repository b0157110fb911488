"""What the audit log is asked for."""

from datetime import date, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from orgs import audit_words

SHOWN_FIRST = timedelta(days=7)


def day_field(label: str) -> forms.DateField:
    """A day chosen from the browser's calendar; ``label`` is spoken, not shown."""
    return forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "aria-label": label}, format="%Y-%m-%d"),
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2100, 1, 1))],
    )


class AuditFilter(forms.Form):
    """Person, object or address; action; days; a value that makes no sense is left out."""

    q = forms.CharField(required=False, max_length=80)
    action = forms.ChoiceField(required=False)
    since = day_field(_("First day"))
    until = day_field(_("Last day"))
    sensitive = forms.BooleanField(required=False, label=_("Sensitive actions only"))

    def __init__(self, params: QueryDict, today: date) -> None:
        data = params.copy()
        if "since" not in data:  # an empty field, though, asks for everything
            data["since"] = (today - SHOWN_FIRST).isoformat()
        super().__init__(data)
        self.fields["action"].choices = [("", _("All actions")), *audit_words.choices()]

    def wanted(self) -> dict:
        """The filters that hold, by the names that the query knows."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "text": data.get("q", ""),
            "action": data.get("action", ""),
            "since": data.get("since"),
            "until": data.get("until"),
            "sensitive": bool(data.get("sensitive")),
        }
