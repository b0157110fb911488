"""Addresses of the reminders."""

from django.urls import path

from reports.views import reminders

urlpatterns = [
    path("reminders/", reminders.reminder_list, name="reminder-list"),
    path("reminders/log/", reminders.reminder_log, name="reminder-log"),
    path("reminders/add/<int:pk>/", reminders.reminder_rule_add, name="reminder-rule-add"),
    path("reminders/<int:pk>/", reminders.reminder_rule, name="reminder-rule"),
    path("reminders/<int:pk>/switch/", reminders.reminder_rule_switch, name="reminder-rule-switch"),
    path("reminders/<int:pk>/delete/", reminders.reminder_rule_delete, name="reminder-rule-delete"),
    path(
        "reminders/deliveries/<int:pk>/again/",
        reminders.reminder_send_again,
        name="reminder-send-again",
    ),
]
