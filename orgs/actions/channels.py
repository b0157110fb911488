"""Setting up the ways out of the house, switching them on and off, trying them."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fraudwatch.lib import clock, outbound
from fraudwatch.lib.secrets import MOBILE
from orgs.actions.audit import record
from orgs.actions.channel_health import note_failure, note_success, take_turn
from orgs.channels import WAYS, ChannelError, Way
from orgs.channels.sms import NO_MOBILE
from orgs.channels.talking import CURES
from orgs.enums import GROUP_CHANNELS, Channel
from orgs.errors import OrgError
from orgs.models import ChannelSetup, Delivery, GroupMessage, Notice, Unit, User

SHORTEST_SECRET = 16
HEALTHY = {
    "failures": 0, "failing_since": None, "cause": "", "cure": "", "paused_until": None,
}  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """How a test message went: ``said`` in words, ``cure`` and the platform's own ``detail``."""

    is_fine: bool
    said: str
    cure: str = ""
    detail: str = ""


@transaction.atomic
def add_channel(
    *, kind: str, name: str, unit: Unit, address: str, secret: str, by: User
) -> ChannelSetup:
    """Set up a channel of a unit, switched off. OrgError when it cannot work like this."""
    check_address(kind, address)
    check_secret(kind, secret)
    setup = ChannelSetup(kind=kind, name=name, unit=unit, address=address, secret=secret)
    _save(setup, name)
    changes = {"kind": [None, kind], "name": [None, name], "unit": [None, unit.name],
               "host": [None, host_of(address)]}  # fmt: skip
    record("channel.added", setup, by=by, path=unit.path, changes=changes, technical=True)
    return setup


@transaction.atomic
def edit_channel(
    setup: ChannelSetup, *, name: str, unit: Unit, address: str, secret: str, version: int, by: User
) -> None:
    """Change a channel; a blank address or secret stays as it is. What failed is forgotten.

    OrgError when somebody changed it meanwhile (``version``), or it cannot work like this.
    """
    row = ChannelSetup.objects.select_for_update(no_key=True).select_related(None).get(pk=setup.pk)
    if row.version != version:
        raise OrgError(
            _("Somebody changed this channel meanwhile. Look at it and change it again.")
        )
    changes = {}
    if name != row.name:
        changes["name"] = [row.name, name]
    if unit.pk != row.unit_id:
        changes["unit"] = [row.unit.name, unit.name]
    if address:
        check_address(row.kind, address)
        changes["host"] = [host_of(row.address), host_of(address)]
        row.address = address
    if secret:
        check_secret(row.kind, secret)
        changes["secret"] = ["***", "*** (new)"]
        row.secret = secret
    row.name, row.unit, row.version = name, unit, version + 1
    for field, value in HEALTHY.items():
        setattr(row, field, value)
    _save(row, name)
    record("channel.edited", row, by=by, path=unit.path, changes=changes, technical=True)


@transaction.atomic
def switch_channel(setup: ChannelSetup, *, is_active: bool, by: User) -> None:
    """Switch a channel on or off; what waits stays. OrgError when it stands so already."""
    changed = ChannelSetup.objects.filter(pk=setup.pk, is_active=not is_active).update(
        is_active=is_active, **HEALTHY
    )
    if not changed:
        raise OrgError(
            _("This channel is switched on already.")
            if is_active
            else _("This channel is switched off already.")
        )
    record(
        "channel.switched_on" if is_active else "channel.switched_off",
        setup, by=by, path=setup.unit.path if setup.unit else "", technical=True,
        changes={"is_active": [not is_active, is_active]},
    )  # fmt: skip


def try_channel(setup: ChannelSetup, *, by: User) -> Trial:
    """Send a test message now, to the group or to ``by``, and hand back how it went."""
    way = WAYS[setup.kind]
    if not take_turn(setup, way.pace):
        return Trial(False, _("This robot has just spoken often. Try again in a minute."))
    trial = _tried(setup, way, _test_delivery(setup, by))
    with transaction.atomic():
        record(
            "channel.tested", setup, by=by, path=setup.unit.path if setup.unit else "",
            note="" if trial.is_fine else trial.detail, technical=True,
            changes={"is_fine": [None, trial.is_fine]},
        )  # fmt: skip
    return trial


def _tried(setup: ChannelSetup, way: Way, delivery: Delivery) -> Trial:
    try:
        refused = way.send(setup, [delivery])
    except ChannelError as error:
        if not error.of_message and setup.is_active:
            note_failure(setup, error)
        return _gone_wrong(error)
    if setup.is_active or setup.failures:
        note_success(setup)
    if refused:
        return _gone_wrong(next(iter(refused.values())))
    return Trial(True, _("The other side took the test message. Look whether it has arrived."))


def _gone_wrong(error: ChannelError) -> Trial:
    return Trial(False, _(error.cause), _(error.cure) if error.cure else "", error.detail)


def _test_delivery(setup: ChannelSetup, by: User) -> Delivery:
    """A delivery that stands in no row. OrgError when ``by`` cannot be reached over it."""
    words = {
        "kind": "test",
        "title": gettext_noop("Test message of %(who)s"),
        "text": gettext_noop("This channel works. Nobody needs to do anything."),
        "params": {"who": by.name}, "occasion": "test", "about": "", "url": "", "at": clock.now(),
    }  # fmt: skip
    if setup.kind in GROUP_CHANNELS:
        return Delivery(group_message=GroupMessage(setup=setup, **words), setup=setup,
                        channel=setup.kind)  # fmt: skip
    if setup.kind == Channel.EMAIL and not by.email:
        raise OrgError(_("The test goes to you, but your account has no e-mail address."))
    if setup.kind == Channel.SMS and not (by.person and MOBILE.match(by.person.phone)):
        yours = _("The test goes to you.")
        raise OrgError(f"{yours} {_(NO_MOBILE)}")
    notice = Notice(recipient=by, **words)
    return Delivery(notice=notice, recipient=by, channel=setup.kind, address=by.email)


def check_address(kind: str, address: str) -> None:
    """OrgError with cause and cure when the server may not call this address."""
    try:
        outbound.target_of(address, WAYS[kind].hosts)
    except outbound.OutboundError as error:
        cure = CURES.get(error.cause, "")
        raise OrgError(" ".join(_(part) for part in (error.cause, cure) if part)) from error


def check_secret(kind: str, secret: str) -> None:
    """OrgError when the other side could not know our messages by it."""
    if kind in (Channel.SMS, Channel.WEBHOOK) and len(secret) < SHORTEST_SECRET:
        raise OrgError(_("The secret needs at least %(n)s characters.") % {"n": SHORTEST_SECRET})


def host_of(address: str) -> str:
    """The part of an address that may be shown: the host, without key or token."""
    return address.partition("://")[2].partition("/")[0][:100]


def _save(setup: ChannelSetup, name: str) -> None:
    try:
        with transaction.atomic():
            setup.save()
    except IntegrityError as taken:
        raise OrgError(
            _("This unit has a channel “%(name)s” already. Choose another name.") % {"name": name}
        ) from taken
