"""The weekly summary (周报汇总) as a PDF of a few pages, to print and sign."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fraudwatch.lib import clock, wording
from fraudwatch.lib.charts_svg import chart_svg
from fraudwatch.lib.pdf import MOST_ROWS, render_pdf
from orgs.documents import PDF, Made, Progress
from orgs.models import User
from reports.exports.book_parts import reached_words
from reports.exports.ledger_xlsx import counts
from reports.exports.weekly_summary import PeriodDocument, facts
from reports.panels import attainment_of, headlines, shown_value
from reports.queries.summary import Summary, SummarySubject, summary_of
from reports.trends import quality_chart, trend_chart

STEPS = 4
MOST_LINES = MOST_ROWS - 50  # the other tables need some rows too
FEW, MOST_NAMES = 5, 40
PASSING = 5  # the first counts are always printed, the others where they are not 0


class WeeklySummaryPdf(PeriodDocument):
    """Figures, trend, ledger and units on A4, with a line to sign."""

    name, permission, kind = "weekly-summary-pdf", "reports.export_summary", PDF
    label = gettext_lazy("Weekly summary (PDF)")
    short = gettext_lazy("Weekly summary")
    help = gettext_lazy("A4 to print and sign: figures, trend, ledger, units.")

    def make(
        self, subject: SummarySubject, parameters: dict, user: User, progress: Progress
    ) -> Made:
        """Draw the charts, lay out the pages."""
        progress(0, STEPS, _("Reading the reports"))
        summary = summary_of(subject, user, clock.now())
        progress(1, STEPS, _("Drawing the trend"))
        context = pdf_context(summary)
        progress(2, STEPS, _("Laying out the pages"))
        content = render_pdf(render_to_string("print/weekly_summary.html", context))
        progress(STEPS, STEPS, _("Putting the file away"))
        return Made(self.file_name(subject, "pdf"), PDF, content)


def pdf_context(summary: Summary) -> dict:
    """What the template prints."""
    page, campaign = summary.page, summary.subject.campaign
    first = headlines(summary.cards)
    drawn = [trend_chart(page, card) for card in first[:1]]
    return {
        "summary": summary,
        "facts": facts(summary),
        "campaign": campaign,
        "charts": [(one.label, chart_svg(one.option, width=640, height=230)) for one in drawn],
        "quality": chart_svg(quality_chart(page).option, width=640, height=190),
        "rows": [(card, _target(card)) for card in summary.cards],
        "counts": _named(counts(summary.ledger)),
        "columns": first,
        "lines": _lines(summary, first) if len(summary.lines) <= MOST_LINES else None,
        "office": _office(summary),
        "today": clock.today(),
    }


def _named(rows: list[tuple[str, int, list[str]]]) -> list[tuple[str, int, str]]:
    """The counts with their units in as few names as it takes; the first ones always stand."""
    owed, found = rows[0][2], []
    for place, (word, number, names) in enumerate(rows):
        if place < PASSING or number:
            found.append((word, number, names_in_short(names, owed)))
    return found


def names_in_short(names: list[str], owed: list[str]) -> str:
    """The names, or all but the others where these are fewer."""
    others = [name for name in owed if name not in names]
    if not names:
        return wording.NOTHING
    if not others:
        return _("all")
    if len(names) <= max(len(others), FEW):
        return "、".join(names) if len(names) <= MOST_NAMES else _("see the Excel file")
    if len(others) > MOST_NAMES:
        return _("see the Excel file")
    return _("all but %(names)s") % {"names": "、".join(others)}


def _target(card: object) -> tuple[str, str]:
    """The target and how much of it is reached, as words."""
    goal = attainment_of(card)
    return (goal.target, reached_words(goal)) if goal else ("", "")


def _lines(summary: Summary, first: list) -> list[tuple]:
    places = [summary.cards.index(card) for card in first]
    kinds = [card.figure.indicator.kind for card in summary.cards]
    return [
        (line, [shown_value(kinds[place], line.figures[place]) for place in places])
        for line in summary.lines
    ]


def _office(summary: Summary) -> str:
    """Who puts the seal on it: the leading group's office for the whole, else the unit."""
    campaign = summary.subject.campaign
    group = campaign.leading_group
    if group and summary.page.unit.pk == campaign.owner_id:
        return _("Office of %(group)s") % {"group": group.name}
    return summary.page.unit.name
