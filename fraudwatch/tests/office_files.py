"""Office files written byte by byte, so that tests can make the ones no program would."""

import zipfile
from io import BytesIO

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def pack(members: dict[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members, in this order."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def content_types(main: str) -> str:
    """[Content_Types].xml for one main part."""
    return (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main.split("|")[0]}" ContentType="{main.split("|")[1]}"/></Types>'
    )


def relations(*targets: tuple[str, str]) -> str:
    """A .rels part: pairs of type and target."""
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> str:
    """A worksheet around the XML of its rows."""
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )


def xlsx_members(sheet: str | bytes = "", shared: str = "") -> dict[str, str | bytes]:
    """The members of a minimal workbook with one sheet."""
    members = {
        "[Content_Types].xml": content_types(f"xl/workbook.xml|{SHEET_TYPE}.sheet.main+xml"),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="周报" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": sheet or sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'),
    }
    members["xl/sharedStrings.xml"] = shared or f'{HEAD}<sst xmlns="{MAIN}"/>'
    return members


def xlsx(sheet: str | bytes = "", shared: str = "") -> bytes:
    """A minimal workbook."""
    return pack(xlsx_members(sheet, shared))


def docx_members() -> dict[str, str | bytes]:
    """The members of a minimal Word document."""
    return {
        "[Content_Types].xml": content_types(f"word/document.xml|{WORD_TYPE}.document.main+xml"),
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f"{HEAD}<document><body><p>整改情况</p></body></document>",
    }


def docx() -> bytes:
    """A minimal Word document."""
    return pack(docx_members())
