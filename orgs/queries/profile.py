"""What the account page shows: own roles and own sessions."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from orgs import campaign_titles
from orgs.models import Grant, User, UserSession

# First match wins: Edge and WeChat also call themselves Chrome.
BROWSERS = (
    ("wxwork", "WeCom"), ("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR", "Opera"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
PHONES = re.compile("Android|iPhone|HarmonyOS|Mobile")


@dataclass(frozen=True)
class HeldRole:
    """A role as its holder reads it; ``campaign`` is empty for all campaigns."""

    grant: Grant
    campaign: str


@dataclass(frozen=True)
class Seat:
    """A browser in which somebody is signed in."""

    device: str
    is_phone: bool
    address: str
    started_at: datetime | None
    seen_at: datetime | None
    is_here: bool


def held_roles(user: User) -> list[HeldRole]:
    """The roles in force of an account, with the campaign they are bound to."""
    grants = list(user.grants.in_force().select_related("unit"))
    titles = campaign_titles.titles(row.campaign_id for row in grants if row.campaign_id)
    return [
        HeldRole(row, titles.get(row.campaign_id, _("one campaign")) if row.campaign_id else "")
        for row in grants
    ]


def own_sessions(user: User, key: str | None) -> list[Seat]:
    """Where ``user`` is signed in; ``key`` is the session of the page itself."""
    now = clock.now()
    alive = now - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    rows = UserSession.objects.visible_to(user).filter(expire_date__gt=now, seen_at__gt=alive)
    return [
        Seat(
            device_name(row.device),
            bool(PHONES.search(row.device)),
            row.address,
            row.started_at,
            row.seen_at,
            row.session_key == key,
        )
        for row in rows
    ]


def device_name(agent: str) -> str:
    """What a browser calls itself, in two words."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return " · ".join(filter(None, (browser, system))) or _("unknown browser")
