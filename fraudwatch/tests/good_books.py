"""One filled-in workbook as many programs and people would hand it back; all are to be taken.

``dialects(content)`` reads a workbook of ours (or of an office) and writes it again part by part:
as WPS, LibreOffice, XlsxWriter, Java and .NET programs, phones and web tools write theirs.
"""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.utils.datetime import CALENDAR_MAC_1904, to_excel
from openpyxl.worksheet.worksheet import Worksheet

from .hostile_more import members_of
from .office_files import HEAD, MAIN, OFFICE, pack
from .world_fig import sheet_of

STRICT = "http://purl.oclc.org/ooxml"
Members = dict[str, bytes]
WIDE = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
QUOTED = "<?xml version='1.0' encoding='utf-8'?>\r\n"
WPS = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
    'docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" '
    'name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0.19770</vt:lpwstr></property></Properties>'
)


def _text(text: str, kind: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    plain = f"<t{space}>{escape(text)}</t>"
    if kind == "pieces":
        half = len(text) // 2
        cut = (text[:half], text[half:]) if half else (text,)
        runs = "".join(
            f'<r><rPr><b/></rPr><t xml:space="preserve">{escape(t)}</t></r>' for t in cut
        )
        return runs + '<rPh sb="0" eb="1"><t>x</t></rPh>'
    return plain


class Writer:
    """Writes the values of a workbook anew; ``texts`` is ``inline``, ``shared`` or ``pieces``."""

    def __init__(
        self, book: Workbook, *, texts: str = "shared", named: bool = True, prefix: str = "",
        number: Callable[[object], str] = repr, empties: int = 0, calculated: bool = False,
    ) -> None:  # fmt: skip
        self.book, self.texts, self.named, self.prefix = book, texts, named, prefix
        self.number, self.empties, self.calculated = number, empties, calculated
        self.shared: list[str] = []

    def write(self, members: Members) -> Members:
        """The parts with the sheets written anew, in the order of the workbook."""
        made = dict(members)
        for number, sheet in enumerate(self.book.worksheets, 1):
            made[f"xl/worksheets/sheet{number}.xml"] = self._sheet(sheet).encode()
        if self.shared:
            items = "".join(f"<si>{one}</si>" for one in self.shared)
            made["xl/sharedStrings.xml"] = f'{HEAD}<sst xmlns="{MAIN}">{items}</sst>'.encode()
        return made

    def _sheet(self, sheet: Worksheet) -> str:
        rows = [
            self._row(row) for row in sheet.iter_rows() if any(c.value is not None for c in row)
        ]
        last = sheet.max_row
        rows += [
            f'<row r="{last + n}" s="1" customFormat="1"/>' for n in range(1, self.empties + 1)
        ]
        merges = "".join(f'<mergeCell ref="{area}"/>' for area in sheet.merged_cells.ranges)
        after = f"<mergeCells>{merges}</mergeCells>" if merges else ""
        text = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'
        )
        if self.prefix:
            text = re.sub(r"<(/?)(?=[a-zA-Z])", rf"<\1{self.prefix}:", text)
            text = text.replace(" xmlns=", f" xmlns:{self.prefix}=")
        return HEAD + text

    def _row(self, row: tuple[Cell, ...]) -> str:
        cells = "".join(self._cell(cell) for cell in row if self.named is False or cell.value != "")
        address = f' r="{row[0].row}"'
        return f"<row{address}>{cells}</row>"

    def _cell(self, cell: Cell) -> str:
        value = cell.value
        place = f' r="{cell.coordinate}"' if self.named else ""
        if value is None:
            return f"<c{place}/>"
        if isinstance(value, bool):
            return f'<c{place} t="b"><v>{int(value)}</v></c>'
        if isinstance(value, date | datetime):
            return f'<c{place} s="{cell.style_id}"><v>{to_excel(value)}</v></c>'
        if isinstance(value, int | float):
            formula = f"<f>{value}+0</f>" if self.calculated else ""
            return f"<c{place}>{formula}<v>{self.number(value)}</v></c>"
        if self.texts == "inline":
            return f'<c{place} t="inlineStr"><is>{_text(str(value), "plain")}</is></c>'
        self.shared.append(_text(str(value), self.texts))
        return f'<c{place} t="s"><v>{len(self.shared) - 1}</v></c>'


def _shared_listed(members: Members) -> Members:
    """The table of shared texts named where programs look for it."""
    types = members["[Content_Types].xml"].decode()
    if "sharedStrings" not in types:
        part = (
            '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats'
            '-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
        )
        types = types.replace("</Types>", part)
        rels = members["xl/_rels/workbook.xml.rels"].decode()
        row = (
            f'<Relationship Id="rId999" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        )
        rels = rels.replace("</Relationships>", row + "</Relationships>")
        members = {**members, "xl/_rels/workbook.xml.rels": rels.encode()}
    return {**members, "[Content_Types].xml": types.encode()}


def _xml(members: Members, change: Callable[[str], str], *, ends: str = ".xml") -> Members:
    """Every XML part changed alike."""
    return {
        name: change(body.decode()).encode() if name.endswith((ends, ".rels")) else body
        for name, body in members.items()
    }


def _strict(text: str) -> str:
    """ISO/IEC 29500 strict: the same words under other names."""
    return (
        text.replace(OFFICE, f"{STRICT}/officeDocument/relationships")
        .replace(MAIN, f"{STRICT}/spreadsheetml/main")
        .replace("<workbook ", '<workbook conformance="strict" ')
    )


def _streamed(members: Members) -> bytes:
    """Sizes behind the data, as programs that write while they go do it."""

    class Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in members.items():
            with package.open(name, "w") as part:
                part.write(body)
    return out.getvalue()


def _with_folders(members: Members) -> bytes:
    return pack({"xl/": b"", "xl/worksheets/": b"", "docProps/": b"", **members})


def _more(members: Members, **parts: str | bytes) -> bytes:
    return pack({**members, **parts})


def _helper(members: Members, book: Workbook) -> bytes:
    """The hidden sheet in which WPS keeps pictures in cells, and a sheet of one's own."""
    kept = book.create_sheet("WpsReserved_CellImgList")
    kept["A1"], kept.sheet_state = "1", "veryHidden"
    book.create_sheet("我的底稿")["B2"] = 5
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _numbers(book: Workbook, way: Callable[[int], str]) -> bytes:
    """Figures as texts."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if type(cell.value) is int:
                    cell.value = way(cell.value)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _from_1904(book: Workbook) -> bytes:
    """As Excel on old Macs counted days."""
    book.epoch = CALENDAR_MAC_1904
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def good_at(door: str, table: dict, world: object) -> bytes:
    """A workbook that the door reads and takes; nothing for a door that reads none."""
    if door == "orgs:calendar-import":
        heads = ["日期", "上班或休息", "名称", "依据"]
        return sheet_of(heads, [date(2027, 1, 1), "放假", "元旦", "国办发明电"])
    if door == "campaigns:import-start" or ("import" not in door and "book" not in door):
        return b""
    (file,) = table[door]["files"](world).values()
    return file.read()


def dialects(content: bytes) -> dict[str, bytes]:
    """The workbook as others hand it back, by a word for the way."""
    members = members_of(content)

    def again() -> Workbook:
        return load_workbook(BytesIO(content))

    def written(**how: object) -> Members:
        return _shared_listed(Writer(again(), **how).write(members))

    app = members.get("docProps/app.xml", f"{HEAD}<Properties/>".encode()).decode()
    wps = {
        "docProps/app.xml": re.sub(r"<Application>.*?</Application>", "", app).replace(
            "</Properties>", "<Application>WPS 表格</Application></Properties>"
        ),
        "docProps/custom.xml": WPS,
    }
    bare = Writer(again(), texts="inline", named=False)
    relative = members["xl/_rels/workbook.xml.rels"].decode().replace('"/xl/', '"')
    absolute = re.sub(r'Target="(?!/)', 'Target="/xl/', relative)
    return {
        "as it was saved": content,
        "texts in the cells": pack(Writer(again(), texts="inline").write(members)),
        "shared texts": pack(written(texts="shared")),
        "texts in pieces with readings": pack(written(texts="pieces")),
        "cells without addresses": pack(bare.write(members)),
        "a prefix before every tag": pack(written(texts="shared", prefix="x")),
        "3,000 formatted empty rows": pack(written(empties=3_000)),
        "figures as 1.0E2": pack(written(number=lambda value: f"{value:.12E}")),
        "figures with a tail": pack(written(number=lambda value: f"{float(value):.1f}")),
        "figures by formula": pack(written(calculated=True)),
        "full-width figures": _numbers(again(), lambda value: str(value).translate(WIDE)),
        "figures with commas": _numbers(again(), lambda value: f" {value:,} "),
        "figures as text": _numbers(again(), str),
        "false dimension": pack(
            _xml(members, lambda text: re.sub(r'(<dimension ref=)"[^"]*"', r'\1"A1"', text))
        ),
        "days counted from 1904": _from_1904(again()),
        "paths from here": _more(members, **{"xl/_rels/workbook.xml.rels": relative}),
        "paths from the root": _more(members, **{"xl/_rels/workbook.xml.rels": absolute}),
        "strict": pack(_xml(members, _strict)),
        "byte order marks": pack(_xml(members, lambda text: "\ufeff" + text)),
        "single quotes in the head": pack(
            _xml(members, lambda text: re.sub(r"^<\?xml[^>]*\?>", QUOTED, text))
        ),
        "WPS": _more(members, **wps),
        "WPS with a hidden sheet": _helper(members, again()),
        "not packed": pack(members, method=zipfile.ZIP_STORED),
        "sizes behind the data": _streamed(members),
        "folders in the zip": _with_folders(members),
        "parts of other programs": _more(members, **{
            "customXml/item1.xml": f"{HEAD}<x/>", "docMetadata/LabelInfo.xml": f"{HEAD}<x/>",
            "xl/printerSettings/printerSettings1.bin": b"\x00" * 90,
            "xl/media/image1.png": b"\x89PNG", "xl/cellimages.xml": f"{HEAD}<x/>",
            "xl/calcChain.xml": f'{HEAD}<calcChain xmlns="{MAIN}"/>',
        }),
    }  # fmt: skip
