"""Any text at all: nothing raises, every place lies in the text, the same text reads the same."""

from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.plan_import.as_json import as_json
from campaigns.plan_import.draft import Span
from campaigns.plan_import.reader import plans_in, read_plan
from campaigns.plan_reasons import JUDGEMENTS, REASONS

PLANS = [
    path.read_text("utf-8") for path in sorted(Path(__file__).with_name("plans").glob("*.txt"))
]
# What plans are made of, and what breaks them on their way through the web.
WORDS = (
    "一、 （一） 1. (1) ① 第一章 篇二 附件1： 附件： 组长： "
    "成员单位： 责任单位： 完成时限： 要 负责 由 "
    "牵头 配合 落实） （ ） “ ” 《 》 ， 。 ： ； 、 县公安局 各村 镇党委、政府 张三 李四 *** xx "
    "20xx年 2026年 12月底 6月5日前 即日起至 每周五前 报送 领导小组办公室 "
    "成立领导小组 任组长 办公室设在 "
    "达到90%以上 四个100% 零发案 不少于2次 一是 "
    "二是 实施方案 通知 主题为 动员阶段 要求如下 … ― % 〔 "
    "㈠ ⑴ ０ ａ 縣 號 😀 "
)
WORDS = [
    *WORDS.split(),
    "\n",
    "\r\n",
    "\u3000",
    "  ",
    "组  长：",
    "李 四",
    "\x00",
    "\ufeff",
    "\u0301",
]
plan_like = st.lists(st.sampled_from(WORDS), max_size=80).map("".join)


@st.composite
def damaged(draw):
    """A plan with stretches cut out, doubled, moved, or strewn with other characters."""
    text = draw(st.sampled_from(PLANS))
    for _ in range(draw(st.integers(1, 6))):
        a, b, c = sorted(draw(st.integers(0, len(text))) for _ in range(3))
        text = draw(
            st.sampled_from(
                [
                    text[:a] + text[b:],
                    text[:b] + text[a:],
                    text[:a] + text[b:c] + text[a:b] + text[c:],
                    text[:a] + draw(plan_like) + text[a:],
                    text[:a] + text[a:b].replace("\n", "") + text[b:],
                    text[:a] + text[a:b].replace("，", "\n") + text[b:],
                ]
            )
        )
    return text


def inside(found):
    """Everything a draft is made of, however deep."""
    yield found
    parts = found if isinstance(found, list | tuple) else ()
    if is_dataclass(found):
        parts = [getattr(found, field.name) for field in fields(found)]
    for one in parts:
        yield from inside(one)


def is_sound(text):
    draft = read_plan(text, anyway=True)
    assert draft.judgement.code in JUDGEMENTS
    assert {one.reason for one in inside(draft) if hasattr(one, "reason")} <= set(REASONS)
    spans = [one for one in inside(draft) if isinstance(one, Span)]
    assert all(0 <= one.start <= one.end <= len(text) for one in spans)
    assert as_json(read_plan(text, anyway=True)) == as_json(draft)
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in plans_in(text))
    assert all(0 < one.confidence <= 1 for one in draft.tasks + draft.sections + draft.targets)
    assert all(one.quote and one.span.start < one.span.end for one in draft.tasks)
    return draft


@pytest.mark.parametrize(
    "texts",
    [st.text(max_size=400), plan_like, damaged()],
    ids=["any text", "like a plan", "a damaged plan"],
)
def test_no_text_makes_the_reader_stumble(texts):
    @settings(max_examples=60, deadline=None)
    @given(texts)
    def check(text):
        is_sound(text)

    check()


@pytest.mark.parametrize(
    "text",
    [
        "一、" * 5000,
        "\n".join(f"{n}.各村要宣传。" for n in range(3_000)),
        "（" * 20_000,
        "县公安局、" * 5000,
        "各单位要" * 5000,
        "”" * 9000 + "“零",
    ],
    ids=["numbers", "thousands of items", "brackets", "units", "orders", "quotes"],
)
def test_monotonous_texts_are_read_to_their_end(text):
    is_sound(text)
