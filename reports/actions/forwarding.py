"""The township's part of a review level by level (逐级汇总)."""

from django.db import transaction
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import User
from reports.actions.deciding import to_decide
from reports.errors import ReportError
from reports.models import Report, Revision
from reports.stages import Stage


@transaction.atomic
def forward_report(report: Report, *, version: int, by: User) -> Report:
    """Pass a checked report on to the office, which decides on it.

    ReportError when it does not lie at the township's desk, for one's own submission, or
    when somebody decided first or the unit changed it (``version``).
    """
    row, revision = to_decide(report, version, by)
    if row.stage != Stage.TOWN:
        raise ReportError(_("This report lies with the office already; nothing to forward."))
    now = clock.now()
    moved = Report.objects.filter(
        pk=row.pk, stage=Stage.TOWN, state=row.state, version=row.version
    ).update(stage=Stage.OFFICE, forwarded_at=now, forwarded_by=by, version=row.version + 1)
    if not moved:
        raise ReportError(_("The unit has changed this report since; look at it again."))
    Revision.objects.filter(pk=revision.pk).update(forwarded_at=now, forwarded_by=by)
    record("report.forwarded", row, by=by, path=row.path, changes={"stage": ["town", "office"]})
    report.refresh_from_db()
    return report
