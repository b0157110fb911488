"""Webhooks: each message as JSON to another system's address, signed."""

import json

from orgs.models import ChannelSetup, Delivery

from .base import ChannelError, Way
from .signing import key_of, signature
from .talking import sent
from .texts import fitting

LIMIT = 32_000


def send(setup: ChannelSetup, deliveries: list[Delivery]) -> dict[int, ChannelError]:
    """Post the message; any answer of 200 to 299 means that it was taken."""
    message, key = deliveries[0].message, key_of(deliveries[0])
    words = fitting(message, lambda one: len(one.whole.encode()), LIMIT)
    facts = {
        "id": key,
        "kind": message.kind,
        "title": words.title,
        "text": words.text,
        "url": words.link,
        "about": message.about,
        "at": message.at.isoformat(),
    }
    body = json.dumps(facts, ensure_ascii=False).encode()
    sent(setup.address, body, signature(setup.secret, key, body))
    return {}


WAY = Way(send)
