"""A leading group as a PDF to hang up: the chart, the office, member units with their duties."""

from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fraudwatch.lib import clock
from fraudwatch.lib.pdf import MOST_ROWS, render_pdf
from fraudwatch.lib.uploads import safe_name
from orgs.documents import PDF, PEOPLE, Choice, Document, Made, Progress
from orgs.models import LeadingGroup, User
from orgs.queries.groups import Chart, group_chart

STEPS = 2
A3, A4 = 3, 4
OFFERED = 50


class LeadingGroupPdf(Document):
    """The chart on its first page, then seats with terms and the duties of every member unit."""

    name, permission, kind = "leading-group-pdf", "orgs.view_group", PDF
    group = PEOPLE
    label = gettext_lazy("Leading group (PDF)")
    help = gettext_lazy("A4 or A3 to hang up: chart, office, seats, duties of the member units.")
    parameters = ("group", "paper")

    def choices(self, user: User, session: Mapping) -> list[Choice]:
        """The groups in force that one sees, and the paper."""
        groups = LeadingGroup.objects.visible_to(user).filter(to_on=None)[:OFFERED]
        options = [(str(group.pk), group.name) for group in groups]
        if not options:
            return []
        paper = [(str(A4), "A4"), (str(A3), "A3")]
        return [
            Choice("group", _("Leading group"), options, options[0][0]),
            Choice("paper", _("Paper"), paper, str(A4)),
        ]

    def read(self, data: Mapping) -> dict:
        """The parameters in an order. ValueError for a paper that we do not print on."""
        found = super().read(data)
        if found.get("paper", A4) not in (A3, A4):
            raise ValueError("paper")
        return found

    def subject(self, user: User, parameters: dict) -> LeadingGroup:
        """The group, if it is in sight."""
        seen = LeadingGroup.objects.visible_to(user).select_related("unit", "office_unit")
        return seen.get(pk=parameters["group"])

    def title(self, subject: LeadingGroup, parameters: dict) -> str:
        """Which group, on what paper."""
        return f"{subject.name} · A{parameters.get('paper', A4)}"

    def make(self, subject: LeadingGroup, parameters: dict, user: User, progress: Progress) -> Made:
        """Draw the chart, lay out the pages."""
        progress(0, STEPS, _("Reading the leading group"))
        context = pdf_context(group_chart(user, subject), parameters.get("paper", A4))
        progress(1, STEPS, _("Laying out the pages"))
        content = render_pdf(render_to_string("print/leading_group.html", context))
        progress(STEPS, STEPS, _("Putting the file away"))
        return Made(safe_name(f"{subject.name}.pdf"), PDF, content)


def pdf_context(chart: Chart, paper: int) -> dict:
    """What the template prints; duties stay out when they are more rows than a PDF holds."""
    duties = sum(len(kind.with_duties) for kind in chart.kinds)
    return {
        "chart": chart,
        "group": chart.group,
        "paper": paper,
        "too_many": duties if duties + len(chart.current) > MOST_ROWS else 0,
        "today": clock.today(),
    }
