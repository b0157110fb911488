"""Whether a report may still be handed in, by the clock of the server alone."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fraudwatch.lib.prepared import read_again
from fraudwatch.lib.weeks import moment_label
from reports.enums import PeriodState, ReportState
from reports.errors import ReportError
from reports.models import Period, Report


def ask_open(row: Report, now: datetime) -> None:
    """ReportError when the closing moment of a locked ``row`` has come, or its period is locked.

    The period is read after the report's row was locked, so that a lock of the period which
    had to wait for this row, or for which this row waited, is seen.
    """
    if row.state in (ReportState.DUE, ReportState.DRAFT) and row.closes_at <= now:
        raise ReportError(
            _("This report closed on %(at)s. Ask the office for a late opening.")
            % {"at": moment_label(row.closes_at)}
        )
    if read_again("period locked", _locked, key=row.period_id):
        raise ReportError(
            _("This period is locked; nothing of it can be submitted any more. Ask the office.")
        )


def _locked(key: int) -> QuerySet[Period]:
    return Period.objects.filter(pk=key, state=PeriodState.LOCKED).only("pk")
