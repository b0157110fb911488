"""Totals of any tree after any events are the sums of the raw rows, in whatever order."""

from decimal import Decimal
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from fraudwatch.lib.paths import ancestors, step
from reports.enums import ReportState, Timeliness
from reports.figures import plain
from reports.grid import base_value, counted, span_value
from reports.sums import Over, Sum, added

AMOUNTS = st.decimals(0, 10**7, places=2, allow_nan=False)
STATES = st.sampled_from([state.value for state in ReportState])


def rates():
    return st.tuples(st.integers(0, 900), st.integers(1, 900)).map(
        lambda pair: {"n": str(min(pair)), "d": str(max(pair))}
    )


FIGURES = st.fixed_dictionaries(
    {},
    optional={
        "visits": AMOUNTS.map(plain),
        "cases/loan": AMOUNTS.map(plain),
        "cases/shop": AMOUNTS.map(plain),
        "aware": rates(),
    },
)


def with_sum(figures):
    """The figure over its parts, as the checks make it."""
    parts = [figures[key] for key in ("cases/loan", "cases/shop") if key in figures]
    whole = {"cases": plain(sum(map(Decimal, parts)))} if parts else {}
    return figures | whole


REPORTS = st.builds(
    SimpleNamespace,
    path=st.lists(st.integers(1, 3), min_size=1, max_size=4).map(
        lambda keys: step(1) + "".join(step(key + 1) for key in keys)
    ),
    state=STATES,
    timeliness=st.sampled_from([one.value for one in Timeliness]),
    is_zero=st.booleans(),
    values=FIGURES.map(with_sum),
    standing=st.none() | FIGURES.map(with_sum),  # approved, while a correction is under way
    stands_as_zero=st.booleans(),
    carried=FIGURES.map(with_sum),
    base=st.none() | st.integers(1, 1000),
)


def settle(report):
    """What the row answers by itself."""
    approved = report.values if report.state == ReportState.APPROVED else {}
    report.counted_values = report.standing if report.standing is not None else approved
    stands = report.standing is not None
    report.counts_as_zero = report.stands_as_zero if stands else report.is_zero
    report.over = {"visits": Over(report.base, True)} if report.base else {}
    return report


TREES = st.lists(REPORTS.map(settle), max_size=14, unique_by=lambda report: report.path)


def naive(reports, node):
    """The sums of everything at and below a node, one addition after the other."""
    sums, given, base = {}, {}, [Decimal(0), Decimal(0), 0]
    for report in reports:
        if not report.path.startswith(node):
            continue
        for key, value in report.counted_values.items():
            given[key] = given.get(key, 0) + 1
            for part, number in value.items() if isinstance(value, dict) else [("", value)]:
                sums[key, part] = sums.get((key, part), Decimal(0)) + Decimal(number)
        if report.base and report.state != ReportState.EXEMPT and "visits" in report.carried:
            base[0] += Decimal(report.carried["visits"])
            base[1] += report.base
            base[2] += 1
    return sums, given, tuple(base)


def flat(fields):
    """The same three out of a total's columns."""
    sums = {
        (key, part): Decimal(number)
        for key, value in fields["sums"].items()
        for part, number in (value.items() if isinstance(value, dict) else [("", value)])
    }
    pair = fields["gauges"].get("visits", {"n": 0, "d": 0})
    gauge = Decimal(pair["n"]), Decimal(pair["d"]), fields["gauges_given"].get("visits", 0)
    return sums, fields["given"], gauge


def by_levels(reports):
    """Every node's sum from its children, deepest first, as the folding does it."""
    nodes = {above for report in reports for above in ancestors(report.path)}
    sums = {node: Sum() for node in nodes}
    for report in reports:
        sums[report.path].add_report(report, report.over)
    for node in sorted(nodes, key=len, reverse=True):
        above = node[:-5]
        if above:
            sums[above].add(sums[node])
    return {node: one.as_fields() for node, one in sums.items()}


@given(reports=TREES)
def test_every_node_of_any_tree_is_the_sum_of_its_raw_rows(reports):
    for node, fields in by_levels(reports).items():
        assert flat(fields) == naive(reports, node)


@given(reports=TREES, order=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(reports, order):
    shuffled = list(reports)
    order.shuffle(shuffled)

    assert by_levels(shuffled) == by_levels(reports)


@given(reports=TREES)
def test_summing_stored_totals_is_summing_the_rows(reports):
    levels = by_levels(reports)
    again, straight = Sum(), Sum()
    for node in [node for node in levels if len(node) == 10]:
        again.add_total(SimpleNamespace(**levels[node]))
    for report in [report for report in reports if len(report.path) > 5]:
        straight.add_report(report, report.over)

    assert again.as_fields() == straight.as_fields()


@given(reports=TREES)
def test_counts_add_up_and_exempt_units_are_never_owed(reports):
    for node, fields in by_levels(reports).items():
        below = [report for report in reports if report.path.startswith(node)]
        assert fields["owed"] + fields["exempt"] == len(below)
        assert fields["approved"] <= fields["reported"] <= fields["owed"]


@given(reports=TREES)
def test_a_part_never_exceeds_its_figure(reports):
    for fields in by_levels(reports).values():
        sums = fields["sums"]
        parts = [Decimal(sums.get(key, "0")) for key in ("cases/loan", "cases/shop")]
        assert sum(parts) == Decimal(sums.get("cases", "0"))


@settings(max_examples=40)
@given(rows=st.lists(st.none() | FIGURES, min_size=1, max_size=6))
def test_a_span_is_its_periods_added_up_and_a_gap_is_not_zero(rows):
    totals = [
        None if row is None else SimpleNamespace(
            sums=row, stocks=row, given=dict.fromkeys(row, 1),
            stocks_given=dict.fromkeys(row, 1), owed=2,
        )
        for row in rows
    ]  # fmt: skip
    there = [row for row in rows if row is not None]

    whole = added(there)
    assert span_value(totals, "visits", False) == whole.get("visits")
    assert span_value(totals, "visits", True) == (rows[-1] or {}).get("visits")
    given, owed = counted(totals, "visits", False)
    assert (given, owed) == (sum("visits" in row for row in there), 2 * len(there))
    known = all(row is not None and "visits" in row for row in rows)
    assert base_value(rows, "visits", False) == (whole["visits"] if known else None)
