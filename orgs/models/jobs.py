"""Long work of any app (任务作业): who asked, how far it is, what came of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from fraudwatch.lib import clock
from orgs.enums import READS_NO_MORE, WorkState

from .files import StoredFile
from .leases import Leased, LeasedQuerySet
from .people import Grant
from .scope import covered_q

UNFINISHED = (WorkState.QUEUED, WorkState.RUNNING)


class JobQuerySet(LeasedQuerySet):
    """Jobs are seen by those who asked for them."""

    def unfinished(self) -> "JobQuerySet":
        """Waiting or being made."""
        return self.filter(state__in=UNFINISHED)

    def visible_to(self, user: object) -> "JobQuerySet":
        """One's own jobs; a document's right is asked again when it is downloaded."""
        return self.filter(asked_by=user)

    def of_colleagues(self, user: object) -> "JobQuerySet":
        """Files still kept that somebody asked for who reads no more than ``user`` does.

        What counts are all grants the asker held since the order, those ended meanwhile
        too; who reads no content, or everything, shares with nobody. Whether ``user`` may have
        the document itself is another question (``orgs.queries.shared_jobs``).
        """
        covered = covered_q(user)
        if covered is None:
            return self.none()
        held = Grant.objects.filter(
            Q(ended_at=None) | Q(ended_at__gte=OuterRef("asked_at")),
            user=OuterRef("asked_by"),
            role__in=READS_NO_MORE,
        )
        kept = self.filter(state=WorkState.DONE, expires_at__gt=clock.now(), file__isnull=False)
        others = kept.filter(asked_by__is_superuser=False).exclude(asked_by=user)
        return others.filter(Exists(held), ~Exists(held.exclude(covered)))


class Job(Leased):
    """One piece of long work: a document being made, a roster taken over, totals recomputed.

    ``kind`` names its entry in ``orgs.documents``; ``key`` says who asked for what, so that
    a second click finds the first job. ``language`` is that of the page it was ordered on.
    ``done`` and ``total`` drive the progress bar. A document leaves ``file``; other work
    leaves what came of it in words (``outcome``) and the page (``url``) that shows it.
    ``run`` is the scheduled export it was made for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=160)
    parameters = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=10, default="", blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    asked_at = models.DateTimeField(default=clock.now, db_index=True)
    started_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=120, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=200, blank=True)
    run = models.ForeignKey(
        "orgs.ExportRun", models.SET_NULL, null=True, blank=True, related_name="jobs"
    )

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=["queued", "running"]),
                name="one_unfinished_job_per_order",
            ),
            models.UniqueConstraint(fields=["run", "asked_by"], name="one_job_per_run_and_person"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["queued", "running"]),
                name="job_waiting",
            ),
            models.Index(fields=["asked_by", "-asked_at"], name="job_by_asker"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_unfinished(self) -> bool:
        """Waiting or being made."""
        return self.state in UNFINISHED

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0


class WorkerBeat(models.Model):
    """When a part of the engine last showed a sign of life; the health page reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("heartbeat")

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"
