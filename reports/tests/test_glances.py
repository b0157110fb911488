"""A glance spares a figure its full check, and lets nothing pass that the check would ask about."""

from decimal import Decimal
from random import Random

import pytest

from fraudwatch.lib.numbers import NumberProblem, parse_number
from reports.checks import Item, check_values
from reports.figures import number
from reports.glances import at_a_glance, glance_of

ROUNDS = 4_000
NUMBERS = (0, 0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 29, 30, 31, 90, 99, 100, 300, 1_000, 10_000, 33_333,
           33_334, 300_000, 300_001, 10**12 - 1)  # fmt: skip
ODD = ("", " ", "007", "１２", "12.5", "-3", "3万", "abc", "1,200", "1" * 13, "²", "n/a", "2")


def figure(dice: Random) -> str | None:
    """A figure as it is kept, or none."""
    if dice.random() < 0.15:
        return None
    return str(dice.choice(NUMBERS)) + (".5" if dice.random() < 0.05 else "")


def any_text(dice: Random) -> str:
    return dice.choice(ODD) if dice.random() < 0.2 else str(dice.choice(NUMBERS))


def an_item(dice: Random, rows: list[dict], carried: dict) -> Item:
    bounds = sorted(dice.sample((-1, 0, 1, 5, 30, 100, 10_000), 2))
    low, high = (Decimal(one) / dice.choice((1, 2)) if dice.random() < 0.4 else None
                 for one in bounds)  # fmt: skip
    return Item(
        "a", "A", dice.choice(("whole", "decimal", "money", "yesno", "rate")),
        dice.choice(("flow", "stock")), unit=dice.choice(("", "元", "万元", "户", "2", "㎡")),
        is_required=dice.random() < 0.5, low=low, high=high,
        history=[number(row.get("a")) for row in rows], carried=number(carried.get("a")),
        base=dice.choice((None, 5, 1_000)),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_what_passes_at_a_glance_passes_the_full_check_as_it_was_typed(seed):
    dice, passed, asked = Random(seed), 0, 0  # noqa: S311 - nothing secret
    for _round in range(ROUNDS):
        rows = [
            {} if dice.random() < 0.1 else {"a": figure(dice)}
            for _n in range(dice.choice((0, 1, 3, 8)))
        ]
        rows = [{key: one for key, one in row.items() if one is not None} for row in rows]
        carried = {"a": str(dice.choice(NUMBERS))} if dice.random() < 0.5 else {}
        item, factor = an_item(dice, rows, carried), dice.choice((1, 2, 3, 10))
        typed = any_text(dice)
        if item.kind == "rate" and dice.random() < 0.9:
            typed = {"n": typed, "d": any_text(dice)}
        glance, found = glance_of(item), check_values([item], {"a": typed}, unusual_factor=factor)
        value = at_a_glance(glance, typed, rows, carried, factor, item.base) if glance else None
        if value is not None:
            assert (found.values, found.errors, found.warnings) == ({"a": value}, {}, {})
            passed += 1
        else:
            asked += 1

    assert passed > ROUNDS / 20
    assert asked > ROUNDS / 10


def test_an_ordinary_figure_beside_ordinary_ones_passes_at_a_glance():
    item = Item("a", "A", "whole", "flow", high=Decimal(100), base=520)
    rows = [{"a": str(one)} for one in (12, 11, 14, 9)]

    assert [
        at_a_glance(glance_of(item), one, rows, {}, 3, 520)
        for one in ("12", "30", "101", "521", "3", "012", "")
    ] == ["12", "30", None, None, None, None, None]


@pytest.mark.parametrize("kind", ["whole", "decimal", "money"])
@pytest.mark.parametrize("unit", ["", "元", "万元", "户", "2", "㎡", "㎡2"])
@pytest.mark.parametrize("text", ["0", "7", "12", "012", "002", "999999999999", "1000000000000"])
def test_plain_digits_are_read_as_the_same_digits_behind_a_space(kind, unit, text):
    assert outcome(text, kind, unit) == outcome(f"\u2060{text}", kind, unit)


def outcome(text: str, kind: str, unit: str) -> str:
    try:
        return repr(parse_number(text, kind=kind, unit=unit))
    except NumberProblem as problem:
        return str(problem).replace("\u2060", "")
