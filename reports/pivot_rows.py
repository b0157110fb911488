"""Rows of the analysis grid: what a single unit counts as, and what a total holds beyond (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .enums import ReportState
from .figures import Value
from .pivot import Slim
from .sums import added, state_of


def slim_of_report(state: str, values: Mapping, standing: Mapping | None, carried: Mapping) -> Slim:
    """A single unit in one period, as ``Sum.add_report`` counts it."""
    stands = _Standing(state, standing)
    is_exempt = state == ReportState.EXEMPT
    counts = standing is not None or state == ReportState.APPROVED
    flows = (values if standing is None else standing) if counts else {}
    stocks = {} if is_exempt else carried
    return Slim(
        owed=0 if is_exempt and standing is None else 1,
        approved=int(state_of(stands) == ReportState.APPROVED),
        sums=flows,
        given=dict.fromkeys(flows, 1),
        stocks=stocks,
        stocks_given=dict.fromkeys(stocks, 1),
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    state: str
    standing: Mapping | None


def narrowed(total: object | None, keys: Sequence[str]) -> Slim | None:
    """A total with some of its figures alone."""
    if total is None:
        return None
    picked = (
        {key: held[key] for key in keys if key in held}
        for held in (total.sums, total.given, total.stocks, total.stocks_given)
    )
    return Slim(total.owed, total.approved, *picked)


def remainder(total: object | None, parts: Sequence[object | None]) -> Slim | None:
    """What the node's total holds beyond its rows: units that lie elsewhere by now.

    ``None`` when nothing is left over.
    """
    if total is None:
        return None
    there = [one for one in parts if one is not None]
    left = {
        "owed": total.owed - sum(one.owed for one in there),
        "approved": total.approved - sum(one.approved for one in there),
    }
    for name in ("sums", "stocks"):
        left[name] = _less(getattr(total, name), [getattr(one, name) for one in there])
    for name in ("given", "stocks_given"):
        more = {
            key: count - sum(getattr(one, name).get(key, 0) for one in there)
            for key, count in getattr(total, name).items()
        }
        left[name] = {key: count for key, count in more.items() if count}
    if not left["owed"] and not left["given"] and not left["stocks_given"]:
        return None
    for name, counts in (("sums", "given"), ("stocks", "stocks_given")):
        left[name] = {key: left[name][key] for key in left[counts] if key in left[name]}
    return Slim(**left)


def _less(whole: Mapping[str, Value], parts: Sequence[Mapping[str, Value]]) -> dict[str, Value]:
    minus = [{key: _negative(value) for key, value in part.items() if key in whole}
             for part in parts]  # fmt: skip
    return added([whole, *minus])


def _negative(value: Value) -> Value:
    if isinstance(value, dict):
        return {name: f"{-Decimal(one):f}" for name, one in value.items()}
    return f"{-Decimal(value):f}"
