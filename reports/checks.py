"""Whether a report can be taken as it is: errors block, warnings ask for a sentence (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from fraudwatch.lib.numbers import NumberProblem, format_number, parse_number
from fraudwatch.lib.privacy import find_personal_data

from .figures import Value, number, part_key, plain
from .unusual import fallen, unusual

NEVER_KEPT = ("id_number", "bank_card")
YES_NO = {
    **dict.fromkeys(("1", "是", "有", "yes", "y", "true"), "1"),
    **dict.fromkeys(("0", "否", "无", "no", "n", "false"), "0"),
}


@dataclass(frozen=True)
class ItemPart:
    """One part of a broken-down figure, with its earlier figures (see Item)."""

    key: str
    label: str
    measure: str
    history: Sequence[Decimal | None] = ()
    carried: Decimal | None = None


@dataclass(frozen=True)
class Item:
    """One asked-for figure, with what is known of it from earlier periods.

    ``history`` holds the unit's figures of up to eight earlier periods, latest first,
    ``None`` where nothing was reported; ``carried`` the stock last approved, however long
    ago. A figure with ``parts`` is typed part by part and is their sum. ``base`` is the unit's
    headcount that the figure is counted over: more than that cannot be.
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
    carried: Decimal | None = None
    parts: Sequence[ItemPart] = ()
    base: int | None = None


@dataclass
class Checked:
    """What a set of typed figures amounts to; by code, or ``code/option`` for a part."""

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
        check_item(item, typed, checked, unusual_factor)
    return checked


def check_item(
    item: Item, typed: Mapping[str, object], checked: Checked, unusual_factor: int
) -> None:
    """Add to ``checked`` what was typed of one figure, and what is wrong or unusual about it."""
    value = _read_parts(item, typed, checked) if item.parts else _read_one(item, typed, checked)
    if value is None:
        return
    checked.values[item.code] = value
    error = _impossible(value) or _over_base(item, value)
    if error:
        checked.errors[item.code] = error
        return
    warning = unusual(item, number(value), unusual_factor) or _fallen_part(item, checked)
    if warning:
        checked.warnings[item.code] = warning


def _read_one(item: Item, typed: Mapping[str, object], checked: Checked) -> Value | None:
    """The value of a plain figure; what is wrong with it goes to the errors."""
    try:
        value = _read(item, typed.get(item.code))
    except NumberProblem as problem:
        checked.errors[item.code] = str(problem)
        return None
    if value is None and item.is_required:
        checked.errors[item.code] = _asked_for()
    return value


def _read_parts(item: Item, typed: Mapping[str, object], checked: Checked) -> str | None:
    """The sum of the parts, each kept too; ``None`` when none was typed or one is wrong.

    A required figure wants all its parts; of an optional one the blank parts are left out.
    """
    found: dict[str, str] = {}
    errors: dict[str, str] = {}
    for part in item.parts:
        key = part_key(item.code, part.key)
        try:
            value = _read(item, typed.get(key))
        except NumberProblem as problem:
            errors[key] = str(problem)
            continue
        if value is not None:
            found[key] = value
        elif item.is_required:
            errors[key] = _asked_for()
    if not found and set(errors.values()) <= {_asked_for()}:
        return _none_typed(item, typed, checked)
    checked.values |= found
    checked.errors |= errors
    return None if errors else plain(sum(map(Decimal, found.values())))


def _none_typed(item: Item, typed: Mapping[str, object], checked: Checked) -> None:
    """Say what is missing of a figure without a single part: never guess the parts of a sum."""
    if str(typed.get(item.code) or "").strip():
        checked.errors[item.code] = _("Fill in the parts; the total is their sum.")
    elif item.is_required:
        checked.errors[item.code] = _asked_for()


def _asked_for() -> str:
    return _("Fill this in; type 0 if there was none.")


def _fallen_part(item: Item, checked: Checked) -> str:
    """The first part of a stock that is lower than it was."""
    for part in item.parts:
        value = checked.values.get(part_key(item.code, part.key))
        sentence = fallen(part, Decimal(value)) if value is not None else ""
        if sentence:
            return _("%(part)s: %(sentence)s") % {"part": part.label, "sentence": sentence}
    return ""


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
    if item.kind == "yesno":
        return _read_yes_no(typed)
    parsed = parse_number(typed, kind=item.kind, unit=item.unit)
    return None if parsed is None else plain(parsed)


def _read_yes_no(typed: object) -> str | None:
    """``"1"`` or ``"0"``, so that a sum says how many units said yes."""
    text = str("" if typed is None else typed).strip().lower().removesuffix(".0")
    if not text:
        return None
    if text not in YES_NO:
        raise NumberProblem(
            _("Answer yes (1) or no (0), not “%(value)s”.") % {"value": text[:20]}, typed
        )
    return YES_NO[text]


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


def _over_base(item: Item, value: Value) -> str:
    """Why a count cannot be more than the unit's headcount, or nothing."""
    if item.base is None or isinstance(value, dict) or Decimal(value) <= item.base:
        return ""
    words = _("%(count)s is more than the headcount of %(base)s; check both.")
    told = {"count": format_number(Decimal(value)), "base": format_number(item.base)}
    return words % told


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
