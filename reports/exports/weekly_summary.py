"""The weekly summary (周报汇总) as a document: what Excel and PDF have in common."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.uploads import safe_name
from fraudwatch.lib.weeks import moment_label
from orgs.documents import FIGURES, Choice, Document
from orgs.enums import CONTENT_READERS
from orgs.errors import OrgError
from orgs.models import Unit, User
from reports.models import Period, Report, Total
from reports.queries.chosen import Chosen, chosen, reads
from reports.queries.summary import Summary, SummarySubject, summary_subject

OFFERED = 200  # units in the order form; the dashboard offers the button for any


class PeriodDocument(Document):
    """A document about a period at a node of the tree; the two come as ``period``, ``unit``."""

    parameters = ("period", "unit")
    group, repeats = FIGURES, True

    def choices(self, user: User, session: Mapping) -> list[Choice]:
        """The periods of the current campaign, and the nodes whose figures one reads."""
        if user.roles.isdisjoint(CONTENT_READERS) and not user.is_superuser:
            return []
        shown = chosen(user, session, {}, clock.now(), settled=True)
        nodes = nodes_of(user, shown) if shown.period else []
        if not nodes:
            return []
        periods = [(str(key), label) for key, label in shown.choices]
        units = [(str(unit.pk), unit.name) for unit in nodes]
        return [
            Choice("period", _("Reporting period"), periods, str(shown.period.pk)),
            Choice("unit", _("Unit with all below it"), units, units[0][0]),
        ]

    def standing_choices(self, user: User, session: Mapping) -> list[Choice]:
        """The reports instead of their periods: each run takes the period before it."""
        choices = self.choices(user, session)
        if not choices:
            return []
        shown = chosen(user, session, {}, clock.now())
        newest = {
            row.template_id: row
            for row in Period.objects.visible_to(user)
            .filter(template__in=shown.reports)
            .order_by("starts_on")
        }
        reports = [(str(newest[one.pk].pk), one.name) for one in shown.reports if one.pk in newest]
        return [Choice("period", _("Which report"), reports, reports[0][0]), *choices[1:]]

    def settle(self, user: User, parameters: dict) -> dict:
        """The latest period of the report that is over. OrgError before the first one is."""
        over = Period.objects.visible_to(user).filter(
            template__periods=parameters["period"], ends_on__lt=clock.today()
        )
        latest = over.order_by("-ends_on").first()
        if latest is None:
            raise OrgError(_("No period of this report is over yet."))
        return {**parameters, "period": latest.pk}

    def standing_title(self, subject: SummarySubject, parameters: dict) -> str:
        """What it is and of whom; the period is another each time."""
        return f"{self.label} · {subject.unit.name} · {subject.template.name}"

    def subject(self, user: User, parameters: dict) -> SummarySubject:
        """The period and the node. Http404 when one of them is not in sight."""
        return summary_subject(user, parameters, clock.now())

    def title(self, subject: SummarySubject, parameters: dict) -> str:
        """What it is, of whom and of when."""
        return f"{self.label} · {subject.unit.name} · {subject.shown.label}"

    def file_name(self, subject: SummarySubject, ending: str) -> str:
        """``周报汇总 河湾镇 2026-06-08.xlsx``."""
        start = subject.shown.period.starts_on
        return safe_name(f"{self.short} {subject.unit.name} {start:%Y-%m-%d}.{ending}")


def nodes_of(user: User, shown: Chosen) -> list[Unit]:
    """The nodes with sums in the period that one reads, from the top."""
    nodes = Unit.objects.visible_to(user).filter(
        pk__in=Total.objects.filter(period=shown.period).values("unit")
    )
    found = [unit for unit in nodes.order_by("path")[:OFFERED] if reads(user, shown.campaign, unit)]
    if found:
        return found
    own = Report.objects.visible_to(user).filter(period=shown.period).select_related("unit")
    return [one.unit for one in own.order_by("path")[:OFFERED]]


def facts(summary: Summary) -> str:
    """Which week, as of when, and how many of how many units are in it."""
    shown, total = summary.subject.shown, summary.page.total
    parts = [shown.label]
    if total:
        parts += [
            _("submitted %(n)s/%(owed)s") % {"n": total.reported, "owed": total.owed},
            _("approved %(n)s/%(owed)s") % {"n": total.approved, "owed": total.owed},
            _("on time %(n)s/%(owed)s") % {"n": total.on_time, "owed": total.owed},
            _("as of %(moment)s") % {"moment": moment_label(total.as_of)},
        ]
    if summary.page.is_updating:
        parts.append(_("newer reports are still being added up"))
    return " · ".join(parts)
