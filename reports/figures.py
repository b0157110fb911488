"""How figures add up, change and compare (pure).

A value is the decimal string a report carries (``"12"``) or, for a rate, two of them
(``{"n": "90", "d": "100"}``). What is absent was not reported: it is never zero. A figure
broken down into parts stands under its code as their sum, each part under ``code/option``.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

Value = str | dict[str, str]
Values = Mapping[str, Value]


def part_key(code: str, option: str) -> str:
    """The key of one part of a broken-down figure: ``cases/loan``."""
    return f"{code}/{option}"


def split_key(key: str) -> tuple[str, str]:
    """The code and the option of a key; a plain figure has the option ``""``."""
    code, _slash, option = key.partition("/")
    return code, option


def plain(number: Decimal) -> str:
    """A decimal as the shortest plain string: ``12.50`` becomes ``12.5``, ``1E+3`` ``1000``."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def add_values(first: Value | None, second: Value | None) -> Value | None:
    """The sum of two values of one indicator; a rate adds numerators and denominators."""
    if first is None or second is None:
        return second if first is None else first
    if isinstance(first, dict):
        return {key: plain(Decimal(first[key]) + Decimal(second[key])) for key in ("n", "d")}
    return plain(Decimal(first) + Decimal(second))


def sum_values(rows: Iterable[Values]) -> tuple[dict[str, Value], dict[str, int]]:
    """Sums by code over several reports, and how many of them gave each figure."""
    sums: dict[str, Value] = {}
    given: dict[str, int] = {}
    for row in rows:
        for code, value in row.items():
            sums[code] = add_values(sums.get(code), value)
            given[code] = given.get(code, 0) + 1
    return sums, given


def number(value: Value | None) -> Decimal | None:
    """A value as one number: a rate in percent; ``None`` without figure or denominator."""
    if value is None:
        return None
    if isinstance(value, dict):
        return rate(Decimal(value["n"]), Decimal(value["d"]))
    return Decimal(value)


def rate(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """Numerator over denominator in percent to one decimal; ``None`` when nothing is below."""
    if not denominator:
        return None
    return (numerator * 100 / denominator).quantize(Decimal("0.1"))


def change_rate(now: Decimal | None, base: Decimal | None) -> Decimal | None:
    """Change against the base in percent, to one decimal; ``None`` without a base."""
    if now is None or not base:
        return None
    return ((now - base) * 100 / abs(base)).quantize(Decimal("0.1"))


def attainment(value: Decimal | None, target: Decimal | None) -> Decimal | None:
    """How much of the target is reached, in percent; ``None`` without one."""
    if value is None or not target:
        return None
    return (value * 100 / target).quantize(Decimal("0.1"))


def meets(value: Decimal | None, op: str, target: Decimal) -> bool | None:
    """Whether the value meets its target; ``None`` without a value."""
    if value is None:
        return None
    return value >= target if op == "ge" else value <= target


def mean(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """The mean of what was reported; ``None`` when nothing was."""
    known = [item for item in numbers if item is not None]
    return sum(known) / len(known) if known else None
