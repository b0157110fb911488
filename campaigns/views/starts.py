"""Starting a campaign: choose what from, look at what will be made, make the draft."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from campaigns.actions.starts import start_campaign
from campaigns.forms.starts import ChildForm, CopyForm, OutlineForm, StartForm
from campaigns.models import Campaign
from campaigns.outlines import outline, outlines
from campaigns.queries.starts import start_page
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError


@needs("campaigns.add_campaign")
def start(request: HttpRequest) -> HttpResponse:
    context = {"page": start_page(request.user), "outlines": outlines()}
    return render(request, "campaigns/start.html", context)


@needs("campaigns.add_campaign", methods="GET POST")
def start_outline(request: HttpRequest, slug: str) -> HttpResponse:
    chosen = outline(slug)
    if chosen is None:
        raise Http404
    form = OutlineForm(request.POST or None, user=request.user, outline=chosen)
    return _run(request, form, outline=chosen)


@needs("campaigns.edit_campaign", Campaign, methods="GET POST")
def start_copy(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = CopyForm(request.POST or None, user=request.user, campaign=campaign)
    return _run(request, form, copied=campaign, owner=campaign.owner)


@needs("campaigns.implement_campaign", Campaign, methods="GET POST")
def start_child(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = ChildForm(request.POST or None, user=request.user, campaign=campaign)
    return _run(request, form, higher=campaign)


def _run(
    request: HttpRequest, form: StartForm, *, owner: object = None, **context: object
) -> HttpResponse:
    """Show form and preview; make the draft when that was asked for and nothing is wrong."""
    sketch = form.look()
    if sketch and form.is_valid() and "make" in request.POST:
        owner = owner or form.cleaned_data["owner"]
        try:
            made = start_campaign(owner, sketch, by=request.user, **form.facts())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draft is made. Nobody else sees it yet."))
            return redirect("campaigns:campaign-detail", made.pk)
    status = 422 if form.is_bound and not form.is_valid() else 200
    context |= {"form": form, "sketch": sketch}
    return render(request, "campaigns/start_form.html", context, status=status)
