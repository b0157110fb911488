"""Headcounts and last year's figures, for the addresses that show and take them."""

from datetime import date
from io import BytesIO
from types import SimpleNamespace

from openpyxl import Workbook

from orgs.actions.bases import BaseSpec, add_bases
from orgs.actions.kept_sheets import keep_sheet


def sheet_of(*rows: list) -> bytes:
    """A workbook with one sheet as an office makes it."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def bases_book(rows: list[list] | None = None) -> bytes:
    """A workbook of headcounts."""
    heads = ["Unit code", "Unit", "Who is counted", "How many", "As of", "Source"]
    wanted = rows or [["U003", "", "households", 500, date(2026, 5, 1), "Bunting-village-base"]]
    return sheet_of(heads, *wanted)


def baselines_book(rows: list[list] | None = None) -> bytes:
    """A workbook of last year's figures."""
    heads = ["Unit code", "Unit", "First day last year", "visits [visits]", "knows [awareness.n]",
             "asked [awareness.d]"]  # fmt: skip
    return sheet_of(heads, *(rows or [["U003", "", date(2025, 6, 2), 90, 40, 50]]))


def make_bases(world: SimpleNamespace) -> None:
    """Two villages with a headcount each, and a workbook that waits for its check."""
    office = world.cast["coordinator"]
    units = world.units
    add_bases(
        [
            BaseSpec(units["village"], "households", 400, date(2026, 4, 1), "Bunting-village-base"),
            BaseSpec(units["other_village"], "households", 300, date(2026, 4, 1)),
        ],
        by=office,
    )
    world.bases_book = keep_sheet(
        f"orgs.bases:{office.pk}", bases_book(), name="bases.xlsx", by=office
    )
    owner = f"reports.baselines:{world.template.pk}:{office.pk}"
    world.baselines_book = keep_sheet(owner, baselines_book(), name="last.xlsx", by=office)
