"""The text of an imported plan in sections."""

import pytest

from campaigns.import_text import Heading, write_text

BODY = "为防范诈骗，制定本方案。\n一、工作目标\n知晓率达到90%。"


@pytest.mark.parametrize(
    "head",
    [
        "青澜县反诈专项行动方案\n",
        "青澜县\n反诈专项行动方案\n",
        "\n 青澜县　反诈专项行动方案 \n",
        "青澜县反诈专项行动方案实施方案\n",
    ],
    ids=["one line", "two lines", "spaced", "with the kind of paper"],
)
def test_the_lines_of_the_title_are_no_sentence_of_the_plan(head):
    at = (head + BODY).index("工作目标")
    headings = [Heading(at, at + 4, 1, "工作目标", "goal")]

    written = write_text(head + BODY, headings, "前言", "preamble", title="青澜县反诈专项行动方案")

    assert [(one.heading, [clause.text for clause in one.clauses]) for one in written.sections] == [
        ("前言", ["为防范诈骗，制定本方案。"]), ("工作目标", ["知晓率达到90%。"]),
    ]  # fmt: skip


def test_words_of_the_title_further_down_stay():
    text = "反诈行动\n为防范诈骗，制定本方案。\n反诈行动\n"

    written = write_text(text, [], "方案正文", "other", title="反诈行动")

    assert [clause.text for clause in written.sections[0].clauses] == [
        "为防范诈骗，制定本方案。", "反诈行动",
    ]  # fmt: skip
