"""Document numbers are put into the one form that offices use."""

import pytest

from campaigns.document_numbers import next_number, normal_number


@pytest.mark.parametrize(
    "typed",
    [
        "青反诈办〔2026〕3号",
        "青反诈办[2026]3号",
        "青反诈办(2026)3号",
        "青反诈办（2026）第3号",
        "青反诈办【2026】3",
        " 青反诈办 ［２０２６］ ０３ 号 ",
    ],
)
def test_brackets_figures_and_spaces_are_put_right(typed):
    assert normal_number(typed) == "青反诈办〔2026〕3号"


@pytest.mark.parametrize(
    "typed", ["三号文", "青反诈办2026年3号", "〔2026〕3号", "青反诈办〔26〕3号"]
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match="号"):
        normal_number(typed)


def test_no_number_is_allowed():
    assert normal_number("  ") == ""


@pytest.mark.parametrize(
    ("used", "year", "suggested"),
    [
        ([], 2026, ""),
        (["青反诈办〔2026〕3号", "青反诈办〔2026〕7号"], 2026, "青反诈办〔2026〕8号"),
        (["青反诈办〔2026〕3号", "青政办〔2026〕40号"], 2026, "青反诈办〔2026〕4号"),
        (["青反诈办〔2026〕3号"], 2027, "青反诈办〔2027〕1号"),
        (["口头", "青反诈办〔2026〕3号"], 2026, "青反诈办〔2026〕4号"),
    ],
)
def test_the_next_number_goes_by_office_and_year(used, year, suggested):
    assert next_number(used, year) == suggested
