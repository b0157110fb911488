"""Forms of reading a plan in: its text, what holds for all of it, single pieces."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.actions.plan_imports import FACTS
from campaigns.enums import CampaignKind
from campaigns.enums import PieceKind as K
from campaigns.imports.plan_file import BYTES, read_plan_file
from campaigns.models import ImportPiece, PlanImport
from campaigns.queries.import_facts import ImportFacts
from campaigns.queries.plan_imports import headings_of
from fraudwatch.lib.errors import DomainError
from orgs.enums import Role
from orgs.models import LeadingGroup, Unit

from .fields import DayInput

MOST_PLANS = 50


class PasteForm(forms.Form):
    """A plan as text or as a file; which unit's it is, where somebody coordinates several."""

    asks_which = False
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Led by"), empty_label=None)
    text = forms.CharField(
        label=_("Text of the plan"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "autocomplete": "off"}),
        help_text=_("Paste it as it is, numbers and all."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx,.txt"}),
        help_text=_(".docx or .txt, at most 10 MB"),
    )  # fmt: skip

    part = forms.TypedChoiceField(
        label=_("Which plan"), coerce=int, empty_value=None, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(
        self, *args: object, user: object, owner: Unit | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = [(n, n) for n in range(MOST_PLANS)]
        units = user.top_units({Role.COORDINATOR}).active()
        if owner is not None:
            units = Unit.objects.visible_to(user).filter(pk=owner.pk)
        self.fields["unit"].queryset = units
        self.only = units[0] if len(units) == 1 else None
        if self.only:
            self.fields["unit"].required = False
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = self.only

    def clean_unit(self) -> Unit | None:
        """The unit chosen; who coordinates one alone need not say which."""
        return self.only or self.cleaned_data["unit"]

    def clean(self) -> dict:
        """The words, from wherever they come; ``words``, ``headings`` and ``name``."""
        data = super().clean()
        file, text = data.get("file"), data.get("text") or ""
        if self.errors:
            return data
        if file is not None and text.strip():
            raise forms.ValidationError(_("Paste the text or choose a file, not both."))
        if file is None:
            return data | {"words": text, "headings": {}, "name": ""}
        if file.size > BYTES:
            self.add_error("file", _("The file is larger than 10 MB. Leave out pictures."))
            return data
        try:
            word = read_plan_file(file.read())
        except DomainError as refusal:
            self.add_error("file", str(refusal))
            return data
        return data | {"words": word.text, "headings": word.headings, "name": file.name}

    def ask_which(self, titles: list[str]) -> None:
        """Ask which of several plans is meant; the words of a file go on as pasted text."""
        self.data = self.data.copy()
        self.data["text"] = self.cleaned_data["words"]
        self.fields["part"].choices = list(enumerate(titles[:MOST_PLANS]))
        self.asks_which = True


class FactsForm(forms.Form):
    """What holds for the whole plan."""

    title = forms.CharField(label=_("Title"), max_length=120)
    theme = forms.CharField(label=_("Theme"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=CampaignKind)
    starts_on = forms.DateField(label=_("First day"), required=False, widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=DayInput)
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=2000, max_value=2100,
        help_text=_("for days that stand without their year"),
    )  # fmt: skip
    from_now = forms.DateField(
        label=_("“From now on” (即日起) means"), required=False, widget=DayInput,
        help_text=_("the first day, where none is given"),
    )  # fmt: skip
    lead = forms.CharField(
        label=_("Leads tasks that name nobody to lead"), required=False, max_length=200,
        help_text=_("one unit, as a plan names it; empty: they stay open"),
    )  # fmt: skip
    due_on = forms.DateField(
        label=_("Due day of tasks that name none"), required=False, widget=DayInput,
        help_text=_("empty: they stay open"),
    )  # fmt: skip
    leading_group = forms.ModelChoiceField(
        LeadingGroup.objects.none(), label=_("Leading group"), required=False,
        empty_label=_("none"),
    )  # fmt: skip
    makes_group = forms.BooleanField(
        label=_("Set up the group that the plan names"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, plan: PlanImport, user: object, **kwargs: object) -> None:
        given = {name: getattr(plan, name) for name in (*FACTS, "version")}
        super().__init__(*args, initial=given, **kwargs)
        self.plan = plan
        groups = LeadingGroup.objects.visible_to(user).filter(unit=plan.unit, to_on=None)
        self.fields["leading_group"].queryset = groups
        if "即日" not in plan.text:
            self.fields.pop("from_now")
        if not plan.pieces.filter(kind=K.SEAT).exists():
            self.fields.pop("makes_group")

    def facts(self) -> dict[str, object]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}

    def clean_lead(self) -> str:
        """Words that mean exactly one unit, or none."""
        words = self.cleaned_data["lead"].strip()
        found = ImportFacts(self.plan).units(words)
        if not words:
            return ""
        if found.problems:
            raise forms.ValidationError(found.problems)
        if len(found.units) != 1:
            raise forms.ValidationError(_("One unit leads. Name it alone."))
        return words

    def clean(self) -> dict:
        """即日起 is the first day where none is given; the days are in their order."""
        data = super().clean()
        if data.get("from_now") and not data.get("starts_on"):
            data["starts_on"] = data["from_now"]
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first. Change one of them."))
        elif first and last and (last - first).days > 1100:
            self.add_error("ends_on", _("A campaign lasts three years at most. Choose a day."))
        if data.get("makes_group") and data.get("leading_group"):
            self.add_error("makes_group", _("Choose a group, or set up a new one, not both."))
        return data


class NameForm(forms.Form):
    """What a name of the plan means here."""

    name = forms.CharField(max_length=200, widget=forms.HiddenInput)
    words = forms.CharField(max_length=400, required=False)
    learn = forms.BooleanField(required=False)


class BlockUnitsForm(forms.Form):
    """Units for all tasks and duties below one heading, or of the whole plan."""

    heading = forms.ModelChoiceField(
        ImportPiece.objects.none(), label=_("Tasks below"), required=False,
        empty_label=_("the whole plan"),
    )  # fmt: skip
    words = forms.CharField(label=_("Responsible units"), max_length=400)

    def __init__(self, *args: object, plan: PlanImport, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        keys = [piece.pk for piece in headings_of(plan)]
        self.fields["heading"].queryset = plan.pieces.filter(pk__in=keys)
