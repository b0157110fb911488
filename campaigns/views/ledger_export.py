"""Ordering the ledgers as Excel files from any list, with its filters or its ticked rows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions import bulk
from campaigns.forms.bulk import keys_in
from campaigns.models import Campaign
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError
from orgs import documents
from orgs.actions.jobs import order_document

from .part_ledger import plain_query

LEDGERS = ("part-ledger", "task-ledger")


@needs("campaigns.view_campaign", Campaign, methods="POST")
def ledger_export(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Order a ledger; the export centre makes it and says when it is ready."""
    name = request.POST.get("document", "")
    ticked = [] if request.POST.get("all") == "1" else keys_in(request.POST.getlist("part"))
    try:
        if name not in LEDGERS:
            raise ValueError(name)
        query, keys = plain_query(request.POST.get("query", "")), ticked[: bulk.MOST]
        order = {"campaign": campaign.pk, "query": query, "keys": ",".join(map(str, keys))}
        order_document(name, documents.find(name).read(order), by=request.user)
    except ValueError:
        messages.error(request, _("Choose what to export."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is being made. You may leave this page meanwhile."))
    return redirect(reverse("orgs:export-list"))
