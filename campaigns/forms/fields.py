"""Fields that several forms of this app share."""

from datetime import datetime, time
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Indicator
from fraudwatch.lib.numbers import NumberProblem, parse_number
from fraudwatch.lib.uploads import ATTACHMENT_BYTES


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class ManyFilesInput(forms.FileInput):
    """Lets several files be chosen at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files as ``(name, content)``; one that is too large is not even read."""

    widget = ManyFilesInput

    def clean(self, data: object, initial: object = None) -> list[tuple[str, bytes]]:
        """The files, or an error that names the one that is too large."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        for file in files:
            if file.size > ATTACHMENT_BYTES:
                raise forms.ValidationError(
                    _("“%(name)s” is larger than %(size)d MB. Send it in parts or smaller."),
                    params={"name": file.name, "size": ATTACHMENT_BYTES // 1_000_000},
                )
        return [(file.name, file.read()) for file in files]


class FigureField(forms.CharField):
    """A figure as people type it (1,200; 1.2万), read by the rules of its indicator."""

    indicator: Indicator | None = None

    def __init__(self, **kwargs: object) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=40, **kwargs)

    def ask_for(self, indicator: Indicator) -> None:
        """Take figures of this indicator, under its name."""
        self.indicator = indicator
        unit = indicator.unit_of_measure
        self.label = f"{indicator.shown_name} ({unit})" if unit else indicator.shown_name

    def clean(self, value: object) -> Decimal | None:
        """The figure, None for a blank, or an error that says how to mend it."""
        text = super().clean(value)
        kind = self.indicator.kind if self.indicator else "decimal"
        try:
            return parse_number(text, kind=kind) if text else None
        except NumberProblem as problem:
            raise forms.ValidationError(str(problem)) from problem


def moment_of(day: object, hour: time | None) -> datetime | None:
    """Day and time of the form as one aware moment; without a time the end of the day counts."""
    if day is None:
        return None
    return datetime.combine(day, hour or time(23, 59), timezone.get_default_timezone())
