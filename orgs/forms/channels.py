"""Forms of channels; what is sealed is never shown again."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgs.enums import GROUP_CHANNELS, Channel
from orgs.forms.accounts import UnitField
from orgs.models import ChannelSetup, Unit, User
from orgs.queries.channels import owning_units

KINDS = (*GROUP_CHANNELS, Channel.SMS)
ADDRESS_HINTS = {
    Channel.WECOM: _(
        "In the group: … › Message push (group robot) › Add. Copy the address that begins with "
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key="
    ),
    Channel.DINGTALK: _(
        "In the group: Settings › Robots › Add › Custom. Choose signing and copy the address that "
        "begins with https://oapi.dingtalk.com/robot/send?access_token="
    ),
    Channel.FEISHU: _(
        "In the group: Settings › Bots › Add › Custom bot. Choose signature verification and copy "
        "the address that begins with https://open.feishu.cn/open-apis/bot/v2/hook/"
    ),
    Channel.SMS: _("The gateway's address; what it must understand stands in docs/channels.md."),
    Channel.WEBHOOK: _("The other system's address; what it gets stands in docs/channels.md."),
}
SECRET_HINTS = {
    Channel.DINGTALK: _("The robot's signing secret; it begins with SEC."),
    Channel.FEISHU: _("The robot's signature secret."),
    Channel.SMS: _("At least 16 characters, the same here and at the gateway: it signs each call."),
    Channel.WEBHOOK: _("At least 16 characters, the same here and there: it signs each message."),
}
KEPT = _("Sealed. Leave it empty to keep what is there.")


class ChannelForm(forms.Form):
    """A channel's name, unit, address and secret; with ``setup`` blanks keep what is there."""

    name = forms.CharField(
        label=_("Name"), max_length=40, help_text=_("As coordinators read it: the group's name.")
    )
    unit = UnitField(
        label=_("Unit"), queryset=Unit.objects.none(),
        help_text=_("Coordinators over this unit may use the channel."),
    )  # fmt: skip
    address = forms.CharField(
        label=pgettext_lazy("channel", "Address"), max_length=500,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Secret"), max_length=200, required=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, user: User, kind: str, *args: object, setup: ChannelSetup | None = None,
        **kwargs: object,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = owning_units(user)
        self.fields["address"].required = setup is None
        self.fields["address"].help_text = KEPT if setup else ADDRESS_HINTS[kind]
        if kind == Channel.SMS:
            self.fields["unit"].help_text = _("The gateway serves people of this unit and below.")
        if kind == Channel.WECOM:
            del self.fields["secret"]  # the key in the address is all there is
        else:
            self.fields["secret"].help_text = KEPT if setup else SECRET_HINTS[kind]
            self.fields["secret"].required = setup is None

    def clean(self) -> dict:
        """Words as the action takes them."""
        return super().clean() | {"secret": self.cleaned_data.get("secret", "")}
