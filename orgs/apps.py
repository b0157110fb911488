"""Who: units, people, rights, trace, notices, files and jobs."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """The app of orgs."""

    name = "orgs"

    def ready(self) -> None:
        """Put our pages into the navigation, and say who reads our files."""
        from fraudwatch.lib.navigation import register
        from fraudwatch.lib.weeks import register_days
        from orgs import audit_words, documents, unit_audit_words
        from orgs.exports.audit_xlsx import AuditXlsx
        from orgs.exports.directory_document import DirectoryXlsx
        from orgs.exports.elsewhere import DOWNLOADS
        from orgs.exports.leading_group_pdf import LeadingGroupPdf
        from orgs.imports.roster_work import RosterWork
        from orgs.navigation import ITEMS
        from orgs.queries.calendar import site_days
        from orgs.queries.files import may_read_job
        from orgs.readers import register_reader

        register(*ITEMS)
        register_days(site_days)
        audit_words.register(unit_audit_words.WORDS, unit_audit_words.SENSITIVE)
        register_reader("orgs.job", may_read_job)
        for document in (DirectoryXlsx, LeadingGroupPdf, AuditXlsx, RosterWork):
            documents.register(document())
        documents.list_download(*DOWNLOADS)
