"""The analysis page as a PDF: chart, grid in pieces that stay readable, rules and as-of."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fraudwatch.lib import clock
from fraudwatch.lib.charts_svg import chart_svg
from fraudwatch.lib.pdf import render_pdf
from orgs.documents import PDF, Made, Progress
from orgs.models import User
from reports.exports.analysis_document import AnalysisDocument
from reports.exports.analysis_table import facts_of, heading
from reports.pivot import Cell, Head
from reports.queries.analysis import Analysis
from reports.queries.analysis_page import AnalysisPage
from reports.queries.analysis_words import axis_names, rules_of

STEPS = 3
FEW, MANY = 10, 18  # columns of figures on A4, and on A3, side by side
NARROW, WIDE = {"width": 900, "height": 215}, {"width": 1380, "height": 280}


@dataclass(frozen=True)
class Piece:
    """Some columns of the grid with all its rows."""

    columns: list[Head]
    lines: list[tuple[Head, list[Cell]]]


class AnalysisPdf(AnalysisDocument):
    """The chart and the grid on A4, or on A3 where there are many columns."""

    name, kind = "analysis-pdf", PDF
    label = gettext_lazy("Analysis (PDF)")
    help = gettext_lazy("The analysis page as it was seen, to print; ordered on that page.")

    def make(self, subject: Analysis, parameters: dict, user: User, progress: Progress) -> Made:
        """Draw the chart, lay out the pages."""
        progress(0, STEPS, _("Drawing the charts"))
        context = pdf_context(subject)
        progress(1, STEPS, _("Laying out the pages"))
        content = render_pdf(render_to_string("print/analysis.html", context))
        progress(STEPS, STEPS, _("Putting the file away"))
        return Made(self.file_name(subject, "pdf"), PDF, content)


def pdf_context(found: Analysis) -> dict:
    """What the template prints."""
    page = AnalysisPage(found, {})
    drawn = page.drawn
    is_wide = len(found.pivot.columns) > FEW
    size = WIDE if is_wide else NARROW
    return {
        "found": found,
        "page": page,
        "heading": heading(found),
        "facts": facts_of(found),
        "rules": [*found.notes, *rules_of(found)],
        "corner": axis_names()[found.ask.rows],
        "chart": "" if drawn.chart.is_empty else chart_svg(drawn.chart.option, **size),
        "pieces": pieces_of(found, MANY if is_wide else FEW),
        "is_wide": is_wide,
        "today": clock.today(),
    }


def pieces_of(found: Analysis, most: int) -> list[Piece]:
    """The columns in pieces of as many as stay readable next to each other."""
    pivot = found.pivot
    return [
        Piece(
            list(pivot.columns[start : start + most]),
            [(row, cells[start : start + most]) for row, cells in pivot.lines],
        )
        for start in range(0, len(pivot.columns), most)
    ]
