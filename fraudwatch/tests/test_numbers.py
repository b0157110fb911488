"""Numbers as people type them and as they are shown."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudwatch.lib.numbers import (
    NumberProblem,
    format_money,
    format_number,
    parse_number,
    plain,
    posted_whole,
)

steady = settings(derandomize=True, deadline=None, max_examples=500)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0),
        ("00", 0),
        ("12", 12),
        (" 12 ", 12),
        ("\u3000１２\u3000", 12),
        ("１，２００", 1200),
        ("1,200", 1200),
        ("1,234,567", 1234567),
        ("1 200", 1200),
        ("1\u00a0200", 1200),
        ("+5", 5),
        ("12.0", 12),
        ("12.00", 12),
        ("\ufeff7", 7),
        ("7\u200b", 7),
        ("12户", 12),
        ("12 户", 12),
        (12, 12),
        (12.0, 12),
        (12.0000000001, 12),
        (Decimal("12"), 12),
    ],
)
def test_what_can_be_read_in_one_way_is_taken(typed, number):
    assert parse_number(typed, unit="户") == Decimal(number)


@pytest.mark.parametrize("blank", [None, "", " ", "\u3000", "\n\t", "\u200b"])
@pytest.mark.parametrize("kind", ["whole", "decimal", "money"])
def test_a_blank_is_nothing_and_not_zero(blank, kind):
    assert parse_number(blank, kind=kind) is None


@pytest.mark.parametrize(
    ("typed", "kind", "unit", "number"),
    [
        ("0.5", "decimal", "", "0.5"),
        ("1.2345", "decimal", "", "1.2345"),
        (0.1 + 0.2, "decimal", "", "0.3"),
        (33.333333333, "decimal", "", "33.3333"),
        ("¥1,200.50", "money", "", "1200.50"),
        ("￥１２元", "money", "", "12"),
        ("864元", "money", "元", "864"),
        ("21.6万元", "money", "万元", "21.6"),
        ("21.6", "money", "万元", "21.6"),
        ("1.2万", "money", "万元", "1.2"),
        ("12000元", "money", "万元", "1.2"),
        ("12,345.67 元", "money", "万元", "1.234567"),
        (21.665, "money", "", "21.67"),
        (1e3, "money", "", "1000"),
    ],
)
def test_decimals_and_money(typed, kind, unit, number):
    assert parse_number(typed, kind=kind, unit=unit) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "sentence", "suggestion"),
    [
        ("1.2万", "Write all the digits instead of “1.2万”: 12000?", 12000),
        ("3千户", "Write all the digits instead of “3千户”: 3000?", 3000),
        ("1200余", "Enter the exact number, not “1200余”.", None),
        ("约30", "Enter the exact number, not “约30”.", None),
        ("近百", "Enter the exact number, not “近百”.", None),
        ("30左右", "Enter the exact number, not “30左右”.", None),
        ("30多户", "Enter the exact number, not “30多户”.", None),
        (">30", "Enter the exact number, not “>30”.", None),
        ("30+", "Enter the exact number, not “30+”.", None),
        ("三场", "Enter the number in digits, not in words like “三场”.", None),
        ("十二", "Enter the number in digits, not in words like “十二”.", None),
        (
            "12人次",
            "Enter the number alone, without words: 12 instead of “12人次”.",
            12,
        ),
        ("无", "Leave the field empty or enter 0 instead of “无”.", None),
        ("/", "Leave the field empty or enter 0 instead of “/”.", None),
        ("—", "Leave the field empty or enter 0 instead of “—”.", None),
        ("98%", "Enter the count itself, not the percentage “98%”.", None),
        ("12.5", "Enter a whole number, not “12.5”.", None),
        ("1.000", "Enter a whole number, not “1.000”.", None),
        ("1,20", "Enter a whole number, not “1,20”.", None),
        ("12,", "Enter a whole number, not “12,”.", None),
        ("1,2000", "Enter a whole number, not “1,2000”.", None),
        ("1e5", "Enter a whole number, not “1e5”.", None),
        ("0x1F", "Enter a whole number, not “0x1F”.", None),
        ("12/13", "Enter a whole number, not “12/13”.", None),
        ("1 2", "Enter a whole number, not “1 2”.", None),
        ("=1+1", "Enter a whole number, not “=1+1”.", None),
        ("nan", "Enter a whole number, not “nan”.", None),
        ("∞", "Enter a whole number, not “∞”.", None),
        ("١٢", "Enter a whole number, not “١٢”.", None),
        ("-3", "Enter a number that is not below zero, not “-3”.", None),
        ("−3", "Enter a number that is not below zero, not “−3”.", None),
        ("13812342047000", "“13812342047000” is too large. Check the digits and the unit.", None),
        ("9" * 60, "Enter a whole number, not “9999999999999999999…”.", None),
        (True, "Enter a whole number, not “True”.", None),
        (12.5, "Enter a whole number, not “12.5”.", None),
        (float("nan"), "“nan” is too large. Check the digits and the unit.", None),
        (1e300, "“1e+300” is too large. Check the digits and the unit.", None),
        (
            date(2026, 6, 8),
            "“2026-06-08” is a date or time. Set the cell to a number and enter the figure again.",
            None,
        ),
    ],
)
def test_what_could_mean_two_things_is_refused_with_the_cure(typed, sentence, suggestion):
    with pytest.raises(NumberProblem) as caught:
        parse_number(typed, unit="户")

    assert (str(caught.value), caught.value.suggestion) == (sentence, suggestion)


def test_a_typed_value_with_too_many_places_is_refused():
    with pytest.raises(NumberProblem, match="more than 2 digits"):
        parse_number("12.345", kind="money")


def test_ten_thousands_are_not_taken_for_yuan():
    with pytest.raises(NumberProblem) as caught:
        parse_number("21.6万元", kind="money")

    assert caught.value.suggestion == Decimal("216000")


def test_corrections_may_be_below_zero_where_the_field_allows_it():
    assert parse_number("-3", negative=True) == Decimal(-3)
    assert str(parse_number("-0")) == "0"


@steady
@given(
    st.one_of(
        st.text(),
        st.text(alphabet="0123456789０１２，,.。+-−万亿千余约三 元户%eE¥/", max_size=12),
        st.floats(),
        st.integers(),
        st.decimals(),
        st.booleans(),
        st.dates(),
        st.times(),
        st.binary(max_size=4),
    ),
    st.sampled_from(["whole", "decimal", "money"]),
    st.sampled_from(["", "户", "元", "万元"]),
)
def test_anything_at_all_is_a_number_a_blank_or_a_sentence(value, kind, unit):
    try:
        number = parse_number(value, kind=kind, unit=unit)
    except NumberProblem:
        number = None
    assert number is None or (isinstance(number, Decimal) and 0 <= number < 10**12)


@steady
@given(st.decimals(min_value=0, max_value=10**11, places=2))
def test_what_is_shown_or_kept_can_be_read_again(number):
    assert parse_number(plain(number), kind="money") == number
    assert parse_number(format_number(number, kind="decimal"), kind="decimal") == number
    assert parse_number(format_money(number).removesuffix("yuan"), kind="money") == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Decimal("1200.50"), "1200.5"),
        (Decimal("1200"), "1200"),
        (Decimal("1.2E+3"), "1200"),
        (Decimal("-0.00"), "0"),
        (7, "7"),
    ],
)
def test_a_kept_number_has_one_spelling(number, text):
    assert plain(number) == text


@pytest.mark.parametrize(
    ("yuan", "english", "chinese"),
    [
        (None, "—", "—"),
        ("864", "864 yuan", "864元"),
        ("9999.50", "9,999.5 yuan", "9,999.5元"),
        ("216000", "216,000 yuan", "21.6万元"),
        ("-216000", "-216,000 yuan", "-21.6万元"),
        ("123456789.12", "123,456,789.12 yuan", "1.23亿元"),
    ],
)
def test_money_is_shown_as_readers_count_it(yuan, english, chinese):
    amount = None if yuan is None else Decimal(yuan)

    assert format_money(amount) == english
    with translation.override("zh-hans"):
        assert format_money(amount) == chinese


def test_figures_are_shown_with_separators_and_unit():
    assert format_number(1200) == "1,200"
    assert format_number(None, unit="户") == "—"
    assert format_number(Decimal("-1234.50"), kind="decimal") == "-1,234.5"
    assert format_number(1200, unit="户") == "1,200 户"
    with translation.override("zh-hans"):
        assert format_number(1200, unit="户") == "1,200户"


def test_a_date_cell_is_not_a_number_in_any_form():
    for value in (datetime(2026, 6, 8, 9, 0), time(9)):  # noqa: DTZ001 - cells have no zone
        with pytest.raises(NumberProblem, match="date or time"):
            parse_number(value)


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("007", 7), ("", 0), (None, 0), ("-1", 0), ("1.5", 0), ("²", 0), ("９", 0)]
    + [("9" * 18, 999_999_999_999_999_999), ("9" * 5000, 0)],
)
def test_a_number_in_an_address_is_a_number_or_none(text, number):
    assert posted_whole(text) == number
