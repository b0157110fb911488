"""Adding reports up: what a row counts as, and the sum of a subtree (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from reports.enums import COUNTED, ReportState, Timeliness
from reports.figures import Value, plain

COUNTS = (
    "owed", "reported", "approved", "on_time", "late", "zero", "returned", "missing", "exempt",
)  # fmt: skip
SUMS = ("sums", "given", "stocks", "stocks_given", "gauges", "gauges_given")
POURED = (("sums", "given"), ("stocks", "stocks_given"), ("gauges", "gauges_given"))
NOTHING: Mapping[str, "Over"] = MappingProxyType({})


@dataclass(frozen=True)
class Over:
    """The headcount that a unit's count is held against, and whether that count is a stock."""

    base: int
    is_stock: bool


@dataclass
class Sum:
    """Counts and sums of a subtree while they are being added up.

    Inside, a figure is a number and a rate a pair of numbers; ``as_fields`` writes them out.
    """

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    sums: dict = field(default_factory=dict)
    given: dict = field(default_factory=dict)
    stocks: dict = field(default_factory=dict)
    stocks_given: dict = field(default_factory=dict)
    gauges: dict = field(default_factory=dict)
    gauges_given: dict = field(default_factory=dict)

    def add_report(self, report: object, over: Mapping[str, Over] = NOTHING) -> None:
        """Count one report row; ``over`` holds its unit's headcounts by indicator code."""
        for name in counted_as(report):
            self.counts[name] += 1
        counted, is_exempt = report.counted_values, report.state == ReportState.EXEMPT
        carried = {} if is_exempt else report.carried
        _pour(self.sums, self.given, counted)
        _pour(self.stocks, self.stocks_given, carried)
        if over and not is_exempt:
            _pour(self.gauges, self.gauges_given, gauged(counted, carried, over))

    def add_total(self, total: object) -> None:
        """Count the total of a child."""
        for name in COUNTS:
            self.counts[name] += getattr(total, name)
        for sums, given in POURED:
            mine = getattr(self, sums), getattr(self, given)
            _pour(*mine, getattr(total, sums), getattr(total, given))

    def add(self, other: "Sum") -> None:
        """Count another sum."""
        for name in COUNTS:
            self.counts[name] += other.counts[name]
        for sums, given in POURED:
            _merge(getattr(self, sums), getattr(other, sums))
            _count(getattr(self, given), getattr(other, given))

    def as_fields(self) -> dict:
        """The columns of a Total."""
        fields = dict(self.counts)
        for sums, given in POURED:
            fields[sums] = {code: _written(value) for code, value in getattr(self, sums).items()}
            fields[given] = getattr(self, given)
        return fields


def gauged(counted: Mapping, carried: Mapping, over: Mapping[str, Over]) -> dict[str, Value]:
    """The counts of a report beside the headcounts they are held against, as rates."""
    found = {}
    for code, one in over.items():
        count = (carried if one.is_stock else counted).get(code)
        if count is not None:
            found[code] = {"n": count, "d": str(one.base)}
    return found


def state_of(report: object) -> str:
    """The state that a row counts with: approved, too, while its figures are being corrected."""
    return ReportState.APPROVED if report.standing is not None else report.state


def counted_as(report: object) -> list[str]:
    """The counts that a report row belongs to."""
    state = state_of(report)
    if state == ReportState.EXEMPT:
        return ["exempt"]
    names = ["owed"]
    if state in COUNTED:
        names.append("reported")
    if state in (ReportState.APPROVED, ReportState.RETURNED, ReportState.MISSING):
        names.append(str(state))
    if report.timeliness in (Timeliness.ON_TIME, Timeliness.LATE):
        names.append(str(report.timeliness))
    if report.counts_as_zero and state in COUNTED:
        names.append("zero")
    return names


def _pour(sums: dict, given: dict, more: Mapping, counts: Mapping | None = None) -> None:
    """Add written figures; each counts once unless ``counts`` says how often."""
    for code, value in more.items():
        if isinstance(value, dict):
            top, base = sums.get(code, (0, 0))
            sums[code] = (top + Decimal(value["n"]), base + Decimal(value["d"]))
        else:
            sums[code] = sums.get(code, 0) + Decimal(value)
    if counts is None:
        for code in more:
            given[code] = given.get(code, 0) + 1
    else:
        _count(given, counts)


def _merge(sums: dict, more: Mapping) -> None:
    for code, value in more.items():
        if isinstance(value, tuple):
            top, base = sums.get(code, (0, 0))
            sums[code] = (top + value[0], base + value[1])
        else:
            sums[code] = sums.get(code, 0) + value


def _count(given: dict, more: Mapping) -> None:
    for code, number in more.items():
        given[code] = given.get(code, 0) + number


def _written(value: Decimal | tuple[Decimal, Decimal]) -> Value:
    if isinstance(value, tuple):
        return {"n": plain(value[0]), "d": plain(value[1])}
    return plain(value)


def added(rows: Iterable[Mapping]) -> dict[str, Value]:
    """The sums by code of many rows of written figures."""
    sums: dict = {}
    for row in rows:
        _pour(sums, {}, row, NOTHING)
    return {code: _written(value) for code, value in sums.items()}
