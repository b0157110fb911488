"""PDF files people attach: whole, nothing else besides, and nothing in them that runs.

Names are read as a viewer reads them (``/J#61vaScript``), also inside compressed streams of
objects. Standard library only; what is unpacked is bounded.
"""

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

MB = 1024 * 1024
ACTIVE = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|GoToE|Rendition|Movie)"
    rb"(?![A-Za-z0-9])"
)
SHORT = re.compile(rb"/(JS|XFA)(?![A-Za-z0-9])")  # by chance in the bytes of any large picture
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|body)", re.I)
OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
STREAM = re.compile(rb"stream\r?\n")
WHOLE_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.S)
TAIL, LEAST_TAIL = 2048, 65_600
UNPACKED, MOST_STREAMS, DICTIONARY = 20 * MB, 5_000, 400


def pdf_problem(content: bytes) -> str:
    """Why a PDF is not taken, as a sentence; empty when it may be."""
    if b"%%EOF" not in content[-TAIL:] or not _name(content, b"Root"):
        return _("This PDF is incomplete. Save or scan it again and send it anew.")
    if LOCKED.search(_plain(content)):
        return _(
            "This PDF has a password or restrictions. Print it to a new PDF and send that one."
        )
    disguised = MARKUP.search(content[:1024]) or b"PK\x05\x06" in content[-LEAST_TAIL:]
    if disguised or any(_runs(part) for part in _parts(content)):
        return _("This PDF holds scripts or other files. Print it to a new PDF and send that one.")
    return ""


def _runs(part: bytes) -> bool:
    plain = _plain(part)
    return bool(ACTIVE.search(plain) or SHORT.search(WHOLE_STREAM.sub(b"", plain)))


def _name(content: bytes, name: bytes) -> bool:
    return b"/" + name in content or b"/" + name in _plain(content)


def _plain(content: bytes) -> bytes:
    """Names without their escapes."""
    if b"#" not in content:
        return content
    return ESCAPE.sub(lambda found: bytes([int(found.group(1), 16)]), content)


def _parts(content: bytes) -> Iterator[bytes]:
    """The file itself and its unpacked streams of objects, as far as the bound goes."""
    yield content
    left = UNPACKED
    for count, found in enumerate(STREAM.finditer(content)):
        if count >= MOST_STREAMS or left <= 0:
            return
        start = content.rfind(b"obj", max(0, found.start() - DICTIONARY), found.start())
        head = _plain(content[max(start, 0) : found.start()])
        if not OBJECTS.search(head):
            continue
        try:
            unpacked = zlib.decompressobj().decompress(content[found.end() :], left)
        except zlib.error:
            continue
        left -= len(unpacked)
        yield unpacked
