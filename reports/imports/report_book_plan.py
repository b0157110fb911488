"""Checking a filled-in workbook against what the units owe: what taking it over would do."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.utils import translation
from django.utils.translation import gettext as _

from fraudwatch.lib.collecting import collecting_later
from orgs.models import Unit, User
from reports.book_words import COLUMNS, FIXED, NEEDED, NEEDED_ALONE, folded
from reports.errors import ReportError
from reports.models import Period, Report, TemplateVersion
from reports.queries.book import Book, book_of_node, book_of_report, reports_for, slots_of
from reports.queries.book_asked import asked_of_many, photos_of_many
from reports.queries.content import blocks_of

from .report_book_grid import grid_of
from .report_book_row import Known, RowCheck
from .report_book_xlsx import Filled, Line, Problem, SentBook, hidden_row, read_alone, read_units

ZERO_KEYS = ("zero", "zero_reason")


@dataclass
class Planned:
    """What happens to one unit; kept as JSON with the upload.

    ``outcome`` is new, changed, zero, same, empty or bad; ``warnings`` are unusual figures
    with the reason given for each, empty where one is still wanted.
    """

    report: int
    unit: str
    number: int
    outcome: str = "new"
    changes: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    values: dict = field(default_factory=dict)
    texts: dict = field(default_factory=dict)
    reasons: dict = field(default_factory=dict)
    zero_reason: str = ""
    has_text_problem: bool = False


@dataclass
class BookPlan:
    """The whole: a row for each unit of the file, all problems at once, things worth knowing.

    ``language`` is the one its sentences are in.
    """

    rows: list[Planned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    sheet: str = ""
    grid: dict = field(default_factory=dict)
    language: str = field(default_factory=translation.get_language)

    def as_json(self) -> dict[str, list]:
        """As the upload keeps it."""
        rows, problems = ([vars(one) for one in found] for found in (self.rows, self.problems))
        return vars(self) | {"rows": rows, "problems": problems}


def find_period(sent: SentBook, *, by: User, wanted: Period | None = None) -> tuple[Period, Unit]:
    """The period and the unit that the workbook was made for, both in the person's sight.

    ReportError for another period than ``wanted``, an older version of the template, or one
    out of sight.
    """
    facts = sent.facts
    names = {"template": facts.get("tn"), "version": facts["v"], "period": facts.get("pl")}
    seen = Period.objects.visible_to(by).select_related(
        "template__campaign__owner", "template_version"
    )
    period = seen.filter(pk=facts["p"], template_id=facts["t"]).first()
    node = Unit.objects.visible_to(by).filter(pk=facts["u"]).first()
    if period is None or node is None:
        raise ReportError(
            _("This workbook is for %(template)s, %(period)s, of a unit you do not report for.")
            % names
        )
    if wanted is not None and wanted.pk != period.pk:
        raise ReportError(
            _("This workbook is for %(template)s, %(period)s; here it is %(wanted)s.")
            % {**names, "wanted": wanted.label}
        )
    if period.template_version.number != facts["v"]:
        raise ReportError(
            _(
                "This workbook follows version %(version)s of %(template)s; %(period)s is now "
                "reported by version %(now)s. Download it again."
            )
            % {**names, "now": period.template_version.number}
        )
    return period, node


@collecting_later()
def plan_book(
    sent: SentBook, period: Period, node: Unit, *, by: User, mended: Collection[str] = ()
) -> BookPlan:
    """What taking the workbook over would do, and all that is wrong with it; reads only.

    ``mended`` are the cells corrected on the page before: their rows stay open there.
    """
    book = _book_for(sent, period, node, by)
    filled = read_filled(sent, period.template_version)
    plan = BookPlan(problems=list(filled.problems), sheet=filled.sheet.name)
    if book.is_single:
        filled.lines[0].code = book.rows[0].unit.code
    known = _known(book)
    seen: dict[str, Line] = {}
    strangers = None
    unclear: set[int] = set()
    for line in filled.lines:
        row = book.by_code.get(line.code) if line.code else _by_name(book, line)
        if row is None:
            strangers = strangers if strangers is not None else _strangers(period, by)
            plan.problems.append(_stranger(filled, line, book, strangers))
            unclear.add(line.number)
            continue
        problem = _line_problem(line, row.unit, seen)
        if problem:
            plan.problems.append(_problem(filled, line, "code", problem))
            unclear.add(line.number)
            continue
        seen[row.unit.code] = line
        planned = Planned(row.report.pk, row.unit.name, line.number)
        RowCheck(known, row, line, planned, filled.sheet.name, plan).run()
        plan.rows.append(planned)
    plan.problems.sort(key=lambda found: _place(found.cell))
    plan.notices += _notices(sent, filled, plan)
    plan.grid = grid_of(filled, plan.problems, plan.rows, unclear=unclear, mended=mended)
    return plan


def read_filled(sent: SentBook, version: TemplateVersion) -> Filled:
    """The cells of the sheet by the words it was written with, whatever language is in force."""
    is_alone = bool(sent.facts.get("one"))
    with translation.override(str(sent.facts.get("l") or "") or translation.get_language()):
        wanted = {slot.key: slot.heading for slot in slots_of(version)}
        fixed = {key: str(text) for key, text in FIXED.items()}
        columns = {key: str(text) for key, text in COLUMNS.items()}
    if is_alone:
        return read_alone(
            sent, columns, NEEDED_ALONE, wanted | {key: fixed[key] for key in ZERO_KEYS}
        )
    return read_units(sent, fixed | wanted, NEEDED)


def _book_for(sent: SentBook, period: Period, node: Unit, by: User) -> Book:
    if not sent.facts.get("one"):
        return book_of_node(period, node, by)
    report = reports_for(by, period).filter(unit=node).first()
    if report is None:
        raise ReportError(
            _("%(unit)s owes no report for %(period)s.")
            % {"unit": node.name, "period": period.label}
        )
    report.period = period
    if not by.has_perm("reports.submit_report", report):
        raise ReportError(_("You do not report for %(unit)s.") % {"unit": node.name})
    return book_of_report(report)


def _known(book: Book) -> Known:
    reports = [row.report for row in book.rows]
    wanted = book.period.template.photos_min
    return Known(
        slots=book.slots,
        blocks=blocks_of(book.period.template_version),
        asked=asked_of_many(book.period, reports),
        photos=photos_of_many(reports) if wanted else {},
        photos_wanted=wanted,
    )


def _by_name(book: Book, line: Line) -> object:
    """The row of that name, for a line whose code was wiped out."""
    same = [row for row in book.rows if folded(row.unit.name) == folded(line.name)]
    return same[0] if len(same) == 1 else None


def _line_problem(line: Line, unit: Unit, seen: dict[str, Line]) -> str:
    if unit.code in seen:
        return _("%(unit)s stands twice, here and in row %(row)d. Keep one.") % {
            "unit": unit.name, "row": seen[unit.code].number
        }  # fmt: skip
    if line.name not in ("", unit.name) and folded(line.name) != folded(unit.name):
        text = _("The code belongs to %(unit)s, but the name says %(name)s. Put one of them right.")
        return text % {"unit": unit.name, "name": line.name[:40]}
    return hidden_row(line.number) if line.is_hidden else ""


def _strangers(period: Period, by: User) -> set[str]:
    """Codes of units that owe the period elsewhere, as far as the person sees them."""
    seen = Report.objects.visible_to(by).filter(period=period)
    return set(seen.values_list("unit__code", flat=True))


def _stranger(filled: Filled, line: Line, book: Book, strangers: set[str]) -> Problem:
    """Why a row belongs to none of the workbook's units."""
    if line.code in strangers:
        text = _("%(unit)s is not among the units of this workbook (%(node)s). Delete the row.")
    else:
        text = _("There is no unit “%(unit)s” in this workbook (%(node)s).")
    text %= {"unit": (line.name or line.code)[:40], "node": book.node.name}
    near = get_close_matches(line.name, [row.unit.name for row in book.rows], n=1, cutoff=0.5)
    offer = {}
    if near:
        text += " " + _("Closest: %(name)s.") % {"name": near[0]}
        unit = next(row.unit for row in book.rows if row.unit.name == near[0])
        named = {"code": unit.code, "unit": unit.name}
        cells = {line.cells[key].address: named[key] for key in named.keys() & line.cells.keys()}
        offer = {"label": unit.name, "cells": cells}
    return _problem(filled, line, "code", text, offer)


def _problem(filled: Filled, line: Line, key: str, text: str, offer: dict | None = None) -> Problem:
    value = line.value(key) if line.value(key) is not None else line.name
    return Problem(filled.sheet.name, line.address(key), str(value or "")[:60], text, offer or {})


def _notices(sent: SentBook, filled: Filled, plan: BookPlan) -> Iterator[str]:
    ours = {filled.sheet.name, sent.sealed_on}
    others = [one.name for one in sent.sheets if one.name not in ours and not one.hidden]
    if len(others) > 1:  # the notes are one of them
        yield _("Only the sheet “%(sheet)s” is read.") % {"sheet": filled.sheet.name}
    empty = [row.unit for row in plan.rows if row.outcome == "empty"]
    if empty and len(plan.rows) > 1:
        yield _("Nothing was typed for %(units)s; these are left alone.") % {
            "units": "、".join(empty[:12]) + ("…" if len(empty) > 12 else "")
        }


def _place(cell: str) -> tuple[int, int, str]:
    digits = "".join(sign for sign in cell if sign.isdigit())
    letters = cell.rstrip("0123456789")
    return int(digits or 0), len(letters), letters
