"""What the files of the analysis page have in common: the page's own address orders them."""

from collections.abc import Mapping

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from orgs.documents import FIGURES, Choice, Document
from orgs.models import User
from reports.exports.analysis_table import file_name, heading
from reports.pivot_ask import KEPT, LONGEST
from reports.queries.analysis import Analysis, analysis_of
from reports.queries.chosen import chosen


class AnalysisDocument(Document):
    """The grid as it was seen: ordered with the address of the page."""

    permission, group = "reports.export_summary", FIGURES
    parameters = ("period", "unit")

    def choices(self, user: User, session: Mapping) -> list[Choice]:
        """Nothing: it is ordered on its page, where the grid is chosen."""
        return []

    def read(self, data: Mapping) -> dict:
        """Period, node, and the address of the page."""
        found = super().read(data)
        asked = QueryDict(str(data.get("query") or "")[:LONGEST])
        kept = {key: asked[key] for key in KEPT if asked.get(key)}
        if kept:
            query = QueryDict(mutable=True)
            query.update(kept)
            found["query"] = query.urlencode()
        return found

    def subject(self, user: User, parameters: dict) -> Analysis:
        """The grid as ``user`` reads it. Http404 when its period or node is out of sight."""
        asked = QueryDict(parameters.get("query", ""), mutable=True)
        asked["period"] = str(parameters["period"])
        if "unit" in parameters:
            asked["node"] = str(parameters["unit"])
        shown = chosen(user, {}, asked, clock.now(), settled=True)
        if shown.period is None:
            raise Http404
        found = analysis_of(user, shown, asked)
        if found.pivot is None:
            raise Http404
        return found

    def title(self, subject: Analysis, parameters: dict) -> str:
        """What it is about, and of when."""
        return f"{_('Analysis')} · {heading(subject)} · {subject.label}"

    def file_name(self, subject: Analysis, ending: str) -> str:
        """``分析 河湾镇 2026-06-08.xlsx``."""
        return file_name(subject, ending)
