"""DingTalk group robots (钉钉群机器人): signed, 20,000 bytes, 20 messages a minute."""

import base64
import hashlib
import hmac
from datetime import timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext_noop

from fraudwatch.lib import clock
from orgs.models import ChannelSetup, Delivery

from .base import ChannelError, Pace, Way
from .talking import LOOK_AT_ADDRESS, TOO_OFTEN, WAIT, say
from .texts import fitting
from .wecom import GONE

HOSTS = ("oapi.dingtalk.com",)
LIMIT = 19_000  # of the 20,000 bytes, the envelope and its escapes take some
GUARDED = gettext_noop("The robot's security settings refused the message.")
LOOK_AT_GUARD = gettext_noop(
    "In the group's robot settings choose signing and enter its secret here; no keywords, no "
    "address list. Check the server's clock too."
)
KNOWN = {
    310000: ChannelError(GUARDED, cure=LOOK_AT_GUARD),
    300001: ChannelError(GONE, cure=LOOK_AT_ADDRESS),
    300005: ChannelError(GONE, cure=LOOK_AT_ADDRESS),
    400013: ChannelError(GONE, cure=LOOK_AT_ADDRESS),
    400101: ChannelError(GONE, cure=LOOK_AT_ADDRESS),
    # Whoever sends more than 20 a minute is shut out for ten.
    130101: ChannelError(TOO_OFTEN, cure=WAIT, wait=timedelta(minutes=10)),
    410100: ChannelError(TOO_OFTEN, cure=WAIT, wait=timedelta(minutes=10)),
    90030: ChannelError(TOO_OFTEN, cure=WAIT, wait=timedelta(minutes=10)),
}


def send(setup: ChannelSetup, deliveries: list[Delivery]) -> dict[int, ChannelError]:
    """Say it in the group; a plain text has no markup and mentions nobody."""
    words = fitting(deliveries[0].message, lambda one: len(one.whole.encode()), LIMIT)
    payload = {"msgtype": "text", "text": {"content": words.whole}, "at": {"isAtAll": False}}
    say(signed(setup), payload, hosts=HOSTS, code="errcode", words="errmsg", known=KNOWN)
    return {}


def signed(setup: ChannelSetup) -> str:
    """The robot's address with the moment in milliseconds and its signature."""
    if not setup.secret:
        return setup.address
    stamp = str(int(clock.now().timestamp() * 1000))
    text = f"{stamp}\n{setup.secret}".encode()
    digest = hmac.new(setup.secret.encode(), text, hashlib.sha256).digest()
    join = "&" if "?" in setup.address else "?"
    query = urlencode({"timestamp": stamp, "sign": base64.b64encode(digest).decode()})
    return f"{setup.address}{join}{query}"


WAY = Way(send, pace=Pace(every=5, burst=8), knows_repeats=False, hosts=HOSTS)
