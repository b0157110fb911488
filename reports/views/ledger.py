"""The ledger: who owes a period's report and how it stands; reminding those who still owe."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from campaigns.views.asked import say_asked
from fraudwatch.lib import clock
from fraudwatch.lib.access import find_visible, needs
from fraudwatch.lib.way_back import asked_for
from orgs.models import Unit
from reports.actions.reminders import remind_now
from reports.models import Period
from reports.queries.chosen import chosen
from reports.queries.ledger_page import ledger_page_of


@needs("reports.view_ledger")
def ledger_page(request: HttpRequest) -> HttpResponse:
    """The counts of a period, each with the names behind it."""
    now = clock.now()
    shown = chosen(request.user, request.session, request.GET, now)
    if shown.period is None:
        return render(request, "reports/ledger.html", {"shown": shown})
    page = ledger_page_of(request.user, shown, _unit(request, request.GET), now)
    page.choose(request.GET.get("state", ""), request.GET.get("page", ""))
    context = {"shown": shown, "ledger": page, "now": now}
    return render(request, "reports/ledger.html", context)


@needs("reports.remind_units", methods="POST")
def ledger_remind(request: HttpRequest) -> HttpResponse:
    """Remind the units that still owe, and say how many heard it."""
    period = find_visible(Period, request.user, pk=request.POST.get("period") or 0)
    done = remind_now(period, _unit(request, request.POST), by=request.user)
    say_asked(request, done.told, done.cooling, done.unreachable, done.again_at)
    return redirect(asked_for(request, otherwise="reports:ledger"))


def _unit(request: HttpRequest, params: object) -> Unit | None:
    key = params.get("unit")
    return find_visible(Unit, request.user, pk=key) if key else None
