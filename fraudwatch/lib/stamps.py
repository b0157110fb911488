"""Words written onto a copy of a photo: who, when, which period (导出件水印).

The kept photo is never touched; what comes back is a copy to hand out. Characters come from the
typeface that the PDFs use, found through fontconfig.
"""

import re
import subprocess
from collections.abc import Sequence
from functools import cache
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image

from .errors import DomainError
from .later import Later

ImageDraw, ImageFont = Later("PIL.ImageDraw"), Later("PIL.ImageFont")
FACES = ("Noto Sans CJK SC", ":lang=zh-cn")
PER_LINE = 42  # characters of the stamp's size that fit across the picture
SMALLEST, LARGEST = 12, 44  # pixels
QUALITY = 88
UNDRAWN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class StampFailed(DomainError):
    """Why no stamp can be drawn, and what the administrator can do."""


def stamped(content: bytes, lines: Sequence[str]) -> bytes:
    """A copy of a JPEG of ours with ``lines`` on a dark band along its lower edge.

    A line too long for the picture ends in "…". Raises StampFailed without a Chinese typeface,
    OSError when ``content`` is no JPEG.
    """
    with Image.open(BytesIO(content), formats=["JPEG"]) as source:
        photo = source.convert("RGB")
    size = min(max(photo.width // PER_LINE, SMALLEST), LARGEST)
    font, margin = _font(size), size // 2
    words = [_fitting(UNDRAWN.sub("", line), font, photo.width - 2 * margin) for line in lines]
    step = size * 4 // 3
    height = min(step * len(words) + margin, photo.height)
    place = (0, photo.height - height, photo.width, photo.height)
    band = photo.crop(place)
    photo.paste(Image.blend(band, Image.new("RGB", band.size, "black"), 0.62), place)
    draw = ImageDraw.Draw(photo)
    for number, line in enumerate(words):
        at = (margin, photo.height - height + margin // 2 + number * step)
        draw.text(at, line, font=font, fill="white")
    out = BytesIO()
    photo.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _fitting(line: str, font: "ImageFont.FreeTypeFont", width: int) -> str:
    """As much of the line as fits."""
    if font.getlength(line) <= width:
        return line
    kept = line[: 2 * PER_LINE]
    while kept and font.getlength(kept + "…") > width:
        kept = kept[:-1]
    return kept + "…"


@cache
def _font(size: int) -> "ImageFont.FreeTypeFont":
    path, index = _face()
    return ImageFont.truetype(path, size, index=index)


@cache
def _face() -> tuple[str, int]:
    """The file and the number in it of a typeface that has Chinese."""
    for face in FACES:
        try:
            found = subprocess.run(  # noqa: S603 - our own words
                ["fc-match", "-f", "%{file}\n%{index}\n%{lang}", face],  # noqa: S607
                capture_output=True, text=True, timeout=20, check=True,
            ).stdout.split("\n")  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            continue
        if len(found) == 3 and "zh-cn" in found[2]:
            return found[0], int(found[1]) & 0xFFFF
    raise StampFailed(
        _(
            "The server has no Chinese typeface, so photos cannot be stamped. Ask the "
            "administrator to install fonts-noto-cjk."
        )
    )
