"""Text messages through an HTTP gateway of the office's own (docs/channels.md)."""

import json

from django.utils.translation import gettext_noop

from fraudwatch.lib.secrets import MOBILE
from orgs.models import ChannelSetup, Delivery

from .base import ChannelError, Way
from .signing import key_of, signature
from .talking import ODD, facts_of, sent
from .texts import fitting

LIMIT = 300  # characters: five text messages of a phone, less the office's name in front
BATCH = 50
NO_MOBILE = gettext_noop("There is no mobile number on file.")
NOT_TAKEN = gettext_noop("The gateway did not take the text message.")


def send(setup: ChannelSetup, deliveries: list[Delivery]) -> dict[int, ChannelError]:
    """Hand a batch to the gateway; it answers for each text message by its id."""
    refused, messages = {}, []
    for delivery in deliveries:
        phone = mobile_of(delivery)
        if phone:
            text = fitting(delivery.message, lambda one: len(one.whole), LIMIT).whole
            messages.append({"id": key_of(delivery), "to": phone, "text": text})
        else:
            refused[delivery.pk] = ChannelError(NO_MOBILE, of_message=True, is_final=True)
    if not messages:
        return refused
    body = json.dumps({"messages": messages}, ensure_ascii=False).encode()
    answer = facts_of(sent(setup.address, body, signature(setup.secret, messages[0]["id"], body)))
    results = answer.get("results")
    if not isinstance(results, list):
        raise ChannelError(ODD)
    told = {one.get("id"): one for one in results if isinstance(one, dict)}
    for delivery in deliveries:
        result = told.get(key_of(delivery), {})
        if delivery.pk not in refused and result.get("ok") is not True:
            refused[delivery.pk] = _refusal(result)
    return refused


def mobile_of(delivery: Delivery) -> str:
    """The mobile number of the recipient, or nothing; read now, kept nowhere."""
    person = delivery.recipient.person
    phone = person.phone if person else ""
    return phone if MOBILE.match(phone) else ""


def _refusal(result: dict) -> ChannelError:
    # The gateway's words may repeat the number, so they go nowhere: only its code does.
    code = str(result.get("code", ""))[:20]
    detail = code if code.replace("_", "").isalnum() and not code.isdecimal() else ""
    return ChannelError(NOT_TAKEN, detail, of_message=True, is_final=result.get("retry") is False)


WAY = Way(send, most=BATCH)
