"""Redis as the queue: what is no message is thrown away, and the worker lives on.

Kombu reads whatever lies in a queue as a message of its own; a worker that finds anything
else there stops with "Unrecoverable error". What is due stands in the database, so nothing
is lost with a message that nobody can read.
"""

import logging

from kombu.transport import redis

logger = logging.getLogger(__name__)


class Channel(redis.Channel):
    """Kombu's channel; nonsense counts as read."""

    def _brpop_read(self, **options: object) -> bool:
        try:
            return super()._brpop_read(**options)
        except ValueError:  # no JSON, no UTF-8, a body that is not base64
            logger.error("what lay in the queue is no message; it was thrown away")
            return True


class Transport(redis.Transport):
    """Redis with the channel above; ``redis://`` stands for it."""

    Channel = Channel

    def _deliver(self, message: object, queue: str) -> None:
        if is_message(message):
            super()._deliver(message, queue)
        else:
            logger.error("what lay in the queue %s is no message; it was thrown away", queue)


def is_message(found: object) -> bool:
    """Whether it has what Kombu reads of a message without asking."""
    properties = found.get("properties") if isinstance(found, dict) else None
    info = properties.get("delivery_info") if isinstance(properties, dict) else None
    return isinstance(info, dict) and "delivery_tag" in properties and {
        "exchange", "routing_key"
    } <= info.keys()  # fmt: skip
