"""Feishu group robots (飞书群机器人): signed, 20 KB, 100 messages a minute and 5 a second."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

from fraudwatch.lib import clock
from orgs.models import ChannelSetup, Delivery

from .base import ChannelError, Pace, Way
from .dingtalk import GUARDED, LOOK_AT_GUARD
from .talking import LOOK_AT_ADDRESS, TOO_OFTEN, WAIT, say
from .texts import Words, fitting
from .wecom import GONE, LONG

HOSTS = ("open.feishu.cn", "open.larksuite.com")
LIMIT = 19_000  # of 20 KB for the whole request
KNOWN = {
    19001: ChannelError(GONE, cure=LOOK_AT_ADDRESS),
    19021: ChannelError(GUARDED, cure=LOOK_AT_GUARD),
    19022: ChannelError(GUARDED, cure=LOOK_AT_GUARD),
    19024: ChannelError(GUARDED, cure=LOOK_AT_GUARD),
    9499: ChannelError(TOO_OFTEN, cure=WAIT, wait=timedelta(minutes=1)),
    11232: ChannelError(TOO_OFTEN, cure=WAIT, wait=timedelta(minutes=1)),
    11247: ChannelError(LONG, of_message=True, is_final=True),
}


def send(setup: ChannelSetup, deliveries: list[Delivery]) -> dict[int, ChannelError]:
    """Say it in the group as a post of text pieces: they hold no markup and mention nobody."""
    guard = _guard(setup)
    words = fitting(deliveries[0].message, lambda one: len(_encoded(guard | _payload(one))), LIMIT)
    say(
        setup.address, guard | _payload(words),
        hosts=HOSTS, code="code", words="msg", known=KNOWN,
    )  # fmt: skip
    return {}


def _payload(words: Words) -> dict:
    lines = [[{"tag": "text", "text": words.text}]] if words.text else []
    if words.link:
        lines.append([{"tag": "a", "text": words.link, "href": words.link}])
    content = {"title": words.title, "content": lines or [[{"tag": "text", "text": words.title}]]}
    return {"msg_type": "post", "content": {"post": {"zh_cn": content}}}


def _guard(setup: ChannelSetup) -> dict[str, str]:
    """The moment in seconds and its signature; here moment and secret together are the key."""
    if not setup.secret:
        return {}
    stamp = str(int(clock.now().timestamp()))
    digest = hmac.new(f"{stamp}\n{setup.secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}


def _encoded(payload: dict) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode()


WAY = Way(send, pace=Pace(every=0.75, burst=4), knows_repeats=False, hosts=HOSTS)
