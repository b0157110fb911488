"""Reminders: policies as sentences, what goes out next, who was told, one's own choice."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.actions import reminder_policies as actions
from campaigns.actions.reminder_choices import choose_reminders
from campaigns.enums import REMINDER
from campaigns.forms.reminders import ChoiceForm, PolicyAddForm, PolicyForm, StepForm
from campaigns.models import Campaign, ReminderChoice, ReminderPolicy, ReminderStep
from campaigns.queries.current import current_campaign
from campaigns.queries.reminder_page import card_of, choices_to_add, policies_page, with_steps
from campaigns.queries.reminder_preview import calendar, preview
from campaigns.queries.send_log import failed_lately, latest, send_log
from campaigns.reminding import subjects
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from orgs.actions.deliveries import send_again
from orgs.models import Delivery

from .pages import attempt, run_form

OWNER = "campaign__owner"
STEP = "policy__campaign__owner"
LIST = "campaigns:reminder-list"


@needs("campaigns.view_reminders")
def reminder_list(request: HttpRequest) -> HttpResponse:
    """The policies of the current campaign, and what they will send in the days to come."""
    user, now = request.user, clock.now()
    campaign = current_campaign(user, request.session)
    context = {"campaign": campaign}
    if campaign:
        context |= {
            "page": policies_page(user, campaign, now),
            "failed": failed_lately(user, campaign, now),
            "latest": latest(user, campaign),
            "may_edit": user.has_perm("campaigns.edit_reminders", campaign),
        }
    return render(request, "campaigns/reminder_list.html", context)


@needs("campaigns.view_reminders")
def reminder_log(request: HttpRequest) -> HttpResponse:
    """Who was told what, when, why, over which channel and with which result."""
    campaign = current_campaign(request.user, request.session)
    context = {"campaign": campaign}
    if campaign:
        context["log"] = send_log(request.user, campaign, request.GET)
    return render(request, "campaigns/reminder_log.html", context)


@needs("campaigns.edit_reminders", Campaign, methods="GET POST", related="owner")
def reminder_add(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """A policy for something that has none yet."""
    names = {one.key: dict(one.objects(campaign)) for one in subjects()}
    choices = choices_to_add(campaign, with_steps(campaign), names)
    form = PolicyAddForm(
        request.POST or None, choices=choices, initial={"what": request.GET.get("what", "")}
    )
    return run_form(
        request, form,
        lambda _data: actions.add_policy(campaign, **form.chosen(), by=request.user),
        title=_("New reminder policy"), back=reverse(LIST),
        done=_("The policy is there, switched off. Look at its preview, then switch it on."),
    )  # fmt: skip


@needs("campaigns.edit_reminders", ReminderPolicy, methods="GET POST", related=OWNER)
def reminder_policy(request: HttpRequest, policy: ReminderPolicy) -> HttpResponse:
    """Change quiet hours, working days, digest; or take the policy away."""
    form = PolicyForm(request.POST or None, initial=PolicyForm.initial_of(policy))

    def save(data: dict) -> None:
        actions.change_policy(policy, version=data["version"] or 0, **form.terms(), by=request.user)

    return run_form(
        request, form, save, title=_("When reminders go out: %(name)s") % {"name": _title(policy)},
        back=reverse(LIST), done=_("The terms are saved."),
        delete=reverse("campaigns:reminder-policy-delete", args=[policy.pk]),
        delete_note=_("What was sent stays in the log."),
    )  # fmt: skip


@needs("campaigns.view_reminders", ReminderPolicy, related=OWNER)
def reminder_preview(request: HttpRequest, policy: ReminderPolicy) -> HttpResponse:
    """Who would get what, when and over which channel, before it is switched on."""
    now = clock.now()
    coming = preview(request.user, [policy], now)
    context = {
        "campaign": policy.campaign,
        "card": card_of(policy, _names(policy)),
        "coming": coming,
        "days": calendar(coming, now),
        "may_edit": request.user.has_perm("campaigns.edit_reminders", policy),
    }
    return render(request, "campaigns/reminder_preview.html", context)


@needs("campaigns.edit_reminders", ReminderPolicy, methods="POST", related=OWNER)
def reminder_policy_switch(request: HttpRequest, policy: ReminderPolicy) -> HttpResponse:
    """Switch a policy on or off."""
    actions.switch_policy(policy, is_active=request.POST.get("to") == "on", by=request.user)
    return redirect(LIST)


@needs("campaigns.edit_reminders", ReminderPolicy, methods="POST", related=OWNER)
def reminder_policy_delete(request: HttpRequest, policy: ReminderPolicy) -> HttpResponse:
    """Take a policy away."""
    actions.remove_policy(policy, by=request.user)
    messages.success(request, _("The policy is gone. What it sent stays in the log."))
    return redirect(LIST)


@needs("campaigns.edit_reminders", ReminderPolicy, methods="GET POST", related=OWNER)
def reminder_step_add(request: HttpRequest, policy: ReminderPolicy) -> HttpResponse:
    """A further step of a policy."""
    form = StepForm(request.POST or None, initial={"to": ["liaison"], "channels": ["email"]})
    return run_form(
        request, form,
        lambda _data: actions.add_step(policy, **form.fields_of_step(), by=request.user),
        title=_("New reminder: %(name)s") % {"name": _title(policy)}, back=reverse(LIST),
        done=_("The reminder is there and switched on."),
    )  # fmt: skip


@needs("campaigns.edit_reminders", ReminderStep, methods="GET POST", related=STEP)
def reminder_step(request: HttpRequest, step: ReminderStep) -> HttpResponse:
    """Change a step, or take it away."""
    form = StepForm(request.POST or None, initial=StepForm.initial_of(step))

    def save(data: dict) -> None:
        fields = form.fields_of_step()
        actions.change_step(step, version=data["version"] or 0, **fields, by=request.user)

    return run_form(
        request, form, save, title=_("Reminder: %(name)s") % {"name": _title(step.policy)},
        back=reverse(LIST), done=_("The reminder is saved."),
        delete=reverse("campaigns:reminder-step-delete", args=[step.pk]),
        delete_note=_("What was sent stays in the log."),
    )  # fmt: skip


@needs("campaigns.edit_reminders", ReminderStep, methods="POST", related=STEP)
def reminder_step_switch(request: HttpRequest, step: ReminderStep) -> HttpResponse:
    """Switch a step on or off."""
    actions.switch_step(step, is_active=request.POST.get("to") == "on", by=request.user)
    return redirect(LIST)


@needs("campaigns.edit_reminders", ReminderStep, methods="POST", related=STEP)
def reminder_step_delete(request: HttpRequest, step: ReminderStep) -> HttpResponse:
    """Take a step away."""
    actions.remove_step(step, by=request.user)
    messages.success(request, _("The reminder is gone. What it sent stays in the log."))
    return redirect(LIST)


@needs("campaigns.view_reminders", Delivery, methods="POST", related="notice")
def reminder_send_again(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """Try a message again that could not be sent."""
    if delivery.notice is None or delivery.notice.kind != REMINDER:
        raise Http404
    attempt(request, lambda: send_again(delivery), _("It is being sent again."))
    return redirect("campaigns:reminder-log")


@needs("campaigns.choose_reminders", methods="GET POST")
def reminder_choice(request: HttpRequest) -> HttpResponse:
    """What one wants oneself, within what the office allows."""
    choice = ReminderChoice.objects.visible_to(request.user).first()
    form = ChoiceForm(request.POST or None, initial=ChoiceForm.initial_of(choice))
    return run_form(
        request, form, lambda _data: choose_reminders(**form.chosen(), by=request.user),
        title=_("How I am reminded"), back=reverse("orgs:profile"),
        done=_("Saved. It counts from the next reminder on."),
    )  # fmt: skip


def _names(policy: ReminderPolicy) -> dict[int, str]:
    found = {one.key: one for one in subjects()}.get(policy.subject)
    return dict(found.objects(policy.campaign)) if found and policy.object_id else {}


def _title(policy: ReminderPolicy) -> str:
    card = card_of(policy, _names(policy))
    return f"{card.title} · {card.about}" if card.about else card.title
