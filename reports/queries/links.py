"""Collection links as their makers and their holders find them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from fraudwatch.lib.paths import under as below
from orgs.audit_words import word
from orgs.models import AuditEntry, Unit
from orgs.queries.recipients import reporters_of
from reports.enums import WAITING_FOR_UNIT, LinkState
from reports.models import CollectLink, Period, Report

WITH_REPORT = "report__unit report__period__template__campaign report__period__template_version"
WITH_REPORT = f"{WITH_REPORT} report__draft report__submitted_by made_by"
SHOWN_USES = 100


def why_shut(state: str) -> str:
    """Why a link does not open its report, as one sentence; empty for one that does."""
    return {
        LinkState.USED: _("This report has been handed in already."),
        LinkState.EXPIRED: _(
            "This link has run out: the report is closed. Ask the office that gave you the link."
        ),
        LinkState.REVOKED: _(
            "This link was taken back. Ask the office that gave it to you for a new one."
        ),
        LinkState.LOCKED: _(
            "This link is locked after wrong codes. Ask the office that gave it to you."
        ),
    }.get(state, "")


def link_behind(**lookup: object) -> CollectLink | None:
    """The link with its report, for whoever came in by it; no account is asked."""
    rows = CollectLink.objects.select_related(*WITH_REPORT.split())
    return rows.filter(**lookup).first()


@dataclass(frozen=True)
class LinkRow:
    """A unit of the period with its newest link; ``state`` is empty without one.

    ``can_make`` says that a (new) link makes sense: the report waits and is not closed yet.
    """

    report: Report
    link: CollectLink | None
    state: str
    has_accounts: bool
    can_make: bool

    @property
    def state_label(self) -> str:
        """The link's state in words."""
        return LinkState(self.state).label if self.state else ""

    @property
    def is_proposed(self) -> bool:
        """Ticked beforehand: nobody there has an account and no link opens the report."""
        return self.can_make and not self.has_accounts and self.state != LinkState.VALID


def link_rows(period: Period, user: object, now: datetime, under: Unit | None) -> list[LinkRow]:
    """The units of a period that ``user`` looks after, in tree order, with their links."""
    reports = Report.objects.handled_by(user).filter(period=period)
    if under is not None:
        reports = reports.filter(below(under.path))
    found = list(
        reports.select_related("unit")
        .defer("values", "texts", "reasons", "carried")
        .order_by("path")
    )
    newest: dict[int, CollectLink] = {}
    links = CollectLink.objects.filter(report__in=[row.pk for row in found])
    for link in links.select_related("made_by").order_by("made_at", "pk"):
        newest[link.report_id] = link
    people = reporters_of(
        [report.unit for report in found], campaign_id=period.template.campaign_id
    )
    rows = []
    for report in found:
        link = newest.get(report.pk)
        if link:
            link.report = report
        state = link.state_at(now) if link else ""
        is_open = max(report.closes_at, report.return_due_at or report.closes_at) > now
        can_make = is_open and report.unit.is_active and report.state in WAITING_FOR_UNIT
        rows.append(LinkRow(report, link, state, bool(people[report.unit_id]), can_make))
    return rows


def uses_of(link: CollectLink) -> list[tuple[AuditEntry, str]]:
    """Every use of a link with its word, latest first: made, opened, tried, entered, handed
    in, locked, taken back."""
    rows = AuditEntry.objects.filter(object_type="reports.collectlink", object_id=str(link.pk))
    return [(entry, word(entry.action)) for entry in rows.order_by("-pk")[:SHOWN_USES]]
