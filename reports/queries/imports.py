"""Uploaded workbooks: the earlier one of the same content, what a person may fill in."""

from dataclasses import dataclass

from fraudwatch.lib import clock
from orgs.enums import Role
from orgs.models import Unit, User
from reports.enums import WAITING_FOR_UNIT, ImportState, PeriodState
from reports.models import ImportJob, Period, Report
from reports.queries.book import may_fill

RECENT = 8


def same_import(job: ImportJob) -> ImportJob | None:
    """The last time that a file of the same content was taken over for the same period."""
    return (
        ImportJob.objects.filter(
            period=job.period_id, sha256=job.sha256, state=ImportState.DONE, is_draft=False
        )
        .exclude(pk=job.pk)
        .select_related("uploaded_by")
        .order_by("-finished_at")
        .first()
    )


@dataclass(frozen=True)
class Offer:
    """A workbook that can be downloaded: of one report, or of the units below ``node``."""

    period: Period
    node: Unit
    report: Report | None
    waiting: int


def offers(user: User, period: Period | None = None) -> list[Offer]:
    """The workbooks for the open periods, or for one of them: one's own units', and of each
    node one looks after or fills in for.

    Two queries whatever the number of units.
    """
    asked = {} if period is None else {"period": period}
    open_reports = (
        Report.objects.visible_to(user)
        .filter(period__state=PeriodState.OPEN, state__in=WAITING_FOR_UNIT, **asked)
        .select_related("unit__parent", "period__template__campaign__owner")
        .order_by("-period__starts_on", "path")[:2_000]
    )
    mine = [report for report in open_reports if may_fill(user, report)]
    found: list[Offer] = []
    for period in {report.period_id: report.period for report in mine}.values():
        rows = [report for report in mine if report.period_id == period.pk]
        found += _of_nodes(user, period, rows)
        if len(rows) <= RECENT:
            found += [Offer(period, report.unit, report, 1) for report in rows]
    return found


def _of_nodes(user: User, period: Period, rows: list[Report]) -> list[Offer]:
    """One workbook for all units below each unit that the person works at."""
    keys = {
        held.unit_id for held in user.holdings if held.role in (Role.COORDINATOR, Role.REPORTER)
    }
    nodes = Unit.objects.filter(pk__in=keys).in_tree_order() if keys else []
    found = []
    for node in nodes:
        below = [report for report in rows if report.path.startswith(node.path)]
        if len(below) > 1:
            found.append(Offer(period, node, None, len(below)))
    return found


def own_imports(user: User) -> list[ImportJob]:
    """The person's last uploads, without what was read of them."""
    found = ImportJob.objects.visible_to(user).select_related("period__template__campaign", "node")
    found = found.defer("plan", "mended")
    return list(found.exclude(state=ImportState.EXPIRED)[:RECENT])


def is_over(job: ImportJob) -> bool:
    """Whether the upload waited too long to be confirmed."""
    return job.state == ImportState.EXPIRED or (
        job.state in (ImportState.WAITING, ImportState.REFUSED) and job.expires_at < clock.now()
    )
