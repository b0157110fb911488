"""The plan: reading it, editing a section, keeping drafts, and settling two edits of one text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions import plan as actions
from campaigns.clauses import compare
from campaigns.enums import EDITABLE_CAMPAIGNS
from campaigns.forms.plan import SectionForm
from campaigns.models import Campaign, Section, SectionDraft
from campaigns.queries.plan import plan_page
from campaigns.queries.sight import reads_draft
from campaigns.queries.versions import version_in_force
from fraudwatch.lib.access import needs
from fraudwatch.lib.errors import DomainError, StaleVersion
from fraudwatch.lib.numbers import posted_whole

from .pages import attempt


def _plan_url(section: Section) -> str:
    return reverse("campaigns:plan-detail", args=[section.campaign_id]) + f"#section-{section.pk}"


@needs("campaigns.view_plan", Campaign)
def plan_detail(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The working text for those who lead; whoever else reads what was published, if it was."""
    in_force = version_in_force(campaign)
    if in_force and not reads_draft(request.user, campaign):
        return redirect("campaigns:version-detail", in_force.pk)
    may_edit = request.user.has_perm("campaigns.edit_plan", campaign)
    context = {
        "campaign": campaign,
        "page": plan_page(request.user, campaign),
        "may_edit": may_edit and campaign.state in EDITABLE_CAMPAIGNS,
    }
    return render(request, "campaigns/plan_detail.html", context)


@needs("campaigns.edit_plan", Campaign, methods="GET POST")
def section_add(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    form = SectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("heading", "kind", "text")}
        try:
            section = actions.add_section(campaign, by=request.user, **data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(_plan_url(section))
    context = {"campaign": campaign, "form": form, "title": _("New section")}
    status = 422 if form.is_bound else 200
    return render(request, "campaigns/section_edit.html", context, status=status)


@needs("campaigns.edit_plan", Section, methods="GET POST")
def section_edit(request: HttpRequest, section: Section) -> HttpResponse:
    draft = SectionDraft.objects.filter(section=section, user=request.user).first()
    if request.method == "POST":
        return _save(request, section)
    if draft and draft.based_on != section.version:
        return _conflict(request, section, draft.heading, draft.text)
    saved = {"heading": section.heading, "text": actions.section_text(section)}
    typed = {"heading": draft.heading, "text": draft.text} if draft else saved
    form = SectionForm(initial=typed | {"kind": section.kind, "version": section.version})
    return _editor(request, section, form, draft=draft)


def _save(request: HttpRequest, section: Section) -> HttpResponse:
    form = SectionForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.save_section(
                section, by=request.user, **data | {"version": data["version"] or 0}
            )
        except StaleVersion as stale:
            return _conflict(request, stale.current, data["heading"], data["text"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(_plan_url(section))
    return _editor(request, section, form, status=422)


def _editor(
    request: HttpRequest,
    section: Section,
    form: SectionForm,
    *,
    draft: SectionDraft | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "campaign": section.campaign,
        "section": section,
        "form": form,
        "draft": draft,
        "title": section.heading,
    }
    return render(request, "campaigns/section_edit.html", context, status=status)


def _conflict(request: HttpRequest, section: Section, heading: str, text: str) -> HttpResponse:
    """Both texts side by side; nothing is overwritten before somebody chooses."""
    theirs, mine = compare(actions.section_text(section), text.strip("\r\n"))
    form = SectionForm(
        initial={
            "heading": heading,
            "kind": section.kind,
            "text": text,
            "version": section.version,
        },
        auto_id="mine_%s",
    )
    context = {
        "campaign": section.campaign,
        "section": section,
        "theirs": theirs,
        "mine": mine,
        "heading": heading,
        "form": form,
    }
    return render(request, "campaigns/section_conflict.html", context, status=409)


@needs("campaigns.edit_plan", Section, methods="POST")
def section_draft(request: HttpRequest, section: Section) -> HttpResponse:
    """Autosave: keeps what is typed as a draft of the person, never the section."""
    form = SectionForm(request.POST)
    form.fields["heading"].required = False
    if not form.is_valid():
        return render(request, "campaigns/_draft_saved.html", {"form": form}, status=422)
    draft = actions.keep_draft(
        section,
        heading=form.cleaned_data["heading"],
        text=form.cleaned_data["text"],
        based_on=form.cleaned_data["version"] or 0,
        by=request.user,
    )
    is_behind = draft.based_on != section.version
    return render(request, "campaigns/_draft_saved.html", {"draft": draft, "is_behind": is_behind})


@needs("campaigns.edit_plan", Section, methods="POST")
def section_discard(request: HttpRequest, section: Section) -> HttpResponse:
    actions.drop_draft(section, by=request.user)
    return redirect(_plan_url(section))


@needs("campaigns.edit_plan", Section, methods="POST")
def section_move(request: HttpRequest, section: Section) -> HttpResponse:
    step = -1 if request.POST.get("step") == "up" else 1
    attempt(
        request,
        lambda: actions.move_section(section, step=step, by=request.user),
        _("Section moved."),
    )
    return redirect(_plan_url(section))


@needs("campaigns.edit_plan", Section, methods="POST")
def section_delete(request: HttpRequest, section: Section) -> HttpResponse:
    version = posted_whole(request.POST.get("version"))
    attempt(
        request,
        lambda: actions.delete_section(section, version=version, by=request.user),
        _("Section deleted."),
    )
    return redirect("campaigns:plan-detail", section.campaign_id)
