"""The files of the analysis page: exactly what is seen, in a workbook, on paper, as plain rows."""

from io import BytesIO

import pytest
from django.http import Http404
from django.urls import reverse
from pypdf import PdfReader

from fraudwatch.lib.sheets import read_workbook
from orgs.documents import find
from orgs.models import AuditEntry
from reports.tests.test_analysis import weeks, worked

__all__ = ["weeks", "worked"]


def test_the_csv_file_holds_what_is_seen(worked, units, noon, sign_in, cast):
    asked = {"node": units["county"].pk, "period": worked[2].pk, "rows": "units",
             "cols": "periods", "since": worked[1].pk, "code": "visits",
             "measure": "change"}  # fmt: skip
    response = sign_in("leader").get(reverse("reports:analysis-csv"), asked)
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()

    assert lines[0].split(",")[0] == "单位"
    assert lines[1].split(",")[2:4] == ["↑120.0%", "↑9.1%"]
    assert AuditEntry.objects.filter(action="analysis.exported", actor=cast["leader"]).exists()


@pytest.mark.parametrize(
    "query",
    ["", "rows=units&cols=periods&since={since}&code=visits", "rows=units", "with=u{bank}",
     "rows=periods&since={since}"],
)  # fmt: skip
def test_the_workbook_holds_what_is_seen(worked, units, noon, cast, query):
    query = query.format(since=worked[0].pk, bank=units["bank"].pk)
    book = find("analysis-xlsx")
    asked = book.read({"period": worked[2].pk, "unit": units["town"].pk, "query": query})
    subject = book.subject(cast["leader"], asked)
    made = book.make(subject, asked, cast["leader"], lambda *_step: None)
    sheets = read_workbook(made.content)
    cells = [[cell.value for cell in line.cells] for line in sheets[0].rows]
    first = [head.title or head.label for head in subject.pivot.rows]

    assert [sheet.name for sheet in sheets][:2] == ["数据分析", "图表"]
    named = [line[0].split(" (")[0] for line in cells[3 : 3 + len(first)]]
    assert named == first


def test_a_file_is_made_of_what_its_reader_sees(worked, units, cast):
    book = find("analysis-xlsx")
    asked = book.read({"period": worked[2].pk, "unit": units["town"].pk})

    with pytest.raises(Http404):
        book.subject(cast["other_town"], asked)


def test_the_paper_holds_what_is_seen(worked, units, noon, cast):
    paper = find("analysis-pdf")
    query = f"rows=units&cols=periods&since={worked[0].pk}&code=visits"
    asked = paper.read({"period": worked[2].pk, "unit": units["county"].pk, "query": query})
    subject = paper.subject(cast["leader"], asked)
    made = paper.make(subject, asked, cast["leader"], lambda *_step: None)

    assert (made.content[:5], made.name[-4:]) == (b"%PDF-", ".pdf")
    assert "河湾镇" in PdfReader(BytesIO(made.content)).pages[0].extract_text()
