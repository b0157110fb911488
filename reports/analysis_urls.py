"""Addresses of the analysis page."""

from django.urls import path

from reports.views import analysis

urlpatterns = [
    path("analysis/", analysis.analysis, name="analysis"),
    path("analysis/csv/", analysis.analysis_csv, name="analysis-csv"),
]
