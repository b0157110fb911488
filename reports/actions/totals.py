"""Folding reports into totals: recomputed bottom-up, never incremented (汇总)."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from itertools import chain, pairwise

from django.db import connection, transaction
from django.db.models.functions import Length

from fraudwatch.lib import clock
from fraudwatch.lib.paths import STEP, ancestors, last_key, under
from orgs.tasks import ring
from reports.models import DirtyReport, Period, Report, TemplateItem, Total
from reports.queries.gauges import PeriodBases, period_bases
from reports.sums import COUNTS, SUMS, Sum

WHOLE_PERIOD_FROM = 100
FIELDS = (
    "unit", "path", "state", "timeliness", "is_zero", "values", "standing", "stands_as_zero",
    "carried",
)  # fmt: skip


def mark_dirty(report: Report) -> None:
    """Note, in the transaction of the change, that the ancestors' totals are behind."""
    DirtyReport.objects.create(report_id=report.pk, period_id=report.period_id, path=report.path)
    ring("reports.tasks.fold_totals", together=True)


def count_again(units: Collection[int] | None, since: date) -> None:
    """Note that headcounts of units are other than they were: what ends from then on is behind.

    Without ``units`` every period is counted again as a whole.
    """
    if units is None:
        _doubt_everything()
        return
    asked = TemplateItem.objects.exclude(indicator__base_kind="").values("template_version")
    behind = Report.objects.filter(
        unit__in=units, period__ends_on__gte=since, period__template_version__in=asked
    )
    DirtyReport.objects.bulk_create(
        [
            DirtyReport(report_id=key, period_id=period, path=path)
            for key, period, path in behind.values_list("pk", "period_id", "path")
        ],
        batch_size=500,
    )
    ring("reports.tasks.fold_totals")


def _doubt_everything() -> None:
    """Mark so many reports of each period that all of it is recomputed."""
    for period in Period.objects.values_list("pk", flat=True):
        rows = Report.objects.filter(period=period)[:WHOLE_PERIOD_FROM]
        DirtyReport.objects.bulk_create(
            [DirtyReport(report=row, period_id=period, path=row.path) for row in rows.only("path")]
        )
    ring("reports.tasks.fold_totals")


def fold_totals() -> int:
    """Fold every dirty report into its ancestors' totals; returns how many rows were written.

    Safe to run twice or at once: a period is locked while it is folded, and what is
    recomputed is the same however often.
    """
    dirty = DirtyReport.objects.order_by("period_id")  # ordered by its key each row were distinct
    periods = list(dirty.values_list("period_id", flat=True).distinct())
    return sum(_fold_period(key) for key in periods)


@transaction.atomic
def _fold_period(period_id: int) -> int:
    _lock(period_id)
    period = Period.objects.get(pk=period_id)
    dirty = list(DirtyReport.objects.filter(period_id=period_id).values_list("pk", "path"))
    if not dirty:
        return 0
    paths = {path for _key, path in dirty}
    is_first = not Total.objects.filter(period_id=period_id).exists()
    if is_first or len(paths) >= WHOLE_PERIOD_FROM:
        wanted = compute_period(period)
    else:
        wanted = _compute_branches(period, paths)
    written = _write(period_id, wanted)
    DirtyReport.objects.filter(pk__in=[key for key, _path in dirty]).delete()
    return written


def _lock(period_id: int) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [7417, period_id])


def compute_period(period: Period) -> dict[str, Sum]:
    """All totals of a period straight from its reports, by node path; leaves left out.

    A report goes to the node it lies in, each node then to the one above: every figure is
    added once for each level. In the order of paths what lies below a unit follows it.
    """
    bases = period_bases(period)
    rows = Report.objects.filter(period=period).only(*FIELDS).order_by("path")
    sums: dict[str, Sum] = defaultdict(Sum)
    for report, following in pairwise(chain(rows.iterator(chunk_size=1000), [None])):
        has_below = following is not None and following.path.startswith(report.path)
        node = report.path if has_below else report.path[:-STEP]
        if node:
            sums[node].add_report(report, bases.of(report.unit_id))
    nodes = {above for node in sums for above in ancestors(node)}
    for node in sorted(nodes, key=len, reverse=True):
        if len(node) > STEP:
            sums[node[:-STEP]].add(sums[node])
    return dict(sums)


def _compute_branches(period: Period, paths: set[str]) -> dict[str, Sum]:
    """The totals above some reports, each from its children, deepest first."""
    nodes = {node for path in paths for node in ancestors(path)[:-1]}
    known = set(Total.objects.filter(period=period).values_list("path", flat=True))
    nodes |= paths & known
    bases = period_bases(period)
    wanted: dict[str, Sum] = {}
    for node in sorted(nodes, key=len, reverse=True):
        wanted[node] = _from_children(period.pk, node, wanted, known | nodes, bases)
    return wanted


def _from_children(
    period_id: int, node: str, fresh: dict[str, Sum], inner: set[str], bases: PeriodBases
) -> Sum:
    total = Sum()
    depth = len(node) + STEP
    children = (
        Total.objects.filter(under(node), period_id=period_id)
        .annotate(length=Length("path"))
        .filter(length=depth)
    )
    stored = {child.path: child for child in children}
    for path in {path for path in inner if len(path) == depth and path.startswith(node)}:
        if path in fresh:
            total.add(fresh[path])
        elif path in stored:
            total.add_total(stored[path])
    reports = (
        Report.objects.filter(under(node), period_id=period_id)
        .annotate(length=Length("path"))
        .filter(length__in=[len(node), depth])
        .only(*FIELDS)
    )
    for report in reports:
        if report.path == node or report.path not in inner:
            total.add_report(report, bases.of(report.unit_id))
    return total


def _write(period_id: int, wanted: dict[str, Sum]) -> int:
    now = clock.now()
    rows = [
        Total(
            period_id=period_id,
            unit_id=last_key(path),
            path=path,
            as_of=now,
            **one.as_fields(),
        )
        for path, one in wanted.items()
    ]
    Total.objects.bulk_create(
        rows,
        batch_size=200,
        update_conflicts=True,
        unique_fields=["period", "unit"],
        update_fields=["path", "as_of", *COUNTS, *SUMS],
    )
    return len(rows)


def rebuild_totals(*, check: bool = False) -> list[str]:
    """Recompute every total from the reports; returns one line per difference found.

    With ``check`` nothing is written; otherwise differences are mended, and totals that
    should not be there are removed.
    """
    return list(differences(check=check))


def differences(*, check: bool) -> Iterator[str]:
    """The same period by period, each line as soon as it is known."""
    for _number, _total, lines in rebuilt_periods(check=check):
        yield from lines


def rebuilt_periods(*, check: bool) -> Iterator[tuple[int, int, list[str]]]:
    """After each period: how many are done of how many, and its differences."""
    periods = Period.objects.order_by("pk")
    total = periods.count()
    for number, period in enumerate(periods.iterator(), 1):
        yield number, total, _rebuild(period, check)


@transaction.atomic
def _rebuild(period: Period, check: bool) -> list[str]:
    _lock(period.pk)
    wanted = compute_period(period)
    stored = {row.path: row for row in Total.objects.filter(period=period)}
    lines = _compare(period, wanted, stored)
    if not check:
        wrong = {path: one for path, one in wanted.items() if not _is_right(stored.get(path), one)}
        _write(period.pk, wrong)
        gone = [row.pk for path, row in stored.items() if path not in wanted]
        Total.objects.filter(pk__in=gone).delete()
        DirtyReport.objects.filter(period=period).delete()
    return lines


def _is_right(row: Total | None, one: Sum) -> bool:
    return row is not None and all(
        getattr(row, name) == value for name, value in one.as_fields().items()
    )


def _compare(period: Period, wanted: dict[str, Sum], stored: dict[str, Total]) -> list[str]:
    lines = [f"{period} {path}: no reports below" for path in stored if path not in wanted]
    for path, one in wanted.items():
        row = stored.get(path)
        if row is None:
            lines.append(f"{period} {path}: not there")
            continue
        for name, value in one.as_fields().items():
            if getattr(row, name) != value:
                lines.append(f"{period} {path} {name}: {getattr(row, name)} should be {value}")
    return lines
