"""A wall chart (挂图) as a PDF to hang up: A3 or A1 across, as many pages as it takes."""

from collections.abc import Mapping

from django.http import Http404
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.errors import CampaignError
from campaigns.models import Campaign
from campaigns.queries.current import current_campaign, open_campaigns
from campaigns.wall_paper import (
    A3,
    PAPERS,
    Paper,
    Sizes,
    drawn_cells,
    drawn_head,
    legend_of,
    needs_key,
    sizes_of,
)
from campaigns.wall_views import WallView, view_of, views_for
from campaigns.walls import Wall
from fraudwatch.lib import clock
from fraudwatch.lib.pdf import render_pdf
from fraudwatch.lib.uploads import safe_name
from orgs.documents import PDF, TASKS, Choice, Made, Progress
from orgs.models import User

from .ledger_book import CampaignDocument, as_of, filters_of

STEPS = 3
LAMPS = {"green": "●", "yellow": "▲", "red": "■"}


class WallPdf(CampaignDocument):
    """One of the wall charts with legend, issuer, date, page numbers and heads that repeat."""

    name, permission, kind, group = "wall-pdf", "campaigns.view_campaign", PDF, TASKS
    label = gettext_lazy("Wall-chart (PDF)")
    short = gettext_lazy("Wall-chart")
    help = gettext_lazy("A3 or A1 to hang up: units by weeks, tasks, gauges or phases.")
    parameters = ("campaign", "view", "paper")

    def choices(self, user: User, session: Mapping) -> list[Choice]:
        """The campaigns, the charts that the person may open in the one at work in, the paper."""
        found = open_campaigns(user)
        if not found:
            return []
        current = current_campaign(user, session)
        views = [(str(view.number), view.label) for view in views_for(user, current)]
        papers = [(str(key), paper.name) for key, paper in PAPERS.items()]
        options = [(str(campaign.pk), campaign.title) for campaign in found]
        return [
            Choice("campaign", _("Campaign"), options, str(current.pk)),
            Choice("view", _("Which chart"), views, views[0][0]),
            Choice("paper", _("Paper"), papers, papers[0][0]),
        ]

    def read(self, data: Mapping) -> dict:
        """The parameters in an order. ValueError for a paper that we do not print on."""
        found = super().read(data)
        if found.get("paper", 3) not in PAPERS:
            raise ValueError("paper")
        return found

    def subject(self, user: User, parameters: dict) -> Campaign:
        """The campaign. Http404 when it, or the chart, is not for this person."""
        found = super().subject(user, parameters)
        if view_of(user, found, parameters.get("view", 2)) is None:
            raise Http404
        return found

    def title(self, subject: Campaign, parameters: dict) -> str:
        """Which chart of what campaign, on what paper."""
        return f"{self.label} · {subject.title} · {_paper(parameters).name}"

    def make(self, subject: Campaign, parameters: dict, user: User, progress: Progress) -> Made:
        """Read the chart, draw its rows, lay out the pages. CampaignError for an empty chart."""
        progress(0, STEPS, _("Reading the chart"))
        view = view_of(user, subject, parameters.get("view", 2))
        wall = view.wall(user, subject, filters_of(parameters), clock.now())
        if wall is None or not wall.rows:
            raise CampaignError(_("There is nothing to hang up yet: the chart has no rows."))
        progress(1, STEPS, _("Drawing the rows"))
        context = pdf_context(subject, view, wall, _paper(parameters))
        page = render_to_string("print/wall.html", context)
        progress(2, STEPS, _("Laying out the pages"))
        content = render_pdf(page)
        progress(STEPS, STEPS, _("Putting the file away"))
        what = f"{self.short} {view.label} {subject.title}"
        name = f"{what} {clock.today():%Y-%m-%d} {_paper(parameters).name}.pdf"
        return Made(safe_name(name), PDF, content)


def _paper(parameters: dict) -> Paper:
    """The sheet that was ordered; A3 otherwise."""
    return PAPERS.get(parameters.get("paper"), A3)


def pdf_context(campaign: Campaign, view: WallView, wall: Wall, paper: Paper) -> dict:
    """What the template prints."""
    sizes = sizes_of(wall, paper)
    has_words = sizes.has_titles and wall.words.titles > 0
    return {
        "campaign": campaign,
        "view": view,
        "wall": wall,
        "paper": paper,
        "sizes": sizes,
        "head": None if has_words else drawn_head(wall.columns, sizes),
        "lines": _lines(wall, sizes),
        "legend": legend_of(wall, paper.legend),
        "issuer": issuer_of(campaign),
        "course": _course(campaign),
        "as_of": as_of(),
        "needs_list": needs_key(wall, sizes),
    }


def _lines(wall: Wall, sizes: Sizes) -> list[tuple]:
    """The rows with their drawn cells; before each group its name."""
    found, group = [], None
    for row in wall.rows:
        if row.group != group:
            group = row.group
            found.append((group, None, "", ""))
        lamp = LAMPS.get(str(row.lamp), "") if row.total else ""
        found.append(("", row, lamp, drawn_cells(row, wall, sizes)))
    return found


def _course(campaign: Campaign) -> str:
    """The phase of today and how many days the campaign still has; nothing once it is over."""
    today = clock.today()
    left = (campaign.ends_on - today).days
    if left < 0:
        return ""
    now = [one.name for one in campaign.phases.all() if one.starts_on <= today <= one.ends_on]
    days = ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
    return " · ".join([*now[:1], days])


def issuer_of(campaign: Campaign) -> str:
    """Who hangs it up: the office of the leading group, else the leading unit."""
    group = campaign.leading_group
    return _("Office of %(group)s") % {"group": group.name} if group else campaign.owner.name
