"""Who may take report workbooks along and send them in (see fraudwatch/tests/role_table.py)."""

from django.core.files.uploadedfile import SimpleUploadedFile

from fraudwatch.tests.world_book import village_workbook

OFFICE = "coordinator second_coordinator"
LOOK = "leader inspector auditor"
NEAR = "reporter sibling school bank town_reporter other_reporter two_hats town other_town"
FAR = "far_coordinator far_reporter"
MINE = f"reporter town {OFFICE}"
BOOK = {"kwargs": {"pk": "book.pk"}}
DRAFT = "Robin-sibling-draft"


def workbook(world: object) -> dict:
    """The village's workbook, filled in; the same bytes each time, for a book holds its moment."""
    if not hasattr(world, "village_book"):
        world.village_book = village_workbook(world)
    return {"file": SimpleUploadedFile("book.xlsx", world.village_book)}


TABLE = {
    "reports:report-book": {
        "kwargs": {"pk": "report.pk"}, "get": {200: MINE, 403: LOOK, 404: "*"},
    },
    "reports:town-book": {
        "kwargs": {"pk": "period.pk"},
        "query": {"unit": "units.town.pk"},
        "get": {
            200: f"reporter sibling school two_hats town {OFFICE}",
            302: "town_reporter",
            403: LOOK,
            404: "*",
        },
        "shows": DRAFT,
    },
    "reports:book-upload": {
        "get": {200: f"{NEAR} {OFFICE} {FAR}", 403: "*"},
        "post": {
            302: MINE,
            422: "sibling school bank town_reporter other_reporter two_hats other_town "
            "far_coordinator far_reporter",
            403: "*",
        },
        "files": workbook,
        "shows": {"Plover-other-unit": f"{OFFICE} other_town other_reporter"},
    },
    "reports:book-check": {
        **BOOK, "get": {200: "town", 404: "*"}, "post": {302: "town", 404: "*"},
        "data": {"as": "report"}, "shows": DRAFT,
    },
    "reports:book-marked": {**BOOK, "get": {200: "town", 404: "*"}, "shows": DRAFT},
}  # fmt: skip
