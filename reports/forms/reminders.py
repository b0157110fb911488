"""The form of a reminder rule: a sentence with gaps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.enums import Occasion
from reports.models import ReminderRule

DAY, HOUR, MINUTE = 1440, 60, 1
LONGEST = 60 * DAY


class RuleForm(forms.Form):
    """When: before or after the due moment, and how long; how: also whom, also by mail."""

    when = forms.ChoiceField(label=_("Send it"), choices=Occasion)
    amount = forms.IntegerField(
        label=_("How long before or after"), min_value=1, max_value=LONGEST, required=False,
        help_text=_("Not needed at the due moment."),
    )  # fmt: skip
    measure = forms.TypedChoiceField(
        label=_("Counted in"), coerce=int, initial=HOUR,
        choices=[(MINUTE, _("minutes")), (HOUR, _("hours")), (DAY, _("days"))],
    )  # fmt: skip
    to_deputy = forms.BooleanField(label=_("also to the backup liaison"), required=False)
    by_email = forms.BooleanField(label=_("also by e-mail"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def initial_of(rule: ReminderRule) -> dict:
        """The form filled with what stands."""
        minutes = abs(rule.minutes)
        measure = next((one for one in (DAY, HOUR) if minutes and not minutes % one), MINUTE)
        return {
            "when": rule.occasion,
            "amount": minutes // measure or None,
            "measure": measure,
            "to_deputy": rule.to_deputy,
            "by_email": rule.by_email,
            "version": rule.version,
        }

    def clean(self) -> dict:
        """``minutes`` from the due moment, negative before it."""
        data = super().clean()
        when, amount = data.get("when"), data.get("amount")
        if when == Occasion.AT_DUE:
            data["minutes"] = 0
        elif when and not amount and "amount" not in self.errors:
            self.add_error("amount", _("Say how long before or after."))
        elif when and amount and "measure" in data:
            minutes = amount * data["measure"]
            if minutes > LONGEST:
                self.add_error("amount", _("That is longer than 60 days."))
            data["minutes"] = -minutes if when == Occasion.BEFORE else minutes
        return data

    def terms(self) -> dict:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in ("minutes", "to_deputy", "by_email")}
