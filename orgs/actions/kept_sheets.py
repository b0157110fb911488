"""Keeping an uploaded workbook between its check and its saving: one of a kind for each person."""

from django.db import transaction

from fraudwatch.lib.uploads import safe_name
from orgs.models import StoredFile, User

from .files import disk_path, store_file

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@transaction.atomic
def keep_sheet(owner: str, content: bytes, *, name: str, by: User) -> StoredFile:
    """Keep the workbook for the next step; an earlier one of the same owner goes."""
    drop_sheet(owner)
    name = safe_name(name, fallback="book.xlsx")
    return store_file(content, name=name, kind=KIND, owner=owner, by=by)


def kept_sheet(owner: str, key: object) -> StoredFile | None:
    """The workbook that was kept for this owner under the key; nobody else's."""
    return StoredFile.objects.filter(pk=key, owner=owner).first()


@transaction.atomic
def drop_sheet(owner: str) -> None:
    """Take the kept workbook away once it was saved."""
    for stored in StoredFile.objects.filter(owner=owner):
        path = disk_path(stored)
        stored.delete()
        transaction.on_commit(lambda path=path: path.unlink(missing_ok=True), robust=True)
