"""Plans from Word: the accepted text of a .docx, its automatic numbers and headings written out.

What is struck out by tracked changes is left out, what was added stands; text boxes follow
their paragraph; a row of a table is a line. Macros, passwords, old formats, bombs and external
entities are refused by the gate of every upload.
"""

import re
from dataclasses import dataclass, field
from xml.parsers.expat import XMLParserType

from campaigns.plan_import.tables import is_head
from campaigns.word_numbers import Level, Numbering
from fraudwatch.lib.packages import Package, PackageLimits, open_package

MB = 1024 * 1024
LIMITS = PackageLimits(packed=10 * MB, unpacked=40 * MB, member=20 * MB)
LONGEST = 200_000  # characters; a plan has some thousand
DROPPED = {"del", "moveFrom", "Fallback", "instrText", "delText", "rPrChange", "pPrChange"}
CONTENTS = re.compile(r"^(?:toc|目录) ?\d$", re.IGNORECASE)
HEADING = re.compile(r"^(?:heading|标题) ?([1-3])$", re.IGNORECASE)


@dataclass
class WordText:
    """The text of a document, a paragraph a line, and which lines are headings by their style."""

    text: str
    headings: dict[int, int] = field(default_factory=dict)


def read_word(content: bytes) -> WordText:
    """The text of a .docx. PackageRefused, in a sentence, for what is no clean one."""
    package = open_package(content, "docx", LIMITS)
    styles = _Styles()
    numbering = _Numbers()
    for name, reader in (("word/styles.xml", styles), ("word/numbering.xml", numbering)):
        if name in package.names:
            package.parse(name, reader.attach)
    body = _Body(styles, numbering.numbering)
    _parse(package, body)
    return body.written()


def _parse(package: Package, body: "_Body") -> None:
    package.parse("word/document.xml", body.attach)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _value(given: dict[str, str], key: str = "val") -> str:
    return next((value for name, value in given.items() if _local(name) == key), "")


class _Styles:
    """Names of paragraph styles, what they are based on, and the numbers they bring."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.based: dict[str, str] = {}
        self.number: dict[str, tuple[str, int]] = {}
        self._now = ""

    def attach(self, parser: XMLParserType) -> None:
        parser.StartElementHandler = self._start

    def _start(self, name: str, given: dict[str, str]) -> None:
        tag = _local(name)
        if tag == "style":
            self._now = _value(given, "styleId")
        elif tag == "name":
            self.names[self._now] = _value(given)
        elif tag == "basedOn":
            self.based[self._now] = _value(given)
        elif tag == "numId":
            self.number[self._now] = (_value(given), self.number.get(self._now, ("", 0))[1])
        elif tag == "ilvl":
            self.number[self._now] = (self.number.get(self._now, ("", 0))[0], _whole(given))

    def chain(self, style: str) -> list[str]:
        """The style and those it is based on."""
        out: list[str] = []
        while style and style not in out and len(out) < 20:
            out.append(style)
            style = self.based.get(style, "")
        return out

    def heading(self, style: str) -> int:
        """1 to 3 for a heading style, else 0."""
        for one in self.chain(style):
            match = HEADING.match(self.names.get(one, ""))
            if match:
                return int(match[1])
        return 0

    def is_contents(self, style: str) -> bool:
        """A line of an automatic table of contents repeats a heading."""
        return any(CONTENTS.match(self.names.get(one, "")) for one in self.chain(style))

    def numbered(self, style: str) -> tuple[str, int]:
        """List and level that the style brings."""
        return next((self.number[one] for one in self.chain(style) if one in self.number), ("", 0))


def _whole(given: dict[str, str]) -> int:
    text = _value(given)
    return int(text) if text.isdecimal() and len(text) < 5 else 0


class _Numbers:
    """numbering.xml."""

    def __init__(self) -> None:
        self.numbering = Numbering()
        self._list = self._number = ""
        self._level = 0
        self._is_override = False

    def attach(self, parser: XMLParserType) -> None:
        parser.StartElementHandler = self._start

    def _start(self, name: str, given: dict[str, str]) -> None:
        tag, made = _local(name), self.numbering
        if tag == "abstractNum":
            self._list, self._is_override = _value(given, "abstractNumId"), False
            made.levels[self._list] = {}
        elif tag == "num":
            self._number, self._is_override = _value(given, "numId"), True
        elif tag == "abstractNumId":
            made.lists[self._number] = _value(given)
        elif tag in ("lvl", "lvlOverride"):
            text = _value(given, "ilvl")
            self._level = int(text) if text.isdecimal() and len(text) < 3 else 0
            if tag == "lvl" and not self._is_override:
                made.levels[self._list][self._level] = Level()
        elif tag == "startOverride":
            made.starts[self._number, self._level] = _whole(given)
        elif not self._is_override and self._level in made.levels.get(self._list, {}):
            self._shape(made.levels[self._list][self._level], tag, given)

    def _shape(self, level: Level, tag: str, given: dict[str, str]) -> None:
        if tag == "start":
            level.start = _whole(given)
        elif tag == "numFmt":
            level.kind = _value(given)
        elif tag == "lvlText":
            level.pattern = _value(given)


@dataclass
class _Paragraph:
    style: str = ""
    number: tuple[str, int] | None = None
    text: list[str] = field(default_factory=list)


class _Body:
    """document.xml, written out line by line."""

    def __init__(self, styles: _Styles, numbering: Numbering) -> None:
        self.styles, self.numbering = styles, numbering
        self.lines: list[tuple[str, int]] = []
        self.size = 0
        self._open: list[_Paragraph] = []
        self._dropped = 0
        self._is_text = False
        self._tables: list[list[list[list[str]]]] = []

    def attach(self, parser: XMLParserType) -> None:
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said

    def _start(self, name: str, given: dict[str, str]) -> None:
        tag = _local(name)
        if self._dropped or tag in DROPPED:
            self._dropped += 1
        elif tag == "p":
            self._open.append(_Paragraph())
        elif tag == "tbl":
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._tables[-1].append([])
        elif tag == "tc" and self._tables and self._tables[-1]:
            self._tables[-1][-1].append([])
        elif self._open:
            self._inside(tag, given, self._open[-1])

    def _inside(self, tag: str, given: dict[str, str], paragraph: _Paragraph) -> None:
        if tag == "t":
            self._is_text = True
        elif tag in ("tab", "br", "cr") and not given:
            paragraph.text.append(" ")
        elif tag == "pStyle":
            paragraph.style = _value(given)
        elif tag == "ilvl":
            paragraph.number = ((paragraph.number or ("", 0))[0], _whole(given))
        elif tag == "numId":
            paragraph.number = (_value(given), (paragraph.number or ("", 0))[1])

    def _said(self, text: str) -> None:
        if self._is_text and not self._dropped and self._open and self.size < LONGEST:
            self._open[-1].text.append(text)
            self.size += len(text)

    def _end(self, name: str) -> None:
        tag = _local(name)
        if self._dropped:
            self._dropped -= 1
        elif tag == "t":
            self._is_text = False
        elif tag == "p" and self._open:
            self._close(self._open.pop())
        elif tag == "tbl" and self._tables:
            rows = self._tables.pop()
            lines = table_lines([[" ".join(cell) for cell in row] for row in rows])
            for line in lines:
                self._write(line, 0)

    def _close(self, paragraph: _Paragraph) -> None:
        if self.styles.is_contents(paragraph.style):
            return
        text = "".join(paragraph.text).replace("\n", " ")
        number, level = paragraph.number or self.styles.numbered(paragraph.style)
        label = self.numbering.label(number, level) if number and text.strip() else ""
        if text.strip():
            self._write(f"{label}{text.strip() if label else text}", self._level(paragraph, label))

    def _level(self, paragraph: _Paragraph, label: str) -> int:
        return 0 if label else self.styles.heading(paragraph.style)

    def _write(self, line: str, level: int) -> None:
        if self._tables and self._tables[-1] and self._tables[-1][-1]:
            self._tables[-1][-1][-1].append(line.strip())
        else:
            self.lines.append((line, level))

    def written(self) -> WordText:
        """The lines as one text, with the places of its headings."""
        out, headings, at = [], {}, 0
        for line, level in self.lines:
            if level:
                headings[at + len(line) - len(line.lstrip())] = level
            out.append(line)
            at += len(line) + 1
        return WordText("\n".join(out), headings)


def table_lines(rows: list[list[str]]) -> list[str]:
    """A table as lines: one of tasks with tabs, which the reader knows, else with wide gaps."""
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    if rows and is_head(rows[0]):
        return ["\t".join(row) for row in rows]
    return ["   ".join(cell for cell in row if cell) for row in rows]
