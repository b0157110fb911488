"""The one rule that lights a lamp (亮灯), for pages, print and scores alike (pure)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import F, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from .enums import AssignmentState

NEAR = timedelta(days=3)


class Lamp(TextChoices):
    """Colours; shape and word go with each so that print and colour-blind readers lose nothing."""

    GREEN = "green", _("green")
    YELLOW = "yellow", _("yellow")
    RED = "red", _("red")
    NONE = "none", _("no lamp")


SEVERITY = [Lamp.NONE, Lamp.GREEN, Lamp.YELLOW, Lamp.RED]


def work_lamp(due_at: datetime | None, done_at: datetime | None, now: datetime) -> Lamp:
    """The lamp of one piece of work.

    Green: done in time, or not due for more than three days. Yellow: due within three
    days, or done after it was due: made good, never green again. Red: overdue.
    """
    if due_at is None:
        return Lamp.GREEN if done_at else Lamp.NONE
    if done_at is not None:
        return Lamp.GREEN if done_at <= due_at else Lamp.YELLOW
    if now > due_at:
        return Lamp.RED
    return Lamp.YELLOW if due_at - now <= NEAR else Lamp.GREEN


def part_lamp(part: object, now: datetime) -> Lamp:
    """The lamp of a unit's assignment; while the office verifies it, the unit's clock stands still.

    ``part`` carries ``state``, ``due_at``, ``asked_close_at`` and ``done_at``.
    """
    if part.state == AssignmentState.WITHDRAWN:
        return Lamp.NONE
    waits = part.state == AssignmentState.TO_VERIFY
    return work_lamp(part.due_at, part.done_at or (part.asked_close_at if waits else None), now)


def lamp_clause(lamp: str, now: datetime) -> Q:
    """The rows of assignments whose :func:`part_lamp` is ``lamp``, for the database to find."""
    gone = Q(state=AssignmentState.WITHDRAWN)
    waits = Q(done_at=None, state=AssignmentState.TO_VERIFY, asked_close_at__isnull=False)
    is_done = Q(done_at__isnull=False) | waits
    in_time = Q(done_at__lte=F("due_at")) | waits & Q(asked_close_at__lte=F("due_at"))
    too_late = Q(done_at__gt=F("due_at")) | waits & Q(asked_close_at__gt=F("due_at"))
    open_until = {
        Lamp.GREEN: Q(due_at__gt=now + NEAR),
        Lamp.YELLOW: Q(due_at__gte=now, due_at__lte=now + NEAR),
        Lamp.RED: Q(due_at__lt=now),
        Lamp.NONE: Q(due_at=None),
    }[Lamp(lamp)]
    settled = {
        Lamp.GREEN: in_time | Q(due_at=None) & is_done,
        Lamp.YELLOW: too_late,
        Lamp.RED: Q(pk=None),
        Lamp.NONE: Q(pk=None),
    }[Lamp(lamp)]
    shown = ~gone & (settled | open_until & Q(done_at=None) & ~waits)
    return gone | shown if lamp == Lamp.NONE else shown


def worst(lamps: Iterable[Lamp]) -> Lamp:
    """The lamp of several pieces of work together: the worst of theirs."""
    return max(lamps, key=SEVERITY.index, default=Lamp.NONE)


def share_lamp(numerator: int, denominator: int, *, green: int = 90, yellow: int = 75) -> Lamp:
    """The lamp of a share such as timeliness: green from ``green`` %, yellow from ``yellow`` %."""
    if not denominator:
        return Lamp.NONE
    percent = Decimal(numerator) * 100 / denominator
    if percent >= green:
        return Lamp.GREEN
    return Lamp.YELLOW if percent >= yellow else Lamp.RED
