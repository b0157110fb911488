"""Addresses of reports."""

from reports import (
    analysis_urls,
    board_urls,
    book_urls,
    evidence_urls,
    link_urls,
    period_urls,
    report_urls,
    review_urls,
    screen_urls,
    template_urls,
    wall_urls,
)

app_name = "reports"
urlpatterns = [
    *report_urls.urlpatterns,
    *board_urls.urlpatterns,
    *analysis_urls.urlpatterns,
    *book_urls.urlpatterns,
    *evidence_urls.urlpatterns,
    *link_urls.urlpatterns,
    *period_urls.urlpatterns,
    *review_urls.urlpatterns,
    *screen_urls.urlpatterns,
    *template_urls.urlpatterns,
    *wall_urls.urlpatterns,
]
