"""Reports, their drafts, revisions and reviews (周报)."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from fraudwatch.lib.fields import PathField
from fraudwatch.lib.paths import under
from fraudwatch.lib.prepared import read_again
from orgs.enums import Role
from orgs.models import Unit
from orgs.models.alike import asker
from orgs.models.scope import ScopedQuerySet
from reports.enums import COUNTED, WAITING_FOR_UNIT, ReportState, Source, Timeliness
from reports.stages import Stage

from .periods import Period

# What counts as handed in, and as a zero report: approved figures go on while being corrected.
COUNTS_AS_IN = Q(state__in=COUNTED) | Q(standing__isnull=False)
COUNTS_AS_ZERO = Q(standing__isnull=True, state__in=COUNTED, is_zero=True) | Q(
    standing__isnull=False, stands_as_zero=True
)


def _above_q(user: object) -> Q:
    """Whose reports a reporter fills in for from above; empty for everybody else."""
    found = Q()
    for holding in user.holdings:
        if holding.role == Role.REPORTER:
            part = Q(unit__parent_id=holding.unit_id, period__template__fill_from_above=True)
            if holding.campaign_id:
                part &= Q(period__template__campaign_id=holding.campaign_id)
            found |= part
    return found


class ReportQuerySet(ScopedQuerySet):
    """Reports; sight follows the unit of today, counts the path of then."""

    owner_path = "period__template__campaign__owner__path"
    campaign_id = "period__template__campaign_id"

    def visible_to(self, user: object) -> "ReportQuerySet":
        """The rows in sight: by one's grants, and those one fills in for from the unit above."""
        seen = super().visible_to(user)
        above = _above_q(user)
        return seen | self.filter(above) if above else seen

    def visible_again(self, user: object, related: str, key: int) -> "list[Report]":
        """The row in sight under this key with its neighbours, in a query put together once."""
        who = asker(user)

        def ask(key: int, **own: int | str) -> "ReportQuerySet":
            rows = Report.objects.visible_to(who.standing(own))
            return rows.select_related(*related.split()).filter(pk=key)

        kept = ("report in sight", related, who.key)
        return read_again(kept, ask, spare=who.values, key=key, **who.values)

    def filled_from_above(self, user: object) -> "ReportQuerySet":
        """Rows of the units right below one's own, where the template lets reporters fill in."""
        above = _above_q(user)
        return self.filter(above) if above else self.none()

    def owed_under(self, path: str) -> "ReportQuerySet":
        """Rows owed by the subtree as it stood when the period opened."""
        return self.filter(under(path))

    def reported(self) -> "ReportQuerySet":
        """Handed in and not sent back, or approved and being corrected."""
        return self.filter(COUNTS_AS_IN)

    def still_owed(self) -> "ReportQuerySet":
        """Waiting for the unit: not started, being filled in, or returned."""
        return self.filter(state__in=WAITING_FOR_UNIT)

    def late(self, now: datetime) -> "ReportQuerySet":
        """Owed and past due."""
        return self.filter(state__in=[ReportState.DUE, ReportState.DRAFT], due_at__lt=now)


class Report(models.Model):
    """What one unit owes for one period, and what it handed in. The row is the obligation.

    ``path`` is the unit's path when the period opened: denominators do not move with
    units. ``values`` maps an indicator's code to a decimal string (a rate to
    ``{"n": …, "d": …}``); a code that is absent was not reported, which is not zero.
    ``first_submitted_at`` is written once and decides ``timeliness`` for good.
    ``return_due_at`` is the deadline of a correction, judged apart. ``carried`` holds the
    unit's last approved stock figures up to this period, its own included.

    ``risk`` and its reasons ``risks`` are reckoned when it is handed in; ``stage`` says at
    whose desk it lies then. ``is_corrected_late`` says that an answer to a return came after
    its deadline. While approved figures are being corrected, ``standing`` holds them and
    they go on counting, as a zero report if ``stands_as_zero``; ``corrected_at`` is when the
    last correction was approved. ``let_in_by`` is whose collection link the last submission
    came through: that person knew its code and decides nothing about it.
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports")
    path = PathField()
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DUE)
    due_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    timeliness = models.CharField(
        max_length=8, choices=Timeliness, default=Timeliness.UNDECIDED, blank=True
    )
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_as = models.CharField(max_length=40, blank=True)
    let_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision_number = models.PositiveSmallIntegerField(default=0)
    values = models.JSONField(default=dict, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    reasons = models.JSONField(default=dict, blank=True)
    carried = models.JSONField(default=dict, blank=True)
    is_zero = models.BooleanField(default=False)
    zero_reason = models.CharField(max_length=200, blank=True)
    exempt_reason = models.CharField(max_length=200, blank=True)
    return_due_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    risk = models.PositiveSmallIntegerField(default=0)
    risks = models.JSONField(default=list, blank=True)
    stage = models.CharField(max_length=6, choices=Stage, default=Stage.OFFICE)
    forwarded_at = models.DateTimeField(null=True, blank=True)
    forwarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_corrected_late = models.BooleanField(default=False)
    standing = models.JSONField(null=True, blank=True)
    stands_as_zero = models.BooleanField(default=False)
    corrected_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        ordering = ["-period__starts_on", "path"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit"], name="one_report_per_unit_and_period"
            ),
            models.CheckConstraint(
                condition=~Q(is_zero=True) | ~Q(zero_reason=""), name="zero_report_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="exempt") | ~Q(exempt_reason=""), name="exemption_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["period", "path"], name="report_by_period_and_path"),
            models.Index(fields=["unit", "period"], name="report_by_unit"),
            models.Index(
                fields=["-risk", "submitted_at", "id"],
                condition=Q(state="submitted"),
                name="report_queue_by_risk",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"

    def get_absolute_url(self) -> str:
        """The report's page."""
        return reverse("reports:report-detail", args=[self.pk])

    @property
    def who(self) -> str:
        """Who handed it in last: the account's name, or the one typed behind a link."""
        return str(self.submitted_by or self.signed_as)

    @property
    def counted_values(self) -> dict:
        """The approved figures that count now; none before an approval."""
        if self.standing is not None:
            return self.standing
        return self.values if self.state == ReportState.APPROVED else {}

    @property
    def counts_as_zero(self) -> bool:
        """Whether it is counted as a zero report: by the approved figures while they stand."""
        return self.stands_as_zero if self.standing is not None else self.is_zero


class ReportDraft(models.Model):
    """What has been typed and not submitted: one per report, guarded by ``version``.

    Autosave writes here and never touches the report itself, so a published figure
    cannot change by typing.
    """

    report = models.OneToOneField(Report, models.CASCADE, related_name="draft")
    values = models.JSONField(default=dict, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    reasons = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_as = models.CharField(max_length=40, blank=True)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("report draft")

    def __str__(self) -> str:
        return str(self.report)

    @property
    def who(self) -> str:
        """Who typed last: the account's name, or the one typed behind a link."""
        return str(self.saved_by or self.signed_as)


class Revision(models.Model):
    """One submission of a report, never changed afterwards.

    ``submission_id`` comes with the form: the same id again is answered with the same
    receipt. ``problems`` are the warnings that stood when it was handed in. Through a
    collection link there is no account: ``by`` is empty and ``signed_as`` the name typed.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    submission_id = models.UUIDField(unique=True, default=uuid.uuid4)
    source = models.CharField(max_length=10, choices=Source, default=Source.WEB)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_as = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=clock.now)
    values = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    problems = models.JSONField(default=dict)
    photos = models.JSONField(default=list)
    is_zero = models.BooleanField(default=False)
    zero_reason = models.CharField(max_length=200, blank=True)
    correct_by = models.DateTimeField(null=True, blank=True)
    forwarded_at = models.DateTimeField(null=True, blank=True)
    forwarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("revision")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_revision_number"),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | ~Q(signed_as=""), name="revision_has_a_hand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} #{self.number}"

    @property
    def who(self) -> str:
        """Who handed it in: the account's name, or the one typed behind a link."""
        return str(self.by or self.signed_as)

    @property
    def is_late_answer(self) -> bool:
        """Whether it came after the deadline of the return it answers (退回逾期)."""
        return self.correct_by is not None and self.at > self.correct_by
