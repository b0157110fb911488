"""A revised text against its campaign: what changes, and taking it over."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.actions.import_changes import take_changes
from campaigns.models import PlanImport
from campaigns.queries.import_changes import import_changes
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError

from .plan_imports import version_in


@needs("campaigns.edit_import", PlanImport, methods="GET POST", related="unit revises__owner")
def changes_page(request: HttpRequest, plan: PlanImport) -> HttpResponse:
    """What is new, different and gone; the changes ticked are taken over."""
    if plan.revises is None:
        raise Http404
    if plan.campaign_id:
        return redirect("campaigns:plan-edit", plan.campaign_id)
    refusal = ""
    if request.method == "POST":
        try:
            return _taken(request, plan)
        except DomainError as error:
            refusal = str(error)
            plan.refresh_from_db()
    ticked = set(request.POST.getlist("take"))
    context = {"plan": plan, "found": import_changes(plan), "refusal": refusal, "ticked": ticked}
    status = 422 if refusal else 200
    return render(request, "campaigns/import_changes.html", context, status=status)


def _taken(request: HttpRequest, plan: PlanImport) -> HttpResponse:
    reason = request.POST.get("reason", "")[:500]
    refusals = take_changes(
        plan, request.POST.getlist("take"), version=version_in(request), reason=reason,
        by=request.user,
    )  # fmt: skip
    for sentence in refusals:
        messages.warning(request, sentence)
    messages.success(request, _("The changes chosen are taken over."))
    return redirect("campaigns:plan-edit", plan.revises_id)
