"""Addresses of periods and of what is allowed in them."""

from django.urls import path

from reports.views import exceptions, periods

urlpatterns = [
    path("reports/templates/<int:pk>/periods/", periods.period_list, name="period-list"),
    path("reports/periods/<int:pk>/", periods.period_detail, name="period-detail"),
    path("reports/periods/<int:pk>/close/", periods.period_close, name="period-close"),
    path("reports/periods/<int:pk>/lock/", periods.period_lock, name="period-lock"),
    path("reports/periods/<int:pk>/reopen/", periods.period_reopen, name="period-reopen"),
    path("reports/periods/<int:pk>/exempt/", periods.period_exempt, name="period-exempt"),
    path("reports/<int:pk>/extend/", exceptions.report_extend, name="report-extend"),
    path("reports/<int:pk>/due-again/", exceptions.report_due_again, name="report-due-again"),
]
