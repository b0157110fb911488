"""Forms of people, liaisons, leading groups and rosters: they check input and change nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgs.enums import LiaisonPost, SeatRole
from orgs.models import Person, Unit, User

from .fields import PersonField, UnitField

ROSTER_BYTES = 10 * 1024 * 1024


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def people_of(user: User) -> object:
    """The people a form may name: in sight and still working."""
    return Person.objects.visible_to(user).working().select_related("unit")


class PersonForm(forms.Form):
    """The facts of a person."""

    name = forms.CharField(label=_("Full name"), max_length=40)
    post = forms.CharField(label=_("Post"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("Work phone"),
        max_length=40,
        required=False,
        help_text=_("Kept encrypted; others see it masked."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AppointForm(forms.Form):
    """Who becomes liaison on which post."""

    person = PersonField(label=_("Person"), queryset=Person.objects.none())
    post = forms.ChoiceField(label=_("Liaison post"), choices=LiaisonPost)

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(user)
        self.fields["person"].wire("person")


class HandOverForm(forms.Form):
    """Who takes the post over."""

    to = PersonField(label=_("Successor"), queryset=Person.objects.none())

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people_of(user)
        self.fields["to"].wire("to")


class LeaveForm(forms.Form):
    """Who takes over what a leaving person had; blank when nothing is left."""

    to = PersonField(
        label=_("Successor"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Takes over every post and every open item above, in one step."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people_of(user)
        self.fields["to"].wire("to")


class GroupForm(forms.Form):
    """A leading group: name, where its office sits, its term."""

    name = forms.CharField(label=pgettext_lazy("unit", "Name"), max_length=120)
    office_unit = UnitField(
        label=_("Office located in"), required=False, queryset=Unit.objects.none()
    )
    from_on = forms.DateField(label=_("From"), widget=DayInput())
    to_on = forms.DateField(
        label=_("Dissolved from"),
        required=False,
        widget=DayInput(),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office_unit"].queryset = Unit.objects.visible_to(user).active()
        self.fields["office_unit"].wire("office_unit")


class SeatForm(forms.Form):
    """Who takes which seat, from when and until when."""

    role = forms.ChoiceField(label=_("Seat"), choices=SeatRole)
    person = PersonField(label=_("Person"), queryset=Person.objects.none())
    from_on = forms.DateField(label=_("From"), required=False, widget=DayInput())
    to_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DayInput(),
        help_text=_("Blank while the term is open. On this day the seat is vacant again."),
    )
    position = forms.IntegerField(
        label=_("Place among equals"), required=False, min_value=0, max_value=1000
    )

    def __init__(self, user: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(user)
        self.fields["person"].wire("person")


class SeatTermForm(forms.Form):
    """The term of a seat that is taken, and its place; ``version`` is the group's."""

    from_on = forms.DateField(label=_("From"), widget=DayInput())
    to_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DayInput(),
        help_text=_("Blank while the term is open. On this day the seat is vacant again."),
    )
    position = forms.IntegerField(
        label=_("Place among equals"), required=False, min_value=0, max_value=1000
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class RosterForm(forms.Form):
    """The workbook with units and people."""

    file = forms.FileField(
        label=_("Excel file"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=_(".xlsx, at most 10 MB"),
    )

    def clean_file(self) -> object:
        """A file of a size we read."""
        file = self.cleaned_data["file"]
        if file.size > ROSTER_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB. Split it."))
        return file
