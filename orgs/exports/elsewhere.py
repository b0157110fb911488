"""What pages of orgs write at once, listed in the export centre."""

from django.utils.translation import gettext_lazy as _

from orgs.documents import EMPTY, PEOPLE, XLSX, Download

DOWNLOADS = (
    Download(
        "roster", PEOPLE, _("Roster of units and people (Excel)"),
        _("Units, people, accounts and roles, in the form that can be read in again."),
        XLSX, "orgs:roster-export", "orgs.import_roster",
    ),
    Download(
        "roster-template", EMPTY, _("Roster template"),
        _("Units and people to be read in, with drop-downs and hints."),
        XLSX, "orgs:roster-template", "orgs.import_roster",
    ),
    Download(
        "bases-template", EMPTY, _("Headcounts template"),
        _("The units of your own with the headcounts that stand now."),
        XLSX, "orgs:bases-template", "orgs.import_bases",
    ),
)  # fmt: skip
