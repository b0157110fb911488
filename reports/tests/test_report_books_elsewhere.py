"""Report workbooks that other programs saved again, and what people do to them meanwhile."""

import shutil
import subprocess

import pytest

from reports.imports.report_book_plan import find_period, plan_book
from reports.imports.report_book_xlsx import open_book
from reports.tests.book_files import GOOD, alone, fill_alone, fill_units, of_units

SOFFICE = shutil.which("soffice")
VILLAGE, SIBLING = "U003", "U004"


@pytest.fixture
def version(template):
    return template.versions.get()


@pytest.fixture
def filled(noon, period, units, cast, version):
    """A town's workbook with two units filled in."""
    content = of_units(period, units["town"], cast["town"])
    return fill_units(content, version, {VILLAGE: GOOD | {"t.work": "设点宣传"}, SIBLING: GOOD})


@pytest.fixture
def plan_of(cast, noon):
    """The check of a workbook, as the town sees it."""

    def plan(content, by="town"):
        sent = open_book(content)
        return plan_book(sent, *find_period(sent, by=cast[by]), by=cast[by])

    return plan


def found(plan):
    """What a check says, without the places."""
    return [(row.unit, row.outcome, row.values, row.texts) for row in plan.rows], [
        problem.text for problem in plan.problems
    ]


def libre_office(content, folder, kind="xlsx"):
    """The workbook opened and saved by LibreOffice."""
    (folder / "in").mkdir()
    source = folder / "in" / f"book.{'xlsx' if kind == 'xlsx' else 'xlsx'}"
    source.write_bytes(content)
    subprocess.run(  # noqa: S603
        [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
         f"{kind}:Calc MS Excel 2007 XML", "--outdir", str(folder), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "book.xlsx").read_bytes()


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize("sort", ["town", "alone"])
def test_libre_office_may_save_the_workbook_again(
    filled, plan_of, version, period, units, tmp_path, sort
):
    if sort == "alone":
        report = period.reports.get(unit=units["village"])
        filled = fill_alone(alone(report), version, GOOD)

    again = libre_office(filled, tmp_path)

    assert again != filled
    assert found(plan_of(again)) == found(plan_of(filled))
