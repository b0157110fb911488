"""The township's desk: checked reports forwarded together, the town's own form filled from sums."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from orgs.actions.audit import gathered, record
from orgs.models import Unit, User
from reports.actions.drafts import save_draft
from reports.actions.forwarding import forward_report
from reports.errors import ReportError
from reports.figures import Value, split_key, sum_values
from reports.models import Period, Report
from reports.queries.content import items_of
from reports.queries.town import checked_reports, to_forward
from reports.risk import WORTH_ASKING


@transaction.atomic
def forward_unremarkable(period: Period, town: Unit, *, by: User) -> tuple[int, list[str]]:
    """Forward every report of the town's units that nothing is to be said about.

    Unremarkable is a submitted report at the town's desk without any reason for a closer
    look. Returns how many were forwarded, and the names of those left for a look of their
    own; a report that somebody else moved meanwhile, or one handed in by ``by``, is left.
    """
    done, left = 0, []
    with gathered():  # the trail once every report is held, not between two of them
        for report in to_forward(period, town, by):
            if report.risk >= WORTH_ASKING:
                left.append(str(report.unit))
                continue
            try:
                with transaction.atomic():
                    forward_report(report, version=report.version, by=by)
            except ReportError:
                left.append(str(report.unit))
            else:
                done += 1
    return done, left


@dataclass(frozen=True)
class Gathered:
    """Sums put into the town's form: from how many of how many units, and who is missing."""

    report: Report
    counted: int
    owed: int
    missing: list[str]


@transaction.atomic
def gather_sums(own: Report, period: Period, *, version: int, by: User) -> Gathered:
    """Put the sums of the units below into the draft of the town's own report ``own``.

    Only checked reports of ``period`` count: forwarded or approved ones. What the town's
    report does not ask for is left out, and texts that were typed stay. ReportError when
    nothing is checked yet, when the town's report no longer waits for it, or when it is
    itself one of the period's reports, which would count everything twice; StaleVersion
    when another device saved the draft first (``version``).
    """
    if own.period_id == period.pk:
        raise ReportError(
            _("This report is counted beside those of the units below; sums would count twice.")
        )
    reports = checked_reports(period, own.unit)
    ready = [report for report in reports if report.is_checked]
    if not ready:
        raise ReportError(_("No report of the units below has been forwarded or approved yet."))
    sums, _given = sum_values(report.values for report in ready)
    values = _asked_for(own, sums)
    draft = save_draft(own, values=values, texts={}, reasons={}, version=version, by=by)
    missing = [str(report.unit) for report in reports if not report.is_checked]
    record(
        "report.gathered", own, by=by, path=own.path,
        changes={"units": [None, [len(ready), len(reports)]], "version": [version, draft.version]},
    )  # fmt: skip
    return Gathered(own, len(ready), len(reports), missing)


def _asked_for(own: Report, sums: dict[str, Value]) -> dict[str, Value]:
    """The sums that the town's report asks for; a broken-down figure by its parts alone."""
    asked = {item.indicator.code for item in items_of(own.period.template_version)}
    found = {key: value for key, value in sums.items() if split_key(key)[0] in asked}
    broken_down = {split_key(key)[0] for key in found if split_key(key)[1]}
    return {key: value for key, value in found.items() if key not in broken_down}
