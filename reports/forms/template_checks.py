"""The form of a check on a report's figures."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.enums import Severity
from reports.expression_tokens import LONGEST
from reports.models import TemplateCheck

FIELDS = ("expression", "message", "message_en", "severity", "about")


class CheckForm(forms.Form):
    """A condition that has to hold, and what is said where it does not."""

    expression = forms.CharField(
        label=_("What has to hold"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "tc-code"}),
    )
    message = forms.CharField(
        label=_("What the unit is told otherwise"), max_length=120,
        help_text=_("One sentence: what is wrong, and how to mend it."),
    )  # fmt: skip
    message_en = forms.CharField(label=_("The same in English"), max_length=160, required=False)
    severity = forms.ChoiceField(
        label=_("Then the report"), choices=Severity, initial=Severity.WARNING
    )
    about = forms.ChoiceField(label=_("Said at the figure"), required=False)

    def __init__(
        self,
        *args: object,
        figures: list[tuple[str, str]],
        check: TemplateCheck | None = None,
        **kwargs: object,
    ) -> None:
        if check is not None:
            kwargs["initial"] = {name: getattr(check, name) for name in FIELDS}
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("the first that is named")), *figures]
