"""What stands inside a paragraph: bold, cited attachments, tables, and what cannot be kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.clauses import Paragraph, clean_heading, compose, parse_text
from campaigns.prose import LONGEST, Run, flaw, html, plain, rows, runs, table_html


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("只有字", [Run("只有字")]),
        ("**严格**落实", [Run("严格", is_bold=True), Run("落实")]),
        ("见附件1和附件 12。", [
            Run("见"), Run("附件1", attachment=1), Run("和"),
            Run("附件 12", attachment=12), Run("。"),
        ]),
        ("**附件2**", [Run("附件2", is_bold=True, attachment=2)]),
        ("附件123", [Run("附件123")]),
        ("**没有另一半", [Run("**没有另一半")]),
        ("****", [Run("****")]),
        ("", []),
    ],
)  # fmt: skip
def test_a_paragraph_falls_into_stretches(text, found):
    assert runs(text) == found


def test_a_paragraph_is_drawn_escaped_with_its_marks():
    drawn = html("<script>alert(1)</script> **<b>** 附件1 附件2", {1: '/files/"x"/'})

    assert drawn == (
        "&lt;script&gt;alert(1)&lt;/script&gt; <b>&lt;b&gt;</b> "
        '<a href="/files/&quot;x&quot;/">附件1</a> 附件2'
    )


def test_a_table_has_a_head_and_every_row_the_same_width():
    assert rows("单位|期限\n桃源村") == [["单位", "期限"], ["桃源村", ""]]
    assert table_html("单位|期限\n桃源村|**6月**") == (
        '<table><thead><tr><th scope="col">单位</th><th scope="col">期限</th></tr></thead>'
        "<tbody><tr><td>桃源村</td><td><b>6月</b></td></tr></tbody></table>"
    )


def test_plain_words_have_no_marks():
    assert plain("**严格**落实**到人**") == "严格落实到人"


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("text", "一" * LONGEST, ""),
        ("text", "一" * (LONGEST + 1), "5001"),
        ("text", "  ", "空着"),
        ("table", "|\n|", "空着"),
        ("table", "甲|乙\n丙|丁", ""),
        ("table", "|".join("甲" * 13), "13"),
        ("table", "\n".join(["甲|乙"] * 101), "101"),
        ("table", "甲|" + "乙" * 501, "501"),
    ],
)
def test_what_cannot_be_kept_says_why(kind, text, words):
    sentence = flaw(kind, text)

    assert words in sentence
    assert bool(sentence) == bool(words)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("一、指导思想", "指导思想"),
        ("十二、工作要求", "工作要求"),
        ("第三章 组织领导", "组织领导"),
        ("一、", "一、"),
        ("一次动员", "一次动员"),
        (" 工作目标 ", "工作目标"),
    ],
)
def test_a_heading_keeps_its_words_and_loses_its_number(typed, kept):
    assert clean_heading(typed) == kept


def test_lists_and_tables_come_back_as_they_were_shown():
    text = "（一）分工\n• 宣传\n| 单位 | 期限 |\n| 桃源村 | 6月 |\n收尾一句。"
    parsed = [
        Paragraph(1, "分工"), Paragraph(0, "宣传", "item"),
        Paragraph(0, "单位|期限\n桃源村|6月", "table"), Paragraph(0, "收尾一句。"),
    ]  # fmt: skip

    assert parse_text(text) == parsed
    assert compose(parsed) == text


@given(st.text(max_size=200))
def test_any_text_is_drawn_without_a_fault_and_without_markup(text):
    drawn = html(text)

    assert "<" not in drawn.replace("<b>", "").replace("</b>", "")
    assert "".join(run.text for run in runs(text)) == plain(text)
