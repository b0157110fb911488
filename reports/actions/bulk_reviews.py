"""Approving several reports at once: each by the same step as alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from orgs.models import User
from reports.actions.reviews import approve_report
from reports.errors import ReportError
from reports.models import Report


@dataclass
class Outcome:
    """What became of each: how many were approved, and sentences for those that were not."""

    approved: list[Report] = field(default_factory=list)
    refused: list[tuple[Report, str]] = field(default_factory=list)


def approve_together(chosen: Iterable[tuple[Report, int]], *, by: User) -> Outcome:
    """Approve the unremarkable among ``chosen`` (report and the version that was shown).

    Each is decided on its own: what meanwhile changed, is one's own or has something to
    remark is refused with a sentence and the rest goes on.
    """
    outcome = Outcome()
    for report, version in chosen:
        try:
            if report.risks:
                raise ReportError(_("There is something to look at in this report."))
            approve_report(report, version=version, by=by)
        except ReportError as error:
            outcome.refused.append((report, str(error)))
        else:
            outcome.approved.append(report)
    return outcome
