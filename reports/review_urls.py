"""Addresses of review: the queue, decisions, levels, versions and corrections."""

from django.urls import path

from reports.views import bulk_reviews, corrections, review_levels, reviews, revisions

urlpatterns = [
    path("reports/review/bulk/", bulk_reviews.report_bulk_approve, name="report-bulk-approve"),
    path("reports/<int:pk>/forward/", reviews.report_forward, name="report-forward"),
    path("reports/<int:pk>/undo/", reviews.report_undo, name="report-undo"),
    path("reports/<int:pk>/versions/", revisions.report_versions, name="report-versions"),
    path("reports/<int:pk>/correction/", corrections.report_correction, name="report-correction"),
    path(
        "reports/<int:pk>/correction/open/",
        corrections.report_correction_open,
        name="report-correction-open",
    ),
    path(
        "reports/<int:pk>/correction/grant/",
        corrections.report_correction_grant,
        name="report-correction-grant",
    ),
    path(
        "reports/<int:pk>/correction/refuse/",
        corrections.report_correction_refuse,
        name="report-correction-refuse",
    ),
    path(
        "reports/<int:pk>/correction/drop/",
        corrections.report_correction_drop,
        name="report-correction-drop",
    ),
    path(
        "reports/templates/<int:pk>/levels/", review_levels.template_levels, name="template-levels"
    ),
]
