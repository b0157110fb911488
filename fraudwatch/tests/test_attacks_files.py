"""Hostile files through every door that takes files, and documents that tell too much."""

import inspect
import io
import zipfile
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, PngImagePlugin

from campaigns.exports import plan_pdf, wall_pdf
from fraudwatch.lib import clock
from fraudwatch.tests.cast import NOON
from fraudwatch.tests.hostile_sheets import hostile_workbooks
from fraudwatch.tests.known import KNOWN_TO
from fraudwatch.tests.office_files import docx, pack, xlsx, xlsx_members
from fraudwatch.tests.role_table import SIGNED_OUT, filled, path_of, read_tables
from fraudwatch.tests.test_role_table import ADDRESSES
from orgs import documents
from orgs.actions.files import disk_path
from orgs.exports import leading_group_pdf
from orgs.models import StoredFile
from reports.exports import analysis_pdf, weekly_summary_pdf
from reports.views.collect_gate import cookie_of

pytestmark = pytest.mark.django_db

TABLE, _twice = read_tables()
PLACE = b"GPS-30.123456"
# address -> the person at the door, the field, what else the form wants
DOORS = {
    "reports:photo-add": ("reporter", "photo", {}),
    "reports:collect-photo-add": ("anonymous", "photo", {}),
    "campaigns:assignment-feedback": ("reporter", "files", {"text": "x"}),
    "campaigns:attachment-add": ("coordinator", "file", {}),
    "campaigns:attachment-edit": ("coordinator", "file", {}),
    "campaigns:task-import": ("coordinator", "file", {}),
    "campaigns:import-start": ("coordinator", "file", {"text": ""}),
    "campaigns:import-revise": ("coordinator", "file", {"text": ""}),
    "orgs:roster-import": ("coordinator", "file", {}),
    "reports:book-upload": ("reporter", "file", {}),
    "orgs:bases-import": ("coordinator", "file", {}),
    "orgs:calendar-import": ("administrator", "file", {}),
    "reports:baseline-import": ("coordinator", "file", {}),
}
HANDED_ON = {  # kept and given back as they came, never read
    "campaigns:assignment-feedback", "campaigns:attachment-add", "campaigns:attachment-edit",
}  # fmt: skip
NOT_HERE = {"full-data"}  # two counties share this site, so nobody may have it
# Kept under their true ending, or larger than a form and still nothing to a desk.
ONLY_ODD = {"pdf", "docx", "far corners", "unknown type"}


def encoded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@cache
def pictures():
    """Good pictures with something in them that must not stay; each holds ``PLACE``."""
    image = Image.new("RGB", (40, 30), "navy")
    exif = Image.Exif()
    exif.get_ifd(0x8825)[0x1D] = PLACE.decode()
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", PLACE.decode())
    jpeg = encoded(image, "JPEG", exif=exif, comment=PLACE)
    xmp = b"<x:xmpmeta>" + PLACE + b"</x:xmpmeta>"
    return {
        "gps.jpg": jpeg,
        "xmp.jpg": encoded(image, "JPEG", xmp=xmp),
        "words.png": encoded(image, "PNG", pnginfo=words),
        "page.png": encoded(image, "PNG") + b"<script>alert(1)</script>" + PLACE,
        "motion.jpg": jpeg + b"\x00\x00\x00\x18ftypmp42" + PLACE * 50,
        "archive.jpg": jpeg + pack({"x.html": b"<script>" + PLACE}),
        "exif.webp": encoded(image, "WEBP", exif=exif.tobytes()),
    }


@cache
def poison():
    """Files that no door takes, whatever they call themselves."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    html = b"<!doctype html><script>alert(1)</script>"
    pdf = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"
    files = {
        "drawing.svg": svg, "drawing.jpg": svg, "page.html": html, "page.jpg": html,
        "page.pdf": html, "page.xlsx": html, "moving.gif": b"GIF89a" + html,
        "print.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run\n",
        "print.jpg": b"%!PS-Adobe-3.0",
        "magick.mvg": b"push graphic-context\nimage over 0,0 0,0 'url(file:///etc/passwd)'",
        "book.djvu": b"AT&TFORM\x00\x00\x00\x10DJVM", "live.pdf": pdf, "program.exe": b"MZ\x90\x00",
        "shell.php": b"<?php system($_GET['c']);", "empty.jpg": b"", "cut.jpg": b"\xff\xd8\xff\xe0",
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "zip.zip": pack({"a": b"b"}),
        "noise.jpg": bytes(range(256)) * 40, "zip.jpg": pack({"a.jpg": b"b"}),
    }  # fmt: skip
    members = xlsx_members()
    macros = (
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.ms-excel.macrosheet+xml"/></Types>'
    )
    types = members["[Content_Types].xml"].replace("</Types>", macros)
    files["old macros.xlsx"] = pack(members | {"[Content_Types].xml": types})
    return files | {f"{name}.xlsx": content for name, content in hostile_workbooks().items()}


def knock(house, name, file, content):
    """Send one file through a door: status, the rows that stand afterwards, their contents."""
    person, field, data = DOORS[name]
    path = path_of(house.world, name, TABLE[name])
    with clock.at(NOON), transaction.atomic():
        before = set(StoredFile.objects.values_list("pk", flat=True))
        form = filled(house.world, TABLE[name].get("data")) | data
        form[field] = SimpleUploadedFile(file, content)
        client = house.client(person)
        client.cookies[cookie_of(house.world.link.pk)] = house.world.link_pass
        response = client.post(path, form, headers={"Accept": "application/json"})
        rows = list(StoredFile.objects.exclude(pk__in=before))
        contents = [disk_path(row).read_bytes() for row in rows]
        transaction.set_rollback(True)
    return response.status_code, rows, contents


def test_every_door_that_takes_files_is_tried():
    taking = {
        name
        for name, address in ADDRESSES.items()
        if ".FILES" in inspect.getsource(inspect.unwrap(address.view))
    }

    assert taking == set(DOORS)


@pytest.mark.parametrize("file", sorted(pictures()))
@pytest.mark.parametrize(
    "door",
    ["reports:photo-add", "reports:collect-photo-add", "campaigns:assignment-feedback"],
)
def test_a_picture_leaves_everything_but_its_pixels_at_the_door(house, door, file):
    content = pictures()[file]
    assert PLACE in content

    status, rows, contents = knock(house, door, file, content)

    assert status < 400
    assert {row.kind for row in rows} == {"image/jpeg"}
    for kept in contents:
        assert (kept[:3], kept[-2:]) == (b"\xff\xd8\xff", b"\xff\xd9")
        assert (PLACE in kept, b"<script" in kept, b"Exif" in kept) == (False, False, False)


@pytest.mark.parametrize("door", sorted(DOORS))
def test_poison_is_refused_in_words_and_nothing_of_it_is_kept(house, door):
    wrong = {}
    for file, content in poison().items():
        if door in HANDED_ON and file.removesuffix(".xlsx") in ONLY_ODD:
            continue
        status, rows, _contents = knock(house, door, file, content)
        if (status, rows) != (422, []):
            wrong[file] = (status, [row.name for row in rows])

    assert wrong == {}


@pytest.mark.parametrize(
    "name", ["../../x.jpg", "a\r\nSet-Cookie: x=1.jpg", "\u202egpj.exe", "<b>.jpg"]
)
def test_a_name_never_leads_anywhere(house, name):
    _status, rows, _contents = knock(
        house, "campaigns:assignment-feedback", name, pictures()["gps.jpg"]
    )

    for row in rows:
        assert not set(row.name) & set('/\\\r\n<>"\u202e')
        assert house.world.files in disk_path(row).resolve().parents


@pytest.mark.parametrize("content", [docx(), xlsx()], ids=["docx", "xlsx"])
def test_a_wrong_kind_of_office_file_is_no_photo(house, content):
    assert knock(house, "reports:photo-add", "photo.jpg", content)[:2] == (422, [])


def words_in(content):
    """The text of a workbook, or of the page that a PDF is made of."""
    if content[:2] != b"PK":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        members = {name: book.read(name) for name in book.namelist()}
    inner = (words_in(member) for name, member in members.items() if name.endswith(".xlsx"))
    plain = (member.decode(errors="replace") for member in members.values())
    return " ".join([*members, *plain, *inner])


@pytest.mark.parametrize("name", [one.name for one in documents.registered() if one.kind])
def test_a_document_tells_nobody_more_than_the_pages_do(house, name, monkeypatch):
    """Each person orders it over each unit; who gets one reads no word kept from them."""
    for paper in (analysis_pdf, weekly_summary_pdf, plan_pdf, leading_group_pdf, wall_pdf):
        monkeypatch.setattr(paper, "render_pdf", str.encode)  # words, no layout
    document, told, made = documents.find(name), {}, 0
    for person, user in house.world.cast.items():
        if person in SIGNED_OUT:
            continue
        for unit in ("county", "town", "other_town", "far_county"):
            key = house.world.units[unit].pk
            asked = {
                "period": house.world.last_period.pk, "unit": key,
                "campaign": house.world.campaign.pk, "version": house.world.in_force.pk,
                "group": house.world.group.pk, "paper": "a4", "query": "", "keys": "",
                "upload": house.world.book.pk, "view": 1,
                "branch": house.world.units[unit].pk, "month": NOON.year * 100 + NOON.month,
            }  # fmt: skip
            with clock.at(NOON), transaction.atomic():
                subject = documents.may_have(user, name, asked)
                if subject is None:
                    continue
                paper = document.make(subject, asked, user, lambda *_progress: None)
                content = paper.half.read_bytes() if paper.half else paper.content
                transaction.set_rollback(True)
            made += 1
            words = {word for word in KNOWN_TO if word in words_in(content)}
            if too_much := {word for word in words if person not in KNOWN_TO[word].split()}:
                told[f"{person} {unit}"] = too_much

    assert told == {}
    assert (made > 0) == (name not in NOT_HERE)
