"""Reading pages of reports: the list, one report with its history, the receipt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from fraudwatch.lib.numbers import posted_whole
from reports.enums import ReportState
from reports.models import Correction, Report, ReportTemplate, Review, Revision
from reports.queries.unit_home import own_unit_ids
from reports.stages import CorrectionState


def own_reports(user: object) -> QuerySet:
    """Reports of the units that ``user`` reports for (else all in sight), newest first."""
    rows = Report.objects.visible_to(user)
    own = own_unit_ids(user)
    if own:
        rows = rows.filter(unit_id__in=own)
    return rows.select_related("unit", "period__template__campaign", "submitted_by").order_by(
        "-period__starts_on", "path", "pk"
    )


def own_templates(reports: QuerySet) -> list[ReportTemplate]:
    """The reports that those are of, those in use first; one query."""
    kinds = reports.order_by().values("period__template_id")
    return list(ReportTemplate.objects.filter(pk__in=kinds).order_by("-is_active", "pk"))


@dataclass(frozen=True)
class Event:
    """One step in a report's history.

    ``kind`` is opened, submitted, forwarded, approved, returned, reopened (for a correction),
    undone (a decision taken back), or asked, refused and dropped (a correction).
    """

    kind: str
    at: datetime
    by: object = None
    revision: Revision | None = None
    review: Review | None = None
    correction: Correction | None = None


def history(report: Report) -> list[Event]:
    """What became of a report, latest first. Two queries, three once it was approved."""
    revisions = list(report.revisions.select_related("by", "forwarded_by"))
    events = [Event("opened", report.period.opened_at)]
    for one in revisions:
        events.append(Event("submitted", one.at, one.who, revision=one))
        if one.forwarded_at:
            events.append(Event("forwarded", one.forwarded_at, one.forwarded_by, revision=one))
    for review in report.reviews.select_related("by"):
        events.append(Event(review.decision, review.at, review.by, review=review))
        if review.undone_at:
            events.append(Event("undone", review.undone_at, review.by, review=review))
    for one in _corrections(report):
        events.append(Event("asked", one.asked_at, one.asked_by, correction=one))
        if one.state in (CorrectionState.REFUSED, CorrectionState.DROPPED):
            events.append(Event(one.state, one.decided_at, one.decided_by, correction=one))
    return sorted(events, key=lambda event: event.at, reverse=True)


def _corrections(report: Report) -> Iterable[Correction]:
    """The requests of a report; none before it was approved, and then nothing is asked."""
    was_approved = report.corrected_at or report.standing is not None
    if not was_approved and report.state != ReportState.APPROVED:
        return ()
    return report.corrections.select_related("asked_by", "decided_by")


def receipt_of(report: Report, number: str | None) -> Revision:
    """The submission a receipt speaks of: the numbered one, else the last; Http404 without any."""
    rows = report.revisions.select_related("by")
    if number := posted_whole(number):
        rows = rows.filter(number=number)
    found = rows.first()
    if found is None:
        raise Http404
    return found


def owed_by(user: object) -> QuerySet[Report]:
    """The reports that wait for one's own units now."""
    return Report.objects.filter(unit_id__in=own_unit_ids(user)).still_owed()
