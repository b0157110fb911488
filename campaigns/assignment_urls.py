"""Addresses of units' parts in tasks."""

from django.urls import path

from campaigns.views import assignments, part_steps, requests

# fmt: off
assignment_urls = [
    path("assignments/", assignments.assignment_index, name="assignment-list"),
    path("assignments/<int:pk>/", assignments.assignment_detail, name="assignment-detail"),
    path("assignments/<int:pk>/sign/", assignments.assignment_sign, name="assignment-sign"),
    path(
        "assignments/<int:pk>/feedback/", assignments.assignment_feedback,
        name="assignment-feedback",
    ),
    path("assignments/<int:pk>/close/", assignments.assignment_close, name="assignment-close"),
    path("assignments/<int:pk>/return/", assignments.assignment_return, name="assignment-return"),
    path(
        "assignments/<int:pk>/withdraw/", assignments.assignment_withdraw,
        name="assignment-withdraw",
    ),
    path("assignments/<int:pk>/extend/", part_steps.assignment_extend, name="assignment-extend"),
    path(
        "assignments/<int:pk>/extend/take-back/", part_steps.extension_take_back,
        name="extension-take-back",
    ),
    path("assignments/<int:pk>/ask/", part_steps.assignment_ask, name="assignment-ask"),
    path("assignments/<int:pk>/pass-on/", part_steps.assignment_pass_on, name="assignment-pass-on"),
    path(
        "assignments/<int:pk>/hand-over/", part_steps.assignment_hand_over,
        name="assignment-hand-over",
    ),
    path(
        "assignments/<int:pk>/move-due/", part_steps.assignment_move_due,
        name="assignment-move-due",
    ),
    path("assignments/<int:pk>/remind/", part_steps.assignment_remind, name="assignment-remind"),
    path("tasks/<int:pk>/remind/", part_steps.task_remind, name="task-remind"),
    path("requests/", requests.request_index, name="request-list"),
    path("extensions/<int:pk>/", requests.extension_decide, name="extension-decide"),
    path("questions/<int:pk>/", requests.question_answer, name="question-answer"),
]
