"""Addresses of the export centre."""

from django.urls import path

from .views import exports, schedules

export_urls = [
    path("exports/", exports.export_list, name="export-list"),
    path("exports/colleagues/", exports.export_colleagues, name="export-colleagues"),
    path("exports/schedules/", schedules.schedule_list, name="export-schedules"),
    path("exports/schedules/new/", schedules.schedule_create, name="export-schedule-create"),
    path("exports/schedules/<int:pk>/", schedules.schedule_edit, name="export-schedule-edit"),
    path(
        "exports/schedules/<int:pk>/pause/", schedules.schedule_pause, name="export-schedule-pause"
    ),
    path(
        "exports/schedules/<int:pk>/delete/",
        schedules.schedule_delete,
        name="export-schedule-delete",
    ),
    path("exports/jobs/", exports.export_jobs, name="export-jobs"),
    path("exports/order/", exports.export_order, name="export-order"),
    path("exports/<uuid:pk>/cancel/", exports.export_cancel, name="export-cancel"),
    path("exports/<uuid:pk>/again/", exports.export_again, name="export-again"),
    path("exports/<uuid:pk>/download/", exports.export_download, name="export-download"),
]
