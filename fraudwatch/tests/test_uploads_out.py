"""Attachments that would run, or fetch something, on the desk of the person who opens them."""

import zlib
from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from PIL import Image, ImageFile

from fraudwatch.lib.uploads import UploadRefused, check_attachment, clean_photo

from .hostile_sheets import hostile_workbooks
from .office_files import (
    HEAD,
    OFFICE,
    PACKAGE,
    docx,
    docx_members,
    pack,
    sheet_xml,
    xlsx,
    xlsx_members,
)

ODD = {"pdf", "docx", "far corners", "unknown type"}  # nothing to a desk
OUTSIDE = "http://192.0.2.1/x"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def rels(kind, target=OUTSIDE, mode="External"):
    inner = (
        f'<Relationship Id="rId9" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def word(body, **more):
    members = docx_members()
    members["word/document.xml"] = (
        f'{HEAD}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    )
    return pack({**members, **more})


def field(text):
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def formula(text):
    return xlsx(sheet_xml(f'<row r="1"><c r="A1"><f>{text}</f><v>1</v></c></row>'))


def with_parts(**parts):
    return pack({**xlsx_members(), **parts})


def word_rels(kind):
    return pack({**docx_members(), "word/_rels/settings.xml.rels": rels(kind)})


REACHING = {
    "template from elsewhere.docx": word_rels("attachedTemplate"),
    "object from elsewhere.docx": word_rels("oleObject"),
    "frame.docx": word_rels("frame"),
    "picture from elsewhere.docx": word_rels("image"),
    "part of another document.docx": word_rels("subDocument"),
    "dde.docx": word(field(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" ')),
    "dde in pieces.docx": word(field("DD") + field("EAUTO cmd")),
    "simple field.docx": word('<w:fldSimple w:instr="INCLUDETEXT http://x"/>'),
    "chunk.docx": word('<w:altChunk r:id="rId9" xmlns:r="x"/>'),
    "dde.xlsx": formula("cmd|'/c calc'!A0"),
    "webservice.xlsx": formula('WEBSERVICE("http://x")'),
    "old call.xlsx": formula('CALL("urlmon","URLDownloadToFileA")'),
    "other workbook.xlsx": with_parts(
        **{"xl/externalLinks/_rels/externalLink1.xml.rels": rels("externalLinkPath")}
    ),
    "dde link.xlsx": with_parts(**{
        "xl/externalLinks/externalLink1.xml": f'{HEAD}<externalLink><ddeLink/></externalLink>'
    }),
    "connection.xlsx": with_parts(**{"xl/connections.xml": f"{HEAD}<connections/>"}),
    "query.xlsx": with_parts(**{"xl/queryTables/queryTable1.xml": f"{HEAD}<queryTable/>"}),
}  # fmt: skip
PASSENGERS = {
    "object.xlsx": with_parts(**{"xl/embeddings/oleObject1.bin": b"x"}),
    "control.xlsx": with_parts(**{"xl/activeX/activeX1.bin": b"x"}),
    "package.docx": pack({**docx_members(), "word/embeddings/a.docm": b"PK"}),
    "archive.docx": pack({**docx_members(), "word/media/a.zip": b"PK"}),
    "script.docx": pack({**docx_members(), "word/media/a.ps1": b"x"}),
    "no ending.docx": pack({**docx_members(), "word/media/run": b"MZ"}),
    "macros inside.docx": pack(
        {**docx_members(), "word/embeddings/a.xlsx": with_parts(**{"xl/vbaProject.bin": b"x"})}
    ),
    "books in books.docx": pack({
        **docx_members(),
        "word/embeddings/a.xlsx": with_parts(**{"xl/embeddings/b.xlsx": xlsx()}),
    }),
    "entities in a drawing.xlsx": with_parts(
        **{"xl/drawings/vmlDrawing1.vml": '<!DOCTYPE x [<!ENTITY e "x">]><xml>&e;</xml>'}
    ),
}  # fmt: skip


def scan():
    """A PDF of noise: short names stand in its bytes by chance."""
    out = BytesIO()
    Image.effect_noise((300, 300), 90).convert("RGB").save(out, "PDF")
    return out.getvalue().replace(b"endstream", b"/JS /XFA endstream", 1)


PDF = scan()


def pdf_with(inner):
    return PDF[:9] + inner + PDF[9:]


def objects(inner):
    packed = zlib.compress(inner)
    return b"1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj\n"


PDFS = {
    "script": pdf_with(b"1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n"),
    "script written otherwise": pdf_with(b"1 0 obj<</S/J#61va#53cript>>endobj\n"),
    "script in a stream of objects": pdf_with(objects(b"2 0 <</S/JavaScript/JS(x)>>")),
    "script of a form": pdf_with(b"1 0 obj<</XFA 2 0 R>>endobj\n"),
    "program": pdf_with(b"1 0 obj<</S/Launch/F(cmd.exe)>>endobj\n"),
    "file inside": pdf_with(b"1 0 obj<</Type/Filespec/EF<</F 3 0 R>>/EmbeddedFiles 2 0 R>>\n"),
    "sent elsewhere": pdf_with(b"1 0 obj<</S/SubmitForm/F(http://x)>>endobj\n"),
    "locked": PDF.replace(b"/Root", b"/Encrypt 9 0 R/Root"),
    "half": PDF[: len(PDF) // 2],
    "nothing in it": b"%PDF-1.7\n%%EOF",
    "archive behind": PDF + pack({"a": b"b"}) + b"%%EOF startxref",
    "page in front": b"%PDF-1.7<html><script>alert(1)</script>" + PDF,
}


@pytest.mark.parametrize("name", [*REACHING, *PASSENGERS])
def test_what_reaches_out_or_rides_along_is_refused(name):
    with pytest.raises(UploadRefused):
        check_attachment(name, {**REACHING, **PASSENGERS}[name])


@pytest.mark.parametrize("name", PDFS)
def test_a_pdf_that_does_something_is_refused(name):
    with pytest.raises(UploadRefused):
        check_attachment("方案.pdf", PDFS[name])


def chart():
    book = Workbook()
    for row in ([1, 2], [3, 4]):
        book.active.append(row)
    bars = BarChart()
    bars.add_data(Reference(book.active, min_col=1, max_col=2, min_row=1, max_row=2))
    book.active.add_chart(bars)
    book.active["A5"].hyperlink = "https://example.cn"
    book.active["A6"] = "=SUM(A1:A2)|0".replace("|", "+")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(hostile_workbooks().keys() - ODD))
def test_a_workbook_that_no_desk_opens_is_not_handed_on(name):
    with pytest.raises(UploadRefused):
        check_attachment("台账.xlsx", hostile_workbooks()[name])


GOOD = {
    "plain.docx": docx(),
    "link.docx": word_rels("hyperlink"),
    "page field.docx": word(field(" PAGE ") + field(' TOC \\o "1-3" \\h ')),
    "chart.docx": pack({**docx_members(), "word/embeddings/Microsoft_Excel_Sheet.xlsx": xlsx()}),
    "printer.xlsx": with_parts(**{"xl/printerSettings/printerSettings1.bin": b"x"}),
    "chart.xlsx": chart(),
    "scan.pdf": PDF,
    "link.pdf": pdf_with(b"1 0 obj<</S/URI/URI(https://example.cn)>>endobj\n"),
}


@pytest.mark.parametrize("name", GOOD)
def test_ordinary_papers_are_taken(name):
    assert check_attachment(name, GOOD[name]).content == GOOD[name]


def test_a_library_that_takes_cut_pictures_does_not_loosen_the_door(monkeypatch):
    """WeasyPrint allows them for the whole process as soon as it is imported."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    out = BytesIO()
    Image.effect_noise((300, 300), 90).save(out, "JPEG")

    with pytest.raises(UploadRefused):
        clean_photo(out.getvalue()[:-900])


@pytest.mark.parametrize("mode", ["I;16", "CMYK", "L", "P", "1", "LA", "RGBA"])
def test_every_way_of_storing_a_grey_comes_out_grey(mode):
    grey = Image.new("L", (40, 30), 117)
    image = Image.new(mode, (40, 30), 117 * 256) if mode == "I;16" else grey.convert("RGB")
    image = image if mode == "I;16" else image.convert(mode)
    out = BytesIO()
    image.save(out, "JPEG" if mode == "CMYK" else "PNG")

    kept = Image.open(BytesIO(clean_photo(out.getvalue()).content)).resize((1, 1))

    assert all(abs(tone - 117) < 12 for tone in kept.getpixel((0, 0)))
