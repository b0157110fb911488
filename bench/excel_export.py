"""Rows from the database into Excel: our streaming writer against openpyxl write-only and CSV.

``DATABASE_URL=postgres://… python bench/excel_export.py [ROWS …]`` makes a table ``bench_rows`` of
20 columns (texts, counts, money, days, moments) in that database, and writes the same rows in turn
with each way, every time in a fresh process. Prints seconds and processor seconds (medians of
three) with their ratios in the same run, peak memory of the process, and the size of the file.
The table is dropped again. On SQLite the rows come from memory.
"""

import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import django
from budgets import told

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")
django.setup()

from django.db import connection  # noqa: E402 - after the set-up
from openpyxl import Workbook  # noqa: E402

from fraudwatch.lib.csv_rows import csv_lines  # noqa: E402
from fraudwatch.lib.sheets import Column, new_book, save_book, stream_table  # noqa: E402

SIZES = (50_000, 100_000)
FASTER, GROWTH, MADE_UP = 2, 10, "BENCH_ROWS"
ROUNDS = 3
KINDS = ["text"] * 7 + ["whole"] * 6 + ["money"] * 3 + ["percent"] + ["date"] + ["moment"] * 2
COLUMNS = [Column(f"栏目{n}", 14, kind) for n, kind in enumerate(KINDS, 1)]
TABLE = """
    CREATE TABLE bench_rows (id, a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q, r, s, t, u) AS
    SELECT n, '单位' || n, '=SUM(A' || n || ')', '河湾镇', '已上报', 'a & <b>', '135' || n, '',
        n %% 97, n %% 98, n %% 99, n %% 101, n %% 1009, n,
        (n * 3 %% 100003)::numeric / 100, (n * 4 %% 100003)::numeric / 100, n::numeric / 100,
        (n %% 100)::float / 100, date '2026-01-01' + n %% 300,
        timestamptz '2026-06-08 09:00+08' - n * interval '1 minute',
        timestamptz '2026-06-08 09:00+08' - n * interval '1 hour'
    FROM generate_series(1, %s) n
"""


def rows() -> Iterator[tuple]:
    """The rows as the database gives them, some thousand at a time; made up without a server."""
    if connection.vendor != "postgresql":
        yield from made_up(int(os.environ[MADE_UP]))
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT * FROM bench_rows ORDER BY id")
        while some := cursor.fetchmany(2_000):
            yield from (row[1:] for row in some)


def made_up(size: int) -> Iterator[tuple]:
    """Rows of the same kinds from memory."""
    day, moment = date(2026, 1, 1), datetime(2026, 6, 8, 1, tzinfo=UTC)
    for n in range(1, size + 1):
        texts = (f"单位{n}", f"=SUM(A{n})", "河湾镇", "已上报", "a & <b>", f"135{n}", "")
        sums = (Decimal(n * 3 % 100_003) / 100, Decimal(n * 4 % 100_003) / 100, Decimal(n) / 100)
        ends = (n % 100 / 100, day + timedelta(n % 300))
        moments = (moment - timedelta(minutes=n), moment - timedelta(hours=n))
        yield (*texts, n % 97, n % 98, n % 99, n % 101, n % 1009, n, *sums, *ends, *moments)


def ours(path: Path) -> None:
    """The writer of the product: typed, framed, safe cells, ready to print."""
    book = new_book()
    stream_table(book, "1", COLUMNS, rows())
    save_book(book, path)


def plain(path: Path) -> None:
    """openpyxl write-only, bare values: no frame, no format, texts with "=" become formulas."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    sheet.append([column.title for column in COLUMNS])
    for row in rows():
        sheet.append([v.replace(tzinfo=None) if hasattr(v, "tzinfo") else v for v in row])
    book.save(path)


def as_csv(path: Path) -> None:
    """Our safe CSV."""
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(csv_lines([column.title for column in COLUMNS], rows()))


def bare_csv(path: Path) -> None:
    """The csv module alone: the floor of reading the rows."""
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows())


WAYS = {"ours": ours, "openpyxl write-only": plain, "our csv": as_csv, "bare csv": bare_csv}


def measure(way: str) -> None:
    """One way in this process; tells seconds, peak MiB and the size of the file as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        connection.ensure_connection()
        begun, worked = time.perf_counter(), time.process_time()
        WAYS[way](path)
        spent, work = time.perf_counter() - begun, time.process_time() - worked
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps([spent, work, peak, path.stat().st_size / 1024**2]))


def compare(size: int) -> tuple[float, float]:
    """All ways in turn over the same rows; our share of openpyxl's time, and our peak memory."""
    os.environ[MADE_UP] = str(size)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_rows")
            cursor.execute(TABLE, [size])
    found: dict[str, list] = {way: [] for way in WAYS}
    for _round in range(ROUNDS):
        for way in WAYS:
            order = [sys.executable, __file__, "--way", way]
            done = subprocess.run(order, check=True, capture_output=True)  # noqa: S603
            found[way].append(json.loads(done.stdout))
    print(f"{size:,} rows x {len(COLUMNS)} columns", flush=True)
    wall, work = ({w: statistics.median(one[n] for one in found[w]) for w in WAYS} for n in (0, 1))
    for way, runs in found.items():
        peak, large = max(one[2] for one in runs), runs[0][3]
        spent = f"{wall[way]:7.2f} s ({wall[way] / wall['ours']:5.2f} x ours)"
        worked = f"{work[way]:7.2f} s CPU ({work[way] / work['ours']:5.2f} x ours)"
        print(f"  {way:20}{spent}{worked}  {peak:6.1f} MiB peak  {large:6.2f} MB", flush=True)
    return work["ours"] / work["openpyxl write-only"], max(one[2] for one in found["ours"])


def main() -> None:
    """Compare at each size, or measure one way for the process that compares."""
    if "--way" in sys.argv:
        measure(sys.argv[-1])
        return
    sizes = [int(text) for text in sys.argv[1:]] or SIZES
    shares, peaks = zip(*map(compare, sizes), strict=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bench_rows")
    print(told("Excel out, share of openpyxl write-only", shares[-1], 1 / FASTER))
    print(told("Excel out, MiB more for more rows", peaks[-1] - peaks[0], GROWTH))


if __name__ == "__main__":
    main()
