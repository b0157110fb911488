"""The plan's attachments: add, change, take out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions import attachments as actions
from campaigns.forms.outline import AttachmentForm
from campaigns.models import Campaign, PlanAttachment
from fraudwatch.lib.access import needs

from .pages import attempt, run_form


def _back(campaign: int) -> str:
    return reverse("campaigns:plan-edit", args=[campaign]) + "#attachments"


@needs("campaigns.edit_plan", Campaign, methods="GET POST")
def attachment_add(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    def save(data: dict) -> None:
        fields = {name: data[name] for name in ("number", "title", "file")}
        actions.add_attachment(campaign, by=request.user, **fields)

    form = AttachmentForm(request.POST or None, request.FILES or None)
    return run_form(
        request, form, save, done=_("Attachment added."), title=_("New attachment"),
        back=_back(campaign.pk),
    )  # fmt: skip


@needs("campaigns.edit_plan", PlanAttachment, methods="GET POST")
def attachment_edit(request: HttpRequest, attachment: PlanAttachment) -> HttpResponse:
    def save(data: dict) -> None:
        version = data["version"] or 0
        actions.edit_attachment(attachment, by=request.user, **data | {"version": version})

    form = AttachmentForm(request.POST or None, request.FILES or None, row=attachment)
    return run_form(
        request, form, save, done=_("Saved."), back=_back(attachment.campaign_id),
        title=_("Attachment %(number)d") % {"number": attachment.number},
        delete=reverse("campaigns:attachment-remove", args=[attachment.pk]),
        delete_note=_("Versions sent for review keep what they had."),
    )  # fmt: skip


@needs("campaigns.edit_plan", PlanAttachment, methods="POST")
def attachment_remove(request: HttpRequest, attachment: PlanAttachment) -> HttpResponse:
    attempt(
        request,
        lambda: actions.remove_attachment(attachment, by=request.user),
        _("Attachment taken out."),
    )
    return redirect(_back(attachment.campaign_id))
