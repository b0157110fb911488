"""Ways for a message to go: one file each, joined in one table."""

from orgs.enums import Channel

from . import dingtalk, feishu, mail, sms, webhook, wecom
from .base import ChannelError, Pace, Way

WAYS = {
    Channel.WECOM: wecom.WAY,
    Channel.DINGTALK: dingtalk.WAY,
    Channel.FEISHU: feishu.WAY,
    Channel.WEBHOOK: webhook.WAY,
    Channel.SMS: sms.WAY,
    Channel.EMAIL: mail.WAY,
}

__all__ = ["WAYS", "ChannelError", "Pace", "Way"]
