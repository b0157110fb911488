"""Taking a data package into a fresh installation: accounts come without a password."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from orgs.actions.audit import record
from orgs.finding import person_keys

from . import parcel
from .package import PACKAGE
from .restoring import (
    RestoreRefused,
    guard_age,
    guard_empty,
    load_tables,
    place_files,
    prepare_schema,
    swap_files,
    unfinished,
)

Say = Callable[[str], object]


def load_package(path: Path, *, say: Say = str) -> dict:
    """Take the package into this empty installation; its manifest.

    RestoreRefused and ParcelRefused say why not, before anything is touched.
    """
    with parcel.opened(path) as reader:
        manifest = reader.manifest
        if manifest.get("kind") != PACKAGE:
            raise RestoreRefused(
                _("%(file)s is a backup, not a data package; use: manage.py restore %(file)s")
                % {"file": path.name}
            )
        guard_age(manifest, path)
        guard_empty(into_empty=False)
        reader.check()
        say(_("Every checksum holds."))
        with unfinished(path.name):
            prepare_schema(manifest)
            place_files(reader)
            with transaction.atomic():
                load_tables(reader, say, complete=completed, opened=True)
                record("package.loaded", by=None, note=path.name, technical=True)
                swap_files()
    return manifest


def completed(label: str, rows: Iterator[dict]) -> Iterator[dict]:
    """The rows with the columns that the package leaves out."""
    for row in rows:
        if label == "orgs.user":
            row |= {"password": make_password(None), "is_superuser": False}
        elif label == "orgs.person":
            row |= {"phone_digest": "", "phone_tail": ""} | person_keys({"phone": row["phone"]})
        yield row
