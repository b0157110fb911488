"""Addresses of the reminders."""

from django.urls import path

from campaigns.views import reminders

reminder_urls = [
    path("reminders/", reminders.reminder_list, name="reminder-list"),
    path("reminders/log/", reminders.reminder_log, name="reminder-log"),
    path("reminders/mine/", reminders.reminder_choice, name="reminder-choice"),
    path("campaigns/<int:pk>/reminders/add/", reminders.reminder_add, name="reminder-add"),
    path("reminders/<int:pk>/", reminders.reminder_policy, name="reminder-policy"),
    path("reminders/<int:pk>/preview/", reminders.reminder_preview, name="reminder-preview"),
    path(
        "reminders/<int:pk>/switch/",
        reminders.reminder_policy_switch,
        name="reminder-policy-switch",
    ),
    path(
        "reminders/<int:pk>/delete/",
        reminders.reminder_policy_delete,
        name="reminder-policy-delete",
    ),
    path("reminders/<int:pk>/add/", reminders.reminder_step_add, name="reminder-step-add"),
    path("reminders/steps/<int:pk>/", reminders.reminder_step, name="reminder-step"),
    path(
        "reminders/steps/<int:pk>/switch/",
        reminders.reminder_step_switch,
        name="reminder-step-switch",
    ),
    path(
        "reminders/steps/<int:pk>/delete/",
        reminders.reminder_step_delete,
        name="reminder-step-delete",
    ),
    path(
        "reminders/deliveries/<int:pk>/again/",
        reminders.reminder_send_again,
        name="reminder-send-again",
    ),
]
