"""Attachments: what is kept, what is refused, how files are named and offered."""

from email.message import Message
from io import BytesIO

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fraudwatch.lib.uploads import (
    UploadRefused,
    check_attachment,
    content_disposition,
    safe_name,
)

from .office_files import docx, docx_members, pack, xlsx, xlsx_members

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PLACE = "GPS-30.123456"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def encoded(image, kind="JPEG", **options):
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kept_as", "media_type"),
    [
        ("整改报告.pdf", PDF, "整改报告.pdf", "application/pdf"),
        ("report.pdf.exe", PDF, "report.pdf", "application/pdf"),
        ("台账.XLSX", xlsx(), "台账.xlsx", "spreadsheetml.sheet"),
        ("情况说明.doc", docx(), "情况说明.docx", "wordprocessingml.document"),
        ("现场.png", encoded(Image.new("RGB", (9, 9)), "PNG"), "现场.jpg", "image/jpeg"),
        ("", encoded(Image.new("RGB", (9, 9)), "WEBP"), "file.jpg", "image/jpeg"),
    ],
)
def test_an_attachment_is_named_and_typed_after_its_content(name, content, kept_as, media_type):
    kept = check_attachment(name, content)

    assert kept.name == kept_as
    assert kept.media_type.endswith(media_type)


def test_an_attached_picture_loses_its_place_too():
    exif = Image.Exif()
    exif.get_ifd(0x8825)[0x1D] = PLACE
    original = encoded(Image.new("RGB", (9, 9)), exif=exif)
    assert PLACE.encode() in original

    kept = check_attachment("现场.jpg", original)

    assert PLACE.encode() not in kept.content
    assert kept.content.startswith(b"\xff\xd8\xff")


REFUSED = {
    "empty": b"",
    "an exe": b"MZ\x90\0" + b"\0" * 200,
    "an exe in pdf clothes": b"MZ%PDF-1.7" + PDF,
    "an elf": b"\x7fELF" + b"\0" * 200,
    "html": b"<!doctype html><script>alert(1)</script>",
    "html that calls itself pdf": b"<html>%PDF-1.7" + PDF,
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "pdf with html in its head": b"%PDF-1.7\n<html><script>alert(1)</script>" + PDF,
    "pdf that is a zip as well": PDF + pack({"a": "b"}) + b"%%EOF",
    "pdf with a script": PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript>>"),
    "pdf with a file inside": PDF.replace(b"/Catalog", b"/Catalog/Names<</EmbeddedFiles 2>>"),
    "half a pdf": PDF[:20],
    "a bare zip": pack({"a.txt": "b"}),
    "docx with macros": pack({**docx_members(), "word/vbaProject.bin": b"x"}),
    "docx with an embedded program": pack({**docx_members(), "word/embeddings/o.bin": b"x"}),
    "docx with an exe": pack({**docx_members(), "word/media/a.exe": b"MZ"}),
    "docx that declares macros": pack(
        {
            **docx_members(),
            "[Content_Types].xml": docx_members()["[Content_Types].xml"].replace(
                "</Types>", "<!-- macroEnabled --></Types>"
            ),
        }
    ),
    "docx with a DTD": pack(
        {**docx_members(), "word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}
    ),
    "xlsx behind an exe": b"MZ" + xlsx(),
    "xlsx with something behind": xlsx() + b"<script>",
    "xlsx with a path out": pack({**xlsx_members(), "../../tmp/fw_pwned": "x"}),
    "old doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "locked docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "gif": b"GIF89a" + b"\0" * 50,
    "too large": PDF + b"\0" * (10 * 2**20),
    "text": "情况说明".encode(),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED.keys())
def test_what_could_do_harm_is_not_attached(content):
    with pytest.raises(UploadRefused) as caught:
        check_attachment("情况说明.docx", content)

    assert str(caught.value).endswith((".", "?"))


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("周报.xlsx", "周报.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("C:\\fakepath\\现场照片.jpg", "现场照片.jpg"),
        ("/etc/shadow", "shadow"),
        ("....//....//x", "x"),
        ("a\x00b.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a\u2066b\u2069.pdf", "ab.pdf"),
        ("\ufeff周报.pdf", "周报.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        (".htaccess", "htaccess"),
        ("...", "file"),
        ("", "file"),
        ("   ", "file"),
        ("\u3000周 报\u3000.pdf", "周 报.pdf"),
        ("con", "_con"),
        ("CON.txt", "_CON.txt"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("console.txt", "console.txt"),
        ("a:b*c?.pdf", "a_b_c_.pdf"),
        ('say "hi".pdf', "say _hi_.pdf"),
        ("<script>.pdf", "_script_.pdf"),
        ("a|b.pdf", "a_b.pdf"),
        ("100%.pdf", "100_.pdf"),
        ("a;rm -rf.pdf", "a_rm -rf.pdf"),
        ("报告\ud800.pdf", "报告_.pdf"),
        ("trailing. . .", "trailing"),
        ("a\u2028b\u2029.pdf", "a b.pdf"),
        ("长" * 200 + ".docx", "长" * 75 + ".docx"),
        ("x" * 200, "x" * 80),
        ("a." + "y" * 200, "a." + "y" * 78),
    ],
)
def test_a_name_becomes_one_harmless_line(given_name, kept):
    assert safe_name(given_name) == kept


steady = settings(derandomize=True, deadline=None, max_examples=300)


@steady
@given(st.text(alphabet=st.characters()))
def test_any_name_can_be_shown_stored_and_sent(name):
    kept = safe_name(name)

    assert 1 <= len(kept) <= 80
    assert kept.isprintable()
    assert not set(kept) & set('/\\:*?"<>|\r\n\0')
    assert not kept.startswith(".")
    assert safe_name(kept) == kept
    assert content_disposition(name).isascii()


@pytest.mark.parametrize(
    ("name", "header"),
    [
        (
            "周报.xlsx",
            "attachment; filename=\"file.xlsx\"; filename*=UTF-8''%E5%91%A8%E6%8A%A5.xlsx",
        ),
        ("week 15.pdf", "attachment; filename=\"week 15.pdf\"; filename*=UTF-8''week%2015.pdf"),
        ('a"b\r\n.pdf', "attachment; filename=\"a_b.pdf\"; filename*=UTF-8''a_b.pdf"),
        (
            "第15周.pdf",
            "attachment; filename=\"_15_.pdf\"; filename*=UTF-8''%E7%AC%AC15%E5%91%A8.pdf",
        ),
    ],
)
def test_a_download_is_offered_under_its_name(name, header):
    assert content_disposition(name) == header


def test_browsers_that_read_headers_properly_get_the_chinese_name():
    message = Message()
    message["Content-Disposition"] = content_disposition("第15周 汇总.pdf", inline=True)

    assert message.get_content_disposition() == "inline"
    assert message.get_filename() in ("第15周 汇总.pdf", "_15_ __.pdf")
