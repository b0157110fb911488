"""Versions of the plan, remarks on them, and who has signed for them (版本、批注、签收)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaigns.enums import LOCKING_VERSIONS, PUBLIC_VERSIONS, VersionState
from fraudwatch.lib import clock
from fraudwatch.lib.paths import under
from orgs.enums import CONTENT_READERS
from orgs.models import Unit
from orgs.models.scope import ScopedQuerySet

from .campaigns import Campaign


class PlanVersionQuerySet(models.QuerySet):
    """Published versions are seen with their campaign, others by those who lead it."""

    def visible_to(self, user: object) -> "PlanVersionQuerySet":
        """What was published, and all of it to readers over the unit that leads."""
        if user.is_superuser:
            return self
        public = Q(
            state__in=PUBLIC_VERSIONS, campaign__in=Campaign.objects.visible_to(user).values("pk")
        )
        for holding in user.holdings:
            if holding.role in CONTENT_READERS:
                part = under(holding.path, "campaign__owner__path")
                if holding.campaign_id:
                    part &= Q(campaign_id=holding.campaign_id)
                public |= part
        return self.filter(public).select_related("campaign__owner")

    def in_review(self) -> "PlanVersionQuerySet":
        """Those that wait to be signed off by somebody."""
        return self.filter(state=VersionState.IN_REVIEW)

    def current(self) -> "PlanVersionQuerySet":
        """Those in force."""
        return self.filter(state=VersionState.PUBLISHED)


class PlanVersion(models.Model):
    """One text of the plan as it was sent for review: immutable, whatever happens to it.

    ``number`` is the edition that readers count (第2版), ``round`` the attempt to get that
    edition signed off. ``content`` holds sections, phases, targets, duties, tasks and
    attachments in words and keys; ``digest`` is the SHA-256 of its canonical JSON.
    ``authors`` are the keys of all who wrote in it: none of them signs it off.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="plan_versions")
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=VersionState, default=VersionState.IN_REVIEW)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    authors = models.JSONField(default=list)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    message = models.TextField(_("what changed"), blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    recipients = models.CharField(_("to"), max_length=400, blank=True)
    copies = models.CharField(_("copies to"), max_length=400, blank=True)
    note = models.TextField(_("note to the units"), blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    sign_by = models.DateTimeField(_("to be acknowledged by"), null=True, blank=True)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan version")
        ordering = ["-number", "-round"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number", "round"], name="one_round_of_an_edition"
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state=VersionState.PUBLISHED),
                name="one_plan_in_force",
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state__in=sorted(LOCKING_VERSIONS)),
                name="one_plan_under_review",
            ),
            models.UniqueConstraint(
                fields=["owner", "document_number"],
                condition=Q(state__in=sorted(PUBLIC_VERSIONS)) & ~Q(document_number=""),
                name="one_paper_per_document_number",
            ),
        ]

    def __str__(self) -> str:
        return _("%(campaign)s, version %(number)d") % {
            "campaign": self.campaign,
            "number": self.number,
        }

    @property
    def unit(self) -> Unit:
        """The unit that leads; rules ask for it under this name."""
        return self.owner


class PlanCommentQuerySet(models.QuerySet):
    """Comments are seen by those who see the version before it is public."""

    def visible_to(self, user: object) -> "PlanCommentQuerySet":
        """Comments of campaigns led from one's subtree; member units never see them."""
        if user.is_superuser:
            return self
        clause = Q(pk=None)
        for holding in user.holdings:
            if holding.role in CONTENT_READERS:
                part = under(holding.path, "version__campaign__owner__path")
                if holding.campaign_id:
                    part &= Q(version__campaign_id=holding.campaign_id)
                clause |= part
        return self.filter(clause).select_related("version__campaign__owner")


class PlanComment(models.Model):
    """What somebody said of a sentence while the plan was in review (批注).

    ``clause_key`` names the sentence through all its rewordings, ``quote`` is what it said
    then; an answer stands below the comment it belongs to.
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="comments")
    clause_key = models.UUIDField(null=True, blank=True)
    quote = models.TextField(blank=True)
    text = models.TextField(_("comment"))
    answers = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = PlanCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def campaign(self) -> Campaign:
        """The campaign of its version; rules ask for it under this name."""
        return self.version.campaign


class ReceiptQuerySet(ScopedQuerySet):
    """Receipts are seen with their unit and by those who lead the campaign."""

    owner_path = "version__campaign__owner__path"
    campaign_id = "version__campaign_id"

    def visible_to(self, user: object) -> "ReceiptQuerySet":
        """The receipts of the units in sight."""
        return super().visible_to(user).select_related("unit", "version__campaign__owner")

    def waiting(self) -> "ReceiptQuerySet":
        """Asked for and not yet given, of the plan in force."""
        return self.filter(signed_at=None, version__state=VersionState.PUBLISHED)


class Receipt(models.Model):
    """That a unit was asked to sign for a version of the plan, and when it did (签收).

    ``changes`` lists the unit's tasks that this version adds, changes or withdraws.
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="receipts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plan_receipts")
    changes = models.JSONField(default=list)
    asked_at = models.DateTimeField(default=clock.now)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        ordering = ["unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["version", "unit"], name="one_receipt_per_unit")
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.version}"

    @property
    def campaign(self) -> Campaign:
        """The campaign of its version; rules ask for it under this name."""
        return self.version.campaign
