"""Reminders: rules in sentences, the coming days, who was told."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.queries.current import current_campaign
from campaigns.views.pages import attempt, run_form
from fraudwatch.lib import clock
from fraudwatch.lib.access import needs
from orgs.actions.deliveries import send_again
from orgs.models import Delivery
from reports.actions.reminder_rules import add_rule, change_rule, remove_rule, switch_rule
from reports.enums import REMINDER
from reports.forms.reminders import RuleForm
from reports.models import ReminderRule, ReportTemplate
from reports.queries.reminder_rules import rules_page
from reports.queries.send_log import failed_lately, send_log

OWNER = "campaign__owner"
RULE = "template__campaign__owner"


@needs("reports.view_reminders")
def reminder_list(request: HttpRequest) -> HttpResponse:
    """The rules of the current campaign, and what they will send in the days to come."""
    user, now = request.user, clock.now()
    campaign = current_campaign(user, request.session)
    context = {"campaign": campaign}
    if campaign:
        context |= {
            "rules": rules_page(user, campaign, now),
            "failed": failed_lately(user, campaign, now),
            "may_edit": user.has_perm("reports.edit_reminders", campaign),
        }
    return render(request, "reports/reminder_list.html", context)


@needs("reports.view_reminders")
def reminder_log(request: HttpRequest) -> HttpResponse:
    """Who was told what, when, why, over which channel and with which result."""
    campaign = current_campaign(request.user, request.session)
    context = {"campaign": campaign}
    if campaign:
        context["log"] = send_log(request.user, campaign, request.GET)
    return render(request, "reports/reminder_log.html", context)


@needs("reports.edit_reminders", ReportTemplate, methods="GET POST", related=OWNER)
def reminder_rule_add(request: HttpRequest, template: ReportTemplate) -> HttpResponse:
    """A further reminder of a report."""
    form = RuleForm(request.POST or None, initial={"by_email": True})
    return run_form(
        request, form, lambda _data: add_rule(template, **form.terms(), by=request.user),
        title=_("New reminder of “%(name)s”") % {"name": template.name},
        back=reverse("reports:reminder-list"), done=_("The reminder is there and switched on."),
    )  # fmt: skip


@needs("reports.edit_reminders", ReminderRule, methods="GET POST", related=RULE)
def reminder_rule(request: HttpRequest, rule: ReminderRule) -> HttpResponse:
    """Change a reminder, or take it away."""
    form = RuleForm(request.POST or None, initial=RuleForm.initial_of(rule))

    def save(data: dict) -> None:
        change_rule(rule, version=data["version"] or 0, **form.terms(), by=request.user)

    return run_form(
        request, form, save, title=_("Reminder of “%(name)s”") % {"name": rule.template.name},
        back=reverse("reports:reminder-list"), done=_("The reminder is saved."),
        delete=reverse("reports:reminder-rule-delete", args=[rule.pk]),
    )  # fmt: skip


@needs("reports.edit_reminders", ReminderRule, methods="POST", related=RULE)
def reminder_rule_switch(request: HttpRequest, rule: ReminderRule) -> HttpResponse:
    """Switch a reminder on or off."""
    switch_rule(rule, is_active=request.POST.get("to") == "on", by=request.user)
    return redirect("reports:reminder-list")


@needs("reports.edit_reminders", ReminderRule, methods="POST", related=RULE)
def reminder_rule_delete(request: HttpRequest, rule: ReminderRule) -> HttpResponse:
    """Take a reminder away."""
    remove_rule(rule, by=request.user)
    messages.success(request, _("The reminder is gone. What it sent stays in the log."))
    return redirect("reports:reminder-list")


@needs("reports.view_reminders", Delivery, methods="POST", related="notice")
def reminder_send_again(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """Try a mail again that could not be sent."""
    if delivery.notice.kind != REMINDER:
        raise Http404
    attempt(request, lambda: send_again(delivery), _("It is being sent again."))
    return redirect("reports:reminder-log")
