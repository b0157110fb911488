"""Whether a report can be taken as it is: errors block, warnings ask for a sentence (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from fraudwatch.lib.numbers import NumberProblem, format_number, parse_number
from fraudwatch.lib.privacy import find_personal_data

from .figures import Value, mean, number, plain

ENOUGH_HISTORY = 3
NEVER_KEPT = ("id_number", "bank_card")
WORTH_ASKING = 5


@dataclass(frozen=True)
class Item:
    """One asked-for figure, with what is known of it from earlier periods.

    ``history`` holds the unit's figures of up to eight earlier periods, latest first,
    ``None`` where nothing was reported.
    """

    code: str
    label: str
    kind: str
    measure: str
    unit: str = ""
    is_required: bool = True
    low: Decimal | None = None
    high: Decimal | None = None
    history: Sequence[Decimal | None] = ()


@dataclass
class Checked:
    """What a set of typed figures amounts to."""

    values: dict[str, Value] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)


def check_values(
    items: Sequence[Item], typed: Mapping[str, object], *, unusual_factor: int = 3
) -> Checked:
    """Read what was typed and say what is wrong or unusual, per code.

    ``typed`` maps a code to text, a rate to ``{"n": text, "d": text}``. A blank figure
    is left out of ``values``; when it was required that is an error.
    """
    checked = Checked()
    for item in items:
        try:
            value = _read(item, typed.get(item.code))
        except NumberProblem as problem:
            checked.errors[item.code] = str(problem)
            continue
        if value is None:
            if item.is_required:
                checked.errors[item.code] = _("Fill this in; type 0 if there was none.")
            continue
        checked.values[item.code] = value
        error = _impossible(value)
        if error:
            checked.errors[item.code] = error
            continue
        warning = _unusual(item, number(value), unusual_factor)
        if warning:
            checked.warnings[item.code] = warning
    return checked


def _read(item: Item, typed: object) -> Value | None:
    """The value as kept; ``None`` when blank."""
    if item.kind == "rate":
        pair = typed if isinstance(typed, Mapping) else {}
        parts = {key: parse_number(pair.get(key)) for key in ("n", "d")}
        if parts["n"] is None and parts["d"] is None:
            return None
        if parts["n"] is None or parts["d"] is None:
            raise NumberProblem(_("Fill in both numbers of the rate."), typed)
        return {key: plain(part) for key, part in parts.items()}
    if isinstance(typed, Mapping):
        raise NumberProblem(_("Type one number here."), typed)
    parsed = parse_number(typed, kind=item.kind, unit=item.unit)
    return None if parsed is None else plain(parsed)


def _impossible(value: Value) -> str:
    """Why the value cannot be true, or nothing."""
    if isinstance(value, dict):
        top, base = Decimal(value["n"]), Decimal(value["d"])
        if base == 0:
            return _("The base of the rate is 0; type how many there are in all.")
        if top > base:
            return _("%(top)s of %(base)s is more than all; check which number is which.") % {
                "top": format_number(top),
                "base": format_number(base),
            }
    return ""


def _unusual(item: Item, value: Decimal | None, factor: int) -> str:
    """What is unusual about the value, or nothing."""
    if value is None:
        return ""
    outside = (item.low is not None and value < item.low) or (
        item.high is not None and value > item.high
    )
    if outside:
        return _("Outside the usual range of %(low)s to %(high)s. If correct, say why.") % {
            "low": format_number(item.low),
            "high": format_number(item.high),
        }
    last = next((past for past in item.history if past is not None), None)
    if item.measure == "stock" and item.kind != "rate" and last is not None and value < last:
        return _("Lower than the %(last)s reported before. If correct, say why.") % {
            "last": format_number(last)
        }
    return _far_from_mean(item, value, factor)


def _far_from_mean(item: Item, value: Decimal, factor: int) -> str:
    known = [past for past in item.history if past is not None]
    usual = mean(known)
    if item.kind == "rate" or len(known) < ENOUGH_HISTORY or not usual:
        return ""
    if max(value, usual) < WORTH_ASKING:
        return ""
    if value > usual * factor:
        times = (value / usual).quantize(Decimal("0.1"))
        return _("%(times)s times the mean of recent periods (%(mean)s). If correct, say why.") % {
            "times": times,
            "mean": format_number(usual.quantize(Decimal("0.1"))),
        }
    if value < usual / factor:
        return _("Far below the mean of recent periods (%(mean)s). If correct, say why.") % {
            "mean": format_number(usual.quantize(Decimal("0.1")))
        }
    return ""


def check_texts(blocks: Sequence[object], texts: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the narratives, by block key."""
    problems = {
        block.key: _wrong_length(block, texts.get(block.key, "")) or _names(texts, block.key)
        for block in blocks
    }
    return {key: problem for key, problem in problems.items() if problem}


def _wrong_length(block: object, text: str) -> str:
    length = len(text.strip())
    if block.is_required and not length:
        return _("Write a few words here.")
    if length and length < block.min_length:
        return _("Write at least %(n)s characters; there are %(length)s.") % {
            "n": block.min_length,
            "length": length,
        }
    if length > block.max_length:
        return _("Write at most %(n)s characters; there are %(length)s.") % {
            "n": block.max_length,
            "length": length,
        }
    return ""


def _names(texts: Mapping[str, str], key: str) -> str:
    """Why the text must not be kept: identity and card numbers belong to no report."""
    for found in find_personal_data(texts.get(key, "")):
        if found.kind in NEVER_KEPT:
            words = _("“%(masked)s” looks like an ID or card number; give counts only.")
            return words % {"masked": found.masked}
    return ""
