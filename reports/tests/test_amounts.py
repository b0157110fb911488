"""Amounts of money as pages show them."""

import pytest
from django.utils import translation

from reports.templatetags.reporting import amount


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        ("9999.5", "zh-hans", "9,999.5"),
        ("56000", "zh-hans", '<span title="56,000元">5.6万元</span>'),
        ("123456789", "zh-hans", '<span title="123,456,789元">1.23亿元</span>'),
        ("56000", "en", '<span title="56,000 yuan">56,000 yuan</span>'),
        (None, "zh-hans", "—"),
    ],
)
def test_large_sums_are_shown_in_wan_with_the_exact_one_beneath(indicators, value, language, shown):
    with translation.override(language):
        assert str(amount(value, indicators["losses"])) == shown


def test_a_count_is_never_money(indicators):
    assert amount("56000", indicators["visits"]) == "56,000"
