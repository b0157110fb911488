"""The township's collecting page, and what is done from it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from campaigns.views.pages import attempt
from fraudwatch.lib import clock
from fraudwatch.lib.access import find_visible, needs
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.numbers import posted_whole
from orgs.models import Unit
from reports.actions.town import forward_unremarkable, gather_sums
from reports.actions.town_filling import let_fill_from_above
from reports.models import Period, Report, ReportTemplate
from reports.queries.activities import joint_of
from reports.queries.chosen import chosen
from reports.queries.town import town_page
from reports.views.gate import WITH_REPORT


@needs("reports.collect_town")
def town(request: HttpRequest) -> HttpResponse:
    """The units below in a period: state, figures beside the last, sums of what is there."""
    now, asked = clock.now(), request.GET
    shown = chosen(request.user, request.session, asked, now)
    may_forward = request.user.has_perm("reports.forward_town")
    context = {"shown": shown, "now": now, "may_forward": may_forward}
    if shown.period:
        whole = asked.get("figures") == "all"
        page = town_page(request.user, shown, asked.get("unit"), now, whole=whole)
        context |= {"page": page, "keep": [("unit", page.town.pk)] if page else []}
    if context.get("page") and may_forward:
        context["joint"] = joint_of(page.town, shown.period)
    return render(request, "reports/town.html", context)


@needs("reports.forward_town", methods="POST")
def town_forward(request: HttpRequest) -> HttpResponse:
    """Forward the unremarkable reports at the township's desk in one go."""
    period = find_visible(Period, request.user, pk=request.POST.get("period") or 0)
    node = find_visible(Unit, request.user, pk=request.POST.get("unit") or 0)
    done, left = forward_unremarkable(period, node, by=request.user)
    if done:
        words = ngettext("%(n)d report forwarded.", "%(n)d reports forwarded.", done)
        messages.success(request, words % {"n": done})
    if left:
        words = _("Look at these one by one: %(units)s.")
        messages.info(request, words % {"units": pgettext("between names", ", ").join(left)})
    if not done and not left:
        messages.info(request, _("Nothing waits to be forwarded."))
    return redirect(_page_of(period, node))


@needs("reports.fill_report", Report, methods="POST", related=WITH_REPORT)
def town_gather(request: HttpRequest, report: Report) -> HttpResponse:
    """Fill the town's own form from the sums of its checked reports, and go on there."""
    period = find_visible(Period, request.user, pk=request.POST.get("period") or 0)
    version = posted_whole(request.POST.get("draft_version"))
    try:
        found = gather_sums(report, period, version=version, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(_page_of(period, report.unit))
    words = _("Filled in from %(n)s of %(owed)s units.") % {"n": found.counted, "owed": found.owed}
    if found.missing:
        missing = pgettext("between names", ", ").join(found.missing)
        words += _(" Missing: %(units)s.") % {"units": missing}
    messages.success(request, words)
    return redirect("reports:report-edit", report.pk)


@needs("reports.edit_template", ReportTemplate, methods="POST", related="campaign__owner")
def template_behalf(request: HttpRequest, template: ReportTemplate) -> HttpResponse:
    """Let reporters of the unit above fill in, or only the coordinators."""
    allow = request.POST.get("to") == "reporters"
    done = (
        _("Reporters may fill in for the units right below their own.")
        if allow
        else _("Only coordinators fill in for other units.")
    )
    attempt(request, lambda: let_fill_from_above(template, allow, by=request.user), done)
    return redirect("reports:template-detail", template.pk)


def _page_of(period: Period, node: Unit) -> str:
    return f"{reverse('reports:town')}?period={period.pk}&unit={node.pk}"
