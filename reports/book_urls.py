"""Addresses of reports as workbooks."""

from django.urls import path

from reports.views import books

urlpatterns = [
    path("reports/<int:pk>/book/", books.report_book_download, name="report-book"),
    path("reports/periods/<int:pk>/book/", books.town_book_download, name="town-book"),
    path("reports/excel/", books.book_upload, name="book-upload"),
    path("reports/excel/<int:pk>/", books.book_check, name="book-check"),
    path("reports/excel/<int:pk>/marked/", books.book_marked, name="book-marked"),
]
