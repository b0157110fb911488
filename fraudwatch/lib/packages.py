"""Office packages (.xlsx, .docx): the zip and its XML, checked before any library opens them.

Standard library only. The interpreter's own zip reader accepts overlapping members and believes
the sizes a file states, so both are checked here; XML must be UTF-8 without a DTD, which ends
entity bombs and external entities before they begin.
"""

import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from time import thread_time
from typing import Literal
from xml.parsers import expat

from django.utils.translation import gettext as _

from .errors import DomainError
from .packages_parts import INNER_BOOK, XML_ENDINGS, is_quiet, is_sheet
from .packages_xml import NotPlainXml, plain_parser

Kind = Literal["xlsx", "docx"]
Cut = Callable[[Iterator[bytes]], Iterator[bytes]]
Look = Callable[[str], Callable[[expat.XMLParserType], None]]

MB = 1024 * 1024
CHUNK = 64 * 1024
END = struct.Struct("<4s4H2LH")
LOCAL = struct.Struct("<4s5H3L2H")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN_TYPES: dict[str, bytes] = {
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}


class PackageRefused(DomainError):
    """A file that is no clean Office package; the sentence says how to get one."""


@dataclass(frozen=True)
class PackageLimits:
    """How large a package may get: bytes, members, seconds of the processor to look at it."""

    packed: int = 10 * MB
    unpacked: int = 60 * MB
    member: int = 40 * MB
    members: int = 2_000
    ratio: int = 250
    seconds: float = 4.0


class Package:
    """An opened package whose structure has been checked. Members are read in bounded chunks."""

    def __init__(self, archive: zipfile.ZipFile, kind: Kind, limits: PackageLimits) -> None:
        self.kind = kind
        self.names = [info.filename for info in archive.infolist()]
        self.parsed: set[str] = set()
        self._archive = archive
        self._until = thread_time() + limits.seconds  # a busy machine is no fault of the file
        self._limits = limits

    def chunks(self, name: str) -> Iterator[bytes]:
        """The member piece by piece; PackageRefused when it is damaged or takes too long."""
        try:
            with self._archive.open(name) as member:
                while chunk := member.read(CHUNK):
                    if thread_time() > self._until:
                        raise too_large()
                    yield chunk
        except PackageRefused:
            raise
        except NotPlainXml as error:
            raise damaged(self.kind) from error
        except Exception as error:  # zlib, struct, CRC and a dozen more, all meaning the same
            raise damaged(self.kind) from error

    def parse(
        self, name: str, prepare: Callable[[expat.XMLParserType], None], cut: Cut = iter
    ) -> None:
        """Feed an XML member, in the pieces of ``cut``, to a parser that ``prepare`` readied."""
        parser = plain_parser()
        prepare(parser)
        for chunk in cut(self.chunks(name)):
            feed(parser, chunk, self.kind)
        feed(parser, b"", self.kind, last=True)
        self.parsed.add(name)


def damaged(kind: Kind) -> PackageRefused:
    """The refusal for whatever a person cannot mend by hand."""
    return PackageRefused(
        _(
            "This file is damaged or was not made by an office program. Open it in WPS or Office, "
            "save it as a new .%(kind)s file and try again."
        )
        % {"kind": kind}
    )


def too_large() -> PackageRefused:
    """The refusal for files that unpack to more than anybody fills in."""
    return PackageRefused(
        _(
            "This file holds far more than it shows. Copy the filled-in part into a new file "
            "and try again."
        )
    )


def feed(parser: expat.XMLParserType, chunk: bytes, kind: Kind, *, last: bool = False) -> None:
    """Parse one more piece; PackageRefused when it is no plain XML."""
    if b"\x00" in chunk:  # UTF-16 in disguise: no text of UTF-8 holds a NUL
        raise damaged(kind)
    try:
        parser.Parse(chunk, last)
    except (NotPlainXml, expat.ExpatError, ValueError) as error:
        raise damaged(kind) from error


def open_package(
    content: bytes,
    kind: Kind,
    limits: PackageLimits | None = None,
    *,
    look: Look | None = None,
    count: Callable[[Package], None] | None = None,
) -> Package:
    """The package in ``content`` with its structure and XML checked. Raises PackageRefused.

    ``look`` gives the parser of each part its handlers, to see more in the same pass; ``count``
    is called before the worksheets are read, to stop at the first row that is too many.
    """
    limits = limits or PackageLimits()
    if len(content) > limits.packed:
        raise PackageRefused(
            _(
                "The file is %(size).1f MB; the limit is %(limit)d MB. Leave out pictures or "
                "split it."
            )
            % {"size": len(content) / MB, "limit": limits.packed // MB}
        )
    _check_kind(content, kind)
    _check_end(content, kind, limits)
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        members = archive.infolist()
    except Exception as error:  # the reader raises whatever a broken byte leads it to
        raise damaged(kind) from error
    _check_members(members, kind, limits)
    _check_layout(content, members, kind)
    package = Package(archive, kind, limits)
    _check_contents(package)
    _check_parts(package, [name for name in package.names if not is_sheet(name.lower())], look)
    if count:
        count(package)
    sheets = [name for name in package.names if is_sheet(name.lower())]
    _check_parts(package, [name for name in sheets if look or name not in package.parsed], look)
    return package


def _check_kind(content: bytes, kind: Kind) -> None:
    """Old and locked formats get their own sentence."""
    if content.startswith(b"PK\x03\x04"):
        return
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise PackageRefused(
                _("This file has a password. Open it, remove the password, save it and try again.")
            )
        raise PackageRefused(
            _(
                "This is the old format (.xls, .doc, .et or .wps). Open it in WPS or Office, "
                "choose “Save as” .%(kind)s and try again."
            )
            % {"kind": kind}
        )
    head = content[:4096]
    if head.strip() and b"\x00" not in head:
        raise PackageRefused(
            _(
                "This is a text or web page, not an office file. Open it in WPS or Office, choose "
                "“Save as” .%(kind)s and try again."
            )
            % {"kind": kind}
        )
    raise damaged(kind)


def _check_end(content: bytes, kind: Kind, limits: PackageLimits) -> None:
    """The directory at the end must be small, single, whole, and the last thing in the file."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - END.size - 65_535))
    if at < 0 or at + END.size > len(content):
        raise damaged(kind)
    _sign, disk, start_disk, here, total, size, offset, comment = END.unpack_from(content, at)
    if total > limits.members or size > limits.members * 300:
        raise too_large()
    if (disk, start_disk, here) != (0, 0, total) or at + END.size + comment != len(content):
        raise damaged(kind)
    if offset + size != at or content[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        raise damaged(kind)


def _check_members(members: list[zipfile.ZipInfo], kind: Kind, limits: PackageLimits) -> None:
    """Names, methods and stated sizes of the members."""
    seen, unpacked = set(), 0
    if not members or len(members) > limits.members:
        raise damaged(kind)
    for info in members:
        name = info.filename
        parts = name.rstrip("/").split("/")
        if not all(parts) or ".." in parts or len(name) > 200 or name.lower() in seen:
            raise damaged(kind)
        if "\\" in name or ":" in name or not name.isprintable() or info.orig_filename != name:
            raise damaged(kind)
        if info.flag_bits & 0x1 or info.compress_type not in (0, 8):
            raise damaged(kind)
        seen.add(name.lower())
        unpacked += info.file_size
        packed = max(info.compress_size, 1)
        if info.file_size > limits.member or unpacked > limits.unpacked:
            raise too_large()
        if info.file_size > MB and info.file_size / packed > limits.ratio:
            raise too_large()


def _check_layout(content: bytes, members: list[zipfile.ZipInfo], kind: Kind) -> None:
    """Each member lies in its own bytes, from the very start of the file, under its own name."""
    ordered = sorted(members, key=lambda info: info.header_offset)
    directory = END.unpack_from(content, content.rfind(b"PK\x05\x06"))[6]
    ends = [info.header_offset for info in ordered[1:]] + [directory]
    if ordered[0].header_offset != 0:
        raise damaged(kind)
    for info, end in zip(ordered, ends, strict=True):
        try:
            local = LOCAL.unpack_from(content, info.header_offset)
        except struct.error as error:
            raise damaged(kind) from error
        name_at = info.header_offset + LOCAL.size
        data_at = name_at + local[9] + local[10]
        named = content[name_at : name_at + local[9]].decode("utf-8", "replace")
        encoded = named if info.flag_bits & 0x800 or named.isascii() else info.filename
        if local[0] != b"PK\x03\x04" or local[3] != info.compress_type or encoded != info.filename:
            raise damaged(kind)
        if data_at + info.compress_size > end:
            raise damaged(kind)


def _check_contents(package: Package) -> None:
    """Declared as what it should be, without macros."""
    kind = package.kind
    if "[Content_Types].xml" not in package.names:
        raise damaged(kind)
    types = b"".join(package.chunks("[Content_Types].xml"))
    passengers = [name for name in package.names if not is_quiet(name.lower())]
    if passengers or any(word in types for word in (b"macroEnabled", b"macrosheet", b"vbaProject")):
        raise _live(kind)
    if MAIN_TYPES[kind] not in types:
        raise PackageRefused(
            _("This is not a .%(kind)s file. Choose the right file, or save it as .%(kind)s.")
            % {"kind": kind}
        )


def _check_parts(package: Package, names: list[str], look: Look | None) -> None:
    """All XML plain, no workbook inside that is worse."""
    for name in names:
        if name.lower().endswith(XML_ENDINGS):
            package.parse(name, look(name) if look else _nothing)
        elif name.lower().endswith(".vml"):  # may be sloppy XML, but defines nothing
            if b"<!doctype" in b"".join(package.chunks(name)).lower():
                raise damaged(package.kind)
        elif name.lower().endswith(INNER_BOOK):
            _check_inner(b"".join(package.chunks(name)))


def _nothing(_parser: expat.XMLParserType) -> None:
    """Well-formedness alone."""


def _check_inner(content: bytes) -> None:
    """A workbook inside a document is held to the same, and holds no further one."""
    inner = open_package(content, "xlsx", PackageLimits(packed=5 * MB, unpacked=20 * MB))
    if any(name.lower().endswith(INNER_BOOK) for name in inner.names):
        raise _live("xlsx")


def _live(kind: Kind) -> PackageRefused:
    """The refusal for what could run."""
    return PackageRefused(
        _(
            "This file holds macros or embedded programs. Save it as .%(kind)s without them "
            "and try again."
        )
        % {"kind": kind}
    )
