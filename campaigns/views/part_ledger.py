"""The ledger of a campaign's assignments, and work on many of them at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.actions import bulk
from campaigns.actions.due_dates import Outcome
from campaigns.enums import UNDER_WAY
from campaigns.forms.bulk import bulk_form, keys_in, values_of
from campaigns.models import Assignment, Campaign
from campaigns.queries.bulk import ACTS, preview_of
from campaigns.queries.cooling import cooling_of
from campaigns.queries.part_ledger import (
    STATES,
    PartFilters,
    matching_parts,
    part_ledger,
    parts_by_key,
)
from campaigns.queries.saved_views import saved_views
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError

NAMED = 5
RUN = {
    "remind": bulk.remind_many, "extend": bulk.extend_many, "withdraw": bulk.withdraw_many,
    "hand_over": bulk.hand_over_many,
}  # fmt: skip


@needs("campaigns.view_campaign", Campaign)
def part_list(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """One row for each unit and task; what is asked for stands in the address."""
    may_edit = request.user.has_perm("campaigns.edit_task", campaign)
    context = {
        "campaign": campaign,
        "ledger": part_ledger(request.user, campaign, request.GET, clock.now()),
        "filters": PartFilters.read(request.GET),
        "states": STATES,
        "saved": saved_views(request.user, campaign),
        "query": plain_query(request.GET.urlencode()),
        "kept": f"view=parts&{plain_query(request.GET.urlencode())}".rstrip("&"),
        "view": "parts",
        "may_act": may_edit and campaign.state in UNDER_WAY,
        "may_edit": may_edit,
        "most": bulk.MOST,
    }
    return render(request, "campaigns/part_list.html", context)


def plain_query(text: str) -> str:
    """The filters of an address without its place in the list."""
    params = QueryDict(text[:400].replace("%00", ""), mutable=True)
    for name in ("page", "after", "before", "saved"):
        params.pop(name, None)
    return params.urlencode()


def _back(request: HttpRequest, campaign: Campaign) -> str:
    query = plain_query(request.POST.get("query", ""))
    return reverse("campaigns:part-list", args=[campaign.pk]) + (f"?{query}" if query else "")


@needs("campaigns.edit_task", Campaign, methods="POST")
def part_bulk(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """What an act would do to the ticked rows, or to all that fit the filters."""
    act = request.POST.get("act", "")
    parts = _chosen(request, campaign)
    if act not in ACTS or not parts or len(parts) > bulk.MOST:
        words = {"n": len(parts), "most": bulk.MOST}
        if len(parts) > bulk.MOST:
            text = _("More than %(most)d rows fit. Narrow the filters, then try again.") % words
        else:
            text = _("Tick at least one row first.")
        messages.error(request, text)
        return redirect(_back(request, campaign))
    return _preview(request, campaign, act, parts, bulk_form(act, parts))


def _chosen(request: HttpRequest, campaign: Campaign) -> list[Assignment]:
    """The rows ticked or matching, looked up afresh in what the person sees now."""
    keys = keys_in(request.POST.getlist("part"))
    if request.POST.get("all") == "1":
        filters = PartFilters.read(QueryDict(plain_query(request.POST.get("query", ""))))
        found = matching_parts(request.user, campaign, filters, clock.now())
        keys = list(found.values_list("pk", flat=True)[: bulk.MOST + 1])
    return parts_by_key(request.user, campaign, keys)


def _preview(
    request: HttpRequest,
    campaign: Campaign,
    act: str,
    parts: list[Assignment],
    form: object,
    status: int = 200,
) -> HttpResponse:
    context = {
        "campaign": campaign,
        "preview": preview_of(act, parts, clock.now(), cooling_of(campaign, "task")),
        "form": form,
        "keys": ",".join(str(part.pk) for part in parts),
        "back": _back(request, campaign),
        "query": plain_query(request.POST.get("query", "")),
    }
    return render(request, "campaigns/part_bulk.html", context, status=status)


@needs("campaigns.edit_task", Campaign, methods="POST")
def part_bulk_run(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Do it to the rows that were shown, as far as they are still in sight and open."""
    act = request.POST.get("act", "")
    parts = parts_by_key(request.user, campaign, keys_in(request.POST.getlist("part")))
    if act not in ACTS:
        return redirect(_back(request, campaign))
    form = bulk_form(act, parts, request.POST)
    if not form.is_valid():
        return _preview(request, campaign, act, parts, form, 422)
    try:
        outcome = RUN[act](parts, by=request.user, **values_of(form))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return _preview(request, campaign, act, parts, form, 422)
    _say(request, act, outcome)
    return redirect(_back(request, campaign))


def _say(request: HttpRequest, act: str, outcome: Outcome) -> None:
    n, total = len(outcome.done), len(outcome.done) + len(outcome.skipped)
    words = {"n": n, "total": total}
    done = {
        "remind": _("%(n)d of %(total)d units reminded.") % words,
        "extend": _("Due date moved for %(n)d of %(total)d.") % words,
        "withdraw": _("%(n)d of %(total)d taken out of their tasks.") % words,
        "hand_over": _("%(n)d of %(total)d handed over.") % words,
    }
    (messages.success if n else messages.warning)(request, done[act])
    if not outcome.skipped:
        return
    whys = list(dict.fromkeys(one.why for one in outcome.skipped))
    text = " ".join(whys[:NAMED])
    if more := len(whys) - NAMED if len(whys) > NAMED else 0:
        text += " " + ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more}
    messages.info(request, _("Left as they are: %(why)s") % {"why": text})
