"""What a unit asks of the office about its part in a task: more time, or an answer (延期、请示)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import ExtensionState
from fraudwatch.lib import clock
from orgs.models import Unit
from orgs.models.scope import ScopedQuerySet

from .tasks import Assignment, Task


class TalkQuerySet(ScopedQuerySet):
    """Requests are seen with the assignment they are about."""

    unit_path = "assignment__unit__path"
    unit_id = "assignment__unit_id"
    owner_path = "assignment__task__campaign__owner__path"
    campaign_id = "assignment__task__campaign_id"

    def visible_to(self, user: object) -> "TalkQuerySet":
        """Those of the assignments in sight."""
        seen = super().visible_to(user)
        return seen.select_related("assignment__unit", "assignment__task__campaign__owner")


class AboutAssignment(models.Model):
    """What rules and pages ask of a row that is about an assignment."""

    class Meta:
        abstract = True

    @property
    def task(self) -> Task:
        """The task it is about."""
        return self.assignment.task

    @property
    def unit(self) -> Unit:
        """The unit it comes from."""
        return self.assignment.unit


class Extension(AboutAssignment):
    """A request for more time (延期申请); granted, the due moment moves and says so."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="extensions")
    wanted_at = models.DateTimeField(_("new due date"))
    reason = models.TextField(_("reason"))
    state = models.CharField(max_length=8, choices=ExtensionState, default=ExtensionState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state=ExtensionState.ASKED),
                name="one_open_extension_per_assignment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment} {self.wanted_at:%Y-%m-%d}"


class Question(AboutAssignment):
    """A question to the office (请示) that waits for an answer."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="questions")
    text = models.TextField(_("question"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
