"""Two wordings of a sentence are told apart in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.word_diff import ADDED, GONE, SAME, Piece, compare_words, new_side, old_side

MARKS = {SAME: "{}", ADDED: "[+{}+]", GONE: "[-{}-]"}


def drawn(old, new):
    return "".join(MARKS[piece.kind].format(piece.text) for piece in compare_words(old, new))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("每周报送。", "每周报送。", "每周报送。"),
        ("", "新增一句。", "[+新增一句。+]"),
        ("去掉一句。", "", "[-去掉一句。-]"),
        (
            "组织网格员入户宣传，5月31日前入户率不低于90%，台账每半月更新。",
            "组织网格员、驻村干部入户宣传，逐户签订承诺书，6月30日前入户率不低于95%，台账每周更新。",
            "组织网格员[+、驻村干部+]入户宣传，[-5月31日-][+逐户签订承诺书，6月30日+]前入户率不低于"
            "[-90%-][+95%+]，台账每[-半月-][+周+]更新。",
        ),
        (
            "连续三周未报的，予以通报。",
            "连续两周未报的，予以通报；连续四周的，约谈主要负责人。",
            "连续[-三-][+两+]周未报的，予以通报[+；连续四周的，约谈主要负责人+]。",
        ),
        (
            "县工信局负责统计网站备案情况，按月报送。",
            "县教育局指导各校利用家长会开展提醒。",
            "[-县工信局负责统计网站备案情况，按月报送。-][+县教育局指导各校利用家长会开展提醒。+]",
        ),
        ("2026年6月底前完成。", "2026年9月底前完成。", "[-2026年6月-][+2026年9月+]底前完成。"),
        ("Sign the App pledge.", "Sign the App pledges.", "Sign the App [-pledge-][+pledges+]."),
    ],
)
def test_dates_figures_and_words_change_as_a_whole(old, new, told):
    assert drawn(old, new) == told


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_sides_can_be_read_back(old, new):
    pieces = compare_words(old, new)

    assert "".join(piece.text for piece in old_side(pieces)) == old
    assert "".join(piece.text for piece in new_side(pieces)) == new


def test_a_very_long_paragraph_is_compared_by_sentences():
    old = "".join(f"第{n}句，内容甲乙丙丁戊己。" for n in range(800))
    new = old.replace("第400句，", "第400句改了，")

    changed = [piece for piece in compare_words(old, new) if piece.kind != SAME]

    assert [piece.text for piece in changed] == [
        "第400句，内容甲乙丙丁戊己。",
        "第400句改了，内容甲乙丙丁戊己。",
    ]
    assert compare_words("", "") == []
    assert compare_words("同", "同") == [Piece(SAME, "同")]
