"""Plans from Word: what the office sees in its document is what is read."""

import pytest

from campaigns.imports.plan_word import read_word, table_lines
from campaigns.plan_import.as_json import as_json
from campaigns.plan_import.reader import read_plan
from fraudwatch.lib.packages import PackageRefused
from fraudwatch.tests.office_files import HEAD, docx_members, pack

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""{HEAD}<w:styles {W}>
<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="c1"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="own"><w:name w:val="县标题"/><w:basedOn w:val="1"/></w:style>
<w:style w:styleId="list"><w:name w:val="条目"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
</w:styles>"""
NUMBERING = f"""{HEAD}<w:numbering {W}><w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>"""


def word(*body):
    members = docx_members()
    members["word/document.xml"] = (
        f'{HEAD}<w:document {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        f'2006"><w:body>{"".join(body)}</w:body></w:document>'
    )
    members["word/styles.xml"] = STYLES
    members["word/numbering.xml"] = NUMBERING
    return pack(members)


def p(text, *, style="", level=None):
    number = (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'
        if level is not None
        else ""
    )
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{look}{number}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows):
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"


def test_automatic_numbers_are_written_out_as_word_shows_them():
    content = word(
        p("工作目标", level=0),
        p("提高知晓率", style="list"),
        p("减少发案", style="list"),
        p("工作任务", level=0),
        p("入户宣传", style="list"),
        p("走访", level=2),
        p("登记", level=2),
        p("校园宣传", style="list"),
        p("班会", level=2),
    )

    assert read_word(content).text.split("\n") == [
        "一、工作目标", "（一）提高知晓率", "（二）减少发案", "二、工作任务", "（一）入户宣传",
        "1.走访", "2.登记", "（二）校园宣传", "1.班会",
    ]  # fmt: skip


def test_headings_by_style_are_headings_though_they_have_no_number():
    content = word(
        p("清洁行动方案"), p("职责划分", style="own"), p("县水务局：巡查河道，清理岸边垃圾。")
    )

    read = read_word(content)
    draft = read_plan(read.text, read.headings)

    assert [(one.level, one.number, one.heading, one.kind) for one in draft.sections] == [
        (1, "", "职责划分", "duties")
    ]
    assert [(one.units, one.is_duty) for one in draft.tasks] == [(["县水务局"], True)]


def test_tracked_changes_are_read_as_accepted_and_text_boxes_once():
    run = "<w:r><w:t>{}</w:t></w:r>"
    content = word(
        "<w:p>" + run.format("各村") + "<w:del><w:r><w:delText>可以</w:delText></w:r></w:del>"
        "<w:ins>" + run.format("要") + "</w:ins>" + run.format("排查。") + "</w:p>",
        "<w:p><mc:AlternateContent><mc:Choice><w:txbxContent>" + p("附：联系电话")
        + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" + p("附：联系电话")
        + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:p>",
    )  # fmt: skip

    assert read_word(content).text == "各村要排查。\n附：联系电话"


def test_contents_and_footnote_marks_are_left_out():
    content = word(
        p("一、工作任务　1", style="c1"),
        p("工作任务", level=0),
        "<w:p><w:r><w:t>各村要排查</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r>"
        "<w:r><w:t>隐患。</w:t></w:r></w:p>",
        "<w:sdt><w:sdtContent>" + p("各镇要登记。") + "</w:sdtContent></w:sdt>",
    )

    assert read_word(content).text == "一、工作任务\n各村要排查隐患。\n各镇要登记。"


def test_a_table_of_tasks_becomes_orders_with_their_units_and_days():
    content = word(
        p("一、任务分解"),
        table(
            ("序号", "工作任务", "牵头单位", "配合单位", "完成时限"),
            ("1", "清查出租房屋", "县公安局", "各乡镇、县住建局", "6月30日"),
            ("2", "开办识骗课堂", "县教育局", "", "2027年9月底"),
        ),
    )

    draft = as_json(read_plan(read_word(content).text))

    assert [(one["quote"], one["units"], one["deadline"]) for one in draft["tasks"]] == [
        ("清查出租房屋", ["县公安局", "各乡镇", "县住建局"], "????-06-30"),
        ("开办识骗课堂", ["县教育局"], "2027-09-30"),
    ]


def test_other_tables_are_lines_of_their_cells():
    assert table_lines([["组长", "胡伟", "副县长"], ["", "", ""], ["成员", "各乡镇", ""]]) == [
        "组长   胡伟   副县长",
        "成员   各乡镇",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "已损坏"),
        ("各村要宣传".encode(), "文本或网页"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧格式"),
        (pack({**docx_members(), "word/vbaProject.bin": b"x"}), "宏"),
        (
            pack(
                {**docx_members(), "word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}
            ),
            "已损坏",
        ),
        (pack({**docx_members(), "word/media/a.xml": b" " * 50_000_000}), "看到的多得多"),
    ],
    ids=["empty", "a text", "old", "macros", "entities", "a bomb"],
)
def test_what_is_no_clean_word_document_is_refused_in_a_sentence(content, words):
    with pytest.raises(PackageRefused, match=words):
        read_word(content)
