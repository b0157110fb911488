"""Ways to reach a person: one file each, joined in one table."""

from orgs.enums import Channel

from .base import ChannelError
from .mail import send_mail

CHANNELS = {Channel.EMAIL: send_mail}

__all__ = ["CHANNELS", "ChannelError"]
