"""Forms on the way of a plan: sending, returning, publishing, comments."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.document_numbers import next_number, normal_number
from campaigns.models import Campaign, PlanVersion

from .fields import DayInput

LONGEST = 1000
SIGN_DAYS = 2
MOST_DAYS = 60


class SendForm(forms.Form):
    """What changed, in the sender's words."""

    message = forms.CharField(
        label=gettext_lazy("What the reviewers should know"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RemarksForm(forms.Form):
    """What the reviewer says when signing off or returning."""

    remarks = forms.CharField(
        label=gettext_lazy("Remarks"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PublishForm(forms.Form):
    """What an official document bears, and until when the units acknowledge it."""

    document_number = forms.CharField(
        label=gettext_lazy("Document number"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Such as 青反诈办〔2026〕3号; brackets put themselves right."),
    )
    issuer = forms.CharField(label=gettext_lazy("Issued by"), max_length=120)
    issued_on = forms.DateField(label=gettext_lazy("Date of issue"), widget=DayInput)
    recipients = forms.CharField(label=gettext_lazy("To"), max_length=400, required=False)
    copies = forms.CharField(label=gettext_lazy("Copies to"), max_length=400, required=False)
    note = forms.CharField(
        label=gettext_lazy("Note to the units"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It comes with the notice that each unit gets."),
    )
    sign_days = forms.IntegerField(
        label=gettext_lazy("Working days to acknowledge"),
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Leave it empty for no deadline."),
    )

    def clean_document_number(self) -> str:
        """The number in its one form, or a sentence about what is missing in it."""
        text = self.cleaned_data["document_number"]
        try:
            return normal_number(text)
        except ValueError as error:
            raise forms.ValidationError(
                _(
                    "Write the office, the year in brackets and the number, such as "
                    "青反诈办〔2026〕3号."
                )
            ) from error


def publish_initial(campaign: Campaign, today: date) -> dict[str, object]:
    """What the form offers: the next number, the office, today, and whom the last one went to."""
    papers = PlanVersion.objects.filter(owner=campaign.owner).exclude(document_number="")
    used = list(papers.order_by("-published_at").values_list("document_number", flat=True)[:200])
    last = (
        PlanVersion.objects.filter(campaign=campaign)
        .exclude(published_at=None)
        .order_by("-number")
        .first()
    )
    group = campaign.leading_group
    issuer = _("Office of %(group)s") % {"group": group.name} if group else campaign.owner.name
    return {
        "document_number": next_number(used, today.year),
        "issuer": last.issuer if last else issuer,
        "issued_on": today,
        "recipients": last.recipients if last else _("all member units"),
        "copies": last.copies if last else "",
        "sign_days": SIGN_DAYS,
    }
