"""Personal data in free text."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudwatch.lib.privacy import find_personal_data, is_id_number, mask_personal_data

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID = "11010519491231002X"
CARD = "6222020200112230"


def with_check_digit(first):
    total = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True))
    return first + "10X98765432"[total % 11]


def card_with_check_digit(first):
    for last in "0123456789":
        digits = first + last
        doubled = [int(d) * (2 if n % 2 else 1) for n, d in enumerate(reversed(digits))]
        if sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0:
            return digits
    raise AssertionError


@pytest.mark.parametrize(
    ("text", "kind", "masked"),
    [
        (f"受害人身份证{ID}。", "id_number", "受害人身份证110105********002X。"),
        (f"身份证 {ID.lower()}", "id_number", "身份证 110105********002x"),
        ("身份证110105 19491231 002X", "id_number", "身份证110105********002X"),
        ("身份证１１０１０５１９４９１２３１００２Ｘ", "id_number", "身份证110105********002X"),
        ("电话13812342047，已联系", "mobile", "电话138****2047，已联系"),
        ("电话138 1234 2047", "mobile", "电话138****2047"),
        ("电话138-1234-2047", "mobile", "电话138****2047"),
        ("电话+8613812342047", "mobile", "电话+138****2047"),
        ("(19900001111)", "mobile", "(199****1111)"),
        (f"卡号{card_with_check_digit(CARD[:15])}", "bank_card", None),
        (f"卡号{card_with_check_digit('622202020011223')}", "bank_card", None),
        (f"卡号{card_with_check_digit('621700001234567890')}", "bank_card", None),
        (
            "卡号6222 0212 3456 7890 " + card_with_check_digit("622202123456789012")[16:],
            "bank_card",
            None,
        ),
    ],
)
def test_a_number_that_belongs_to_somebody_is_found_and_masked(text, kind, masked):
    [finding] = find_personal_data(text)

    assert finding.kind == kind
    assert text[finding.start : finding.end] == finding.text
    if masked:
        assert mask_personal_data(text) == masked
    else:
        assert finding.text.replace(" ", "")[-4:] in mask_personal_data(text)
        assert "****" in mask_personal_data(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "发放传单 1200 份，入户 3,218 户",
        "110105194912310021",
        "11010519491331002X",
        "12345678901",
        "1381234204",
        "138123420471234567890123",
        "A13812342047",
        "文号20260608123456789",
        "12110105194912310023",
        "挽损 216000.00 元",
        "0577-62345678",
        "1111111111111111",
        "1200 1300 1400 1500",
        "2026-06-08 2026-06-14",
        "金额0.13812342047",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert find_personal_data(text) == []
    assert mask_personal_data(text) == text


def test_several_findings_come_in_order():
    text = f"张某{ID}，电话13812342047；李某电话15912345678"

    assert mask_personal_data("12 13812342047 15912345678") == "12 138****2047 159****5678"
    assert [finding.kind for finding in find_personal_data(text)] == [
        "id_number",
        "mobile",
        "mobile",
    ]
    assert (
        mask_personal_data(text) == "张某110105********002X，电话138****2047；李某电话159****5678"
    )


steady = settings(derandomize=True, deadline=None, max_examples=300)


@steady
@given(
    st.integers(110000, 659999),
    st.dates(min_value=date(1900, 1, 1)),
    st.integers(0, 999),
)
def test_every_valid_id_number_is_found_and_no_neighbour_of_it(area, born, order):
    number = with_check_digit(f"{area}{born:%Y%m%d}{order:03}")

    found = find_personal_data(f"证件号{number}已核")

    assert [(finding.kind, finding.text) for finding in found] == [("id_number", number)]
    wrong = "0" if number[-1] != "0" else "1"
    assert not is_id_number(number[:-1] + wrong)


@steady
@given(st.text())
def test_any_text_is_searched_without_trouble(text):
    masked = mask_personal_data(text)

    assert find_personal_data(text) or masked == text


def test_long_runs_of_digits_are_searched_quickly():
    assert find_personal_data("1 " * 200_000) == []
    assert find_personal_data("1" * 200_000) == []
