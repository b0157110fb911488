"""Adding reports up: what a row counts as, and the sum of a subtree (pure)."""

from dataclasses import dataclass, field

from reports.enums import COUNTED, ReportState, Timeliness
from reports.figures import add_values

COUNTS = (
    "owed", "reported", "approved", "on_time", "late", "zero", "returned", "missing", "exempt",
)  # fmt: skip
SUMS = ("sums", "given", "stocks", "stocks_given")


@dataclass
class Sum:
    """Counts and sums of a subtree while they are being added up."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    sums: dict = field(default_factory=dict)
    given: dict = field(default_factory=dict)
    stocks: dict = field(default_factory=dict)
    stocks_given: dict = field(default_factory=dict)

    def add_report(self, report: object) -> None:
        """Count one report row."""
        for name in counted_as(report):
            self.counts[name] += 1
        if report.state == ReportState.APPROVED:
            _pour(self.sums, self.given, report.values, dict.fromkeys(report.values, 1))
        if report.state != ReportState.EXEMPT:
            _pour(self.stocks, self.stocks_given, report.carried, dict.fromkeys(report.carried, 1))

    def add_total(self, total: object) -> None:
        """Count the total of a child."""
        for name in COUNTS:
            self.counts[name] += getattr(total, name)
        _pour(self.sums, self.given, total.sums, total.given)
        _pour(self.stocks, self.stocks_given, total.stocks, total.stocks_given)

    def add(self, other: "Sum") -> None:
        """Count another sum."""
        for name in COUNTS:
            self.counts[name] += other.counts[name]
        _pour(self.sums, self.given, other.sums, other.given)
        _pour(self.stocks, self.stocks_given, other.stocks, other.stocks_given)

    def as_fields(self) -> dict:
        """The columns of a Total."""
        return {**self.counts, **{name: getattr(self, name) for name in SUMS}}


def counted_as(report: object) -> list[str]:
    """The counts that a report row belongs to."""
    if report.state == ReportState.EXEMPT:
        return ["exempt"]
    names = ["owed"]
    if report.state in COUNTED:
        names.append("reported")
    if report.state in (ReportState.APPROVED, ReportState.RETURNED, ReportState.MISSING):
        names.append(str(report.state))
    if report.timeliness in (Timeliness.ON_TIME, Timeliness.LATE):
        names.append(str(report.timeliness))
    if report.is_zero and report.state in COUNTED:
        names.append("zero")
    return names


def _pour(sums: dict, given: dict, more: dict, counts: dict) -> None:
    for code, value in more.items():
        sums[code] = add_values(sums.get(code), value)
        given[code] = given.get(code, 0) + counts.get(code, 0)
