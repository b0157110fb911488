"""Plain rows counted whole say the same of a worksheet as its tags one by one."""

from random import Random

import pytest
from django.utils import translation

from fraudwatch.lib import packages, sheets_gate
from fraudwatch.lib.packages import PackageRefused, open_package
from fraudwatch.lib.sheets_facts import Limits, column_letters
from fraudwatch.lib.sheets_rows import PlainRow, plain_row

from .fuzz.mutants import mutants
from .hostile_sheets import hostile_workbooks
from .office_files import HEAD, MAIN, sheet_xml, xlsx

TEXTS = "".join(f"<si><t>{'村' * (at % 5)}</t></si>" for at in range(13))
SHARED = f'{HEAD}<sst xmlns="{MAIN}">{TEXTS}</sst>'
TIGHT = Limits(rows=30, columns=9, cells=90, area=180, styled_rows=24, characters=90)
INSIDE = (
    "<v>12</v>", "<v>0</v>", "<v>1</v>", "<v></v>", "<v/>", "", "<v>7</v>", "<v> </v>",
    "<v>&#49;</v>",
    "<is><t>村</t></is>", '<is><t xml:space="preserve"> a </t></is>', "<f>A1+1</f><v>3</v>",
    "<f>A1</f>", "<f/><v></v>", "<is><r><t>a</t></r><r><t>b</t></r></is>", "<v><![CDATA[5]]></v>",
    "<v>1</v><!-- <c r='A9'/> -->", "<x:v>4</x:v>", "<v>5</v><c r=\"Z1\"><v>1</v></c>", "<v>²</v>",
)  # fmt: skip
KINDS = ("", "", "", ' t="n"', ' t="s"', ' t="s"', ' t="str"', ' t="e"', ' t="inlineStr"', ' t="b"')
BETWEEN = (
    "",
    "",
    "",
    "",
    "\n",
    "<!-- </row> -->",
    "<?go on?>",
    "<foo/>",
    "<c/>",
    '<row r="3"/>',
    "<![CDATA[<row>]]>",
)


def a_cell(dice: Random, column: int, row: int) -> str:
    inside = dice.choice(INSIDE[:6] if dice.random() < 0.9 else INSIDE)
    place = f' r="{column_letters(column)}{row}"' if dice.random() < 0.99 else ""
    style = dice.choice(("", ' s="3"', ' s="3" foo="1"' if dice.random() < 0.05 else ""))
    kind = dice.choice(KINDS[:7] if dice.random() < 0.97 else KINDS)
    ending = dice.choice(("/>", " />")) if not inside else f">{inside}</c>"
    return f"<c{place}{style}{kind}{ending}"


def a_row(dice: Random, number: int, width: int, *, is_odd: bool) -> str:
    columns = [at for at in range(1, width + 1) if dice.random() < 0.9]
    if is_odd and dice.random() < 0.1:
        dice.shuffle(columns)
    cells = "".join(a_cell(dice, column, number) for column in columns)
    extra = dice.choice(("", ' spans="1:9"', ' ht="20" customHeight="1"', ' hidden="1"'))
    place = f' r="{number}"' if not is_odd or dice.random() < 0.95 else ""
    return f"<row{place}{extra}>{cells}</row>"


def a_sheet(dice: Random) -> bytes:
    is_odd, number, rows = dice.random() < 0.5, 0, []
    for _row in range(dice.choice((1, 3, 12, 28))):
        number += dice.choice((1, 1, 1, 2)) if not is_odd or dice.random() < 0.98 else -1
        if is_odd and dice.random() < 0.1:
            rows.append(dice.choice(BETWEEN))
        rows.append(a_row(dice, number, dice.choice((3, 5, 10)), is_odd=is_odd))
    xml = sheet_xml(
        "".join(rows),
        before=dice.choice(("", "<cols><col min='2' max='3' hidden='1'/></cols>", "<!-- -->")),
    )
    content = bytearray(xml.encode())
    if is_odd and dice.random() < 0.3:
        content[dice.randrange(len(content))] = dice.choice(b'<>&"/ 19cv\xff')
    return xlsx(bytes(content), SHARED)


def seen_in(content: bytes, limits: Limits) -> object:
    """What the survey finds, with all it adds up; or why it refuses."""
    found = []

    def survey(package):
        tallies = []
        scan = sheets_gate._SheetScan

        class Kept(scan):
            def __init__(self, facts, tally):
                super().__init__(facts, tally)
                tallies.append(tally)

        sheets_gate._SheetScan = Kept
        try:
            found.extend(vars(one) for one in sheets_gate.survey(package, limits))
        finally:
            sheets_gate._SheetScan = scan
        found.extend((tally.cells, tally.area, tally.characters, tally.merged) for tally in tallies)

    with translation.override("en"):
        try:
            open_package(content, "xlsx", count=survey)
        except PackageRefused as refused:
            return str(refused)
    return found


@pytest.fixture
def both(monkeypatch):
    """What is seen by rows, and by tags alone."""

    def see(content, limits):
        quick = seen_in(content, limits)
        with monkeypatch.context() as patched:
            patched.setattr(sheets_gate, "cut_into_rows", lambda chunks, _scan: chunks)
            return quick, seen_in(content, limits)

    return see


@pytest.mark.parametrize("seed", range(8))
def test_a_sheet_of_any_shape_is_seen_alike_by_rows_and_by_tags(seed, both, monkeypatch):
    dice, taken, refused = Random(seed), 0, 0  # noqa: S311 - nothing secret
    for _sheet in range(120):
        monkeypatch.setattr(packages, "CHUNK", dice.choice((50, 333, 64 * 1024)))
        quick, slow = both(a_sheet(dice), dice.choice((Limits(), TIGHT)))
        assert quick == slow
        taken, refused = taken + (type(slow) is list), refused + (type(slow) is str)

    assert taken > 20
    assert refused > 10


def test_hostile_and_changed_workbooks_are_seen_alike_by_rows_and_by_tags(both):
    books = [*hostile_workbooks().values(), *mutants(xlsx(a_sheet(Random(3)), SHARED), 60)]  # noqa: S311

    for content in books:
        quick, slow = both(content, Limits())
        assert quick == slow


def test_the_rows_that_offices_write_are_plain():
    class Scan:
        row = row_tags = 0
        facts = sheets_gate.SheetFacts()
        tally = sheets_gate._Tally(Limits(), [1, 5])

    rows = {
        "Excel": b'<row r="7" spans="1:4" ht="20" x14ac:dyDescent="0.2"><c r="A7" s="3" t="s">'
        b'<v>1</v></c><c r="B7" s="3"/><c r="D7"><v>12.5</v></c></row>',
        "openpyxl": b'<row r="7"><c r="A7" s="1" t="s"><v>1</v></c><c r="B7" s="2" />'
        b'<c r="D7" t="n"><v>12.5</v></c></row>',
        "ours": '<row r="7"><c r="A7" t="inlineStr"><is><t>村</t></is></c><c r="B7"/><c r="D7">'
        "<v>12.5</v></c></row>".encode(),
    }

    assert {name: plain_row(row, Scan, {}) for name, row in rows.items()} == {
        "Excel": PlainRow(7, 3, 4, 4, 2, 5), "openpyxl": PlainRow(7, 3, 4, 4, 2, 5),
        "ours": PlainRow(7, 3, 4, 4, 2, 0),
    }  # fmt: skip
