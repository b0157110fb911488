"""The grid's arithmetic: totals, sides, remainders, colours, and what an address may ask."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.enums import Direction, IndicatorKind, Measure
from reports.models import Report
from reports.pivot import (
    CHANGE,
    DIFFERENCE,
    INDICATORS,
    MEASURES,
    PARTS,
    PERIODS,
    RATIO,
    SIDES,
    UNITS,
    VALUE,
    Book,
    Head,
    Slim,
    Subject,
)
from reports.pivot_ask import ask_of
from reports.pivot_cells import NOT_OWED, cell_of, pivot_of
from reports.pivot_heads import Stage, heads_of
from reports.pivot_paint import level_paint, paint
from reports.pivot_rows import remainder, slim_of_report
from reports.sums import Sum

NODE, FIRST, SECOND = 1, 11, 12


def indicator(code, kind=IndicatorKind.WHOLE, measure=Measure.FLOW, direction=Direction.UP):
    return SimpleNamespace(
        code=code, kind=kind, measure=measure, direction=direction, options=[], shown_name=code
    )


VISITS = Subject(indicator("visits"), "visits", "visits", "households")
USERS = Subject(indicator("users", measure=Measure.STOCK), "users", "users", "people")
RATE = Subject(indicator("rate", IndicatorKind.RATE, Measure.STOCK), "rate", "rate", "%")


def slim(visits=None, users=None, rate=None, owed=1, approved=1):
    flows = {} if visits is None else {"visits": str(visits)}
    stocks = {} if users is None else {"users": str(users)}
    if rate:
        stocks["rate"] = {"n": str(rate[0]), "d": str(rate[1])}
    return Slim(owed, approved, flows, dict.fromkeys(flows, 1), stocks, dict.fromkeys(stocks, 1))


def total_of(parts):
    """The node's total by the very sum that the stored ones are made with."""
    whole = Sum()
    names = ("reported", "on_time", "late", "zero", "returned", "missing", "exempt")
    blank = dict.fromkeys((*names, "gauges", "gauges_given"), 0) | {
        "gauges": {},
        "gauges_given": {},
    }
    for one in parts:
        fields = {name: getattr(one, name) for name in Slim.__slots__}
        whole.add_total(SimpleNamespace(**blank, **fields))
    fields = whole.as_fields()
    return Slim(**{name: fields[name] for name in Slim.__slots__})


def book_of(columns, first=0):
    """A book of two units, one total a period each, and of the node above them."""
    whole = [total_of([one for one in pair if one]) for pair in zip(*columns, strict=True)]
    periods = [SimpleNamespace(pk=n) for n in range(len(whole))]
    places = {NODE: whole, FIRST: columns[0], SECOND: columns[1]}
    return Book(periods, first, NODE, places, numbers=range(len(whole)))


def stage_of(*books, subjects=(VISITS, USERS, RATE)):
    units = [SimpleNamespace(pk=key, name=str(key)) for key in (FIRST, SECOND)]
    return Stage(
        books, subjects, subjects[0], node=SimpleNamespace(pk=NODE, name="county"), units=units,
        periods=[(str(n), str(n)) for n in range(len(books[0].periods))], sides=("ours", "theirs"),
    )  # fmt: skip


def grid(rows, columns, *books, measure=VALUE, subject=VISITS):
    stage = stage_of(*books)
    default = Head("", "", subject=subject, measure=measure)
    return pivot_of(books, heads_of(rows, stage), heads_of(columns, stage), default)


AMOUNT = st.none() | st.integers(0, 10_000)
PAIR = st.none() | st.integers(0, 50).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))
UNIT = st.builds(slim, visits=AMOUNT, users=AMOUNT, rate=PAIR, approved=st.integers(0, 1))


@given(st.lists(st.tuples(UNIT, UNIT), min_size=1, max_size=5), st.data())
def test_every_total_is_the_sum_of_its_parts(pairs, data):
    first = data.draw(st.integers(0, len(pairs) - 1))
    book = book_of([list(column) for column in zip(*pairs, strict=True)], first)
    for subject, flows in ((VISITS, True), (USERS, False)):
        pivot = grid(UNITS, PERIODS, book, subject=subject)
        values = {
            (row.key, column.key): cell.value
            for row, cells in pivot.lines
            for column, cell in zip(pivot.columns, cells, strict=True)
        }
        for column in pivot.columns:
            parts = [values[f"u{key}", column.key] for key in (FIRST, SECOND)]
            known = [one for one in parts if one is not None]
            assert values[f"u{NODE}", column.key] == (sum(known) if known else None)
        spans = [one.key for one in pivot.columns if one.is_total]
        for row in pivot.rows if spans else ():
            course = [values[row.key, one.key] for one in pivot.columns if not one.is_total]
            known = [one for one in course if one is not None]
            wanted = (sum(known) if known else None) if flows else course[-1]
            assert values[row.key, "all"] == wanted


@given(st.lists(st.tuples(UNIT, UNIT), min_size=1, max_size=3))
def test_a_rate_of_a_node_is_sum_over_sum(pairs):
    book = book_of([list(column) for column in zip(*pairs, strict=True)])
    cell = cell_of(book, NODE, RATE, (0, 0), VALUE)
    known = [one.stocks["rate"] for one in pairs[0] if "rate" in one.stocks]
    top, base = (sum(Decimal(one[name]) for one in known) for name in ("n", "d"))

    assert cell.value == ((top * 100 / base).quantize(Decimal("0.1")) if base else None)


@given(UNIT, UNIT)
def test_rows_and_what_lies_elsewhere_make_the_whole(here, gone):
    left = remainder(total_of([here, gone]), [here])

    if left is None:
        assert (gone.owed, gone.given, gone.stocks_given) == (0, {}, {})
    else:
        assert total_of([here, left]) == total_of([here, gone])


def test_nothing_is_left_where_the_rows_are_the_whole():
    here = slim(visits=3, users=5, rate=(1, 2))

    assert (remainder(total_of([here]), [here]), remainder(None, [])) == (None, None)


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({"state": "approved", "values": {"visits": "3"}}, (1, 1, {"visits": "3"})),
        ({"state": "submitted", "values": {"visits": "3"}}, (1, 0, {})),
        ({"state": "exempt", "values": {}}, (0, 0, {})),
        (
            {"state": "submitted", "values": {"visits": "9"}, "standing": {"visits": "3"}},
            (1, 1, {"visits": "3"}),
        ),
        ({"state": "due", "carried": {"users": "7"}}, (1, 0, {})),
        ({"state": "exempt", "exempt_reason": "x", "carried": {"users": "7"}}, (0, 0, {})),
    ],
)
def test_a_single_unit_counts_as_the_sums_count_it(fields, seen):
    report = Report(**({"values": {}, "carried": {}} | fields))
    whole = Sum()
    whole.add_report(report)
    made = slim_of_report(report.state, report.values, report.standing, report.carried)
    stored = whole.as_fields()

    assert (made.owed, made.approved, made.sums) == seen
    assert {name: getattr(made, name) for name in Slim.__slots__} == {
        name: stored[name] for name in Slim.__slots__
    }


def test_a_change_without_a_base_says_why():
    book = book_of([[slim(0), slim(4), slim(6)], [None] * 3], first=1)
    cells = [cell_of(book, FIRST, VISITS, (n, n), CHANGE) for n in range(3)]

    seen = [(cell.value, cell.change.why != "") for cell in cells]
    assert seen == [(None, True), (None, True), (Decimal("50.0"), False)]


def test_nothing_owed_is_not_nothing_reported():
    book = book_of([[None, slim()], [None, None]])
    before, now = (cell_of(book, FIRST, VISITS, (n, n), VALUE).text for n in (0, 1))

    assert (before, now) == (NOT_OWED, "—")


def test_two_sides_stand_beside_their_difference():
    ours = book_of([[slim(5), slim(6)], [slim(1), slim(2)]])
    theirs = book_of([[slim(2), slim(3)], [None, None]])
    whole = grid(INDICATORS, SIDES, ours, theirs).cells[0]
    weeks = grid(PERIODS, SIDES, ours, theirs).cells

    assert [cell.text for cell in whole] == ["14", "5", "+9", "+180.0%"]
    assert [[cell.text for cell in line[:3]] for line in weeks] == [
        ["14", "5", "+9"], ["6", "2", "+4"], ["8", "3", "+5"]
    ]  # fmt: skip


def test_rates_of_two_sides_lie_points_apart():
    ours, theirs = (book_of([[slim(rate=(top, 10))], [None]]) for top in (9, 6))
    rate = grid(INDICATORS, SIDES, ours, theirs).cells[2]

    assert [cell.text for cell in rate] == ["90.0%", "60.0%", "+30.0 个百分点", "—"]


def test_a_period_that_the_other_side_lacks_stays_empty():
    ours = book_of([[slim(5), slim(6)], [slim(1), slim(2)]])
    theirs = book_of([[slim(2)], [None]])
    last = grid(PERIODS, SIDES, ours, theirs).cells[-1]

    assert [cell.text for cell in last] == ["8", "—", "—", "—"]
    assert [cell.measure for cell in last] == [VALUE, VALUE, DIFFERENCE, RATIO]


@pytest.mark.parametrize(
    ("value", "top", "seen"),
    [(None, 10, ""), (0, 10, ""), (1, 10, "q1"), (2, 10, "q2"), (9, 10, "q5"), (10, 10, "q5"),
     (5, 0, "")],
)  # fmt: skip
def test_shades_are_fifths_of_the_largest(value, top, seen):
    assert level_paint(None if value is None else Decimal(value), Decimal(top)) == seen


def test_figures_of_different_kinds_are_shaded_apart():
    book = book_of([[slim(100, 5)], [slim(50, 1)]])
    pivot = grid(UNITS, INDICATORS, book)
    paint(pivot, INDICATORS)
    painted = {row.key: [cell.paint for cell in cells] for row, cells in pivot.lines}

    assert painted == {"u1": ["", "", ""], "u11": ["q5", "q5", ""], "u12": ["q3", "q2", ""]}


@pytest.mark.parametrize(
    ("params", "axes"),
    [
        ({}, (INDICATORS, MEASURES)),
        ({"rows": "units", "cols": "units"}, (UNITS, MEASURES)),
        ({"rows": "parts", "cols": "indicators"}, (PARTS, MEASURES)),
        ({"rows": "x", "cols": "y", "measure": "z", "page": "-1"}, (INDICATORS, MEASURES)),
        ({"rows": "periods", "cols": "units"}, (PERIODS, UNITS)),
        ({"rows": "periods", "cols": "units", "with": "u3"}, (PERIODS, SIDES)),
    ],
)
def test_what_does_not_go_together_gives_way(params, axes):
    ask = ask_of(params)

    assert (ask.axes, ask.page) == (axes, 1)
