"""Addresses of starting a campaign (outlines, copies, higher campaigns) and of its checks."""

from django.urls import path

from campaigns.views import checks, higher_plans, starts

# fmt: off
start_urls = [
    path("campaigns/start/", starts.start, name="start"),
    path("campaigns/start/<slug:slug>/", starts.start_outline, name="start-outline"),
    path("campaigns/<int:pk>/copy/", starts.start_copy, name="start-copy"),
    path("campaigns/<int:pk>/implement/", starts.start_child, name="start-child"),
    path("campaigns/<int:pk>/higher/", higher_plans.higher_plan, name="higher-plan"),
    path("campaigns/<int:pk>/children/", higher_plans.child_list, name="child-list"),
    path("campaigns/<int:pk>/children/remind/", higher_plans.plan_remind, name="plan-remind"),
    path("tasks/<int:pk>/higher/", higher_plans.task_link, name="task-link"),
    path("campaigns/<int:pk>/flaws/", checks.plan_flaw_list, name="plan-flaws"),
    path("campaigns/<int:pk>/check/", checks.plan_check, name="plan-check"),
]
