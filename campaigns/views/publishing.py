"""Publishing a version that was signed off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from campaigns.actions.publishing import publish_version
from campaigns.forms.versions import PublishForm, publish_initial
from campaigns.models import PlanVersion
from campaigns.queries.publishing import publish_page
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError


@needs("campaigns.publish_plan", PlanVersion, methods="GET POST", related="reviewed_by")
def version_publish(request: HttpRequest, version: PlanVersion) -> HttpResponse:
    """The checks, the form of the paper, and whom it goes to."""
    initial = publish_initial(version.campaign, clock.today())
    form = PublishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            publish_version(version, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _published(version))
            return redirect("campaigns:receipt-list", version.pk)
    context = {
        "campaign": version.campaign,
        "version": version,
        "form": form,
        "page": publish_page(request.user, version, clock.now()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/version_publish.html", context, status=status)


def _published(version: PlanVersion) -> str:
    count = version.receipts.count()
    done = ngettext(
        "Published; %(n)d unit has been asked to acknowledge.",
        "Published; %(n)d units have been asked to acknowledge.",
        count,
    )
    return done % {"n": count}
