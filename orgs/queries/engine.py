"""How the engine is doing: signs of life, what waits, what failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fraudwatch.lib import clock
from orgs.enums import WorkState
from orgs.models import Delivery, Job, User, WorkerBeat

SILENT_AFTER = timedelta(minutes=3)  # a part that beats every minute
LOOKED_BACK = timedelta(days=7)
SHOWN = 20
NO_PART = ["backup"]  # made once a day; the health page watches its age


@dataclass(frozen=True)
class Part:
    """One part of the engine and when it last showed a sign of life."""

    name: str
    at: datetime
    is_silent: bool


@dataclass(frozen=True)
class Engine:
    """What the administrator's page shows of the engine."""

    parts: list[Part]
    jobs_waiting: int
    jobs_failed: int
    deliveries_waiting: int
    deliveries_failed: list[Delivery]

    @property
    def is_silent(self) -> bool:
        """Whether nothing works at all, or a part of it is silent."""
        return not self.parts or any(part.is_silent for part in self.parts)


def engine_state(user: User) -> Engine:
    """The engine now, and what failed in the last week; deliveries only of accounts in sight."""
    now = clock.now()
    beats = WorkerBeat.objects.exclude(name__in=NO_PART).order_by("name")
    waiting = [WorkState.QUEUED, WorkState.RUNNING]
    recent = now - LOOKED_BACK
    deliveries = Delivery.objects.visible_to(user)
    return Engine(
        parts=[Part(beat.name, beat.at, now - beat.at > SILENT_AFTER) for beat in beats],
        jobs_waiting=Job.objects.filter(state__in=waiting).count(),
        jobs_failed=Job.objects.filter(state=WorkState.FAILED, asked_at__gte=recent).count(),
        deliveries_waiting=deliveries.filter(state__in=waiting).count(),
        deliveries_failed=list(
            deliveries.filter(state=WorkState.FAILED, created_at__gte=recent).select_related(
                "recipient", "setup"
            )[:SHOWN]
        ),
    )
