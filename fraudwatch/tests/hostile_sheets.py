"""Workbooks made to break a reader, each small to send and large or false to open."""

import struct
import zipfile
from collections.abc import Mapping
from functools import cache

from .office_files import HEAD, MAIN, docx, pack, relations, sheet_xml, xlsx, xlsx_members

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DTD = f'{HEAD}<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def merged(area: str) -> bytes:
    return xlsx(sheet_xml(ONE, after=f'<mergeCells><mergeCell ref="{area}"/></mergeCells>'))


def laughs() -> str:
    """A billion laughs."""
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{step} "{f"&a{step - 1};" * 10}">' for step in range(1, 11)
    )
    return f'{HEAD}<!DOCTYPE x [{entities}]><worksheet xmlns="{MAIN}">&a10;</worksheet>'


def shared_text_bomb() -> bytes:
    """One long text that 100,000 cells name: 3 GB in memory."""
    row = "".join(f'<c r="{letter}%d" t="s"><v>0</v></c>' for letter in "ABCDE")
    rows = "".join(f'<row r="{n}">{row % ((n,) * 5)}</row>' for n in range(1, 20_000))
    text = f'{HEAD}<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>'
    return xlsx(sheet_xml(rows), text)


def overlapping() -> bytes:
    """Each entry of the directory names the bytes of the first member."""
    content = bytearray(xlsx())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<L", content, at + 42, 0)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def swallowing() -> bytes:
    """The first member claims the bytes of those behind it as its own."""
    content = bytearray(pack(xlsx_members(), method=zipfile.ZIP_STORED))
    at = content.find(b"PK\x01\x02")
    size = struct.unpack_from("<L", content, at + 20)[0] + 500
    for place in (at + 20, at + 24):
        struct.pack_into("<L", content, place, size)
    return bytes(content)


def lying_size() -> bytes:
    """The directory says 100 bytes where 30 MB unpack."""
    content = bytearray(xlsx(sheet_xml(ONE + " " * 30_000_000)))
    at = content.find(b"PK\x01\x02")
    while b"sheet1.xml" not in content[at + 46 : at + 46 + 30]:
        at = content.find(b"PK\x01\x02", at + 4)
    struct.pack_into("<L", content, at + 24, 100)
    return bytes(content)


def many_members() -> bytes:
    return pack({**xlsx_members(), **{f"xl/m/{number}.xml": "<a/>" for number in range(20_000)}})


def with_member(name: str, content: str | bytes = "x") -> bytes:
    return pack({**xlsx_members(), name: content})


def with_sheets(count: int) -> bytes:
    members = xlsx_members()
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, count + 1))
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(
        '<sheet name="周报" sheetId="1" r:id="rId1"/>', sheets
    )
    return pack(members)


def with_relation(*targets: tuple[str, str]) -> bytes:
    return pack({**xlsx_members(), "xl/_rels/workbook.xml.rels": relations(*targets)})


def locked_members() -> bytes:
    content = bytearray(xlsx())
    at = content.find(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, 1)
    return bytes(content)


def macros() -> bytes:
    members = xlsx_members()
    types = members["[Content_Types].xml"].replace(
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return pack({**members, "[Content_Types].xml": types})


@cache
def hostile_workbooks() -> Mapping[str, bytes]:
    """Name and content of each, packed once; all must be refused."""
    empty_rows = "".join(f'<row r="{number}"/>' for number in range(1, 1_048_577))
    return {
        "nothing": b"",
        "noise": bytes(range(256)) * 20,
        "half a file": xlsx()[:600],
        "only the end": xlsx()[-22:],
        "text": "单位,数量\n沙溪镇,3\n".encode("gb18030"),
        "web page called xls": b"<html><table><tr><td>1</td></tr></table></html>",
        "xls": OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"),
        "locked": OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "pdf": b"%PDF-1.7\n%%EOF",
        "docx": docx(),
        "too many bytes": b"PK\x03\x04" + b"\0" * (10 * 2**20),
        "bomb": xlsx(sheet_xml(" " * 100_000_000)),
        "bomb under another name": with_member("docProps/app.xml", "<a>" + " " * 70_000_000),
        "dense bomb": xlsx(sheet_xml(ONE + " " * 39_000_000)),
        "lying size": lying_size(),
        "overlap": overlapping(),
        "swallowing": swallowing(),
        "20,000 members": many_members(),
        "locked members": locked_members(),
        "something in front": b"MZ" + xlsx(),
        "something behind": xlsx() + b"MZ",
        "two files in one": xlsx() + xlsx(),
        "path out": with_member("../../tmp/fw_pwned"),
        "absolute path": with_member("/srv/fw_pwned"),
        "backslash path": with_member("xl\\..\\..\\fw_pwned"),
        "drive": with_member("C:/fw_pwned"),
        "macros": macros(),
        "vba part": with_member("xl/vbaProject.bin"),
        "ole part": with_member("xl/embeddings/oleObject1.bin"),
        "macro sheet": with_relation(("xlMacrosheet", "worksheets/sheet1.xml")),
        "sheet that is not there": with_relation(("worksheet", "worksheets/sheet9.xml")),
        "sheet outside": with_relation(("worksheet", "../../../etc/passwd")),
        "sheet that is another part": with_relation(("worksheet", "workbook.xml")),
        "100 sheets": with_sheets(100),
        "two sheets of one name": pack(
            {
                **xlsx_members(),
                "xl/workbook.xml": xlsx_members()["xl/workbook.xml"].replace(
                    "</sheets>", '<sheet name="周报" sheetId="2" r:id="rId1"/></sheets>'
                ),
            }
        ),
        "xxe": xlsx(f'{DTD}<worksheet xmlns="{MAIN}">&e;</worksheet>'),
        "xxe in the texts": xlsx("", f'{DTD}<sst xmlns="{MAIN}"><si><t>&e;</t></si></sst>'),
        "xxe elsewhere": with_member("docProps/core.xml", f"{DTD}<x>&e;</x>"),
        "billion laughs": xlsx(laughs()),
        "utf-16": xlsx(laughs().replace("UTF-8", "UTF-16").encode("utf-16")),
        "utf-16 without a mark": xlsx(laughs().encode("utf-16-le")),
        "utf-7": xlsx(sheet_xml(ONE).replace("UTF-8", "UTF-7")),
        "broken xml": xlsx(sheet_xml("<row>")),
        "1,048,576 rows": xlsx(sheet_xml(empty_rows)),
        "last row": xlsx(sheet_xml('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
        "last column": xlsx(sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
        "last cell": xlsx(sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
        "beyond the last cell": xlsx(sheet_xml('<row r="9999999"><c r="A9999999"/></row>')),
        "far corners": xlsx(sheet_xml(ONE + '<row r="19999"><c r="GA19999"><v>1</v></c></row>')),
        "cell in another row": xlsx(sheet_xml('<row r="1"><c r="A900"><v>1</v></c></row>')),
        "rows backwards": xlsx(sheet_xml('<row r="2"/><row r="1"/>')),
        "cells twice": xlsx(sheet_xml('<row r="1"><c r="A1"/><c r="A1"/></row>')),
        "no address": xlsx(sheet_xml('<row r="1"><c r="?"><v>1</v></c></row>')),
        "text that is not there": xlsx(sheet_xml('<row r="1"><c r="A1" t="s"><v>9</v></c></row>')),
        "negative text": xlsx(sheet_xml('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>')),
        "unknown type": xlsx(sheet_xml('<row r="1"><c r="A1" t="zz"><v>1</v></c></row>')),
        "shared text bomb": shared_text_bomb(),
        "merge of the whole sheet": merged("A1:XFD1048576"),
        "merge of a column": merged("A1:A1048576"),
        "merge without end": merged("A1:"),
        "merge backwards": merged("B2:A1"),
    }
