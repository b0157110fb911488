"""A plan that is being read in: its text, and every piece found in it (导入方案)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import CampaignKind, PieceKind, PieceState
from fraudwatch.lib import clock
from orgs.enums import Role
from orgs.models import LeadingGroup, Unit
from orgs.models.scope import ScopedQuerySet

from .campaigns import Campaign


class PlanImportQuerySet(ScopedQuerySet):
    """Seen by those who coordinate the unit whose plan it is, and by nobody else."""

    unit_id = None
    readers = frozenset({Role.COORDINATOR})

    def open(self) -> "PlanImportQuerySet":
        """Those that have not become a campaign yet."""
        return self.filter(campaign=None)


class PlanImport(models.Model):
    """A plan between its paste and its draft campaign: ``text`` as it came, facts as confirmed.

    ``year`` stands in for years the text leaves out, ``from_now`` is the day 即日起 means.
    ``lead`` are the words for the unit that leads tasks which name nobody to lead, ``due_on``
    the day of tasks that name none. ``undo`` holds what the last steps changed, ``campaign``
    what it became. With ``revises`` it is a new text of a campaign that is there already.
    ``makes_group`` sets up the leading group that the plan names.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="plan_imports", verbose_name=_("led by")
    )
    name = models.CharField(max_length=80)
    text = models.TextField()
    title = models.CharField(_("title"), max_length=120, blank=True)
    theme = models.CharField(_("theme"), max_length=120, blank=True)
    kind = models.CharField(
        _("kind"), max_length=30, choices=CampaignKind, default=CampaignKind.TELECOM_FRAUD
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    from_now = models.DateField(null=True, blank=True)
    lead = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    group_name = models.CharField(max_length=120, blank=True)
    office = models.CharField(max_length=80, blank=True)
    leading_group = models.ForeignKey(
        LeadingGroup, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    makes_group = models.BooleanField(default=False)
    undo = models.JSONField(default=list, blank=True, editable=False)
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="imports"
    )
    revises = models.ForeignKey(
        Campaign, models.CASCADE, null=True, blank=True, related_name="revised_texts"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    saved_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PlanImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported plan")
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return self.title or self.name


class ImportPieceQuerySet(models.QuerySet):
    """Pieces are seen with the plan they were found in."""

    def visible_to(self, user: object) -> "ImportPieceQuerySet":
        """Pieces of the plans in sight."""
        return self.filter(plan__in=PlanImport.objects.visible_to(user))


class ImportPiece(models.Model):
    """Something found in a plan: ``text`` stands from ``start`` to ``end`` in the plan's text.

    ``fields`` are the facts of its kind as written (:mod:`campaigns.import_pieces`), ``marks``
    the places of unit names. ``confidence`` and ``reason`` are the reader's. What nobody
    confirmed or dropped is open.
    """

    plan = models.ForeignKey(PlanImport, models.CASCADE, related_name="pieces")
    kind = models.CharField(max_length=10, choices=PieceKind)
    position = models.PositiveIntegerField()
    text = models.TextField()
    fields = models.JSONField(default=dict, blank=True)
    marks = models.JSONField(default=list, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=PieceState, default=PieceState.OPEN)
    confidence = models.FloatField(default=1.0)
    reason = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ImportPieceQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece of an imported plan")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="import_piece_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1),
                name="import_piece_confidence_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def unit(self) -> Unit:
        """The unit whose plan it is; rules ask for it under this name."""
        return self.plan.unit
