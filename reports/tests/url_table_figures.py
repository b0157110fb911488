"""Who may open the comparison grid and what a figure is made of."""

from django.core.files.uploadedfile import SimpleUploadedFile

from fraudwatch.tests.world_fig import baselines_book

READERS = "coordinator second_coordinator town other_town leader inspector auditor"
COUNTY = "coordinator second_coordinator leader inspector auditor"
OUTSIDE = "town other_town far_coordinator"
OFFICE = "coordinator second_coordinator"
MEMBERS = (
    "town other_town leader inspector auditor reporter sibling school bank town_reporter "
    "other_reporter two_hats"
)


def sheet(_world: object) -> dict:
    """A workbook with one row of last year."""
    return {"file": SimpleUploadedFile("last.xlsx", baselines_book())}


TABLE = {
    "reports:figures": {
        "get": {200: f"{READERS} far_coordinator", 403: "*"},
        "also": [
            {
                "query": {"period": "last_period.pk", "node": "units.county.pk"},
                "get": {200: COUNTY, 404: OUTSIDE, 403: "*"},
            },
            {
                "query": {"period": "last_period.pk", "node": "units.other_town.pk"},
                "get": {200: f"{COUNTY} other_town", 404: "town far_coordinator", 403: "*"},
            },
        ],
    },
    "reports:figure-sources": {
        "query": {"code": "visits", "period": "last_period.pk", "node": "units.other_town.pk"},
        "get": {200: f"{COUNTY} other_town", 404: "town far_coordinator", 403: "*"},
        "shows": "Plover-other-unit",
        "also": [
            {
                "query": {"code": "visits", "period": "last_period.pk", "node": "units.town.pk"},
                "shows": {},
                "get": {200: f"{COUNTY} town", 404: "other_town far_coordinator", 403: "*"},
            },
        ],
    },
    "reports:baseline-import": {
        "kwargs": {"pk": "template.pk"},
        "get": {200: OFFICE, 403: MEMBERS, 404: "*"},
        "post": {302: OFFICE, 403: MEMBERS, 404: "*"},
        "files": sheet,
    },
    "reports:baseline-check": {
        "kwargs": {"pk": "template.pk", "key": "baselines_book.pk"},
        "get": {200: "coordinator", 403: MEMBERS, 404: "*"},
        "post": {302: "coordinator", 403: MEMBERS, 404: "*"},
    },
    "reports:baseline-template": {
        "kwargs": {"pk": "template.pk"},
        "get": {200: OFFICE, 403: MEMBERS, 404: "*"},
        "shows": "Plover-other-unit",
    },
}
