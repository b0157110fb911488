"""Channels of the demo: two robots that are set up but not switched on, with keys of nobody's."""

from orgs.actions.channels import add_channel
from orgs.enums import Channel

from .stage import Stage

ROBOTS = (
    (
        Channel.WECOM,
        "全县反诈联络员群（示例）",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=demo",
    ),
    (
        Channel.DINGTALK,
        "领导小组工作群（示例）",
        "https://oapi.dingtalk.com/robot/send?access_token=demo",
    ),
)


def add_robots(stage: Stage) -> None:
    """What an administrator finds on the page of channels; nothing goes over them."""
    for kind, name, address in ROBOTS:
        secret = "" if kind == Channel.WECOM else "SEC-demo"
        add_channel(
            kind=kind, name=name, unit=stage.units["QL"], address=address, secret=secret,
            by=stage.users["admin"],
        )  # fmt: skip
