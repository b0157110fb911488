"""Who may open and enter headcounts of units."""

from django.core.files.uploadedfile import SimpleUploadedFile

from fraudwatch.tests.world_fig import bases_book

OFFICE = "coordinator second_coordinator"
KEEP = f"{OFFICE} town reporter"
READ = "leader inspector auditor"
IMPORTERS = f"{OFFICE} town other_town far_coordinator"
VILLAGE = {"pk": "units.village.pk"}


def sheet(_world: object) -> dict:
    """A workbook with one headcount."""
    return {"file": SimpleUploadedFile("bases.xlsx", bases_book())}


TABLE = {
    "orgs:unit-bases": {
        "kwargs": VILLAGE,
        "get": {200: f"{KEEP} {READ}", 403: "administrator", 404: "*"},
        "shows": "Bunting-village-base",
    },
    "orgs:unit-base-add": {
        "kwargs": VILLAGE,
        "post": {302: KEEP, 403: f"{READ} administrator", 404: "*"},
        "data": {"kind": "households", "count": "512", "as_of": "2026-06-01", "note": "户籍"},
    },
    "orgs:bases-import": {
        "get": {200: IMPORTERS, 403: "*"},
        "post": {302: IMPORTERS, 403: "*"},
        "files": sheet,
    },
    "orgs:bases-check": {
        "kwargs": {"pk": "bases_book.pk"},
        "get": {200: "coordinator", 404: IMPORTERS, 403: "*"},
        "post": {302: "coordinator", 404: IMPORTERS, 403: "*"},
    },
    "orgs:bases-template": {
        "get": {200: IMPORTERS, 403: "*"},
        "shows": "Plover-other-unit",
    },
}
