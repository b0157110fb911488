"""Cells of an uploaded workbook corrected on the page of its check, and checked again at once."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.privacy import private_problem
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.sheets_facts import ADDRESS
from orgs.actions.files import read_file
from orgs.models import User
from reports.actions.imports import keep_mended
from reports.book_words import LONGEST_TEXT
from reports.enums import ImportState
from reports.errors import ReportError
from reports.models import ImportJob
from reports.queries.imports import is_over

from .report_book_grid import GridCell
from .report_book_plan import find_period, plan_book
from .report_book_xlsx import SentBook, open_book, with_mended

OPEN = (ImportState.WAITING, ImportState.REFUSED)


def cells_in(data: Mapping[str, str]) -> dict[str, str]:
    """The cells typed on the page, by address."""
    return {
        name[2:]: _text(value)
        for name, value in data.items()
        if name.startswith("c.") and ADDRESS.fullmatch(name[2:])
    }


def mend_book(job: ImportJob, typed: Mapping[str, str], *, again: bool, by: User) -> bool:
    """Check the workbook with what was typed over on its page; whether a cell is new.

    ``typed`` may hold cells that are as they were; only what the page let be typed over
    counts. Nothing happens without a new cell unless ``again``. ReportError when the upload
    is taken over already or has expired, for numbers that must not be kept, and when somebody
    checked it again meanwhile. Reads the file; writes in one short transaction at the end.
    """
    before = {cell.address: _text(cell.whole) for cell in open_cells(job.plan)}
    fresh = {key: text for key, text in typed.items() if before.get(key, text) != text}
    if not fresh and not again:
        return False
    if job.state not in OPEN or job.file is None or is_over(job):
        raise ReportError(_("This workbook can no longer be corrected here. Send the file again."))
    for text in fresh.values():
        if problem := private_problem(text):
            raise ReportError(problem)
    mended = job.mended | fresh
    sent = sent_book(job, read_file(job.file), mended)
    period, node = find_period(sent, by=by, wanted=job.period)
    plan = plan_book(sent, period, node, by=by, mended=mended)
    changes = {key: [before[key][:60], text[:60]] for key, text in fresh.items()}
    keep_mended(job, mended=mended, plan=plan.as_json(), changes=changes, by=by)
    return bool(fresh)


def plan_in_words(job: ImportJob, *, by: User) -> dict:
    """The check in the language in force, made anew when it was kept in another one."""
    kept = job.plan.get("language", "")
    if kept in ("", get_language()) or job.state not in OPEN or job.file is None or is_over(job):
        return job.plan
    try:
        sent = sent_book(job, read_file(job.file), job.mended)
        plan = plan_book(sent, job.period, job.node, by=by, mended=job.mended)
    except DomainError:
        return job.plan
    return plan.as_json()


def offered(job: ImportJob, number: str) -> dict[str, str]:
    """The cells that the cure offered for the problem of that number would type."""
    problems = job.plan.get("problems", [])
    if number.isascii() and number.isdigit() and len(number) < 6 and int(number) < len(problems):
        return problems[int(number)].get("offer", {}).get("cells", {})
    return {}


def sent_book(job: ImportJob, content: bytes, mended: Mapping[str, str]) -> SentBook:
    """The uploaded workbook with its mended cells as they were typed."""
    return with_mended(open_book(content), job.plan.get("sheet", ""), mended)


def open_cells(plan: Mapping) -> list[GridCell]:
    """The cells of a check that can be typed over on its page."""
    rows = plan.get("grid", {}).get("rows", [])
    cells = (GridCell(*cell) for _number, row in rows for cell in row)
    return [cell for cell in cells if cell.label]


def _text(value: object) -> str:
    """Text as a browser sends it back, so that an untouched field is the same."""
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return lines.strip()[:LONGEST_TEXT]
