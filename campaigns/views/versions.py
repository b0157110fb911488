"""Versions of a plan: the list, one version, and its way through review."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions import versions as actions
from campaigns.enums import EDITABLE_CAMPAIGNS, PUBLIC_VERSIONS, VersionState
from campaigns.forms.versions import RemarksForm, SendForm
from campaigns.models import Campaign, PlanVersion
from campaigns.queries.consistency import plan_flaws
from campaigns.queries.receipts import own_receipts
from campaigns.queries.reviewers import authors_of, reviewers_of
from campaigns.queries.sight import reads_draft
from campaigns.queries.version_list import version_list_page, working_changes
from campaigns.queries.versions import version_page
from campaigns.workflow import VERSION_MOVES
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError

from .pages import attempt, form_page


@needs("campaigns.list_versions", Campaign)
def version_list(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """All versions in sight, and how far the working text has gone on."""
    context = _list_context(request, campaign)
    return render(request, "campaigns/version_list.html", context)


@needs("campaigns.list_versions", Campaign)
def version_strip(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The same in the narrow pane beside the editor."""
    context = _list_context(request, campaign)
    return render(request, "campaigns/_version_strip.html", context)


def _list_context(request: HttpRequest, campaign: Campaign) -> dict[str, object]:
    may_send = request.user.has_perm("campaigns.publish_plan", campaign)
    return {
        "campaign": campaign,
        "page": version_list_page(request.user, campaign),
        "reads_draft": reads_draft(request.user, campaign),
        "may_send": may_send and campaign.state in EDITABLE_CAMPAIGNS,
    }


@needs("campaigns.publish_plan", Campaign, methods="GET POST")
def version_send(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Send the working text for review, after a look at what changed and who will read it."""
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.send_for_review(campaign, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("campaigns:version-detail", version.pk)
    context = {
        "campaign": campaign,
        "form": form,
        "changes": working_changes(request.user, campaign),
        "reviewers": reviewers_of(campaign, [*authors_of(campaign), request.user.pk]),
        "flaws": plan_flaws(campaign),
    }
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/version_send.html", context, status=status)


@needs("campaigns.view_version", PlanVersion)
def version_detail(request: HttpRequest, version: PlanVersion) -> HttpResponse:
    """A version to read: in review with comments and the decision, published with its paper."""
    user, campaign = request.user, version.campaign
    in_review = version.state == VersionState.IN_REVIEW
    may_review = user.has_perm("campaigns.review_plan", version)
    is_free = actions.may_decide(version, user)
    may_comment = user.has_perm("campaigns.comment_plan", version)
    is_open = campaign.state in EDITABLE_CAMPAIGNS
    context = {
        "campaign": campaign,
        "version": version,
        "page": version_page(user, version),
        "is_public": version.state in PUBLIC_VERSIONS,
        "is_in_force": version.state == VersionState.PUBLISHED,
        "may_decide": in_review and may_review and is_free and is_open,
        "is_own": in_review and may_review and not is_free,
        "may_comment": may_comment and in_review,
        "may_answer": may_comment and version.state not in PUBLIC_VERSIONS,
        **_office(user, version),
    }
    return render(request, "campaigns/version_detail.html", context)


def _office(user: object, version: PlanVersion) -> dict[str, object]:
    """What the coordinator can do with it, and what waits for one's own units."""
    leads = user.has_perm("campaigns.publish_plan", version)
    is_open = version.campaign.state in EDITABLE_CAMPAIGNS
    return {
        "may_recall": leads and is_open and version.state in VERSION_MOVES["recall"][0],
        "may_publish": leads and is_open and version.state in VERSION_MOVES["publish"][0],
        "may_list_receipts": user.has_perm("campaigns.list_receipts"),
        "receipts": own_receipts(user, version.campaign),
    }


@needs("campaigns.publish_plan", PlanVersion, methods="POST")
def version_recall(request: HttpRequest, version: PlanVersion) -> HttpResponse:
    attempt(
        request,
        lambda: actions.recall_version(version, by=request.user),
        _("Recalled. The text can be changed again."),
    )
    return redirect("campaigns:version-list", version.campaign_id)


@needs("campaigns.review_plan", PlanVersion, methods="POST")
def version_return(request: HttpRequest, version: PlanVersion) -> HttpResponse:
    """Back to the office with remarks; a refusal keeps what was typed."""
    return _decide(request, version, actions.return_version, _("Return the plan"))


@needs("campaigns.review_plan", PlanVersion, methods="POST")
def version_sign_off(request: HttpRequest, version: PlanVersion) -> HttpResponse:
    """Approve it for publishing; a refusal keeps what was typed."""
    return _decide(request, version, actions.sign_off, _("Sign off the plan"))


def _decide(
    request: HttpRequest, version: PlanVersion, decide: Callable[..., object], title: str
) -> HttpResponse:
    form = RemarksForm(request.POST)
    if form.is_valid():
        try:
            decide(version, by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("campaigns:version-detail", version.pk)
    back = reverse("campaigns:version-detail", args=[version.pk])
    return form_page(request, form, title=title, back=back, submit=title, status=422)
