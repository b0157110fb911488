"""Deleting for good what a unit took back (清空回收站)."""

from django.db import transaction

from orgs.actions.audit import record
from orgs.actions.files import drop_file
from orgs.models import Unit
from reports.models import Photo
from reports.queries.room import bin_of


@transaction.atomic
def empty_bin(unit: Unit, *, by: object) -> int:
    """Delete the photos taken back that stand in no submission; returns how many.

    What a submission shows, or showed once, stays: it is part of what was handed in.
    """
    keys = [photo.pk for photo in bin_of(unit)]
    rows = Photo.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    gone = list(rows.exclude(removed_at=None).select_related("picture", "thumbnail"))
    for photo in gone:
        files = (photo.picture, photo.thumbnail)
        photo.delete()
        for file in files:
            drop_file(file)
    if gone:
        record("photo.bin_emptied", unit, by=by, path=unit.path, changes={"photos": [len(gone), 0]})
    return len(gone)
