"""Forms of signing in and of accounts: they check input and change nothing."""

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgs import campaign_titles
from orgs.enums import Role
from orgs.models import Person, Unit, User
from orgs.queries.accounts import kept_units, roles_to_give

PASSWORD_LENGTH = 128


def password_hint() -> str:
    """The site's policy in one sentence."""
    if settings.PASSWORD_POLICY == "asvs":  # noqa: S105 - a name
        return _(
            "At least %(n)d characters; a few words in a row do well. Not a common password, "
            "not your name, your unit's or a word such as 反诈."
        ) % {"n": settings.SHORTEST_PASSWORD}
    return _(
        "At least %(n)d characters, with three of these: small letters, capital letters, digits, "
        "other signs. Not a common password, not your name, none of your last five."
    ) % {"n": settings.SHORTEST_PASSWORD}


class UnitField(forms.ModelChoiceField):
    """A choice of units, each set in as deep as it lies."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"empty_label": "—"} | kwargs)

    def label_from_instance(self, unit: Unit) -> str:
        """The name behind as many wide spaces as the unit is deep."""
        return "\u3000" * (unit.depth - 1) + unit.name


class SignInForm(forms.Form):
    """Account and password; whether they are right is the action's business."""

    username = forms.CharField(
        label=_("Account"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=PASSWORD_LENGTH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class PasswordForm(forms.Form):
    """The old password and the new one twice, the new one checked by the site's policy."""

    old = forms.CharField(
        label=_("Current password"),
        max_length=PASSWORD_LENGTH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        max_length=PASSWORD_LENGTH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy(password_hint, str)(),
    )
    again = forms.CharField(
        label=_("New password once more"),
        max_length=PASSWORD_LENGTH,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        """The password in force."""
        old = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError(_("This is not your current password."))
        return old

    def clean_new(self) -> str:
        """A password that the policy accepts."""
        new = self.cleaned_data["new"]
        password_validation.validate_password(new, self.user)
        return new

    def clean(self) -> dict:
        """The new password typed the same twice."""
        data = super().clean()
        if "new" in data and data.get("again") and data["again"] != data["new"]:
            self.add_error("again", _("This is not the same as the new password above."))
        return data


class ProfileForm(forms.Form):
    """What people change about themselves."""

    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("Reminders go there as well as into your inbox."),
    )


class AccountForm(forms.Form):
    """An account as an administrator changes it; the units are those ``by`` looks after."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=40)
    home_unit = UnitField(label=_("Unit"), queryset=Unit.objects.none())
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)

    def __init__(self, by: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home_unit"].queryset = kept_units(by)


class NewAccountForm(AccountForm):
    """A new account with its first role, which counts for the unit of the account."""

    username = forms.CharField(
        label=_("Account"),
        max_length=60,
        help_text=_("Letters, digits or . _ - + @; for example the work number."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=[("", "—")], required=False)
    person = forms.ModelChoiceField(
        queryset=Person.objects.none(), required=False, widget=forms.HiddenInput
    )
    field_order = ["username", "name", "home_unit", "role", "email"]

    def __init__(self, by: User, *args: object, **kwargs: object) -> None:
        super().__init__(by, *args, **kwargs)
        self.fields["role"].choices = [("", "—"), *roles_to_give(by)]
        self.fields["person"].queryset = Person.objects.visible_to(by).filter(user=None)


class GrantForm(forms.Form):
    """A role over a unit and everything below it."""

    role = forms.ChoiceField(label=_("Role"))
    unit = UnitField(label=_("Over this unit and all below"), queryset=Unit.objects.none())
    campaign = forms.TypedChoiceField(
        label=_("Only in this campaign"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, by: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "—"), *roles_to_give(by)]
        self.fields["unit"].queryset = kept_units(by)
        self.fields["campaign"].choices = [
            ("", _("in all campaigns")),
            *campaign_titles.choices(by),
        ]


class AccountFilter(forms.Form):
    """What the list of accounts is asked for; a value that makes no sense is left out."""

    q = forms.CharField(required=False, max_length=60)
    unit = UnitField(queryset=Unit.objects.none(), required=False, empty_label=_("All units"))
    role = forms.ChoiceField(required=False, choices=[("", _("All roles")), *Role.choices])
    state = forms.ChoiceField(
        required=False,
        choices=[("", _("All states")), ("enabled", _("enabled")), ("disabled", _("disabled"))],
    )

    def __init__(self, by: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = kept_units(by)

    def wanted(self) -> dict:
        """The filters that hold, by the names that the query knows."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "text": data.get("q", ""),
            "unit": data.get("unit"),
            "role": data.get("role", ""),
            "state": data.get("state", ""),
        }
