"""Channels: which there are, how they are doing, setting them up, what went over them."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from orgs.actions.channels import add_channel, edit_channel, host_of, switch_channel, try_channel
from orgs.actions.deliveries import send_again
from orgs.enums import Channel
from orgs.forms.channels import KINDS, ChannelForm
from orgs.models import ChannelSetup, Delivery
from orgs.queries.channels import allowed_hosts, delivery_log, listed_channels


@needs("orgs.view_channels")
def channel_list(request: HttpRequest) -> HttpResponse:
    """The channels one looks after or may use, and how each is doing."""
    context = {
        "rows": listed_channels(request.user),
        "kinds": [Channel(kind) for kind in KINDS],
        "may_edit": request.user.has_perm("orgs.add_channel"),
        "hosts": allowed_hosts(),
    }
    return render(request, "orgs/channel_list.html", context)


@needs("orgs.add_channel", methods="GET POST")
def channel_create(request: HttpRequest, kind: str) -> HttpResponse:
    """Set up a channel of one kind; it starts switched off."""
    if kind not in KINDS:
        raise Http404
    form = ChannelForm(request.user, kind, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("name", "unit", "address", "secret")}
        try:
            setup = add_channel(kind=kind, **data, by=request.user)
        except DomainError as error:
            form.add_error("address", str(error))
        else:
            messages.success(request, _("Saved. Send a test message, then switch it on."))
            return redirect("orgs:channel-edit", setup.pk)
    return render(request, "orgs/channel_create.html", {"form": form, "kind": Channel(kind)})


@needs("orgs.edit_channel", ChannelSetup, methods="GET POST", related="unit")
def channel_edit(request: HttpRequest, setup: ChannelSetup) -> HttpResponse:
    """One channel: its state in words, its settings, the test."""
    if setup.kind == Channel.EMAIL:
        return render(request, "orgs/channel_edit.html", {"setup": setup})
    start = {"name": setup.name, "unit": setup.unit_id, "version": setup.version}
    form = ChannelForm(request.user, setup.kind, request.POST or None, initial=start, setup=setup)
    if request.method == "POST" and form.is_valid():
        try:
            edit_channel(setup, **form.cleaned_data, by=request.user)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("orgs:channel-edit", setup.pk)
    context = {"setup": setup, "form": form, "host": host_of(setup.address)}
    return render(request, "orgs/channel_edit.html", context)


@needs("orgs.edit_channel", ChannelSetup, methods="POST", related="unit")
def channel_switch(request: HttpRequest, setup: ChannelSetup) -> HttpResponse:
    """Switch a channel on or off."""
    is_active = request.POST.get("to") == "on"
    said = _("Switched on.") if is_active else _("Switched off. What waits goes out later.")
    return _done(
        request, setup, said, lambda: switch_channel(setup, is_active=is_active, by=request.user)
    )


@needs("orgs.edit_channel", ChannelSetup, methods="POST", related="unit")
def channel_test(request: HttpRequest, setup: ChannelSetup) -> HttpResponse:
    """Send a test message now; the platform's answer is said in words."""
    try:
        trial = try_channel(setup, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        words = " ".join(part for part in (trial.said, trial.cure, trial.detail) if part)
        (messages.success if trial.is_fine else messages.error)(request, words)
    return redirect("orgs:channel-edit", setup.pk)


@needs("orgs.view_deliveries")
def delivery_list(request: HttpRequest) -> HttpResponse:
    """What went over the channels, to whom, with which result."""
    log = delivery_log(request.user, request.GET)
    return render(request, "orgs/delivery_list.html", {"log": log})


@needs("orgs.view_deliveries", Delivery, methods="POST", related="notice recipient setup")
def delivery_again(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """Send a failed delivery again."""
    try:
        send_again(delivery)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It goes out again within a minute."))
    return redirect("orgs:delivery-list")


def _done(request: HttpRequest, setup: ChannelSetup, said: str, act: Callable) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("orgs:channel-edit", setup.pk)
