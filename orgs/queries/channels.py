"""Reading channels: the list with what waits, their state, and the log of deliveries."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fraudwatch.lib.pages import Page, keyset_page
from fraudwatch.lib.paths import under
from orgs.channels import WAYS
from orgs.enums import Channel, Role, WorkState
from orgs.models import ChannelSetup, Delivery, Unit, User

PER_PAGE = 30
RESULT_WORDS = {
    "failed": _("Failed"),
    "unreachable": _("No address"),
    "waiting": pgettext_lazy("delivery", "Waiting"),
    "sent": pgettext_lazy("delivery", "Sent"),
    "withdrawn": _("Withdrawn"),
}
RESULTS = {
    "failed": [WorkState.FAILED],
    "unreachable": [WorkState.UNREACHABLE],
    "waiting": [WorkState.QUEUED, WorkState.RUNNING],
    "sent": [WorkState.DONE],
    "withdrawn": [WorkState.CANCELLED],
}


@dataclass(frozen=True)
class Counts:
    """Deliveries of a channel: what waits and what failed."""

    waiting: int = 0
    failed: int = 0


def listed_channels(user: User) -> list[tuple[ChannelSetup, Counts]]:
    """The channels in sight with their counts: failing ones first, then mail. Two queries."""
    seen = ChannelSetup.objects.visible_to(user).select_related("unit")
    setups = sorted(seen, key=lambda one: (not one.is_failing, one.kind != Channel.EMAIL))
    open_states = [WorkState.QUEUED, WorkState.RUNNING]
    rows = (
        Delivery.objects.filter(Q(setup__in=setups) | Q(channel=Channel.EMAIL))
        .filter(state__in=[*open_states, WorkState.FAILED])
        .order_by()
        .values("channel", "setup_id")
        .annotate(
            waiting=Count("pk", filter=Q(state__in=open_states)),
            failed=Count("pk", filter=Q(state=WorkState.FAILED)),
        )
    )
    counts = {(row["channel"], row["setup_id"]): Counts(row["waiting"], row["failed"])
              for row in rows}  # fmt: skip
    return [
        (one, counts.get((one.kind, None if one.kind == Channel.EMAIL else one.pk), Counts()))
        for one in setups
    ]


def channels_to_use(user: User) -> QuerySet[ChannelSetup]:
    """The group channels that a coordinator may choose for reminders."""
    return ChannelSetup.objects.visible_to(user).in_use().for_groups().select_related("unit")


def owning_units(user: User) -> QuerySet[Unit]:
    """The units a channel of which ``user`` may set up, parents before children."""
    found = Unit.objects.active().order_by("path")
    if user.is_superuser:
        return found
    clause = Q(pk=None)
    for held in user.holdings:
        if held.role == Role.ADMINISTRATOR and not held.campaign_id:
            clause |= under(held.path)
    return found.filter(clause)


def allowed_hosts() -> list[str]:
    """The hosts that the server may call: the platforms' and those of the settings."""
    platforms = [host for way in WAYS.values() for host in way.hosts]
    return [*platforms, *settings.OUTBOUND_HOSTS, *settings.OUTBOUND_PRIVATE_HOSTS]


@dataclass(frozen=True)
class DeliveryLog:
    """A page of the log and what narrows it."""

    page: Page
    chosen: dict[str, str]
    setups: list[ChannelSetup]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of channels to choose from."""
        return [(kind, Channel(kind).label) for kind in WAYS]

    @property
    def results(self) -> list[tuple[str, str]]:
        """The results to choose from."""
        return list(RESULT_WORDS.items())


def delivery_log(user: User, params: Mapping) -> DeliveryLog:
    """Deliveries in sight, latest first: ``?channel=``, ``?setup=``, ``?result=``. Three queries.

    What makes no sense is ignored. Titles are left out: administrators read no content.
    """
    setups = list(ChannelSetup.objects.visible_to(user).select_related("unit"))
    chosen = {name: params.get(name, "") for name in ("channel", "setup", "result")}
    if chosen["channel"] not in WAYS:
        chosen["channel"] = ""
    if chosen["setup"] not in {str(one.pk) for one in setups}:
        chosen["setup"] = ""
    if chosen["result"] not in RESULTS:
        chosen["result"] = ""
    rows = Delivery.objects.visible_to(user).select_related("recipient__home_unit", "setup__unit")
    if chosen["channel"]:
        rows = rows.filter(channel=chosen["channel"])
    if chosen["setup"]:
        rows = rows.filter(setup=chosen["setup"])
    if chosen["result"]:
        rows = rows.filter(state__in=RESULTS[chosen["result"]])
    page = keyset_page(rows, params, keys=("-created_at", "-pk"), per=PER_PAGE)
    return DeliveryLog(page, chosen, setups)
