"""Photos and attachments made safe to keep: known by their content, re-encoded, plainly named.

Only :func:`clean_photo` and :func:`check_attachment` decide what may be stored; whatever they
return holds nothing that the sender's device put in unseen.
"""

import hashlib
import re
import unicodedata
import warnings
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from urllib.parse import quote

from django.utils.translation import gettext as _
from PIL import Image, ImageFile

from .errors import DomainError
from .fingerprints import fingerprint
from .packages import OLE, Kind, PackageRefused, damaged, open_package
from .packages_out import Watch
from .pdf_gate import pdf_problem
from .sheets_facts import Limits
from .sheets_gate import survey
from .weeks import ZONE

MB = 1024 * 1024
PHOTO_BYTES = 15 * MB
ATTACHMENT_BYTES = 10 * MB
# A JPEG is shrunk while it is read, so its pixels cost a third of a PNG's.
PIXELS = {"JPEG": 60_000_000, "PNG": 20_000_000, "WEBP": 20_000_000}
# A workbook that is handed on may be larger than a form, but opens in a moment on an old desk.
ATTACHED = Limits(sheets=60, rows=65_536, columns=1_000, cells=600_000, area=4_000_000)
LONG_SIDE, THUMB_SIDE, LONGEST_NAME = 2000, 320, 80
ORIENTATION, EXIF_BLOCK, TAKEN, CHANGED = 0x0112, 0x8769, 0x9003, 0x0132
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OTHER_ENDINGS = re.compile(r"(\.(pdf|docx?|xlsx?|wps|et|jpe?g|png|webp|exe|html?|svg|js))+$", re.I)
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.I)


class UploadRefused(DomainError):
    """Why a file is not kept, and what the person can do."""


@dataclass(frozen=True)
class CleanPhoto:
    """A photo ready to store: upright JPEG without any metadata, and its small copy.

    ``taken_at`` is what the camera's clock said, if anything; show it, never decide by it.
    ``original`` is the SHA-256 of the bytes that came in, ``look`` the picture's fingerprint.
    """

    content: bytes
    width: int
    height: int
    sha256: str
    thumb: bytes
    taken_at: datetime | None
    original: str
    look: str


@dataclass(frozen=True)
class CleanFile:
    """An attachment ready to store, named and typed after what it really is.

    Of a picture ``original`` is the SHA-256 of the bytes that came in, ``look`` its fingerprint.
    """

    name: str
    content: bytes
    media_type: str
    sha256: str
    original: str = ""
    look: str = ""


def clean_photo(content: bytes) -> CleanPhoto:
    """The photo upright, at most 2000 pixels long, without metadata. Raises UploadRefused."""
    if len(content) > PHOTO_BYTES:
        raise _too_big(content, PHOTO_BYTES)
    kind = _photo_kind(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _redrawn(content, kind)
    except UploadRefused:
        raise
    except Exception as error:  # decoders raise over a dozen kinds, all meaning the same
        raise UploadRefused(
            _("This photo cannot be read to its end. Take it again, or send another one.")
        ) from error


def opened_photo(content: bytes) -> Image.Image:
    """A JPEG of our own making as pixels. OSError when the disk gave back something else."""
    with Image.open(BytesIO(content), formats=["JPEG"]) as source:
        return source.convert("RGB")


def _too_big(content: bytes, limit: int) -> UploadRefused:
    return UploadRefused(
        _("The file is %(size).1f MB; the limit is %(limit)d MB. Send a smaller copy.")
        % {"size": len(content) / MB, "limit": limit // MB}
    )


def _photo_kind(content: bytes) -> str:
    """JPEG, PNG or WEBP by the first bytes."""
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp":
        raise UploadRefused(
            _(
                "This phone saves photos as HEIC or video. Set the camera format to “Most "
                "compatible” (JPEG), or send a screenshot of the photo."
            )
        )
    raise UploadRefused(_("This is not a photo. Send a JPG, PNG or WebP picture."))


def _redrawn(content: bytes, kind: str) -> CleanPhoto:
    """Decode within the limits and encode anew from bare pixels."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint lifts this for the whole process
    with Image.open(BytesIO(content), formats=[kind]) as source:
        if source.width * source.height > PIXELS[kind] or max(source.size) > 30_000:
            raise UploadRefused(
                _(
                    "The picture measures %(width)d × %(height)d pixels, which is too large. "
                    "Send a smaller copy."
                )
                % {"width": source.width, "height": source.height}
            )
        source.draft("RGB", (LONG_SIDE, LONG_SIDE))
        source.load()
        turn, taken_at = _camera_notes(source)
        photo = _bare(source)
    if turn:
        photo = photo.transpose(turn)
    thumb = photo.copy()
    thumb.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS)
    encoded = _jpeg(photo, 82)
    return CleanPhoto(
        encoded, photo.width, photo.height, _digest(encoded), _jpeg(thumb, 78), taken_at,
        original=_digest(content), look=fingerprint(thumb),
    )  # fmt: skip


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _bare(source: Image.Image) -> Image.Image:
    """Only the pixels, at their final size, transparency on white."""
    if source.mode in ("RGBA", "LA", "PA") or "transparency" in source.info:
        source = source if source.mode == "RGBA" else source.convert("RGBA")
        source.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
        bare = Image.new("RGB", source.size, "white")
        bare.paste(source, mask=source.getchannel("A"))
        return bare
    if source.mode.startswith("I"):  # 16 bits of grey: scans; converting alone gives plain white
        source = source.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    source = source if source.mode == "RGB" else source.convert("RGB")
    source.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new("RGB", source.size)
    bare.paste(source)
    return bare


def _jpeg(image: Image.Image, quality: int) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()


def _camera_notes(source: Image.Image) -> tuple[Image.Transpose | None, datetime | None]:
    """How to turn the picture upright and when the camera says it was taken."""
    try:
        exif = source.getexif()
        turn = TURNS.get(exif.get(ORIENTATION))
        written = exif.get_ifd(EXIF_BLOCK).get(TAKEN) or exif.get(CHANGED)
        taken_at = datetime.strptime(str(written)[:19], "%Y:%m:%d %H:%M:%S").replace(tzinfo=ZONE)
    except ValueError:
        return turn, None
    except Exception:  # a broken EXIF block is no reason to lose the photo
        return None, None
    return turn, taken_at if 2000 <= taken_at.year < 2100 else None


def check_attachment(name: str, content: bytes) -> CleanFile:
    """PDF, Word, Excel or picture, by content; pictures are re-encoded. Raises UploadRefused."""
    if not content:
        raise UploadRefused(_("The file is empty. Choose it again."))
    if len(content) > ATTACHMENT_BYTES:
        raise _too_big(content, ATTACHMENT_BYTES)
    kind = _attachment_kind(name, content)
    original = look = ""
    if kind == "jpg":
        photo = clean_photo(content)
        content, original, look = photo.content, photo.original, photo.look
    stem = OTHER_ENDINGS.sub("", safe_name(name)) or "file"
    stem = stem[: LONGEST_NAME - len(kind) - 1].rstrip(". ")
    return CleanFile(f"{stem}.{kind}", content, MEDIA_TYPES[kind], _digest(content), original, look)


def _attachment_kind(name: str, content: bytes) -> str:
    """The ending that tells the truth about the content."""
    if content.startswith(b"%PDF-"):
        if problem := pdf_problem(content):
            raise UploadRefused(problem)
        return "pdf"
    if content.startswith((b"PK\x03\x04", OLE)):
        kind = "docx" if b"word/document.xml" in content else "xlsx"
        if content.startswith(OLE) and not re.search(r"\.(xlsx?|et)$", name, re.I):
            kind = "docx"
        _check_office(content, kind)
        return kind
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF")) or content[4:8] == b"ftyp":
        return "jpg"
    raise UploadRefused(
        _("Only PDF, Word (.docx), Excel (.xlsx) and pictures (JPG, PNG, WebP) can be attached.")
    )


def _check_office(content: bytes, kind: Kind) -> None:
    """A document that nothing rides in, that fetches nothing, and that opens without trouble."""
    watch = Watch()
    count = (lambda package: survey(package, ATTACHED)) if kind == "xlsx" else None
    try:
        open_package(content, kind, look=watch, count=count)
        watch.finish()
    except PackageRefused as error:
        raise UploadRefused(str(error)) from error
    except Exception as error:  # a number that is none, a cell without a row: all the same
        raise UploadRefused(str(damaged(kind))) from error


def safe_name(name: str, *, fallback: str = "file") -> str:
    """A file name to show and to send: one line, no path, no tricks, at most 80 characters."""
    text = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    text = re.split(r"[/\\]", text)[-1]
    kept = (" " if unicodedata.category(sign) in ("Zl", "Zp", "Zs") else sign for sign in text)
    text = "".join(sign for sign in kept if unicodedata.category(sign)[0] != "C")
    text = re.sub(r'[:*?"<>|%;]+', "_", text)
    text = re.sub(r"\.{2,}", ".", re.sub(r" {2,}", " ", text)).strip(". ")
    if RESERVED.match(text):
        text = "_" + text
    stem, dot, ending = text.rpartition(".")
    if dot and len(ending) <= 10:
        text = stem[: LONGEST_NAME - len(ending) - 1].rstrip(". ") + dot + ending
    return text[:LONGEST_NAME].strip(". ") or fallback


def content_disposition(name: str, *, inline: bool = False) -> str:
    """The header that offers a download under its name, in every script (RFC 6266)."""
    name = safe_name(name)
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    if not re.search(r"[A-Za-z0-9]", plain.rpartition(".")[0]):
        plain = "file." + plain.rpartition(".")[2] if "." in plain else "file"
    way = "inline" if inline else "attachment"
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
