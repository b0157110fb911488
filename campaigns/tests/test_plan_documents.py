"""A published plan leaves as an official document, its receipts as a workbook."""

import io

import pytest
from django.utils import translation
from openpyxl import load_workbook

from campaigns.actions.plan import add_section
from campaigns.actions.receipts import sign_receipt
from campaigns.comparison import compare_texts
from campaigns.exports.plan_pdf import PlanPdf, paper_context
from campaigns.exports.receipts_xlsx import ReceiptsXlsx
from campaigns.paper import paragraphs, red_head
from campaigns.tests.papers import published, sent
from orgs.documents import may_have

pytestmark = pytest.mark.usefixtures("noon", "english")


@pytest.fixture
def version(campaign, section, cast):
    """A plan in force."""
    text = "（一）压实责任。主要负责人亲自部署。\n1.每周调度。"
    add_section(campaign, kind="other", heading="工作要求", text=text, by=cast["coordinator"])
    return published(campaign, cast, copies="县政府办公室")


def made(document, version, user):
    return document.make(version, {"version": version.pk}, user, lambda *_step: None)


def test_the_paper_has_its_levels_in_their_styles(version):
    found = [(one.style, one.head, str(one.body)) for one in paragraphs(version.content)]

    assert found == [
        ("h1", "一、任务分工", ""),
        ("h2", "（一）入户宣传", ""),
        ("p", "", "各村组织网格员入户宣传，6月30日前完成。"),
        ("h2", "（二）校园宣传", ""),
        ("p", "", "学校召开主题班会。"),
        ("h1", "二、工作要求", ""),
        ("run", "（一）压实责任。", "主要负责人亲自部署。"),
        ("p", "", "1.每周调度。"),
    ]


@pytest.mark.parametrize(
    ("words", "lines", "size"),
    [
        ("青澜县反诈办文件", ["青澜县反诈办文件"], "l"),
        ("青澜县打击治理电信网络诈骗办文件", ["青澜县打击治理电信网络诈骗办文件"], "m"),
        (
            "青澜县打击治理电信网络诈骗工作领导小组办公室文件",
            ["青澜县打击治理电信网络诈骗工作", "领导小组办公室文件"], "m",
        ),
    ],
)  # fmt: skip
def test_the_red_head_breaks_where_the_name_does(words, lines, size):
    head = red_head(words)

    assert (head.lines, head.size) == (lines, size)


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("全民反诈专项行动", ("全民反诈专项行动", "实施方案")),
        ("反诈工作方案", ("反诈", "工作方案")),
        ("反诈方案", ("反诈", "方案")),
    ],
)
def test_no_line_of_the_title_breaks_its_last_word(version, title, parts):
    version.content["title"] = title

    with translation.override("zh-hans"):
        assert paper_context(version)["title_parts"] == parts


def test_the_pdf_is_made_for_members_too(version, cast):
    document = made(PlanPdf(), version, cast["reporter"])

    assert document.content.startswith(b"%PDF-")
    assert document.name == "青反诈办〔2026〕3号 全民反诈·平安青澜.pdf"
    assert paper_context(version)["version"].copies == "县政府办公室"


@pytest.mark.parametrize(
    ("name", "pdf", "xlsx"),
    [("coordinator", True, True), ("town", True, True), ("reporter", True, False),
     ("far_coordinator", False, False), ("nobody", False, False)],
)  # fmt: skip
def test_who_may_order_the_documents(version, cast, name, pdf, xlsx):
    asked = {"version": version.pk}

    assert bool(may_have(cast[name], "plan-pdf", asked)) == pdf
    assert bool(may_have(cast[name], "plan-receipts-xlsx", asked)) == xlsx


def test_what_was_not_published_has_no_paper(campaign, section, cast):
    version = sent(campaign, cast)

    assert may_have(cast["coordinator"], "plan-pdf", {"version": version.pk}) is None


def test_the_workbook_names_who_signed_and_who_did_not(version, cast, units):
    sign_receipt(version.receipts.get(unit=units["village"]), by=cast["reporter"])

    book = load_workbook(io.BytesIO(made(ReceiptsXlsx(), version, cast["coordinator"]).content))

    cells = {row[0]: row[1:] for row in book.active.iter_rows(values_only=True) if row[0]}
    assert cells["桃源村"][0] == "yes"
    assert cells["桃源村"][3] == "reporter先生"
    assert cells["柳溪村"][0] == "no"


def test_every_change_of_a_plan_of_two_hundred_sections_is_found():
    def content(words):
        sections = [
            {"id": n, "kind": "other", "heading": f"节{n}", "clauses": [
                {"key": f"{n}-{c}", "kind": "text", "level": 0, "text": f"{n}之{c}，{words}。"}
                for c in range(6)
            ]}
            for n in range(200)
        ]  # fmt: skip
        return {"sections": sections}

    found = compare_texts(content("每月报送一次"), content("每周报送一次"))

    assert found.changed == 1200
