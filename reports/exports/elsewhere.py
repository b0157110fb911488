"""What pages of reports write at once or let one choose first, listed in the export centre."""

from django.utils.translation import gettext_lazy as _

from orgs.documents import EMPTY, FIGURES, TASKS, XLSX, ZIP, Download

DOWNLOADS = (
    Download(
        "analysis", FIGURES, _("Analysis (Excel, PDF, CSV)"),
        _("Figures, units and periods in one grid; choose rows and columns first."),
        XLSX, "reports:analysis", "reports.view_figures", is_page=True,
    ),
    Download(
        "evidence", TASKS, _("Evidence package (zip)"),
        _("Stamped photos, figures and files; choose campaign, unit or task first."),
        ZIP, "reports:evidence", "reports.view_evidence", is_page=True,
    ),
    Download(
        "report-book", EMPTY, _("Workbook of a report"),
        _("The form of a report for one unit, or for a town with its villages."),
        XLSX, "reports:book-upload", "reports.import_book", is_page=True,
    ),
)  # fmt: skip
