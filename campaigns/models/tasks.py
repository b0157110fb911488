"""Tasks fanned out to units, each with its own assignment (任务分派)."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import (
    OPEN_ASSIGNMENTS,
    UNDER_WAY,
    AssignmentState,
    FeedbackKind,
    Part,
    Repeat,
    Shift,
    TaskState,
)
from fraudwatch.lib import clock
from fraudwatch.lib.paths import under
from orgs.enums import CONTENT_READERS, Role
from orgs.models import Person, StoredFile, Unit
from orgs.models.scope import ScopedQuerySet

from .campaigns import Campaign, Phase
from .indicators import Indicator


class TaskQuerySet(models.QuerySet):
    """Tasks are seen by those who lead the campaign, and by units that have a part in them."""

    def visible_to(self, user: object) -> "TaskQuerySet":
        """Tasks of campaigns led from one's subtree, or issued to a unit in sight."""
        if user.is_superuser:
            return self
        clause = Q(pk=None)
        for holding in user.holdings:
            parts = Assignment.objects.filter(task=OuterRef("pk"))
            if holding.role in CONTENT_READERS:
                part = under(holding.path, "campaign__owner__path")
                mine = parts.filter(under(holding.path, "unit__path"))
            elif holding.role == Role.REPORTER:
                part = Q(pk=None)
                mine = parts.filter(unit_id=holding.unit_id)
            else:
                continue
            part |= ~Q(state=TaskState.DRAFT) & Q(Exists(mine))
            if holding.campaign_id:
                part &= Q(campaign_id=holding.campaign_id)
            clause |= part
        return self.filter(clause)


class Task(models.Model):
    """Something the plan asks for (任务), traced to its sentence by ``clause``.

    ``parent`` is the task of the higher campaign that this one carries out. A task that
    repeats is due first at ``due_at``, then by ``repeat``, ``every`` (days or weeks) until
    ``until`` or the campaign's end; ``shift`` says what a day off does to an occurrence.
    ``wants_photos`` (how many), ``wants_file`` and ``indicator`` are what a unit has to
    hand in before it can ask for completion.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tasks")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("task"), max_length=120)
    requirement = models.TextField(_("requirement"), blank=True)
    deliverable = models.CharField(_("deliverable"), max_length=120, blank=True)
    clause = models.ForeignKey(
        "Clause", models.SET_NULL, null=True, blank=True, related_name="tasks"
    )
    phase = models.ForeignKey(Phase, models.SET_NULL, null=True, blank=True, related_name="tasks")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("carries out"),
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    repeat = models.CharField(_("repeats"), max_length=10, choices=Repeat, default=Repeat.ONCE)
    every = models.PositiveSmallIntegerField(_("every"), default=1)
    until = models.DateField(_("until"), null=True, blank=True)
    shift = models.CharField(_("on days off"), max_length=6, choices=Shift, default=Shift.KEEP)
    wants_photos = models.PositiveSmallIntegerField(_("photos"), default=0)
    wants_file = models.BooleanField(_("a file"), default=False)
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("a figure"),
    )
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.DRAFT)
    issued_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_task_number"),
            models.CheckConstraint(condition=Q(every__gte=1), name="task_repeats_every_one"),
        ]

    def __str__(self) -> str:
        return self.title


class AssignmentQuerySet(ScopedQuerySet):
    """A unit's parts in tasks."""

    owner_path = "task__campaign__owner__path"
    campaign_id = "task__campaign_id"

    def visible_to(self, user: object) -> "AssignmentQuerySet":
        """Issued parts in sight; drafts only to those who lead the campaign."""
        seen = super().visible_to(user)
        drafts = Q(task__state=TaskState.DRAFT)
        leads = Task.objects.visible_to(user).filter(state=TaskState.DRAFT)
        return seen.filter(~drafts | Q(task__in=leads)).select_related(
            "unit", "task__campaign__owner"
        )

    def open(self) -> "AssignmentQuerySet":
        """Not closed and not withdrawn, in a campaign under way."""
        return self.filter(
            state__in=OPEN_ASSIGNMENTS,
            task__state=TaskState.ISSUED,
            task__campaign__state__in=UNDER_WAY,
        )

    def overdue(self, now: object) -> "AssignmentQuerySet":
        """Open, past the due moment, and not waiting for the office to verify it."""
        return self.open().exclude(state=AssignmentState.TO_VERIFY).filter(due_at__lt=now)


class Assignment(models.Model):
    """A unit's part in a task (任务分派), with its own state and due moment.

    ``done_at`` is the first request for completion that was accepted; what was done
    after ``due_at`` stays yellow for good. ``occurrence`` counts the rounds of a task that
    repeats from 1; 0 is a task done once. ``parent`` is the part that was passed on to
    units below (再分解): it closes only when its children are closed or withdrawn.
    ``first_due_at`` remembers the due moment before the first extension or move.
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    part = models.CharField(_("part"), max_length=12, choices=Part)
    state = models.CharField(
        max_length=10, choices=AssignmentState, default=AssignmentState.TO_SIGN
    )
    occurrence = models.PositiveSmallIntegerField(_("occurrence"), default=0)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    requirement = models.TextField(_("own requirement"), blank=True)
    handler = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("handled by"),
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    first_due_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_close_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        ordering = ["task__number", "unit__path"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "unit", "occurrence"], name="one_assignment_per_unit"
            ),
            models.UniqueConstraint(
                fields=["task", "occurrence"],
                condition=Q(part=Part.LEAD) & ~Q(state="withdrawn"),
                name="one_lead_unit_per_task",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(part=Part.LEAD), name="a_passed_on_part_leads_nothing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.unit}"


class Feedback(models.Model):
    """One entry in an assignment's history; append-only."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="history")
    kind = models.CharField(max_length=12, choices=FeedbackKind)
    text = models.TextField(_("feedback"), blank=True)
    figure = models.DecimalField(
        _("figure"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("feedback")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text[:40]}"


class FeedbackFile(models.Model):
    """A file handed in with feedback."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("feedback file")

    def __str__(self) -> str:
        return str(self.file)
