"""The plan's text: sections made of clauses (方案: 章节与条款)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.enums import ClauseKind, SectionKind
from fraudwatch.lib import clock
from orgs.models import StoredFile

from .campaigns import Campaign, CampaignPartQuerySet


class SectionQuerySet(models.QuerySet):
    """Sections are seen with their campaign."""

    def visible_to(self, user: object) -> "SectionQuerySet":
        """Sections of the campaigns in sight."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))


class Section(models.Model):
    """A section (章节) of the plan; ``version`` guards against two editors at once."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="sections")
    kind = models.CharField(_("kind"), max_length=20, choices=SectionKind)
    heading = models.CharField(_("heading"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(default=clock.now)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.heading


class ClauseQuerySet(models.QuerySet):
    """Clauses are seen with their section."""

    def visible_to(self, user: object) -> "ClauseQuerySet":
        """Clauses of the campaigns in sight."""
        return self.filter(section__campaign__in=Campaign.objects.visible_to(user))


class Clause(models.Model):
    """One paragraph of a section (条款): what tasks, targets and duties point back to.

    ``level`` 1 is （一）, 2 is 1., 3 is （1）, 0 is plain text. ``key`` stays the same
    through edits, so that a task keeps its source sentence. ``text`` carries bold as
    ``**…**``; a table has one row a line, cells between bars. ``version`` guards the one
    paragraph against two editors; ``step`` is the campaign's ``plan_step`` that wrote it.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="clauses")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=ClauseKind, default=ClauseKind.TEXT)
    level = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    step = models.PositiveIntegerField(default=0, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def campaign(self) -> Campaign:
        """The campaign of its section; rules ask for it under this name."""
        return self.section.campaign


class SectionDraft(models.Model):
    """What somebody typed into a section and has not saved: kept when another was faster."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    heading = models.CharField(max_length=120)
    text = models.TextField()
    based_on = models.PositiveIntegerField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("section draft")
        constraints = [
            models.UniqueConstraint(
                fields=["section", "user"], name="one_draft_per_section_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.user}"


class PlanPresence(models.Model):
    """Who has the plan's editor open, and in which section; stale after some seconds."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    section = models.ForeignKey(Section, models.SET_NULL, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("presence in the editor")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "user"], name="one_presence_per_campaign_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign} {self.user}"


class PlanAttachment(models.Model):
    """A numbered attachment of the plan (附件), cited in its text by number."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="attachments")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=120)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CampaignPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_attachment_per_number")
        ]

    def __str__(self) -> str:
        return self.title
