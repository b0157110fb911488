"""How section text falls into clauses and is numbered again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.clauses import (
    Paragraph,
    chinese_number,
    compare,
    compose,
    match_clauses,
    numbers,
    parse_text,
)


@pytest.mark.parametrize(
    ("line", "level", "text"),
    [
        ("（一）动员部署", 1, "动员部署"),
        ("(十二) 宣传", 1, "宣传"),
        ("1.入户宣传", 2, "入户宣传"),
        ("12．张贴海报", 2, "张贴海报"),
        ("3、开会", 2, "开会"),
        ("（1）发放传单", 3, "发放传单"),
        ("(2)回收回执", 3, "回收回执"),
        ("1.5 万份传单", 0, "1.5 万份传单"),
        ("2026年6月完成", 0, "2026年6月完成"),
        ("（一）", 0, "（一）"),
        ("\u3000\u3000普通一段", 0, "普通一段"),
    ],
)
def test_the_number_of_a_line_becomes_its_level(line, level, text):
    assert parse_text(line) == [Paragraph(level, text)]


def test_blank_lines_are_no_clauses():
    assert parse_text("甲\n\n  \n乙\r\n") == [Paragraph(0, "甲"), Paragraph(0, "乙")]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (23, "二十三"),
        (99, "九十九"),
        (100, "100"),
    ],
)
def test_numbers_are_written_as_official_writing_counts(number, written):
    assert chinese_number(number) == written


def test_each_level_starts_anew_below_the_one_above():
    assert numbers([1, 2, 2, 3, 0, 1, 2, 3, 3]) == [
        "（一）", "1. ", "2. ", "（1）", "", "（二）", "1. ", "（1）", "（2）",
    ]  # fmt: skip


words = st.text(st.sampled_from("甲乙丙丁镇村宣传"), min_size=1, max_size=12)


@given(st.lists(st.builds(Paragraph, st.integers(0, 3), words)))
def test_what_is_composed_is_parsed_to_the_same(paragraphs):
    assert parse_text(compose(paragraphs)) == paragraphs


def test_a_reworded_sentence_is_known_again_and_a_new_one_is_new():
    old = ["各镇组织入户宣传，6月底前完成。", "学校召开主题班会。", "银行核对大额转账。"]
    new = ["银行核对大额转账。", "各镇组织网格员入户宣传，7月底前完成。", "每周报送一次。"]

    assert match_clauses(old, new) == [2, 0, None]


def test_two_equal_sentences_keep_their_order():
    assert match_clauses(["同上。", "同上。"], ["同上。", "同上。"]) == [0, 1]


def test_comparing_marks_the_lines_the_other_side_lacks():
    assert compare("甲\n乙\n丙", "甲\n丁\n丙") == (
        [("甲", False), ("乙", True), ("丙", False)],
        [("甲", False), ("丁", True), ("丙", False)],
    )
