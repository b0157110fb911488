"""Talking to a platform: the POST, what its answer means, and what can be done about it."""

import json
from collections.abc import Mapping
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

from django.utils.translation import gettext_noop

from fraudwatch.lib import clock, outbound

from .base import ChannelError

LONGEST_WAIT = timedelta(hours=1)
TOO_OFTEN = gettext_noop("The platform says: too many messages in a short time.")
DOWN = gettext_noop("The platform has a fault of its own.")
REFUSED = gettext_noop("The platform refused the message.")
ODD = gettext_noop("The answer is not that of the platform.")
WAIT = gettext_noop("Nothing to do: the messages wait and go out later.")
LOOK_AT_ADDRESS = gettext_noop("Copy the address anew from the platform and save it here.")
ASK_OWNER = gettext_noop(
    "Whoever runs the server adds the host to OUTBOUND_HOSTS (inside the network: to "
    "OUTBOUND_PRIVATE_HOSTS) and restarts."
)
LOOK_AT_NETWORK = gettext_noop(
    "Ask whoever runs the network whether the server may reach this host, then test again."
)
LOOK_AT_CERTIFICATE = gettext_noop(
    "Renew the certificate there, or make the server trust its issuer (SSL_CERT_FILE)."
)
LOOK_THERE = gettext_noop("Look there whether it arrived; if not, send it again.")
CURES = {
    outbound.MALFORMED: LOOK_AT_ADDRESS,
    outbound.NOT_ALLOWED: ASK_OWNER,
    outbound.PLAIN: LOOK_AT_ADDRESS,
    outbound.INSIDE: ASK_OWNER,
    outbound.UNKNOWN: LOOK_AT_NETWORK,
    outbound.SILENT: LOOK_AT_NETWORK,
    outbound.DISTRUSTED: LOOK_AT_CERTIFICATE,
    outbound.BROKEN: LOOK_THERE,
    outbound.SLOW: LOOK_THERE,
    outbound.LARGE: LOOK_AT_ADDRESS,
}
Refusals = Mapping[int, ChannelError]


def sent(address: str, body: bytes, headers: dict[str, str], hosts: tuple = ()) -> outbound.Answer:
    """The answer to a POST of JSON. ChannelError unless its status is one of success."""
    kind = {"Content-Type": "application/json; charset=utf-8"}
    try:
        answer = outbound.post(address, body, kind | headers, hosts=hosts)
    except outbound.OutboundError as error:
        raise ChannelError(
            error.cause, error.detail, cure=CURES.get(error.cause, ""), is_unsure=error.maybe_sent
        ) from error
    if 200 <= answer.status < 300:
        return answer
    said, patience = f"HTTP {answer.status}", _patience(answer.headers.get("retry-after", ""))
    if answer.status == 429:
        raise ChannelError(TOO_OFTEN, said, cure=WAIT, wait=patience or timedelta(minutes=1))
    if answer.status >= 500:
        raise ChannelError(DOWN, said, cure=WAIT, wait=patience)
    raise ChannelError(REFUSED, said, cure=LOOK_AT_ADDRESS)


def facts_of(answer: outbound.Answer) -> dict:
    """The JSON object in an answer. ChannelError when it holds none."""
    try:
        facts = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise ChannelError(ODD, cure=LOOK_AT_ADDRESS) from error
    if not isinstance(facts, dict):
        raise ChannelError(ODD, cure=LOOK_AT_ADDRESS)
    return facts


def say(
    address: str, payload: dict, *, hosts: tuple[str, ...], code: str, words: str, known: Refusals
) -> None:
    """Send a robot's message; platforms answer 200 and put their refusal inside.

    ``code`` and ``words`` are where it stands; ``known`` says what the numbers mean.
    """
    body = json.dumps(payload, ensure_ascii=False).encode()
    facts = facts_of(sent(address, body, {}, hosts))
    number = facts.get(code)
    if number == 0:
        return
    if not isinstance(number, int):
        raise ChannelError(ODD, cure=LOOK_AT_ADDRESS)
    detail = " ".join(f"{number} {facts.get(words, '')}".split())[:120]
    means = known.get(number) or ChannelError(REFUSED, cure=LOOK_AT_ADDRESS)
    raise ChannelError(
        means.cause, detail, cure=means.cure, of_message=means.of_message, wait=means.wait,
        is_final=means.is_final,
    )  # fmt: skip


def _patience(text: str) -> timedelta | None:
    """``Retry-After``: seconds, or a moment; an hour at most."""
    if text.isdecimal() and len(text) < 7:
        wait = timedelta(seconds=int(text))
    else:
        try:
            moment = parsedate_to_datetime(text)
        except (TypeError, ValueError):
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        wait = moment - clock.now()
    return min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)
