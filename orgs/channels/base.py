"""What every channel shares."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from orgs.models import ChannelSetup, Delivery


class ChannelError(Exception):
    """The message did not go out: ``cause`` is an English message id, ``detail`` for the log.

    ``cure`` (a message id too) says what an administrator can do. ``of_message``: this one
    message or recipient was refused, the channel itself works. ``wait``: the other side asks
    for so much patience. ``is_final``: trying again would end the same way. ``is_unsure``: the
    other side may have taken it.
    """

    def __init__(
        self,
        cause: str,
        detail: str = "",
        *,
        cure: str = "",
        of_message: bool = False,
        wait: timedelta | None = None,
        is_final: bool = False,
        is_unsure: bool = False,
    ) -> None:
        super().__init__("\n".join(part for part in (cause, detail) if part))
        self.cause, self.detail, self.cure, self.wait = cause, detail, cure, wait
        self.of_message, self.is_final, self.is_unsure = of_message, is_final, is_unsure


@dataclass(frozen=True)
class Pace:
    """A platform's rate: ``burst`` messages at once, then one every ``every`` seconds.

    In any stretch of a minute that makes ``burst + 60 / every`` at most.
    """

    every: float
    burst: int


# Sends up to ``Way.most`` deliveries; hands back those that were refused alone, by key.
Sender = Callable[[ChannelSetup, list[Delivery]], dict[int, ChannelError]]


@dataclass(frozen=True)
class Way:
    """One kind of channel. ``hosts`` are the platform's; ``knows_repeats`` where the other side
    recognises a message that comes twice, so that an uncertain one may go again.
    """

    send: Sender
    most: int = 1
    pace: Pace | None = None
    knows_repeats: bool = True
    hosts: tuple[str, ...] = ()
