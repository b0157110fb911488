"""Everything that is measured here, small: the budgets of the product with what this run shows.

``make bench`` runs it on SQLite with few units; ``python bench/all.py --units 5000 --weeks 52
--database postgres://…`` is the real thing (databases of its own, dropped at the end). Each line
is ``name measured budget ok|short``; ratios hold on any machine, seconds only on this one. Ends
with 1 when a budget falls short or a part did not run.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LINE = re.compile(
    r"^(?P<name>.+?)\s+(?P<measured>[\d.]+)\s+(?P<budget>[\d.]+)\s+(?P<word>ok|short)$"
)
GROWS = re.compile(r"^(dashboard|figures) .*, p50 to hello$")
GROWTH, TENTH = 1.1, 10


def run(script: str, *args: str) -> list[str]:
    """The output of one part, printed as it comes; a part that fails is a line of its own."""
    print(f"\n# {script} {' '.join(args)}", flush=True)
    command = [sys.executable, str(HERE / script), *args]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        lines = []
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line.rstrip())
    if process.returncode and not any(line.endswith(" short") for line in lines):
        lines.append(f"{script} did not run {process.returncode} 0 short")
    return lines


def growth(small: list[str], large: list[str]) -> list[str]:
    """Pages of the nodes that have as many units below them in a tenth of the data."""
    from budgets import told

    before = {line["name"]: float(line["measured"]) for line in map(LINE.match, small) if line}
    after = {line["name"]: float(line["measured"]) for line in map(LINE.match, large) if line}
    return [
        told(f"{name.split(',')[0]}, growth to ten times", after[name] / before[name], GROWTH)
        for name in after
        if GROWS.match(name) and name in before and "depth 1" not in name
    ]


def main() -> None:
    """One part after the other, then all budgets in one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=200)
    parser.add_argument("--weeks", type=int, default=13)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--rows", type=int, default=100_000, help="of the long list")
    parser.add_argument("--database", default="", help="URL of a PostgreSQL server; else SQLite")
    given = parser.parse_args()
    where = ["--database", given.database] if given.database else []
    data = ["--weeks", str(given.weeks), "--rounds", str(given.rounds), *where]
    small = run("node.py", "--units", str(max(20, given.units // TENTH)), *data)
    large = run("node.py", "--units", str(given.units), *data)
    lines = large + growth(small, large)
    lines += run("lists.py", "--rows", str(given.rows), *where)
    lines += run("views.py", "--units", str(min(given.units, 300)), *data)
    lines += run("rush.py", "--units", str(given.units), *where)
    lines += run("inside.py", *where, "excel_export.py")
    units = ["--units", str(given.units)]
    lines += run("inside.py", *units, *where, "excel_upload.py", str(given.units))
    lines += run("pdf.py")
    lines += run("plan_import.py")
    lines += run("server.py", "--units", str(min(given.units, 200)), *where)
    budgets = [line for line in lines if LINE.match(line)]
    short = [line for line in budgets if line.endswith(" short")]
    print(f"\n# {len(budgets)} budgets, {len(short)} short\n" + "\n".join(budgets))
    sys.exit(bool(short))


if __name__ == "__main__":
    main()
