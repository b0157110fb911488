"""How a plan stands on official paper (GB/T 9704): red head, levels of headings (pure)."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from .contents import Content, numbered_sections
from .enums import ClauseKind, SectionKind
from .prose import html, plain, table_html

ONE_LINE = 13  # characters of 32 points in the width of the type area
SMALLER = 17
BREAK = "领导小组"
HEADING = 30
STOPS = "。；：！？"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph on paper: its style, and its words before and after the heading ends."""

    style: str
    head: str
    body: SafeString | str


@dataclass(frozen=True)
class RedHead:
    """The lines of the red head and their size: l, m or s."""

    lines: list[str]
    size: str


def red_head(words: str) -> RedHead:
    """The issuer's name on one line where it fits, else on two of about the same length."""
    if len(words) <= ONE_LINE:
        return RedHead([words], "l")
    if len(words) <= SMALLER:
        return RedHead([words], "m")
    at = words.find(BREAK)
    half = len(words) // 2
    cut = at if abs(at - half) <= 3 else half
    lines = [words[:cut], words[cut:]]
    longest = max(len(line) for line in lines)
    return RedHead(lines, "l" if longest <= ONE_LINE else "m" if longest <= SMALLER else "s")


def paragraphs(content: Content) -> list[Paragraph]:
    """The whole text in order, each paragraph with its style."""
    found = []
    for label, section, clauses in numbered_sections(content):
        if section["kind"] != SectionKind.PREAMBLE:
            found.append(Paragraph("h1", f"{label}{section['heading']}", ""))
        found += [_paragraph(mark, clause) for mark, clause in clauses]
    return found


def _paragraph(mark: str, clause: dict) -> Paragraph:
    text = clause["text"]
    if clause["kind"] == ClauseKind.TABLE:
        return Paragraph("table", "", table_html(text))
    if clause["level"] != 1:
        return Paragraph("p", "", html(mark.strip() + text))
    head, body = _split(text)
    return Paragraph("h2" if not body else "run", mark + plain(head), html(body))


def _split(text: str) -> tuple[str, str]:
    """A （一） as its heading and the rest: all of it when short, else its first short sentence."""
    if len(text) <= HEADING and not text.endswith(tuple(STOPS[:-1])):
        return text, ""
    at = text.find("。")
    return (text[: at + 1], text[at + 1 :]) if 0 < at < HEADING else ("", text)
