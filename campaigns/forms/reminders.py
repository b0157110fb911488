"""Forms of reminders: a step as a sentence with gaps, a policy's terms, one's own choice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import Audience, Occasion
from campaigns.models import ReminderChoice, ReminderPolicy, ReminderStep
from campaigns.reminder_words import OVER, occasion_kind
from orgs.enums import Channel

DAY, HOUR, MINUTE = 1440, 60, 1
LONGEST = 60 * DAY
PERSONAL = (Channel.EMAIL, Channel.SMS)
PAUSES = [
    (30, _("30 minutes")), (60, _("1 hour")), (120, _("2 hours")), (240, _("4 hours")),
    (480, _("8 hours")), (1440, _("1 day")),
]  # fmt: skip


def _channels() -> list[tuple[str, str]]:
    return [(one.value, OVER[one]) for one in PERSONAL]


class StepForm(forms.Form):
    """When: before or after the due moment, and how long; whom; over what besides the inbox."""

    when = forms.ChoiceField(label=_("Send it"), choices=Occasion)
    amount = forms.IntegerField(
        label=_("How long before or after"), min_value=1, max_value=LONGEST, required=False,
        help_text=_("Not needed at the due moment."),
    )  # fmt: skip
    measure = forms.TypedChoiceField(
        label=_("Counted in"), coerce=int, initial=HOUR,
        choices=[(MINUTE, _("minutes")), (HOUR, _("hours")), (DAY, _("days"))],
    )  # fmt: skip
    to = forms.MultipleChoiceField(
        label=_("To whom"), choices=Audience, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one group of people.")},
        help_text=_("Those above the unit are told who was reminded before them."),
    )  # fmt: skip
    channels = forms.MultipleChoiceField(
        label=_("Besides the inbox also by"), choices=_channels, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    to_groups = forms.BooleanField(
        label=_("one message with the list of the missing to the group robots"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def initial_of(step: ReminderStep) -> dict:
        """The form filled with what stands."""
        minutes = abs(step.minutes)
        measure = next((one for one in (DAY, HOUR) if minutes and not minutes % one), MINUTE)
        return {
            "when": occasion_kind(step.minutes),
            "amount": minutes // measure or None,
            "measure": measure,
            "to": step.to,
            "channels": step.channels,
            "to_groups": step.to_groups,
            "version": step.version,
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

    def fields_of_step(self) -> dict:
        """What the actions take."""
        return {
            name: self.cleaned_data[name] for name in ("minutes", "to", "channels", "to_groups")
        }


class QuietFields(forms.Form):
    """Quiet hours, both ends or none."""

    quiet_from = forms.TimeField(
        label=_("Quiet hours from"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, "%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("until"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M"),
        help_text=_("What falls in between goes out right afterwards. Leave both empty for none."),
    )  # fmt: skip

    def clean(self) -> dict:
        """Both ends or none, and not the same."""
        data = super().clean()
        start, end = data.get("quiet_from"), data.get("quiet_until")
        if self.errors:
            return data
        if (start is None) != (end is None):
            field = "quiet_until" if end is None else "quiet_from"
            self.add_error(field, _("Quiet hours need both ends; leave both empty for none."))
        elif start is not None and start == end:
            self.add_error("quiet_until", _("Quiet hours cannot begin and end at the same time."))
        return data


class PolicyForm(QuietFields):
    """The terms under which all steps of a policy go out."""

    rings_at_due = forms.BooleanField(
        label=_("the due moment itself also in quiet hours and on days off"), required=False
    )
    working_days_only = forms.BooleanField(
        label=_("on working days only"), required=False,
        help_text=_(
            "Before the due moment it goes out on the last working day, later on the next one."
        ),
    )  # fmt: skip
    is_digest = forms.BooleanField(
        label=_("gather what falls together into one message a person and day"), required=False,
        help_text=_("It goes out at 8:30 in the morning; the due moment itself never waits."),
    )  # fmt: skip
    lets_choose = forms.BooleanField(
        label=_("people may choose channels and hours for themselves"), required=False
    )
    cooling_minutes = forms.TypedChoiceField(
        label=_("Least time between two reminders by hand"), coerce=int, choices=PAUSES
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def initial_of(cls, policy: ReminderPolicy) -> dict:
        """The form filled with what stands."""
        return {name: getattr(policy, name) for name in cls.base_fields}

    def terms(self) -> dict:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PolicyAddForm(forms.Form):
    """What a new policy is about."""

    what = forms.ChoiceField(
        label=_("Remind of"),
        help_text=_(
            "It begins with the usual steps and switched off, so that you can look at it first. "
            "A policy of one report or task stands in place of the one for all."
        ),
    )

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices

    def chosen(self) -> dict:
        """What the action takes."""
        subject, _colon, key = self.cleaned_data["what"].partition(":")
        return {"subject": subject, "object_id": int(key) if key else None}


class ChoiceForm(QuietFields):
    """What a person wants of reminders; the inbox always gets them."""

    digest = forms.ChoiceField(
        label=_("When several reminders fall on one day"),
        choices=[("", _("as the office has set it")), ("yes", _("one message in the morning")),
                 ("no", _("each at its own moment"))],
        required=False,
    )  # fmt: skip
    wanted = forms.MultipleChoiceField(
        label=_("Besides the inbox also by"), choices=_channels, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As far as the office sends over these channels."),
    )  # fmt: skip
    field_order = ("digest", "wanted", "quiet_from", "quiet_until")

    @staticmethod
    def initial_of(choice: ReminderChoice | None) -> dict:
        """The form filled with what stands; all channels where nothing was chosen."""
        without = choice.without if choice else []
        return {
            "digest": {True: "yes", False: "no"}.get(choice.is_digest if choice else None, ""),
            "wanted": [one.value for one in PERSONAL if one not in without],
            "quiet_from": choice.quiet_from if choice else None,
            "quiet_until": choice.quiet_until if choice else None,
        }

    def chosen(self) -> dict:
        """What the action takes."""
        data = self.cleaned_data
        return {
            "is_digest": {"yes": True, "no": False}.get(data["digest"]),
            "without": [one.value for one in PERSONAL if one not in data["wanted"]],
            "quiet_from": data["quiet_from"],
            "quiet_until": data["quiet_until"],
        }
