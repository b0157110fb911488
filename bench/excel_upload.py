"""A workbook of 5,000 units read and checked, against openpyxl reading the same file.

``DATABASE_URL=postgres://… python bench/excel_upload.py [ROWS]`` inside a database made by
``manage.py demo --scale 5000 --weeks 2``: opens the reports of its last week again, fills in the
county's workbook, and then takes each step in a fresh process, in turn, three times. Prints
seconds and processor seconds (medians), the ratio to openpyxl read-only in the same run, and the
peak memory of the process. ``checked`` is all that happens between the upload and its page.
All of it is rolled back.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import django
from budgets import told

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - after the set-up
from django.utils import translation  # noqa: E402
from openpyxl import load_workbook  # noqa: E402

from fraudwatch.lib import clock  # noqa: E402
from fraudwatch.lib.sheets import read_workbook  # noqa: E402
from orgs.models import Unit, User  # noqa: E402
from reports.enums import PeriodState, ReportState  # noqa: E402
from reports.exports.report_book import report_book  # noqa: E402
from reports.imports.report_book_plan import find_period, plan_book, read_filled  # noqa: E402
from reports.imports.report_book_xlsx import LIMITS, open_book  # noqa: E402
from reports.models import Period, Report  # noqa: E402
from reports.queries.book import book_of_node  # noqa: E402

ROUNDS, SECONDS = 3, 2


def patiently() -> None:
    """Building and reading the file keeps a transaction idle; a busy machine takes minutes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def by() -> User:
    """The one who looks after the county."""
    return User.objects.get(username="coordinator")


def open_week() -> Period:
    """The last week with its reports owed again."""
    period = Period.objects.select_related("template__campaign__owner", "template_version")
    period = period.order_by("-starts_on").first()
    Period.objects.filter(pk=period.pk).update(state=PeriodState.OPEN)
    Report.objects.filter(period=period).update(
        state=ReportState.DUE, values={}, texts={}, first_submitted_at=None
    )
    return period


def filled(rows: int) -> bytes:
    """The county's workbook with what the units reported that week typed in again."""
    period = Period.objects.order_by("-starts_on").first()
    values = dict(Report.objects.filter(period=period).values_list("unit__code", "values"))
    period = open_week()
    content = report_book(book_of_node(period, Unit.objects.order_by("depth", "pk")[0], by()))
    places = read_filled(open_book(content), period.template_version)
    book = load_workbook(BytesIO(content))
    sheet = book[places.sheet.name]
    for line in places.lines[:rows]:
        for key, cell in line.cells.items():
            _letter, _dot, code = key.partition(".")
            name, _dot, part = code.partition(".")
            value = values[line.code].get(name, "")
            value = value.get(part, "") if isinstance(value, dict) else value
            if key.startswith("v.") and value != "":
                sheet[cell.address].value = float(value) if "." in value else int(value)
            elif key == "remark":
                sheet[cell.address].value = "属实"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_openpyxl(content: bytes) -> int:
    """Every cell of every sheet, as the library gives them fastest."""
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    return sum(len(row) for sheet in book for row in sheet.iter_rows(values_only=True))


def ours(content: bytes) -> int:
    """The gate and the reader."""
    return sum(
        len(row.cells) for sheet in read_workbook(content, limits=LIMITS) for row in sheet.rows
    )


def checked(content: bytes) -> int:
    """The upload up to its page: read, found, every unit checked as on the form."""
    sent = open_book(content)
    period, node = find_period(sent, by=by())
    with clock.at(period.opened_at):
        plan = plan_book(sent, period, node, by=by())
    return sum(row.outcome == "new" for row in plan.rows) * 1_000 + len(plan.problems)


STEPS: dict[str, Callable[[bytes], int]] = {
    "openpyxl read-only": with_openpyxl, "read": ours, "checked": checked,
}  # fmt: skip


def step(name: str, path: str) -> None:
    """One step in this process, told as JSON."""
    content = Path(path).read_bytes()
    with transaction.atomic(), translation.override("zh-hans"):
        patiently()
        if name == "checked":
            open_week()
        begun, used = time.perf_counter(), time.process_time()
        found = STEPS[name](content)
        told = [time.perf_counter() - begun, time.process_time() - used, found]
        transaction.set_rollback(True)
    print(json.dumps([*told, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def main(rows: int) -> None:
    """Print a line for each step."""
    with transaction.atomic(), translation.override("zh-hans"):
        patiently()
        content = filled(rows)
        transaction.set_rollback(True)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        Path(file.name).write_bytes(content)
        found: dict[str, list] = {name: [] for name in STEPS}
        for _round in range(ROUNDS):
            for name in STEPS:
                command = [sys.executable, __file__, "--step", name, file.name]
                answer = subprocess.run(command, check=True, capture_output=True)  # noqa: S603
                found[name].append(json.loads(answer.stdout))
    print(f"{rows} rows, {len(content) / 1e6:.1f} MB")
    base = statistics.median(one[0] for one in found["openpyxl read-only"])
    for name, rounds in found.items():
        wall, used, count, peak = (
            statistics.median(column) for column in zip(*rounds, strict=True)
        )
        print(f"{name:20} {wall:6.2f} s  {used:6.2f} s cpu  {wall / base:5.2f} x openpyxl  "
              f"{peak:4.0f} MB  ({count:.0f})")  # fmt: skip
    spent = statistics.median(one[1] for one in found["checked"])
    print(
        told("Excel in, checked, processor seconds for 5,000 rows", spent * 5_000 / rows, SECONDS)
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        step(*sys.argv[2:4])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 5_000)
