"""Receipts: a unit signs on one tap, the office sees who has not and reminds them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.actions import receipts as actions
from campaigns.enums import VersionState
from campaigns.models import Campaign, PlanVersion, Receipt
from campaigns.queries.receipts import receipt_book, receipt_lines
from campaigns.queries.versions import version_in_force
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.numbers import posted_whole
from fraudwatch.lib.way_back import asked_for

from .asked import say_asked
from .pages import attempt


@needs("campaigns.list_receipts", PlanVersion)
def receipt_list(request: HttpRequest, version: PlanVersion) -> HttpResponse:
    """Who has signed for a version and who has not."""
    context = {
        "campaign": version.campaign,
        "version": version,
        "book": receipt_book(request.user, version, clock.now()),
        "is_in_force": version.state == VersionState.PUBLISHED,
        "may_remind": request.user.has_perm("campaigns.remind_receipts", version),
    }
    return render(request, "campaigns/receipt_list.html", context)


@needs("campaigns.list_receipts", Campaign)
def receipt_strip(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The receipts of the version in force, in the narrow pane beside the editor."""
    version = version_in_force(campaign)
    context = {
        "campaign": campaign,
        "version": version,
        "book": receipt_book(request.user, version, clock.now()) if version else None,
        "may_remind": request.user.has_perm("campaigns.remind_receipts", campaign),
    }
    return render(request, "campaigns/_receipt_strip.html", context)


@needs("campaigns.remind_receipts", PlanVersion, methods="POST")
def receipt_remind(request: HttpRequest, version: PlanVersion) -> HttpResponse:
    """Remind all that have not signed, or the one whose button was pressed."""
    unit = posted_whole(request.POST.get("unit")) or None
    try:
        done = actions.remind_receipts(version, unit=unit, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        say_asked(request, done.told, done.cooling, done.unreachable, done.again_at)
    return redirect("campaigns:receipt-list", version.pk)


@needs("campaigns.view_version", Receipt)
def receipt_detail(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """What a unit signs for: the whole plan, or exactly what a revision changes for it."""
    is_in_force = receipt.version.state == VersionState.PUBLISHED
    may_sign = request.user.has_perm("campaigns.sign_receipt", receipt)
    context = {
        "campaign": receipt.version.campaign,
        "version": receipt.version,
        "receipt": receipt,
        "lines": receipt_lines(receipt),
        "is_in_force": is_in_force,
        "may_sign": may_sign and is_in_force and not receipt.signed_at,
        "newer": None if is_in_force else version_in_force(receipt.version.campaign),
    }
    return render(request, "campaigns/receipt_detail.html", context)


@needs("campaigns.sign_receipt", Receipt, methods="POST")
def receipt_sign(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """One tap; back to where the button stood."""
    attempt(
        request,
        lambda: actions.sign_receipt(receipt, by=request.user),
        _("Acknowledged. The office sees that the plan has arrived."),
    )
    if request.POST.get("next"):
        return redirect(asked_for(request))
    return redirect("campaigns:receipt-detail", receipt.pk)
