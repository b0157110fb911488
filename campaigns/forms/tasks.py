"""Forms of tasks and assignments."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.actions.assignments import MOST_FILES
from campaigns.actions.parts import Parts
from campaigns.actions.task_checks import MOST_PHOTOS
from campaigns.enums import IndicatorKind, TaskState
from campaigns.models import Assignment, Campaign, Clause, Indicator, Phase, Task
from campaigns.queries.units import member_units
from orgs.models import Unit

from .fields import FigureField, ManyFilesField, ManyFilesInput
from .plan import SourceField
from .rhythms import TIMES, TimesForm
from .task_units import LISTS, UnitLists
from .units import ChosenUnitsField, UnitsTextField

PLAIN = ("title", "requirement", "deliverable", "clause", "phase")
WANTED = ("wants_photos", "wants_file", "indicator")


class TaskForm(TimesForm):
    """A task: what it is, its source, when it is due, what is handed in, and its units.

    The units themselves are read by ``task_units``; ``responsible`` and ``support`` only see
    to it that nothing but member units was ticked.
    """

    title = forms.CharField(label=_("Task"), max_length=120)
    requirement = forms.CharField(
        label=_("Requirement"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-autosize": ""}),
    )
    deliverable = forms.CharField(
        label=_("Deliverable"),
        max_length=120,
        required=False,
        help_text=_("What the unit hands in, e.g. ledger and photos."),
    )
    clause = SourceField(Clause.objects.none(), label=_("Source in the plan"), required=False)
    phase = forms.ModelChoiceField(Phase.objects.none(), label=_("Phase"), required=False)
    wants_photos = forms.IntegerField(
        label=_("Photos, at least"), required=False, min_value=0, max_value=MOST_PHOTOS, initial=0
    )
    wants_file = forms.BooleanField(label=_("A file has to be handed in"), required=False)
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label=_("A figure"), required=False
    )
    lead = forms.ModelChoiceField(Unit.objects.none(), label=_("Lead unit"), required=False)
    responsible_text = UnitsTextField(label=_("Responsible units"))
    support_text = UnitsTextField(label=_("Supporting units"))
    responsible = ChosenUnitsField(
        Unit.objects.none(), label=_("Responsible units"), required=False
    )
    support = ChosenUnitsField(Unit.objects.none(), label=_("Supporting units"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-autosize": ""}),
        help_text=_("Needed when the due date or the rhythm changes; the units read it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, campaign: Campaign, task: Task | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign, self.task = campaign, task
        members = member_units(campaign)
        self.fields["clause"].offer(campaign)
        self.fields["phase"].queryset = campaign.phases.all()
        self.fields["lead"].queryset = members
        figures = Indicator.objects.in_use().exclude(kind=IndicatorKind.RATE)
        if task is not None and task.indicator_id:
            figures = figures | Indicator.objects.filter(pk=task.indicator_id)
        self.fields["indicator"].queryset = figures
        for name in LISTS:
            self.fields[name].show(members, ())
        if task is None or task.state != TaskState.ISSUED:
            self.fields.pop("reason")

    def fields_to_save(self) -> dict[str, object]:
        """What the action takes besides the units."""
        data = self.cleaned_data
        plain = {name: data[name] for name in (*PLAIN, *WANTED)}
        return plain | {"wants_photos": data["wants_photos"] or 0} | self.times(self.campaign)

    def parts(self, lists: UnitLists, due_at: datetime | None) -> Parts:
        """The units as ticked, with what differs for single ones."""
        responsible, support = (lists.lists[name].ticked for name in LISTS)
        return Parts(self.cleaned_data["lead"], responsible, support, lists.own(due_at))


def task_initial(task: Task, lists: UnitLists) -> dict[str, object]:
    """What the form shows of a task that exists."""
    local = timezone.localtime(task.due_at) if task.due_at else None
    return {
        **{name: getattr(task, name) for name in (*PLAIN, *WANTED, *TIMES)},
        "due_on": local.date() if local else None,
        "due_time": local.time() if local else time(18),
        "lead": lists.lead.unit if lists.lead else None,
        **{f"{name}_text": one.text for name, one in lists.lists.items()},
        "version": task.version,
    }


class FeedbackForm(forms.Form):
    """How far the unit is, in words and files."""

    text = forms.CharField(
        label=_("Feedback"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-autosize": ""}),
    )
    figure = FigureField(label=_("Figure"), required=False)
    files = ManyFilesField(
        label=_("Photos and files"),
        widget=ManyFilesInput(attrs={"data-tray": "tray", "data-most": MOST_FILES}),
        required=False,
        help_text=_(
            "PDF, Word, Excel or pictures, up to 10 MB each. No ID cards, no bank cards, no "
            "names of citizens."
        ),
    )

    def __init__(self, *args: object, part: Assignment, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if part.task.indicator_id is None:
            self.fields.pop("figure")
        else:
            self.fields["figure"].ask_for(part.task.indicator)
