"""Addresses of a unit's reports and of their review."""

from django.urls import path

from reports.views import home, photos, report_actions, report_form, report_pages, reviews

urlpatterns = [
    path("", home.home, name="home"),
    # /reports/
    path("reports/", report_pages.report_list, name="report-list"),
    path("reports/<int:pk>/", report_pages.report_detail, name="report-detail"),
    path("reports/<int:pk>/receipt/", report_pages.report_receipt, name="report-receipt"),
    path("reports/<int:pk>/edit/", report_form.report_edit, name="report-edit"),
    path("reports/<int:pk>/autosave/", report_form.report_autosave, name="report-autosave"),
    path("reports/<int:pk>/submit/", report_form.report_submit, name="report-submit"),
    path("reports/<int:pk>/zero/", report_form.report_zero, name="report-zero"),
    path("reports/<int:pk>/photos/", photos.photo_add, name="photo-add"),
    path("reports/photos/<uuid:pk>/remove/", photos.photo_remove, name="photo-remove"),
    path("reports/photos/<uuid:pk>/restore/", photos.photo_restore, name="photo-restore"),
    # /reports/review/
    path("reports/review/", reviews.report_review, name="report-review"),
    path("reports/<int:pk>/approve/", reviews.report_approve, name="report-approve"),
    path("reports/<int:pk>/return/", reviews.report_return, name="report-return"),
    path("reports/<int:pk>/exempt/", report_actions.report_exempt, name="report-exempt"),
    path("reports/<int:pk>/reopen/", report_actions.report_reopen, name="report-reopen"),
]
