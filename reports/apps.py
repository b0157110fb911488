"""What was done: weekly reports, totals, dashboards, documents."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The app of reports."""

    name = "reports"

    def ready(self) -> None:
        """Enter words, navigation and file readers into the registers below."""
        from campaigns import pictures, reminding, uses, wall_views
        from fraudwatch.lib import navigation
        from orgs import audit_words, documents, headcounts, long_works, owing, quotas, splitting
        from orgs.handover import register_unit_items
        from orgs.readers import register_reader
        from reports.actions.handover import DUTIES
        from reports.actions.splitting import SPLIT_REPORTS
        from reports.actions.task_pictures import note_pictures
        from reports.actions.totals import count_again
        from reports.audit_words import WORDS
        from reports.board_navigation import BOARD_ITEMS
        from reports.exports.analysis_pdf import AnalysisPdf
        from reports.exports.analysis_xlsx import AnalysisXlsx
        from reports.exports.elsewhere import DOWNLOADS
        from reports.exports.evidence_zip import EvidencePackage
        from reports.exports.figures_xlsx import FiguresXlsx
        from reports.exports.ledger_xlsx import LedgerXlsx
        from reports.exports.rebuild_work import RebuildTotals
        from reports.exports.report_book_receipt import BookReceipt
        from reports.exports.weekly_summary_pdf import WeeklySummaryPdf
        from reports.exports.weekly_summary_xlsx import WeeklySummaryXlsx
        from reports.queries.owed_reports import ReportSubject
        from reports.queries.owing import owed_in_reports
        from reports.queries.own_work import own_uploads
        from reports.queries.photo_readers import may_read_photo
        from reports.queries.report_walls import VIEWS
        from reports.queries.room import bytes_of_photos
        from reports.queries.task_pictures import picture_remarks
        from reports.queries.uses import was_reported
        from reports.views.navigation import REPORT_ITEMS

        audit_words.register(WORDS)
        register_unit_items(DUTIES)
        splitting.register_shared(SPLIT_REPORTS)
        uses.register(was_reported)
        pictures.register(note_pictures, picture_remarks)
        owing.register(owed_in_reports)
        long_works.register(own_uploads)
        headcounts.register(count_again)
        navigation.register(*REPORT_ITEMS, *BOARD_ITEMS)
        register_reader("reports.photo", may_read_photo)
        quotas.register(bytes_of_photos)
        reminding.register(ReportSubject())
        wall_views.register(*VIEWS.values())
        books = (WeeklySummaryXlsx, WeeklySummaryPdf, LedgerXlsx, FiguresXlsx)
        books += (AnalysisXlsx, AnalysisPdf)
        for document in (*books, EvidencePackage, BookReceipt, RebuildTotals):
            documents.register(document())
        documents.list_download(*DOWNLOADS)
