"""What a workbook really holds, counted from its XML before a library builds it in memory.

Stated dimensions are ignored; cells, merges, hidden rows and formulas are seen for themselves.
"""

from collections.abc import Callable
from posixpath import join, normpath
from xml.parsers.expat import XMLParserType

from django.utils.translation import gettext as _

from .packages import Package, PackageRefused, damaged, too_large
from .sheets_facts import ADDRESS, Limits, SheetFacts, column_letters, column_number, corners
from .sheets_rows import cut_into_rows

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedstrings.xml"
LONGEST_TEXT = 32_767


def survey(package: Package, limits: Limits) -> list[SheetFacts]:
    """The worksheets in order, each within the limits. Raises PackageRefused."""
    listed = _listed_sheets(package)
    if not listed or len(listed) > limits.sheets:
        raise too_large() if listed else damaged("xlsx")
    lengths = _text_lengths(package)
    tally = _Tally(limits, lengths)
    found = []
    for part, facts in listed:
        scan = _SheetScan(facts, tally)
        package.parse(part, scan.attach, lambda chunks, scan=scan: cut_into_rows(chunks, scan))
        scan.listen(False)
        if not scan.is_worksheet:
            raise damaged("xlsx")
        found.append(facts)
    return found


def _listed_sheets(package: Package) -> list[tuple[str, SheetFacts]]:
    """Part and name of each worksheet, as the workbook lists them."""
    relations: dict[str, tuple[str, str]] = {}
    listed: list[tuple[str, SheetFacts]] = []

    def relation(name: str, given: dict[str, str]) -> None:
        if name.endswith("Relationship"):
            if given.get("TargetMode") == "External":
                return
            target = normpath(join("/xl", given.get("Target", "")))[1:]
            if given.get("Id", "") in relations:
                raise damaged("xlsx")
            relations[given.get("Id", "")] = (given.get("Type", "").rpartition("/")[2], target)

    def sheet(name: str, given: dict[str, str]) -> None:
        if name.rpartition(":")[2] != "sheet":
            return
        key = next((value for name, value in given.items() if name.endswith(":id")), "")
        kind, part = relations.get(key, ("", ""))
        if kind in ("chartsheet", "dialogsheet"):
            return
        names = [facts.name for _part, facts in listed]
        if kind != "worksheet" or part not in package.names or given.get("name", "") in names:
            raise damaged("xlsx")
        hidden = given.get("state", "visible") != "visible"
        listed.append((part, SheetFacts(name=given.get("name", ""), hidden=hidden)))

    if WORKBOOK not in package.names or RELATIONS not in package.names:
        raise damaged("xlsx")
    package.parse(RELATIONS, _on_start(relation))
    package.parse(WORKBOOK, _on_start(sheet))
    return listed


def _on_start(handler: Callable) -> Callable[[XMLParserType], None]:
    """What gives a parser this handler for opening tags."""

    def attach(parser: XMLParserType) -> None:
        parser.StartElementHandler = handler

    return attach


def _text_lengths(package: Package) -> list[int]:
    """The length of each shared text: one long text named by 400,000 cells is a bomb as well."""
    parts = [name for name in package.names if name.lower() == STRINGS]
    lengths: list[int] = []

    def start(name: str, _given: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            lengths.append(0)

    def text(piece: str) -> None:
        if lengths:
            lengths[-1] += len(piece)
            if lengths[-1] > LONGEST_TEXT + 1_000:
                raise too_large()

    def attach(parser: XMLParserType) -> None:
        parser.StartElementHandler = start
        parser.CharacterDataHandler = text

    for part in parts:
        package.parse(part, attach)
    return lengths


class _Tally:
    """What all sheets hold together."""

    def __init__(self, limits: Limits, lengths: list[int]) -> None:
        self.limits = limits
        self.lengths = lengths
        self.cells = self.area = self.characters = self.merged = 0


class _SheetScan:
    """The handlers that read one worksheet."""

    def __init__(self, facts: SheetFacts, tally: _Tally) -> None:
        self.facts, self.tally = facts, tally
        self.is_worksheet = False
        self.row = self.column = self.row_tags = 0
        self.address = self.type = ""
        self.text: list[str] = []
        self.reads = self.has_formula = self.has_value = False
        self.opened = 0

    @property
    def is_between(self) -> bool:
        """Whether no cell is open."""
        return not self.opened and not self.reads

    def attach(self, parser: XMLParserType) -> None:
        """Take the parser and give it its handlers."""
        self.parser = parser
        self.listen(True)

    def listen(self, to: bool) -> None:
        """Give the parser its handlers, or take them away."""
        self.parser.StartElementHandler = self.start if to else None
        self.parser.EndElementHandler = self.end if to else None
        self.parser.CharacterDataHandler = self.characters if to else None

    def start(self, name: str, given: dict[str, str]) -> None:
        """An opening tag."""
        name = name.rpartition(":")[2]
        if name == "c":
            self._open_cell(given)
        elif name in ("v", "t"):
            self.reads = True
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self._open_row(given)
        elif name == "col":
            self._column(given)
        elif name == "mergeCell":
            self._merge(given.get("ref", ""))
        elif name == "worksheet":
            self.is_worksheet = True

    def characters(self, piece: str) -> None:
        """Text; only that of values counts."""
        if self.reads:
            self.text.append(piece)

    def end(self, name: str) -> None:
        """A closing tag."""
        name = name.rpartition(":")[2]
        if name == "c":
            self.opened -= 1
            self._close_cell()
        elif name in ("v", "t"):
            self.reads = False

    def _open_row(self, given: dict[str, str]) -> None:
        self.row_tags += 1
        number = int(given["r"]) if "r" in given else self.row + 1
        if number <= self.row or number > 1_048_576:
            raise damaged("xlsx")
        if self.row_tags > self.tally.limits.styled_rows:
            raise too_large()
        self.row, self.column = number, 0
        if given.get("hidden") in ("1", "true"):
            self.facts.hidden_rows.add(number)

    def _open_cell(self, given: dict[str, str]) -> None:
        self.opened += 1
        self.tally.cells += 1
        if self.tally.cells > self.tally.limits.cells:
            raise too_large()
        if "r" in given:
            found = ADDRESS.fullmatch(given["r"])
            if not found or int(found.group(2)) != self.row:
                raise damaged("xlsx")
            column = column_number(found.group(1))
        else:
            column = self.column + 1
        if column <= self.column or column > 16_384:
            raise damaged("xlsx")
        self.column = column
        self.type = given.get("t", "n")
        self.text = []
        self.has_formula = False

    def _close_cell(self) -> None:
        text = "".join(self.text)
        if not text and not self.has_formula:
            return
        facts, limits = self.facts, self.tally.limits
        if self.row > limits.rows or self.column > limits.columns:
            raise PackageRefused(
                _(
                    "Cell %(cell)s of sheet “%(sheet)s” lies too far out: at most %(rows)d rows "
                    "and %(columns)d columns are read. Clear what does not belong to the form."
                )
                % {
                    "cell": column_letters(self.column) + str(self.row),
                    "sheet": facts.name,
                    "rows": limits.rows,
                    "columns": limits.columns,
                }
            )
        self._grow()
        address = column_letters(self.column) + str(self.row)
        if self.has_formula:
            facts.formulas.add(address)
            if not text and self.type != "str":
                facts.never_calculated.add(address)
        if self.type == "e":
            facts.errors[address] = text
        elif self.type == "s":
            self._count_shared(text)
        elif text:
            facts.filled += 1

    def _grow(self) -> None:
        """Keep the area that a table in memory would take."""
        facts = self.facts
        before = facts.rows * facts.columns
        facts.rows = max(facts.rows, self.row)
        facts.columns = max(facts.columns, self.column)
        self.tally.area += facts.rows * facts.columns - before
        if self.tally.area > self.tally.limits.area:
            raise too_large()

    def _count_shared(self, index: str) -> None:
        lengths = self.tally.lengths
        if not index.isascii() or not index.isdigit() or int(index) >= len(lengths):
            raise damaged("xlsx")
        self.facts.filled += bool(lengths[int(index)])
        self.tally.characters += lengths[int(index)]
        if self.tally.characters > self.tally.limits.characters:
            raise too_large()

    def _column(self, given: dict[str, str]) -> None:
        first, last = max(int(given.get("min", "1")), 1), int(given.get("max", "1"))
        if given.get("hidden") in ("1", "true"):
            last = min(last, self.tally.limits.columns)
            self.facts.hidden_columns.update(range(first, last + 1))

    def _merge(self, area: str) -> None:
        left, top, right, bottom = corners(area)
        self.tally.merged += (right - left + 1) * (bottom - top + 1)
        self.facts.merges.append(area)
        too_many = len(self.facts.merges) > self.tally.limits.merges
        if too_many or self.tally.merged > self.tally.limits.merged_area:
            raise PackageRefused(
                _(
                    "Sheet “%(sheet)s” merges far too many cells (%(area)s). Undo the merge and "
                    "try again."
                )
                % {"sheet": self.facts.name, "area": area}
            )
