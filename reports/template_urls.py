"""Addresses of what a report template asks for: its checks, its versions."""

from django.urls import path

from reports.views import template_checks, template_versions

T = "reports/templates/<int:pk>"

urlpatterns = [
    path(f"{T}/checks/", template_checks.template_checks, name="template-checks"),
    path(
        f"{T}/checks/<int:check>/", template_checks.template_check_edit, name="template-check-edit"
    ),
    path(
        f"{T}/checks/<int:check>/trial/",
        template_checks.template_check_trial,
        name="template-check-trial",
    ),
    path(
        f"{T}/checks/<int:check>/switch/",
        template_checks.template_check_switch,
        name="template-check-switch",
    ),
    path(f"{T}/versions/", template_versions.template_versions, name="template-versions"),
]
