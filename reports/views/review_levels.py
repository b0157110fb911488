"""Whether a report goes level by level."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from campaigns.views.pages import attempt
from fraudwatch.lib.access import needs
from reports.actions.review_levels import set_levels
from reports.models import ReportTemplate


@needs("reports.edit_template", ReportTemplate, methods="POST", related="campaign__owner")
def template_levels(request: HttpRequest, template: ReportTemplate) -> HttpResponse:
    """Let townships check first, or send reports straight to the office."""
    by_town = request.POST.get("to") == "town"
    done = (
        _("From now on townships check first and forward; the office decides.")
        if by_town
        else _("Reports go straight to review; what lay with townships moved to the office.")
    )
    attempt(request, lambda: set_levels(template, by_town=by_town, by=request.user), done)
    return redirect("reports:template-detail", template.pk)
