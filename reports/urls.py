"""Addresses of reports."""

from reports import (
    board_urls,
    book_urls,
    evidence_urls,
    link_urls,
    period_urls,
    reminder_urls,
    report_urls,
    review_urls,
    template_urls,
)

app_name = "reports"
urlpatterns = [
    *report_urls.urlpatterns,
    *board_urls.urlpatterns,
    *book_urls.urlpatterns,
    *evidence_urls.urlpatterns,
    *link_urls.urlpatterns,
    *period_urls.urlpatterns,
    *reminder_urls.urlpatterns,
    *review_urls.urlpatterns,
    *template_urls.urlpatterns,
]
