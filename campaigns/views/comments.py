"""Comments on a plan in review: made on a sentence, answered, settled."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions import comments as actions
from campaigns.models import Campaign, PlanComment, PlanVersion
from campaigns.queries.versions import open_threads
from fraudwatch.lib.access import needs

from .pages import attempt, attempt_at


@needs("campaigns.comment_plan", Campaign)
def comment_list(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The comments not yet settled, in the narrow pane beside the editor."""
    context = {"campaign": campaign, "threads": open_threads(request.user, campaign)}
    return render(request, "campaigns/_comment_list.html", context)


@needs("campaigns.comment_plan", PlanVersion, methods="POST")
def comment_add(request: HttpRequest, version: PlanVersion) -> HttpResponse:
    key = request.POST.get("clause", "")[:40]
    text = request.POST.get("text", "")
    place = f"#clause-{key}" if key else "#comments"
    return attempt_at(
        request,
        reverse("campaigns:version-detail", args=[version.pk]) + place,
        lambda: actions.add_comment(version, clause_key=key, text=text, by=request.user),
        _("Comment saved."),
    )


@needs("campaigns.comment_plan", PlanComment, methods="POST")
def comment_answer(request: HttpRequest, comment: PlanComment) -> HttpResponse:
    text = request.POST.get("text", "")
    return attempt_at(
        request,
        _way_back(request, comment),
        lambda: actions.answer_comment(comment, text=text, by=request.user),
        _("Answer saved."),
    )


@needs("campaigns.comment_plan", PlanComment, methods="POST")
def comment_settle(request: HttpRequest, comment: PlanComment) -> HttpResponse:
    attempt(
        request, lambda: actions.settle_comment(comment, by=request.user), _("Comment settled.")
    )
    return redirect(_way_back(request, comment))


def _way_back(request: HttpRequest, comment: PlanComment) -> str:
    """To the editor when the button stood there, else to the version."""
    if request.POST.get("from") == "editor":
        editor = reverse("campaigns:plan-edit", args=[comment.version.campaign_id])
        return f"{editor}#clause-{comment.clause_key}" if comment.clause_key else editor
    page = reverse("campaigns:version-detail", args=[comment.version_id])
    return f"{page}#comment-{comment.pk}"
