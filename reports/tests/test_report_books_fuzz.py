"""Workbooks with bytes changed at random, and hostile ones that carry our own seal."""

import pytest

from fraudwatch.lib.sheets import SheetRefused
from fraudwatch.tests.fuzz.mutants import mutants, outcome, sample
from fraudwatch.tests.hostile_more import attacks_on
from reports.imports.report_book_xlsx import open_book


def test_changed_bytes_are_read_or_refused_and_never_an_error_of_ours():
    found = {outcome(content) for content in mutants(sample(), 300)}

    assert found <= {"read", "SheetRefused", "ReportError"}
    assert len(found) > 1


def test_our_own_workbook_turned_into_a_weapon_is_refused_in_words():
    taken = []
    for name, content in attacks_on(sample()).items():
        try:
            open_book(content)
        except SheetRefused:
            continue
        except Exception as refused:  # noqa: BLE001 - whatever it is, it is listed
            if type(refused).__name__ != "ReportError":
                pytest.fail(f"{name}: {refused!r}")
            continue
        taken.append(name)

    assert [name for name in taken if name.startswith("!")] == []
