"""Report workbooks with bytes changed at random: read or refused in words, nothing else.

    .venv/bin/python manage.py shell -c \\
        "from fraudwatch.tests.fuzz.mutants import main; main(20000)"

prints how many were read and refused, the slowest, and the memory at its peak. The suite takes 300.
"""

import resource
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from random import Random
from time import perf_counter

from openpyxl import Workbook

from fraudwatch.lib.seals import seal_facts
from fraudwatch.lib.sheets import SheetRefused
from reports.book_words import PURPOSE, SEAL_SHEET
from reports.errors import ReportError
from reports.imports.report_book_xlsx import open_book, read_units

PIECES = (b"9999999999", b"-1", b"<c>", b'"', b"\x00", "甲".encode())
HEADINGS = {
    "code": "单位编码", "unit": "单位", "zero": "零报告", "zero_reason": "零报告原因",
    "remark": "说明", "v.visits": "入户宣传", "v.losses": "群众损失", "t.work": "主要做法",
}  # fmt: skip


def sample() -> bytes:
    """A small workbook of ours with a table of shared texts, made without the database."""
    book = Workbook()
    sheet = book.active
    sheet.append(["反诈周报"])
    sheet.append(list(HEADINGS.values()))
    for number in range(20):
        sheet.append(
            [f"U{number:03}", f"第{number}村", "", "", "", number * 3, "1,200", "设点宣传"]
        )
    sheet["F9"] = "=1+1"
    sheet.merge_cells("A1:H1")
    sheet.row_dimensions[12].hidden = True
    sealed = book.create_sheet(SEAL_SHEET)
    sealed["A2"] = seal_facts({"f": 1, "t": 1, "v": 1, "p": 1, "u": 1}, purpose=PURPOSE)
    sealed.sheet_state = "veryHidden"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def mutants(content: bytes, count: int, seed: int = 2026) -> Iterator[bytes]:
    """The file with a few bytes changed, cut or doubled; mostly inside its parts."""
    dice = Random(seed)  # noqa: S311
    with zipfile.ZipFile(BytesIO(content)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    names = [name for name in members if not name.startswith("docProps")]
    for _number in range(count):
        if dice.random() < 0.25:
            yield _changed(content, dice)
            continue
        name = dice.choice(names)
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for member, body in members.items():
                package.writestr(member, _changed(body, dice) if member == name else body)
        yield out.getvalue()


def _changed(content: bytes, dice: Random) -> bytes:
    changed = bytearray(content)
    for _step in range(dice.randint(1, 6)):
        at = dice.randrange(max(len(changed), 1))
        kind = dice.randrange(4)
        if kind == 0 and changed:
            changed[at] = dice.randrange(256)
        elif kind == 1:
            del changed[at : at + dice.randint(1, 40)]
        elif kind == 2:
            changed[at:at] = changed[at : at + dice.randint(1, 40)] * dice.randint(1, 5)
        else:
            changed[at:at] = dice.choice(PIECES)
    return bytes(changed)


def outcome(content: bytes) -> str:
    """``read``, or the name of the refusal. Anything else is an error of ours and raised."""
    try:
        read_units(open_book(content), HEADINGS, ("code", "unit", "zero", "remark"))
    except (SheetRefused, ReportError) as refused:
        return type(refused).__name__
    return "read"


def main(count: int) -> None:
    """Run ``count`` mutants and print what came of them."""
    found, slowest = Counter(), 0.0
    for content in mutants(sample(), count):
        start = perf_counter()
        found[outcome(content)] += 1
        slowest = max(slowest, perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(dict(found), f"slowest {slowest:.2f} s, peak {peak:.0f} MB")  # noqa: T201
