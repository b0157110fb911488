"""Restoring a backup into an empty site: checked whole first, then everything or nothing."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fraudwatch import VERSION
from fraudwatch.lib import clock
from fraudwatch.lib.errors import DomainError
from orgs.actions.audit import is_sealed, record
from orgs.models import AuditEntry, Unit, User

from . import parcel, schema
from .making import BACKUP, FILES, NEW, OLD, SPARED
from .tables import empty, load_rows, reset_sequences, tables

MARK = "restore-unfinished"
FILLED = ("auth.permission", "contenttypes.contenttype")  # by every migration
Say = Callable[[str], object]


class RestoreRefused(DomainError):
    """This file cannot go into this site; nothing was touched."""


def restore_backup(path: Path, *, into_empty: bool = False, say: Say = str) -> dict:
    """Put a backup in place of an empty site; its manifest.

    Every checksum is looked at before anything is touched. ``into_empty`` empties the site
    first: its files are moved aside, not deleted. All sessions end. RestoreRefused and
    ParcelRefused say why not.
    """
    with parcel.opened(path) as reader:
        manifest = reader.manifest
        _guard_kind(manifest, path)
        guard_age(manifest, path)
        guard_empty(into_empty=into_empty)
        reader.check()
        say(_("Every checksum holds."))
        with unfinished(path.name):
            prepare_schema(manifest)
            place_files(reader)
            with transaction.atomic():
                load_tables(reader, say)
                swap_files()
            call_command("migrate", interactive=False, verbosity=0)
        with transaction.atomic():
            record("backup.restored", by=None, note=path.name, technical=True)
    return manifest


def keys_fit() -> bool:
    """Whether the site's keys are those of the backup: the first entry of the trail says so."""
    first = AuditEntry.objects.order_by("pk").first()
    return first is None or is_sealed(first)


def verify_backup(path: Path) -> dict:
    """Read a backup through and compare every checksum; its manifest. Else ParcelRefused."""
    with parcel.opened(path) as reader:
        reader.check()
        return reader.manifest


def unfinished_restore() -> str:
    """The name of a backup whose restore was interrupted, else nothing."""
    with suppress(OSError):
        return (Path(settings.DATA_DIR) / MARK).read_text()
    return ""


@contextmanager
def unfinished(name: str) -> Iterator[None]:
    """A mark on the disk for as long as the restore runs; a killed one leaves it behind."""
    mark = Path(settings.DATA_DIR) / MARK
    mark.write_text(name)
    yield
    mark.unlink()


def _guard_kind(manifest: dict, path: Path) -> None:
    if manifest.get("kind") != BACKUP:
        raise RestoreRefused(
            _("%(file)s is a data package, not a backup; use: manage.py load_package %(file)s")
            % {"file": path.name}
        )


def guard_age(manifest: dict, path: Path) -> None:
    """Refuse what a newer version wrote: its columns are unknown here."""
    if ahead := schema.unknown(manifest["migrations"]):
        raise RestoreRefused(
            _(
                "%(file)s was made by version %(theirs)s, which is newer than this one "
                "(%(ours)s); update this site first (unknown here: %(what)s)."
            )
            % {
                "file": path.name, "theirs": manifest["version"], "ours": VERSION,
                "what": ", ".join(ahead[:3]),
            }
        )  # fmt: skip


def is_used() -> bool:
    """Whether somebody works here: an account or a unit is there."""
    return schema.has_tables() and (User.objects.exists() or Unit.objects.exists())


def guard_empty(*, into_empty: bool) -> None:
    if into_empty:
        return
    if is_used():
        raise RestoreRefused(
            _(
                "This site is in use: it has %(people)d accounts and %(units)d units. Set "
                "DATABASE_URL to an empty database, or add --into-empty to throw away what is here."
            )
            % {"people": User.objects.count(), "units": Unit.objects.count()}
        )
    root = Path(settings.MEDIA_ROOT)
    if not unfinished_restore() and kept_in(root):
        raise RestoreRefused(
            _(
                "The files folder %(folder)s is not empty. Set FILES_DIR to an empty folder, or "
                "add --into-empty to move what is there aside."
            )
            % {"folder": root}
        )


def prepare_schema(manifest: dict) -> None:
    """Tables as they were when the backup was made."""
    point = manifest["migrations"]
    if not schema.has_tables():
        schema.migrate_to(point)
        return
    if schema.done() != point:
        call_command("migrate", interactive=False, verbosity=0)
    if schema.done() != point:
        raise RestoreRefused(
            _(
                "The backup is of an older version (%(theirs)s) and is brought up to date only "
                "in a database without tables: make a new one and set DATABASE_URL to it."
            )
            % {"theirs": manifest["version"]}
        )


def kept_in(root: Path) -> list[Path]:
    """What stands in the files folder, without what a restore put aside there."""
    return [path for path in sorted(root.glob("*")) if not path.name.startswith(SPARED)]


def place_files(reader: parcel.Reader) -> None:
    """The files of the backup in a folder beside those in use, on the same disk."""
    new = Path(settings.MEDIA_ROOT) / NEW
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for name in reader.members:
        if name.startswith(FILES):
            _place(reader, name, new)


def _place(reader: parcel.Reader, name: str, new: Path) -> None:
    inside = Path(os.fsdecode(unquote_to_bytes(name.removeprefix(FILES))))
    if inside.is_absolute() or ".." in inside.parts:
        raise RestoreRefused(_("%(name)s leads out of the files folder.") % {"name": name})
    place = new / inside
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    with place.open("wb") as out:
        for chunk in reader.chunks(name):
            out.write(chunk)
    place.chmod(0o640)


def swap_files() -> None:
    """Put the new files in place, by renaming; what stood there goes aside and is kept."""
    root = Path(settings.MEDIA_ROOT)
    old = root / f"{OLD}{timezone.localtime(clock.now()):%Y%m%d-%H%M%S}"
    for path in kept_in(root):
        old.mkdir(exist_ok=True)
        path.rename(old / path.name)
    for path in sorted((root / NEW).glob("*")):
        path.rename(root / path.name)
    (root / NEW).rmdir()


def load_tables(
    reader: parcel.Reader,
    say: Say,
    *,
    complete: Callable[[str, Iterator[dict]], Iterator[dict]] = lambda _label, rows: rows,
    opened: bool = False,
) -> None:
    """All rows, in the transaction around: one that is killed leaves the database as it was.

    ``complete`` adds columns that the file leaves out; ``opened`` says that sealed texts are
    plain in it. Tables that the file does not have are emptied, but for those of Django that
    every migration fills.
    """
    found = tables(schema.registry_at(reader.manifest["migrations"]))
    wanted = reader.manifest["tables"]
    _lift_limits()
    empty({label: one for label, one in found.items() if label in wanted or label not in FILLED})
    for label in wanted:
        rows = (json.loads(one) for one in reader.lines(f"tables/{label}.jsonl"))
        count = load_rows(found[label], complete(label, rows), opened=opened)
        say(f"{label}: {count}")
    connection.check_constraints()
    reset_sequences(found.values())


def _lift_limits() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
