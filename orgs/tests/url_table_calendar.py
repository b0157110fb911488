"""Who reads the calendar of working days, and who keeps it."""

from django.core.files.uploadedfile import SimpleUploadedFile

KEEPER = "administrator"
READERS = (
    "administrator coordinator second_coordinator town other_town far_coordinator leader"
    " inspector auditor"
)


def sheet(_world: object) -> dict:
    """A file with one day."""
    return {"file": SimpleUploadedFile("days.csv", b"Day,Work or rest\n2027-01-01,rest\n")}


TABLE = {
    "orgs:calendar": {"get": {200: READERS, 403: "*"}},
    "orgs:calendar-add": {
        "post": {302: KEEPER, 403: "*"},
        "data": {"day": "2027-01-01", "kind": "rest", "name": "元旦", "source": "国办发明电"},
    },
    "orgs:calendar-import": {"post": {302: KEEPER, 403: "*"}, "files": sheet},
    "orgs:calendar-remove": {"post": {302: KEEPER, 403: "*"}, "data": {"day": "2026-06-19"}},
}
