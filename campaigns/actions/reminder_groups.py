"""Telling groups who is missing (群机器人): one message with the list, never one per unit."""

from collections import defaultdict
from collections.abc import Iterable

from campaigns.enums import REMINDER
from campaigns.models import Campaign
from campaigns.reminding import Subject, Thing
from fraudwatch.lib.paths import contains, under
from orgs.actions.group_messages import announce
from orgs.models import ChannelSetup


def announce_missing(
    campaign: Campaign, subject: Subject, minutes: int, things: Iterable[Thing]
) -> int:
    """Say once per step and period, task or plan who still owes it; returns how many were new.

    The groups of the unit that leads the campaign hear of all units, those of a unit below
    of its own part. Only switched-on channels speak.
    """
    found = ChannelSetup.objects.in_use().for_groups().select_related("unit")
    setups = list(found.filter(under(campaign.owner.path, "unit__path")))
    if not setups:
        return 0
    by_group: dict[tuple, list[Thing]] = defaultdict(list)
    for thing in things:
        by_group[(thing.group, thing.due_at)].append(thing)
    told = 0
    for (group, due_at), rows in by_group.items():
        occasion = f"{group}:{int(due_at.timestamp())}:{minutes}"
        for setup in setups:
            mine = [thing for thing in rows if contains(setup.unit.path, thing.unit.path)]
            if mine:
                told += _say(setup, subject, occasion, mine)
    return told


def _say(setup: ChannelSetup, subject: Subject, occasion: str, things: list[Thing]) -> int:
    title, text = subject.texts["group"]
    names = list(dict.fromkeys(thing.unit.name for thing in things))
    return announce(
        [setup], kind=REMINDER, occasion=occasion, title=title, text=text,
        params=things[0].params | {"n": len(names), "units": names}, about=things[0].group,
    )  # fmt: skip
