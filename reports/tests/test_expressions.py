"""The language of checks: what it reads, what it gives, and what it says of a slip."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reports.expression_nodes import Ref
from reports.expression_tokens import ExpressionProblem
from reports.expressions import parse

KNOWN = {"a", "b", "cases", "cases/loan", "cases/parcel", "awareness", "street-events", "12345"}
FIGURES = {
    Ref("a"): Decimal(6), Ref("b"): Decimal(3), Ref("cases"): Decimal(5),
    Ref("cases/loan"): Decimal(2), Ref("awareness"): Decimal(90),
    Ref("awareness", side="n"): Decimal(9), Ref("awareness", side="d"): Decimal(10),
    Ref("street-events"): Decimal(4), Ref("a", "last"): Decimal(2),
    Ref("a", "cumulative"): Decimal(20), Ref("a", "mean", periods=3): Decimal(4),
    Ref("12345"): Decimal(1),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("a > b", True),
        ("a - b * 2 = 0", True),
        ("(a - b) * 2 = 6", True),
        ("a/b = 2", True),
        ("cases/loan = 2", True),
        ("a ≤ b", False),
        ("ａ＞＝ｂ", True),
        ("a <> b and not (a < b)", True),
        ("a < b or cases = 5", True),
        ("a > b 且 a > 7", False),
        ("-a < 0", True),
        ("abs(b - a) = 3", True),
        ("min(a, b, 1) = 1 and max(a, b) = 6", True),
        ("if(a > b, cases, 0) = 5", True),
        ("awareness.n <= awareness.d and awareness >= 90", True),
        ("a <= 3 * last.a", True),
        ("cumulative.a >= 20", True),
        ("a < mean(a, 3) * 2", True),
        ("[street-events] = 4", True),
        ("[12345] = 1", True),
        ("a / (b - 3) > 1", None),
        ("cases/parcel = 0", None),
        ("a > 0 or cases/parcel = 0", None),
        ("if(a > 0, a, cases/parcel) = 6", True),
        ("last.b > 0", None),
    ],
)
def test_a_condition_holds_or_not_or_cannot_be_told(text, holds):
    assert parse(text, KNOWN).holds(FIGURES.get) is holds


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("", 1, "Write a condition"),
        ("a <=", 5, "Something is missing at the end"),
        ("a <= (b", 8, "A “)” is missing"),
        ("visit <= a", 1, "does not ask for “visit”"),
        ("a <= case", 6, "Is “cases” meant?"),
        ("cases/boat = 1", 7, "To divide, put spaces around the slash"),
        ("a + b", 1, "A comparison is needed"),
        ("a < b < cases", 7, "join them with “and”"),
        ("(a < b) + 1 = 2", 2, "A number is needed"),
        ("a = 1 and b", 11, "A comparison is needed"),
        ("a = 'x'", 5, "has no meaning here"),
        ("a = 1.23456", 5, "at most 12 digits"),
        ("a = 1234567890123", 5, "at most 12 digits"),
        ("sum(a) = 1", 1, "is no function"),
        ("min(a) = 1", 1, "takes 2 to 10 values, not 1"),
        ("mean(a, 9) = 1", 9, "1 to 8 periods"),
        ("mean(a + b) = 1", 8, "A “)” is missing"),
        ("last(a) = 1", 1, "is no function"),
        ("last.9 = 1", 6, "A code belongs behind the point"),
        ("awareness.x = 1", 11, "Only .n or .d"),
        ("(" * 30 + "a" + ")" * 30 + " = 1", 22, "Too many parentheses"),
        ("not " * 30 + "a = 1", 85, "Too many parentheses"),
        ("a = " + "1 + " * 120 + "1", 401, "too many parts"),
        ("a" * 501, 501, "at most 500 characters"),
    ],
)
def test_a_slip_is_named_with_its_character(text, at, said):
    with translation.override("en"), pytest.raises(ExpressionProblem) as problem:
        parse(text, KNOWN)

    assert (problem.value.at, said in str(problem.value)) == (at, True), str(problem.value)
    assert str(problem.value).startswith(f"Character {at}: ")


def test_the_named_figures_are_known_with_their_place():
    read = parse("cases/loan <= 2 * last.a + mean(b, 3)", KNOWN)

    seen = [(one.ref, read.text[one.start : one.end]) for one in read.mentions]
    assert seen == [
        (Ref("cases/loan"), "cases/loan"),
        (Ref("a", "last"), "last.a"),
        (Ref("b", "mean", periods=3), "mean(b, 3)"),
    ]


def answer(text):
    """What comes of a text: a problem that stands inside it, or whether it holds."""
    try:
        read = parse(text, KNOWN)
    except ExpressionProblem as problem:
        return "problem" if 1 <= problem.at <= len(text) + 1 else problem.at
    return read.holds(FIGURES.get)


ALPHABET = "ab/.,()[]<>=!+-*0123456789 andorifmeaxl且≤（＋\n\x00"


@given(st.one_of(st.text(max_size=60), st.text(alphabet=ALPHABET, max_size=80)))
def test_whatever_is_typed_is_a_condition_or_a_problem(text):
    assert answer(text) in ("problem", True, False, None)


def test_figures_of_any_size_end_in_an_answer():
    read = parse("*".join(["a"] * 90) + " / 1 > 0", KNOWN)

    assert read.holds({Ref("a"): Decimal(10) ** 12}.get) is True


FIGURE = st.one_of(st.none(), st.integers(0, 9).map(Decimal))
LEAVES = st.one_of(
    st.sampled_from(["a", "b", "cases"]).map(lambda name: (name, lambda facts: facts[name])),
    st.integers(0, 9).map(lambda n: (str(n), lambda facts: Decimal(n))),
)


def joined(sign, work):
    """Two sums joined by a sign; nothing comes of what is missing, or of a division by zero."""

    def join(pair):
        (left, one), (right, other) = pair

        def result(facts):
            x, y = one(facts), other(facts)
            return None if x is None or y is None or (sign == "/" and not y) else work(x, y)

        return f"({left} {sign} {right})", result

    return join


def sums(inner):
    pairs = st.tuples(inner, inner)
    signs = {
        "+": lambda x, y: x + y, "-": lambda x, y: x - y, "*": lambda x, y: x * y,
        "/": lambda x, y: x / y,
    }  # fmt: skip
    return st.one_of(*(pairs.map(joined(sign, work)) for sign, work in signs.items()))


@given(
    st.recursive(LEAVES, sums, max_leaves=8), LEAVES,
    st.fixed_dictionaries({"a": FIGURE, "b": FIGURE, "cases": FIGURE}),
)  # fmt: skip
def test_a_condition_gives_what_plain_arithmetic_gives(left, right, facts):
    (one, first), (other, second) = left, right
    x, y = first(facts), second(facts)
    expected = None if x is None or y is None else x <= y

    assert parse(f"{one} <= {other}", KNOWN).holds(lambda ref: facts[ref.key]) is expected
