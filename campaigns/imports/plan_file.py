"""A plan as it is sent in: Word or plain text, read to its words. Nothing of the file is kept."""

import unicodedata

from django.utils.translation import gettext as _

from campaigns.errors import CampaignError
from fraudwatch.lib.packages import OLE

from .plan_word import WordText, read_word

BYTES = 10 * 1024 * 1024
ENCODINGS = ("utf-8-sig", "gb18030")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"BM", b"II*\x00", b"MM\x00*")
MARKUP = (b"<svg", b"<!doctype", b"<html", b"<?xml", b"<?php", b"{\\rtf", b"%!ps")


def read_plan_file(content: bytes) -> WordText:
    """The words of a .docx or of a text in UTF-8, UTF-16 or GB 18030, told by the content.

    PackageRefused and CampaignError say in a sentence what the file is and what to do.
    """
    if not content.strip():
        raise CampaignError(_("The file is empty. Choose it again."))
    if content.startswith(b"PK"):
        return read_word(content)
    if content.startswith(OLE):
        raise CampaignError(
            _("This is an old Word or WPS file (.doc, .wps). Save it as .docx, or paste its text.")
        )
    if content.startswith(b"%PDF"):
        raise CampaignError(
            _("A PDF or scan cannot be read. Choose the .docx, or copy the text and paste it.")
        )
    if content.startswith(PICTURES) or content[4:8] == b"ftyp":
        raise CampaignError(
            _("This is a picture. Choose the .docx, or type the text and paste it.")
        )
    return WordText(_text(content))


def _text(content: bytes) -> str:
    if content.lstrip()[:20].lower().startswith(MARKUP):
        raise _no_text()
    encodings = ENCODINGS
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(sign) in ("Cc", "Cn", "Co") and sign not in "\t\n\r\f\v"
                   for sign in text):  # fmt: skip
            return text
    raise _no_text()


def _no_text() -> CampaignError:
    return CampaignError(
        _("This is neither a .docx nor a text file. Save the plan as .docx, or paste its text.")
    )
