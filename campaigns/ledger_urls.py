"""Addresses of the task ledger: bulk work, Excel, calendar feeds, saved views."""

from django.urls import path

from campaigns.views import calendar_feeds, ledger_export, part_ledger, saved_views, task_import

# fmt: off
ledger_urls = [
    path("campaigns/<int:pk>/parts/", part_ledger.part_list, name="part-list"),
    path("campaigns/<int:pk>/parts/choose/", part_ledger.part_bulk, name="part-bulk"),
    path("campaigns/<int:pk>/parts/run/", part_ledger.part_bulk_run, name="part-bulk-run"),
    path("campaigns/<int:pk>/ledger/export/", ledger_export.ledger_export, name="ledger-export"),
    path("campaigns/<int:pk>/tasks/import/", task_import.task_import, name="task-import"),
    path(
        "campaigns/<int:pk>/tasks/import/<uuid:key>/", task_import.task_import_check,
        name="task-import-check",
    ),
    path(
        "campaigns/<int:pk>/tasks/template/", task_import.task_template_download,
        name="task-template",
    ),
    path("campaigns/<int:pk>/views/", saved_views.view_list, name="view-list"),
    path("campaigns/<int:pk>/views/strip/", saved_views.view_strip, name="view-strip"),
    path("campaigns/<int:pk>/views/save/", saved_views.view_save, name="view-save"),
    path("views/<int:pk>/rename/", saved_views.view_rename, name="view-rename"),
    path("views/<int:pk>/delete/", saved_views.view_delete, name="view-delete"),
    path("calendar/", calendar_feeds.calendar_page, name="calendar-page"),
    path("calendar/renew/", calendar_feeds.calendar_renew, name="calendar-renew"),
    path("calendar/revoke/", calendar_feeds.calendar_revoke, name="calendar-revoke"),
    path("calendar/<str:secret>.ics", calendar_feeds.calendar_feed, name="calendar-feed"),
]
