"""Approving the unremarkable together: first the list, then the deed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib.access import needs
from fraudwatch.lib.numbers import posted_whole
from reports.actions.bulk_reviews import Outcome, approve_together
from reports.models import Report
from reports.queries.bulk_reviews import MOST, bulk_preview
from reports.queries.review_queue import FETCHED, Wanted, reviewable


@needs("reports.list_reviews", methods="GET POST")
def report_bulk_approve(request: HttpRequest) -> HttpResponse:
    """What would be approved and what is left out, and why; posted to, it approves."""
    wanted = Wanted.read(request.GET)
    if request.method == "POST":
        _say(request, approve_together(_chosen(request), by=request.user))
        return redirect("reports:report-review")
    context = {"preview": bulk_preview(request.user, wanted), "wanted": wanted}
    return render(request, "reports/report_bulk_approve.html", context)


def _chosen(request: HttpRequest) -> list[tuple[Report, int]]:
    """The ticked reports that one looks after, each with the version that was shown."""
    versions = {}
    for word in request.POST.getlist("report")[:MOST]:
        key, _colon, version = word.partition(":")
        versions[posted_whole(key)] = posted_whole(version)
    rows = reviewable(request.user).filter(pk__in=versions).select_related(*FETCHED)
    return [(report, versions[report.pk]) for report in rows.order_by("pk")]


def _say(request: HttpRequest, outcome: Outcome) -> None:
    count = len(outcome.approved)
    if count:
        words = ngettext("%(n)d report approved.", "%(n)d reports approved.", count)
        messages.success(request, words % {"n": count})
    for report, why in outcome.refused[:10]:
        messages.error(request, f"{report.unit}: {why}")
    if not count and not outcome.refused:
        messages.info(request, _("No report was chosen, so nothing was approved."))
