"""WeCom group robots (企业微信群机器人): plain text of 2,048 bytes, 20 messages a minute."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from orgs.models import ChannelSetup, Delivery

from .base import ChannelError, Pace, Way
from .talking import LOOK_AT_ADDRESS, TOO_OFTEN, WAIT, say
from .texts import Words, fitting

HOSTS = ("qyapi.weixin.qq.com",)
LIMIT = 2048
GONE = gettext_noop("The platform does not know this robot (any more).")
LONG = gettext_noop("The platform finds the message too long.")
KNOWN = {
    93000: ChannelError(GONE, cure=LOOK_AT_ADDRESS),
    93004: ChannelError(GONE, cure=LOOK_AT_ADDRESS),
    45009: ChannelError(TOO_OFTEN, cure=WAIT, wait=timedelta(minutes=1)),
    45033: ChannelError(TOO_OFTEN, cure=WAIT, wait=timedelta(minutes=1)),
    45002: ChannelError(LONG, of_message=True, is_final=True),
    40058: ChannelError(LONG, of_message=True, is_final=True),
}


def send(setup: ChannelSetup, deliveries: list[Delivery]) -> dict[int, ChannelError]:
    """Say it in the group; a plain text has no markup and mentions nobody."""
    words = fitting(deliveries[0].message, lambda one: len(_content(one).encode()), LIMIT)
    payload = {"msgtype": "text", "text": {"content": _content(words)}}
    say(setup.address, payload, hosts=HOSTS, code="errcode", words="errmsg", known=KNOWN)
    return {}


def _content(words: Words) -> str:
    # "<@name>" would call somebody; nobody's text may do that.
    return words.whole.replace("<@", "＜@")  # noqa: RUF001 - the wide sign on purpose


WAY = Way(send, pace=Pace(every=5, burst=8), knows_repeats=False, hosts=HOSTS)
