"""Forms of the campaign itself: its facts, and the steps it takes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CampaignKind
from campaigns.models import Campaign
from orgs.enums import Role
from orgs.models import LeadingGroup, Unit

from .fields import DayInput


class CampaignForm(forms.Form):
    """A campaign's facts; who leads it is asked once, for a new one."""

    owner = forms.ModelChoiceField(Unit.objects.none(), label=_("Led by"))
    title = forms.CharField(label=_("Title"), max_length=120)
    theme = forms.CharField(
        label=_("Theme"), max_length=120, required=False, help_text=_("The slogan, if it has one.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=CampaignKind)
    leading_group = forms.ModelChoiceField(
        LeadingGroup.objects.none(), label=_("Leading group"), required=False
    )
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, user: object, campaign: Campaign | None = None, **kwargs):
        if campaign is not None:
            kwargs["initial"] = {
                name: getattr(campaign, name)
                for name in ("title", "theme", "kind", "leading_group", "starts_on", "ends_on")
            } | {"version": campaign.version}
        super().__init__(*args, **kwargs)
        units = user.top_units({Role.COORDINATOR}).active()
        if campaign is None:
            self.fields["owner"].queryset = units
            self.fields["owner"].initial = units.first()
            self.fields.pop("version")
        else:
            self.fields.pop("owner")
        self.fields["leading_group"].queryset = LeadingGroup.objects.visible_to(user)


class ReasonForm(forms.Form):
    """A sentence that says why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
