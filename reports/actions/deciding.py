"""What every decision on a report has in common: the lock, who may not, who was first."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from orgs.actions.notices import tell
from orgs.models import User
from orgs.queries.recipients import reporters_of
from reports.deciders import correction_obstacle, level_obstacle, maker_obstacle, own_obstacle
from reports.enums import PeriodState, ReportState
from reports.errors import ReportError
from reports.models import Period, Report, Review, ReviewMark, Revision
from reports.workflow import MOVES

JOINED = (
    "unit",
    "decided_by",
    "forwarded_by__person",
    "submitted_by__person",
    "let_in_by__person",
    "period__template__campaign__owner",
)


def locked(report: Report) -> Report:
    """The report's row, locked, with what a decision needs."""
    rows = Report.objects.select_for_update(of=("self",), no_key=True).select_related(*JOINED)
    return rows.get(pk=report.pk)


def hold_period(period_id: int) -> None:
    """Lock a period's row, always before its reports: that the period is locked for good
    (锁定) comes wholly before or after what is decided here."""
    Period.objects.select_for_update(no_key=True).only("pk").get(pk=period_id)


def to_decide(report: Report, version: int, by: User) -> tuple[Report, Revision]:
    """The locked report that waits for a decision, and the submission it is about.

    ReportError when somebody decided first, the unit changed it since, or it is one's own.
    """
    row = locked(report)
    if row.state != ReportState.SUBMITTED:
        raise ReportError(decided(row))
    if row.version != version:
        raise ReportError(_("The unit has changed this report since; look at it again."))
    if why := own_obstacle(row, by):
        raise ReportError(why)
    return row, row.revisions.get(number=row.revision_number)


def ask_office(report: Report, by: User) -> None:
    """ReportError when reports go level by level and this one is not ``by``'s to decide."""
    if why := level_obstacle(report, by):
        raise ReportError(why)


def ask_not_maker(report: Report, by: User) -> None:
    """ReportError when it came in by ``by``'s own collection link."""
    if why := maker_obstacle(report, by):
        raise ReportError(why)


def ask_opener(report: Report, by: User) -> None:
    """ReportError when opening approved figures is not ``by``'s to decide."""
    if why := correction_obstacle(report, by):
        raise ReportError(why)


def ask_unlocked(report: Report) -> None:
    """ReportError when the period is locked: nothing but approving what waits goes on."""
    if report.period.state == PeriodState.LOCKED:
        raise ReportError(
            _("%(period)s is locked; its figures can no longer be changed.")
            % {"period": report.period.label}
        )


def decided(row: Report) -> str:
    """Who was first. Read anew: after a lock wait the joined person is that of before."""
    row = Report.objects.select_related("decided_by").get(pk=row.pk)
    if row.decided_by and row.state in (ReportState.APPROVED, ReportState.RETURNED):
        return _("%(who)s decided first: this report is %(state)s.") % {
            "who": row.decided_by,
            "state": row.get_state_display(),
        }
    return _("This report is not waiting for review; it is %(state)s.") % {
        "state": row.get_state_display()
    }


def move(row: Report, step: str, *, by: User, **fields: object) -> None:
    """Take the report to its next state if it still stands where it was read."""
    allowed_from, target = MOVES[step]
    changed = Report.objects.filter(pk=row.pk, state__in=allowed_from, version=row.version).update(
        state=target, decided_by=by, decided_at=clock.now(), version=row.version + 1, **fields
    )
    if not changed:
        row.refresh_from_db()
        raise ReportError(decided(row))


def mark_fields(review: Review, marks: Mapping[str, str]) -> None:
    """Note the fields that the unit is asked to look at, each with its own reason or none."""
    ReviewMark.objects.bulk_create(
        ReviewMark(review=review, field=field[:40], reason=why.strip()[:200])
        for field, why in marks.items()
    )


def tell_unit(row: Report, title: str, text: str, outcome: str, params: dict) -> None:
    """Tell the unit's reporters what became of their report; once per ``outcome``."""
    campaign_id = row.period.template.campaign_id
    tell(
        reporters_of([row.unit], campaign_id=campaign_id)[row.unit_id],
        kind="review",
        occasion=f"report:{row.pk}:{outcome}",
        title=title,
        text=text,
        params={"week": row.period.words, **params},
        url=row.get_absolute_url(),
        about=f"report:{row.pk}",
    )
