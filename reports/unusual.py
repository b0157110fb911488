"""What is unusual about a figure beside those of earlier periods (pure).

Nothing here refuses: every sentence asks for a reason. Yes-or-no figures and rates are held
against their range only.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from fraudwatch.lib.numbers import format_number

from .figures import mean

ENOUGH_HISTORY = 3
WORTH_ASKING = 5
WAN = 10_000
NEAR = 3  # a slip of the unit is seen within a third and three times of ten thousand


class Known(Protocol):
    """What is known of a figure: its kind, range and history (latest first)."""

    kind: str
    measure: str
    low: Decimal | None
    high: Decimal | None
    history: Sequence[Decimal | None]
    carried: Decimal | None


def unusual(item: Known, value: Decimal | None, factor: int) -> str:
    """The first thing unusual about the value, as a sentence, or nothing."""
    if value is None:
        return ""
    slip = _wrong_unit(item, value)
    if slip:
        return slip
    outside = (item.low is not None and value < item.low) or (
        item.high is not None and value > item.high
    )
    if outside:
        return _outside(item)
    if item.kind in ("rate", "yesno"):
        return ""
    return fallen(item, value) or _far_from_mean(item, value, factor) or _jump(item, value, factor)


def fallen(item: Known, value: Decimal) -> str:
    """A stock, reported to date, that is lower than the last one known."""
    last = _last(item)
    if item.measure != "stock" or last is None or value >= last:
        return ""
    return _("Lower than the %(last)s reported before. If correct, say why.") % {
        "last": format_number(last)
    }


def _outside(item: Known) -> str:
    if item.low is None:
        return _("Above the usual %(high)s. If correct, say why.") % {
            "high": format_number(item.high)
        }
    if item.high is None:
        return _("Below the usual %(low)s. If correct, say why.") % {"low": format_number(item.low)}
    return _("Outside the usual range of %(low)s to %(high)s. If correct, say why.") % {
        "low": format_number(item.low),
        "high": format_number(item.high),
    }


def _last(item: Known) -> Decimal | None:
    """The last figure of the last eight periods, or the stock that is carried on."""
    return next((past for past in item.history if past is not None), item.carried)


def _wrong_unit(item: Known, value: Decimal) -> str:
    """Money ten thousand times more or less than usual: yuan typed for 万元, or the reverse."""
    known = [past for past in item.history if past]
    usual = mean(known) if item.kind == "money" else None
    if not usual or not value:
        return ""
    words = {"mean": format_number(usual.quantize(Decimal("0.01")))}
    if usual * WAN / NEAR <= value <= usual * WAN * NEAR:
        return (
            _("About 10,000 times the usual %(mean)s. Is this the right unit? If so, say why.")
            % words
        )
    if usual / WAN / NEAR <= value <= usual / WAN * NEAR:
        return (
            _("About a 10,000th of the usual %(mean)s. Is this the right unit? If so, say why.")
            % words
        )
    return ""


def _far_from_mean(item: Known, value: Decimal, factor: int) -> str:
    known = [past for past in item.history if past is not None]
    usual = mean(known)
    if len(known) < ENOUGH_HISTORY or not usual or max(value, usual) < WORTH_ASKING:
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


def _jump(item: Known, value: Decimal, factor: int) -> str:
    """More than ``factor`` times what the unit reported last."""
    last = _last(item)
    if not last or value < WORTH_ASKING or value <= last * factor:
        return ""
    return _("%(times)s times the last period (%(last)s). If correct, say why.") % {
        "times": (value / last).quantize(Decimal("0.1")),
        "last": format_number(last),
    }
