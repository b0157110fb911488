"""Keeping an uploaded roster between its check and its saving; one for each person."""

from django.db import transaction

from fraudwatch.lib.uploads import safe_name
from orgs.models import StoredFile, User

from .audit import record
from .files import disk_path, store_file

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@transaction.atomic
def keep_roster(content: bytes, *, name: str, by: User) -> StoredFile:
    """Keep the workbook for the next step; an earlier one of the same person goes."""
    drop_rosters(by=by)
    return store_file(
        content,
        name=safe_name(name, fallback="roster.xlsx"),
        kind=KIND,
        owner=f"orgs.roster:{by.pk}",
        by=by,
    )


@transaction.atomic
def drop_rosters(*, by: User) -> None:
    """Take away what a person uploaded: saved rosters live on in the units, not as files."""
    for stored in StoredFile.objects.filter(owner=f"orgs.roster:{by.pk}"):
        path = disk_path(stored)
        stored.delete()
        transaction.on_commit(lambda path=path: path.unlink(missing_ok=True), robust=True)


@transaction.atomic
def note_export(*, by: User, note: str = "") -> None:
    """Keep in the trail that somebody took the roster along."""
    top = by.top_units(["administrator", "coordinator"]).first()
    record("roster.exported", top, by=by, path=top.path if top else "", note=note)
