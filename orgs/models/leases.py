"""Work that waits in rows: claimed for a while by one worker, taken up again if that one dies."""

from datetime import timedelta

from django.db import connection, models, transaction
from django.db.models import F, Q

from fraudwatch.lib import clock
from orgs.enums import WorkState

LEASE = timedelta(seconds=60)


class LeasedQuerySet(models.QuerySet):
    """Claims rows so that two workers never hold the same one."""

    def waiting(self) -> "LeasedQuerySet":
        """Rows due for work: queued, or running under a lease that ran out.

        What was taken up as often as it may is not among them, see ``given_up``.
        """
        now = clock.now()
        return self.filter(
            Q(state=WorkState.QUEUED, due_at__lte=now)
            | Q(state=WorkState.RUNNING, lease_until__lt=now, attempts__lt=self.model.MOST_ATTEMPTS)
        ).order_by("due_at", "pk")

    def given_up(self) -> "LeasedQuerySet":
        """Rows whose worker died each time: nobody holds them and nobody takes them up again."""
        return self.filter(
            state=WorkState.RUNNING,
            lease_until__lt=clock.now(),
            attempts__gte=self.model.MOST_ATTEMPTS,
        ).order_by("due_at", "pk")

    def held(self, row: "Leased") -> "LeasedQuerySet":
        """The row itself, while it runs and nobody has taken it up since ``row`` was claimed."""
        return self.filter(pk=row.pk, state=WorkState.RUNNING, attempts=row.attempts)

    def claim(self, limit: int = 20, lease: timedelta = LEASE) -> list:
        """Take up to ``limit`` waiting rows for ``lease``; counts the attempt on each."""
        now = clock.now()
        mine = []
        with transaction.atomic():
            rows = self.waiting()
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True)
            for row in rows[:limit]:
                taken = (
                    self.model.objects.waiting()
                    .filter(pk=row.pk)
                    .update(
                        state=WorkState.RUNNING,
                        lease_until=now + lease,
                        attempts=F("attempts") + 1,
                    )
                )
                if taken:
                    mine.append(row.pk)
        return list(self.model.objects.filter(pk__in=mine).order_by("due_at", "pk"))


class Leased(models.Model):
    """A row of work with its state, lease and attempts; the queue is only its doorbell.

    ``attempts`` counts how often it was taken up, ``MOST_ATTEMPTS`` times at most; it also
    tells a worker that lost its lease from the one that took the row up after it.
    """

    MOST_ATTEMPTS = 3

    state = models.CharField(max_length=12, choices=WorkState, default=WorkState.QUEUED)
    due_at = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True
