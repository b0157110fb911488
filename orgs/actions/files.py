"""Keeping private files: the one module that writes to the files folder."""

import hashlib
import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from orgs.errors import DiskFull
from orgs.models import StoredFile

logger = logging.getLogger(__name__)
HALF = ".half"
CHUNK = 1024 * 1024
STRAY_AFTER = 24 * 3600  # seconds


def store_file(
    content: bytes, *, name: str, kind: str, owner: str, by: object | None
) -> StoredFile:
    """Keep ``content`` under a random name; ``owner`` (``kind:key``) decides who reads it.

    ``name`` is already cleaned and ``kind`` (content type) already proved by the
    content. The file is complete on disk before the row exists; what a rolled-back
    transaction leaves on disk is swept up by :func:`sweep_strays`. DiskFull when the disk
    will not take it.
    """
    digest = hashlib.sha256(content).hexdigest()
    stored = StoredFile(
        name=name, kind=kind, size=len(content), sha256=digest, owner=owner, stored_by=by
    )
    with _room_on_disk():
        _write(disk_path(stored), content)
    return _enter(stored)


@contextmanager
def half_file() -> Iterator[Path]:
    """A place in the files folder for a large file that is written piece by piece.

    Hand it to :func:`keep_half` when it is whole. It is gone when the block ends in an error;
    that of a killed process is swept up a day later. OrgError when the disk will not take it.
    """
    key = uuid.uuid4().hex
    path = Path(settings.MEDIA_ROOT) / key[:2] / f"{key}{HALF}"
    with _room_on_disk():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            yield path
        except BaseException:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            raise


def keep_half(path: Path, *, name: str, kind: str, owner: str, by: object | None) -> StoredFile:
    """Keep what was written to a :func:`half_file`, without reading it into memory."""
    digest = hashlib.sha256()
    with _room_on_disk(), path.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    stored = StoredFile(
        name=name, kind=kind, size=path.stat().st_size, sha256=digest.hexdigest(), owner=owner,
        stored_by=by,
    )  # fmt: skip
    with _room_on_disk():
        disk_path(stored).parent.mkdir(parents=True, exist_ok=True)
        path.replace(disk_path(stored))
    return _enter(stored)


@contextmanager
def _room_on_disk() -> Iterator[None]:
    """OrgError in one sentence for whatever the disk refuses."""
    try:
        yield
    except OSError as error:
        logger.exception("no file could be kept")
        raise DiskFull(
            _(
                "The file could not be kept: the server's disk is full or not writable. "
                "What you typed is saved; ask the administrator and try again."
            )
        ) from error


def _enter(stored: StoredFile) -> StoredFile:
    """The row of a file that is whole on disk; without the row the content goes again."""
    path = disk_path(stored)
    try:
        with transaction.atomic():
            stored.save(force_insert=True)
    except Exception:
        path.unlink(missing_ok=True)
        raise
    return stored


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing: half a file never stands under the name of a whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(HALF)
    try:
        half.write_bytes(content)
        half.replace(path)
    except OSError:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise


def drop_file(stored: StoredFile) -> None:
    """Forget a file: its row at once, its content when that is committed."""
    path = disk_path(stored)
    stored.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True), robust=True)


def sweep_strays() -> int:
    """Take away content that no row knows, a day after it was written; returns how many files."""
    gone = 0
    before = time.time() - STRAY_AFTER
    for folder in sorted(Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]")):
        old = [path for path in folder.iterdir() if path.stat().st_mtime < before]
        names = {path.name: path for path in old if path.suffix != HALF}
        rows = StoredFile.objects.filter(pk__in=[name for name in names if _is_key(name)])
        known = {key.hex for key in rows.values_list("pk", flat=True)}
        for path in old:
            if path.name not in known:
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def _is_key(name: str) -> bool:
    return len(name) == 32 and all(sign in "0123456789abcdef" for sign in name)


def disk_path(stored: StoredFile) -> Path:
    """Where the content of a file lies."""
    return Path(settings.MEDIA_ROOT) / stored.disk_name


def read_file(stored: StoredFile) -> bytes:
    """The content. FileNotFoundError when the disk lost it."""
    return disk_path(stored).read_bytes()
