"""Forms that start a campaign: from an outline, from an earlier campaign, from a higher one."""

from collections.abc import Sequence
from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CampaignKind
from campaigns.models import Assignment, Campaign, Task
from campaigns.outlines import Outline
from campaigns.queries.copies import Moved, copy_sketch
from campaigns.queries.higher_plans import (
    asked_above,
    asked_words,
    child_sketch,
    concerns,
    higher_campaigns,
    offered_tasks,
    units_to_implement,
)
from campaigns.queries.outlines import find_roles, outline_sketch
from campaigns.sketches import Sketch
from fraudwatch.lib import clock
from fraudwatch.lib.weeks import monday_of
from orgs.enums import Role
from orgs.models import LeadingGroup, Unit

from .fields import DayInput

LONGEST = 800
NAMED = 8


class StartForm(forms.Form):
    """The facts of a new campaign, whatever it starts from.

    ``look()`` gives the sketch of what the form says now; None while it cannot be said.
    """

    owner = forms.ModelChoiceField(Unit.objects.none(), label=_("Led by"), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=120)
    theme = forms.CharField(label=_("Theme"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=CampaignKind)
    leading_group = forms.ModelChoiceField(
        LeadingGroup.objects.none(), label=_("Leading group"), required=False
    )
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput)
    parent: Campaign | None = None
    note = ""

    def __init__(self, *args: object, user: object, units: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["owner"].queryset = units
        self.fields["leading_group"].queryset = LeadingGroup.objects.visible_to(user)

    def clean(self) -> dict:
        """Days in their order, and not so many that nobody could mean them."""
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first. Change one of them."))
        elif first and last and (last - first).days > 1100:
            self.add_error("ends_on", _("A campaign lasts three years at most. Choose a day."))
        return data

    def said(self) -> dict[str, object] | None:
        """What the form says: as typed, or as first offered; None while something is wrong."""
        if self.is_bound:
            return self.cleaned_data if self.is_valid() else None
        return {name: self.get_initial_for_field(field, name) for name, field in
                self.fields.items()}  # fmt: skip

    def facts(self) -> dict[str, object]:
        """What the action takes besides owner and sketch."""
        names = ("title", "theme", "kind", "leading_group")
        found = {name: self.cleaned_data[name] for name in names}
        return found | {"parent": self.parent, "note": self.note}


class OutlineForm(StartForm):
    """From a built-in outline: its roles are mapped to units, in words."""

    def __init__(self, *args: object, user: object, outline: Outline, **kwargs: object) -> None:
        units = user.top_units({Role.COORDINATOR}).active()
        owner = next((unit for unit in units if unit.kind in outline.kinds), units.first())
        start = monday_of(clock.today()) + timedelta(days=7)
        kwargs["initial"] = {
            "owner": owner,
            "title": outline.title.format(year=start.year, unit=owner or ""),
            "theme": outline.theme,
            "kind": outline.kind,
            "starts_on": start,
            "ends_on": start + timedelta(weeks=outline.weeks, days=-1),
        }
        super().__init__(*args, user=user, units=units, **kwargs)
        self.outline, self.roles = outline, []
        self.note = outline.name
        for key, role in outline.roles.items():
            self.fields[f"role_{key}"] = forms.CharField(
                label=role.name, required=False, max_length=LONGEST,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )  # fmt: skip

    def look(self) -> Sketch | None:
        """The sketch; the roles' words are tried first and kept as they were typed."""
        said = self.said()
        if not said or not said["owner"]:
            return None
        is_typed = self.is_bound and self.data.get("asked_for") == str(said["owner"].pk)
        texts = {key: said[f"role_{key}"] for key in self.outline.roles} if is_typed else None
        self.roles = find_roles(self.outline, said["owner"], texts)
        self._show_roles(is_typed)
        return outline_sketch(
            self.outline, said["owner"], said["starts_on"], said["ends_on"], self.roles
        )

    def _show_roles(self, is_typed: bool) -> None:
        """Each role's words and the units they mean; another unit's words are looked for anew."""
        if self.is_bound and not is_typed:
            self.data = self.data.copy()
        for row in self.roles:
            name = f"role_{row.role.key}"
            self.fields[name].initial = row.text
            self.fields[name].help_text = _named(row.units)
            if self.is_bound and not is_typed:
                self.data[name] = row.text
            for problem in row.problems:
                self.add_error(name, problem)


def _named(units: Sequence[Unit]) -> str:
    """The first names, and how many there are."""
    if not units:
        return gettext("no unit: its parts are left open")
    shown = "、".join(str(unit) for unit in units[:NAMED])
    if len(units) <= NAMED:
        return shown
    return gettext("%(names)s … %(n)d units") % {"names": shown, "n": len(units)}


class CopyForm(StartForm):
    """From an earlier campaign: how its days move, and whether years in the text do."""

    WAYS = (("weekday", _("to the same weekday")), ("date", _("to the same date")))
    years = forms.TypedChoiceField(label=_("Years later"), coerce=int, choices=())
    way = forms.ChoiceField(label=_("Move every day"), choices=WAYS, widget=forms.RadioSelect)
    replace_years = forms.BooleanField(label=_("Move the years in the text too"), required=False)

    def __init__(self, *args: object, user: object, campaign: Campaign, **kwargs: object) -> None:
        later = max(clock.today().year - campaign.starts_on.year, 1)
        title = campaign.title.replace(
            str(campaign.starts_on.year), str(campaign.starts_on.year + later)
        )
        kwargs["initial"] = {
            "owner": campaign.owner, "title": title, "theme": campaign.theme,
            "kind": campaign.kind, "leading_group": campaign.leading_group, "years": later,
            "way": "weekday", "replace_years": True,
        }  # fmt: skip
        units = Unit.objects.filter(pk=campaign.owner_id)
        super().__init__(*args, user=user, units=units, **kwargs)
        self.campaign, self.note = campaign, campaign.title
        start = campaign.starts_on.year
        self.fields["years"].choices = [
            (n, f"{start} → {start + n}") for n in range(1, max(later, 1) + 3)
        ]
        for name in ("starts_on", "ends_on", "owner"):
            self.fields.pop(name)

    def look(self) -> Sketch | None:
        """The sketch of the copy."""
        said = self.said()
        if not said:
            return None
        moved = Moved(said["years"], said["way"] == "weekday")
        return copy_sketch(self.campaign, moved, replace_years=said["replace_years"])


class ChildForm(StartForm):
    """From a higher campaign: which of its tasks this unit takes over."""

    tasks = forms.TypedMultipleChoiceField(
        label=_("Tasks to take over"), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: object, user: object, campaign: Campaign, **kwargs: object) -> None:
        units = units_to_implement(user, campaign)
        data = args[0] if args else None
        owner = next(
            (unit for unit in units if data and str(unit.pk) == data.get("owner")),
            units[0] if units else None,
        )
        offered = offered_tasks(campaign, owner) if owner else []
        today = clock.today()
        kwargs["initial"] = {
            "owner": owner,
            "title": f"{owner}{campaign.title}"[:120],
            "theme": campaign.theme,
            "kind": campaign.kind,
            "starts_on": min(max(campaign.starts_on, today), campaign.ends_on),
            "ends_on": campaign.ends_on,
            "tasks": [task.pk for task, parts in offered if concerns(parts, owner)],
        }
        queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        super().__init__(*args, user=user, units=queryset, **kwargs)
        self.parent, self.note, self.only = campaign, campaign.title, owner
        if len(units) == 1:
            self.fields["owner"].required = False
            self.fields["owner"].widget = forms.HiddenInput()
        self.fields["tasks"].choices = [
            (task.pk, _choice(campaign, task, parts, owner)) for task, parts in offered
        ]

    def clean_owner(self) -> Unit | None:
        """The unit chosen; who coordinates one alone need not say which."""
        return self.cleaned_data["owner"] or self.only

    def look(self) -> Sketch | None:
        """The sketch of the campaign below."""
        said = self.said()
        if not said or not said["owner"]:
            return None
        days: tuple[date, date] = said["starts_on"], said["ends_on"]
        return child_sketch(self.parent, said["owner"], *days, chosen=said["tasks"])


def _choice(campaign: Campaign, task: Task, parts: Sequence[Assignment], owner: Unit) -> str:
    """The task, and who is not asked again when it is taken over."""
    below = asked_above(parts, owner)
    named = f"{task.number}. {task.title}"
    return f"{named} · {asked_words(campaign, below)}" if below else named


class HigherForm(forms.Form):
    """Which campaign above this one implements."""

    parent = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Higher campaign"), required=False,
        empty_label=_("none: it stands on its own"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, user: object, campaign: Campaign, **kwargs: object) -> None:
        kwargs["initial"] = {"parent": campaign.parent_id, "version": campaign.version}
        super().__init__(*args, **kwargs)
        found = higher_campaigns(user, campaign.owner)
        now = Campaign.objects.filter(pk=campaign.parent_id).select_related("owner")
        self.fields["parent"].queryset = found | now if campaign.parent_id else found
