"""Addresses of the boards: workbench, ledger, dashboard, report templates."""

from django.urls import path

from reports.views import (
    baselines,
    board,
    dashboard,
    figures,
    leader_digests,
    ledger,
    schedules,
    templates,
)

urlpatterns = [
    path("workbench/", board.workbench, name="workbench"),
    # /reports/ledger/
    path("reports/ledger/", ledger.ledger_page, name="ledger"),
    path("reports/ledger/remind/", ledger.ledger_remind, name="ledger-remind"),
    path("reminders/leaders/", leader_digests.leader_digest, name="leader-digest"),
    path(
        "campaigns/<int:pk>/leader-digest/",
        leader_digests.leader_digest_switch,
        name="leader-digest-switch",
    ),
    # /dashboard/
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/today/", dashboard.dashboard_today, name="dashboard-today"),
    path("dashboard/unit/<int:pk>/", dashboard.dashboard_unit, name="dashboard-unit"),
    # /figures/
    path("figures/", figures.figures, name="figures"),
    path("figures/sources/", figures.figure_sources, name="figure-sources"),
    path("figures/baselines/<int:pk>/", baselines.baseline_import, name="baseline-import"),
    path(
        "figures/baselines/<int:pk>/template/",
        baselines.baseline_template,
        name="baseline-template",
    ),
    path("figures/baselines/<int:pk>/<uuid:key>/", baselines.baseline_check, name="baseline-check"),
    # /reports/templates/
    path("reports/templates/", templates.template_list, name="template-list"),
    path("reports/templates/add/", schedules.template_add, name="template-add"),
    path("reports/templates/preview/", schedules.schedule_preview, name="schedule-preview"),
    path("reports/templates/<int:pk>/", templates.template_detail, name="template-detail"),
    path(
        "reports/templates/<int:pk>/schedule/",
        schedules.template_schedule,
        name="template-schedule",
    ),
    path("reports/templates/<int:pk>/items/", templates.template_items, name="template-items"),
    path("reports/templates/<int:pk>/units/", templates.template_units, name="template-units"),
    path("reports/templates/<int:pk>/switch/", templates.template_switch, name="template-switch"),
]
