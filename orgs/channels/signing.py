"""Our own signature, for webhooks and SMS gateways (docs/channels.md says how to check it)."""

import hashlib
import hmac
from urllib.parse import urlsplit

from django.conf import settings

from fraudwatch.lib import clock
from orgs.models import Delivery


def signature(secret: str, key: str, body: bytes) -> dict[str, str]:
    """Headers with the request's id, its moment and an HMAC-SHA256 over both and the body.

    The id is the same at every attempt, so that the other side knows a repeat.
    """
    stamp = str(int(clock.now().timestamp()))
    text = f"{stamp}.{key}.".encode() + body
    digest = hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
    return {
        "X-Fraudwatch-Id": key,
        "X-Fraudwatch-Timestamp": stamp,
        "X-Fraudwatch-Signature": f"sha256={digest}",
    }


def key_of(delivery: Delivery) -> str:
    """What names a delivery to the other side for good."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"{host}-{delivery.pk or 'test'}"
