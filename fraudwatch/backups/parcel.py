"""The file itself: a zip of members, a manifest with their checksums, and one over the whole.

Written from front to back under a temporary name and renamed when it is on the disk, so a
file under its own name is always whole. Members are read once, checked, and never trusted
before that.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from fraudwatch.lib.errors import DomainError

FORMAT = 1
MANIFEST = "manifest.json"
HALF = ".half"
CHUNK = 1024 * 1024
DIGITS = 64  # of the checksum over the whole file, which ends it
LARGEST_MANIFEST = 512 * 1024 * 1024


class ParcelRefused(DomainError):
    """The file is not one of ours, not whole, or was changed."""


class _Summing:
    """A place to write that only goes forward and keeps the checksum of what went by."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.sum = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Take the next bytes."""
        self.sum.update(data)
        return self.out.write(data)

    def flush(self) -> None:
        """Hand them on."""
        self.out.flush()


class Writer:
    """Adds members to a parcel that is being written."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.members: dict[str, dict] = {}

    @contextmanager
    def member(self, name: str, *, packed: bool = True) -> Iterator["_Member"]:
        """A member to write to; ``packed`` compresses it, which photos do not need."""
        info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        with self.archive.open(info, "w", force_zip64=True) as out:
            member = _Member(out)
            yield member
        self.members[name] = {"size": member.size, "sha256": member.sum.hexdigest()}

    def add_file(self, name: str, path: Path) -> None:
        """A file as it lies on the disk, without reading it into memory."""
        with path.open("rb") as content, self.member(name, packed=False) as out:
            while chunk := content.read(CHUNK):
                out.write(chunk)


class _Member:
    def __init__(self, out: BinaryIO) -> None:
        self.out, self.size, self.sum = out, 0, hashlib.sha256()

    def write(self, data: bytes) -> None:
        """The next bytes."""
        self.size += len(data)
        self.sum.update(data)
        self.out.write(data)


@contextmanager
def written(path: Path) -> Iterator[tuple[Writer, dict]]:
    """Write a parcel to ``path``: fill the writer and the manifest inside the block.

    What stood under that name stays until the new one is whole and on the disk. An error
    leaves nothing; a killed process leaves ``NAME.half``, which the next run writes over.
    """
    half = path.with_name(path.name + HALF)
    manifest: dict = {"format": FORMAT}
    try:
        handle = os.open(half, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as raw:
            out = _Summing(raw)
            with zipfile.ZipFile(out, "w", allowZip64=True) as archive:
                writer = Writer(archive)
                yield writer, manifest
                manifest["members"] = writer.members
                archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
                archive.comment = b"0" * DIGITS
            raw.seek(-DIGITS, os.SEEK_END)
            raw.write(out.sum.hexdigest().encode())
            raw.flush()
            os.fsync(raw.fileno())
        half.replace(path)
        _sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """The new name is on the disk too, not only the content."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Reader:
    """A parcel whose manifest was read; its members are checked as they are read."""

    def __init__(self, archive: zipfile.ZipFile, manifest: dict) -> None:
        self.archive = archive
        self.manifest = manifest
        self.members: dict[str, dict] = manifest["members"]

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member; ParcelRefused at the end when they are not those written."""
        promised, seen, size = self.members[name], hashlib.sha256(), 0
        try:
            with self.archive.open(name) as content:
                while chunk := content.read(CHUNK):
                    size += len(chunk)
                    seen.update(chunk)
                    if size > promised["size"]:
                        break
                    yield chunk
        except (zipfile.BadZipFile, KeyError, OSError, EOFError) as error:
            raise _changed(name) from error
        if (size, seen.hexdigest()) != (promised["size"], promised["sha256"]):
            raise _changed(name)

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a member."""
        rest = b""
        for chunk in self.chunks(name):
            *whole, rest = (rest + chunk).split(b"\n")
            yield from whole
        if rest:
            yield rest

    def check(self) -> None:
        """Read every member once. ParcelRefused for the first that is not as it was written."""
        if sorted([*self.members, MANIFEST]) != sorted(self.archive.namelist()):
            raise _changed(MANIFEST)
        for name in self.members:
            for _chunk in self.chunks(name):
                pass


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """A parcel whose checksum over the whole file holds. ParcelRefused otherwise."""
    _check_whole(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
                raise _incomplete(path)
            manifest = json.loads(archive.read(MANIFEST))
            if manifest["format"] != FORMAT:
                raise ParcelRefused(
                    _("%(file)s was written by a newer version; update this site first.")
                    % {"file": path.name}
                )
            reader = Reader(archive, manifest)
            yield reader
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError) as error:
        raise _incomplete(path) from error


def _check_whole(path: Path) -> None:
    """The file ends with the checksum of everything before it (its own place read as zeros)."""
    try:
        left = path.stat().st_size - DIGITS
        seen = hashlib.sha256()
        with path.open("rb") as content:
            while left > 0 and (chunk := content.read(min(CHUNK, left))):
                seen.update(chunk)
                left -= len(chunk)
            promised = content.read()
    except OSError as error:
        raise ParcelRefused(
            _("%(file)s cannot be read (%(why)s); check the name and the rights.")
            % {"file": path, "why": error.strerror}
        ) from error
    seen.update(b"0" * DIGITS)
    if promised != seen.hexdigest().encode():
        raise _incomplete(path)


def _incomplete(path: Path) -> ParcelRefused:
    return ParcelRefused(
        _("%(file)s is incomplete or was changed; take another copy. Nothing was touched.")
        % {"file": path.name}
    )


def _changed(name: str) -> ParcelRefused:
    return ParcelRefused(
        _("The part %(name)s is not as it was written; take another copy. Nothing was touched.")
        % {"name": name}
    )
