"""By which address a person is reached over a channel, or why not."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_noop

from fraudwatch.lib.secrets import MOBILE
from orgs.channels.sms import NO_MOBILE
from orgs.enums import Channel, WorkState
from orgs.models import ChannelSetup, Delivery, Notice, User

NO_EMAIL = gettext_noop("There is no e-mail address on file.")
NO_GATEWAY = gettext_noop("No SMS gateway is switched on for this unit.")


def deliveries_of(
    notices: Sequence[Notice], people: Mapping[int, User], channels: Sequence[str]
) -> list[Delivery]:
    """Rows to send the notices over ``channels``, not yet saved; two queries where SMS is asked."""
    rows = []
    if Channel.EMAIL in channels:
        rows += [_by_mail(notice, people[notice.recipient_id].email) for notice in notices]
    if Channel.SMS in channels:
        gateways, facts = _gateways(), _phones([notice.recipient_id for notice in notices])
        rows += [_by_sms(notice, *facts[notice.recipient_id], gateways) for notice in notices]
    return rows


def _row(notice: Notice, channel: str, why_not: str, **more: object) -> Delivery:
    state = WorkState.UNREACHABLE if why_not else WorkState.QUEUED
    return Delivery(
        notice=notice, recipient_id=notice.recipient_id, channel=channel, state=state,
        error=why_not, **more,
    )  # fmt: skip


def _by_mail(notice: Notice, address: str) -> Delivery:
    return _row(notice, Channel.EMAIL, "" if address else NO_EMAIL, address=address)


def _by_sms(notice: Notice, path: str, phone: str, gateways: list[ChannelSetup]) -> Delivery:
    if not MOBILE.match(phone or ""):
        return _row(notice, Channel.SMS, NO_MOBILE)
    gateway = next((one for one in gateways if (path or "").startswith(one.unit.path)), None)
    return _row(notice, Channel.SMS, "" if gateway else NO_GATEWAY, setup=gateway)


def _gateways() -> list[ChannelSetup]:
    """The SMS gateways in use, the nearest to a unit first."""
    found = ChannelSetup.objects.in_use().filter(kind=Channel.SMS).exclude(unit=None)
    return list(found.select_related("unit").order_by("-unit__depth", "pk"))


def _phones(keys: list[int]) -> dict[int, tuple[str, str]]:
    """``{account: (path of the unit, phone)}``."""
    rows = User.objects.filter(pk__in=keys).values_list("pk", "home_unit__path", "person__phone")
    return {pk: (path, phone) for pk, path, phone in rows}
