"""Making a backup: the database as it stood at one moment, then the files that belong to it."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.apps.registry import Apps
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from fraudwatch import VERSION
from fraudwatch.lib import clock
from fraudwatch.lib.errors import DomainError
from orgs.actions.audit import record
from orgs.actions.files import HALF
from orgs.actions.jobs import note_beat

from . import parcel, schema
from .tables import line, rows_of, tables

log = logging.getLogger(__name__)
BEAT = "backup"  # under this name the engine's signs of life keep when the last good one was made
BACKUP = "backup"
LEFT_OUT = ("orgs.usersession", "sessions.session")  # whoever restores signs in anew
FILES = "files/"
NEW, OLD = "restoring", "before-"  # folders of a restore beside the files themselves
SPARED = (NEW, OLD)
Say = Callable[[str], object]


def make_backup(path: Path, *, say: Say = str) -> dict:
    """Write everything to ``path``; the manifest. Other work goes on meanwhile.

    A database that waits for migrations is written as it is: that is when one wants a backup.
    DomainError or OSError leave what stood under that name before. Keys (``SECRET_KEY``,
    ``FIELD_KEY``) are not in it: phones stay sealed.
    """
    if not schema.has_tables():
        raise DomainError(_("The database is empty; check DATABASE_URL and DATA_DIR."))
    point = schema.done()
    registry = schema.registry_at(point)
    with parcel.written(path) as (writer, manifest):
        manifest |= facts(BACKUP) | {"migrations": point}
        with snapshot():
            manifest["audit"] = audit_head(registry)
            manifest["tables"] = {
                label: write_table(writer, label, rows_of(model), say)
                for label, model in tables(registry, LEFT_OUT).items()
            }
            manifest["gone"] = missing_files(registry)
        manifest["files"] = write_files(writer)
    if not schema.waiting():
        with transaction.atomic():
            note_beat(BEAT)
            record("backup.made", by=None, note=path.name, technical=True)
    return manifest


def facts(kind: str) -> dict:
    """What every manifest begins with."""
    return {
        "kind": kind,
        "made_at": clock.now().isoformat(),
        "version": VERSION,
        "engine": connection.vendor,
        "site": settings.SITE_URL,
    }


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, writers go on, and no limit of time runs out."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()  # which reads the mode from the settings
        usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = usual
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.needs_rollback and len(connection.savepoint_ids) == 0:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield


def audit_head(registry: Apps) -> dict:
    """The end of the audit trail, by which a cut trail is noticed."""
    trail = registry.get_model("orgs.auditentry")._base_manager.order_by("-pk")
    last = trail.values("pk", "chain", "number", "hash").first()
    return {"entries": trail.count(), "last": last}


def write_table(writer: parcel.Writer, label: str, rows: Iterator[dict], say: Say) -> int:
    """A table as a member; how many rows."""
    count = 0
    with writer.member(f"tables/{label}.jsonl") as out:
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last one is the count
            out.write(line(row))
    say(f"{label}: {count}")
    return count


def missing_files(registry: Apps) -> list[str]:
    """Rows whose content the disk has lost already."""
    stored = registry.get_model("orgs.storedfile")._base_manager.values_list("pk", flat=True)
    keys = (key.hex for key in stored.order_by("pk").iterator(chunk_size=1000))
    root = Path(settings.MEDIA_ROOT)
    return [key for key in keys if not (root / key[:2] / key).is_file()]


def write_files(writer: parcel.Writer) -> dict:
    """Every file below the files folder, whatever bytes its name is made of."""
    count = size = 0
    for path in files_below(Path(settings.MEDIA_ROOT)):
        name = FILES + quote(os.fsencode(path.relative_to(settings.MEDIA_ROOT)))
        try:
            writer.add_file(name, path)
        except FileNotFoundError:  # let go since the folder was read
            continue
        count += 1
        size += writer.members[name]["size"]
    return {"count": count, "bytes": size}


def files_below(root: Path) -> Iterator[Path]:
    """Whole files in a fixed order; halves of unfinished ones and links do not count."""
    for folder, inside, names in os.walk(root):
        if Path(folder) == root:
            inside[:] = [name for name in inside if not name.startswith(SPARED)]
        inside.sort()
        for name in sorted(names):
            path = Path(folder) / name
            if not name.endswith(HALF) and path.is_file() and not path.is_symlink():
                yield path
