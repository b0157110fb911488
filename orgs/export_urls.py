"""Addresses of the export centre."""

from django.urls import path

from .views import exports

export_urls = [
    path("exports/", exports.export_list, name="export-list"),
    path("exports/jobs/", exports.export_jobs, name="export-jobs"),
    path("exports/order/", exports.export_order, name="export-order"),
    path("exports/<uuid:pk>/cancel/", exports.export_cancel, name="export-cancel"),
    path("exports/<uuid:pk>/again/", exports.export_again, name="export-again"),
    path("exports/<uuid:pk>/download/", exports.export_download, name="export-download"),
]
