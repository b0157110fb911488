"""Addresses of reports."""

from reports import board_urls, reminder_urls, report_urls

app_name = "reports"
urlpatterns = [
    *report_urls.urlpatterns,
    *board_urls.urlpatterns,
    *reminder_urls.urlpatterns,
]
