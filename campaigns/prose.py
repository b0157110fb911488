"""What stands inside a paragraph of the plan: bold, cited attachments, rows of a table (pure).

Bold is written ``**…**``, an attachment is cited as 附件N, a table has one row a line with bars
between its cells. Page, print and comparison all read paragraphs here, so a mark means the same
everywhere; ``static/js/plan_prose.js`` draws the same while somebody types.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .enums import ClauseKind

LONGEST, LONGEST_CELL = 5_000, 500
MOST_ROWS, MOST_COLUMNS = 100, 12
BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
CITED = re.compile(r"附件\s?(\d{1,2})(?!\d)")


@dataclass(frozen=True)
class Run:
    """A stretch of a paragraph; ``attachment`` is the number that it cites, 0 for none."""

    text: str
    is_bold: bool = False
    attachment: int = 0


def runs(text: str) -> list[Run]:
    """The paragraph in stretches, marks taken off; a star without its twin is just a star."""
    found: list[Run] = []
    at = 0
    for mark in BOLD.finditer(text):
        found += _cited(text[at : mark.start()], is_bold=False)
        found += _cited(mark[1], is_bold=True)
        at = mark.end()
    return found + _cited(text[at:], is_bold=False)


def _cited(text: str, *, is_bold: bool) -> list[Run]:
    found, at = [], 0
    for mark in CITED.finditer(text):
        found.append(Run(text[at : mark.start()], is_bold))
        found.append(Run(mark[0], is_bold, int(mark[1])))
        at = mark.end()
    found.append(Run(text[at:], is_bold))
    return [run for run in found if run.text]


def plain(text: str) -> str:
    """The words alone, for outlines, letters and comparisons."""
    return BOLD.sub(r"\1", text)


def rows(text: str) -> list[list[str]]:
    """The cells of a table, each row as long as the longest."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.split("\n")]
    width = max(len(line) for line in lines)
    return [line + [""] * (width - len(line)) for line in lines]


def html(text: str, files: Mapping[int, str] | None = None) -> SafeString:
    """The paragraph for a page, escaped; 附件N leads to its file where ``files`` knows one."""
    drawn = (_drawn(run, (files or {}).get(run.attachment, "")) for run in runs(text))
    return format_html_join("", "{}", ((part,) for part in drawn))


def _drawn(run: Run, address: str) -> SafeString:
    part = format_html("<b>{}</b>", run.text) if run.is_bold else run.text
    return format_html('<a href="{}">{}</a>', address, part) if address else part


def table_html(text: str, files: Mapping[int, str] | None = None) -> SafeString:
    """A table for a page; its first row is the head."""
    head, *body = rows(text)
    return format_html(
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
        format_html_join("", '<th scope="col">{}</th>', ((html(cell, files),) for cell in head)),
        format_html_join(
            "",
            "<tr>{}</tr>",
            (
                (format_html_join("", "<td>{}</td>", ((html(cell, files),) for cell in line)),)
                for line in body
            ),
        ),
    )


def flaw(kind: str, text: str) -> str:
    """Why a paragraph cannot be kept, in a sentence; empty when it can."""
    if not text.replace("|", "").strip():
        return _("A sentence cannot be blank. Write it, or delete it.")
    if kind == ClauseKind.TABLE:
        return _size_flaw(text) or _cell_flaw(rows(text))
    if len(text) > LONGEST:
        return _(
            "A paragraph holds at most %(limit)d characters; this one has %(now)d. "
            "Press Enter in the middle to split it."
        ) % {"limit": LONGEST, "now": len(text)}
    return ""


def _size_flaw(text: str) -> str:
    """Counted before the rows are filled up to one length: that may be far more than was sent."""
    lines = text.split("\n")
    tall, wide = len(lines), max(line.count("|") for line in lines) + 1
    if tall > MOST_ROWS or wide > MOST_COLUMNS:
        return _(
            "A table in the plan has at most %(rows)d rows and %(columns)d columns; this one has "
            "%(r)d and %(c)d. Attach it as a file instead."
        ) % {"rows": MOST_ROWS, "columns": MOST_COLUMNS, "r": tall, "c": wide}
    return ""


def _cell_flaw(cells: list[list[str]]) -> str:
    longest = max(len(cell) for line in cells for cell in line)
    if longest > LONGEST_CELL:
        return _(
            "A cell of a table holds at most %(limit)d characters; one here has %(now)d. "
            "Write it as a paragraph instead."
        ) % {"limit": LONGEST_CELL, "now": longest}
    return ""
