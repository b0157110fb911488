"""PDF: a notice through our child process against bare WeasyPrint, and 500 rows against 500 rows.

``python bench/pdf.py`` makes each document in turn with both ways, every time in a fresh process,
and prints medians of five, the ratio in the same run, and the peak memory of the child.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import django
from budgets import told

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")
django.setup()

from fraudwatch.lib.pdf import render_pdf  # noqa: E402 - after the set-up

ROUNDS = 5
NOTICE, ROWS, MEMORY = 1.2, 0.85, 400
STATIC = ROOT / "static"
BARE = """
import sys
from weasyprint import HTML
sys.stdout.buffer.write(HTML(string=sys.stdin.read(), base_url=sys.argv[1]).write_pdf())
"""
SHEET = '<link rel="stylesheet" href="/static/css/{0}.css">'
TEXT = "各单位要高度重视，压实责任，逐村逐户开展反诈宣传，按时报送进展情况。" * 4
COLUMNS = 12


def page(body: str, sheet: str, more: str = "") -> str:
    """A document of ours."""
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">{SHEET.format(sheet)}'
        f"{more}</head><body>{body}</body></html>"
    )


def notice() -> str:
    """One page of official paper."""
    paragraphs = "".join(f'<p class="gw-p">{TEXT}</p>' for _n in range(4))
    body = (
        f'<article class="gw-page print"><h1 class="gw-title">关于做好工作的通知</h1>{paragraphs}'
    )
    return page(body + "</article>", "gongwen")


def table(more: str = "") -> str:
    """500 rows of 12 cells."""
    row = "".join(f"<td>{1200 + n}</td>" for n in range(COLUMNS - 1))
    rows = "".join(f"<tr><td>第{n}村（社区）</td>{row}</tr>" for n in range(500))
    head = "".join(f"<th>指标{n}</th>" for n in range(COLUMNS))
    return page(f'<table class="list"><thead><tr>{head}</tr></thead>{rows}</table>', "paper", more)


def bare(html: str) -> bytes:
    """WeasyPrint alone in a process of its own; static addresses become files."""
    text = html.replace('href="/static/', f'href="file://{STATIC}/')
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", BARE, f"file://{STATIC}/"],
        input=text.encode(), capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout


def once(way: str, html: str) -> list[float]:
    """Seconds and the child's peak MiB, in a fresh process."""
    order = [sys.executable, __file__, "--way", way]
    done = subprocess.run(order, input=html.encode(), check=True, capture_output=True)  # noqa: S603
    return json.loads(done.stdout)


def measure(way: str) -> None:
    """One document in this process; tells seconds and the child's peak memory."""
    html = sys.stdin.read()
    begun = time.perf_counter()
    made = render_pdf(html) if way == "ours" else bare(html)
    spent = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(json.dumps([spent, peak, len(made) / 1024]))


def compare(name: str, ways: dict[str, tuple[str, str]]) -> tuple[float, float]:
    """Each way in turn; the first is the measure of the last, whose ratio and memory are told."""
    found: dict[str, list] = {label: [] for label in ways}
    for _round in range(ROUNDS):
        for label, (way, html) in ways.items():
            found[label].append(once(way, html))
    base = statistics.median(one[0] for one in found[next(iter(ways))])
    print(name)
    for label, runs in found.items():
        middle, peak = statistics.median(one[0] for one in runs), max(one[1] for one in runs)
        print(
            f"  {label:28}{middle:6.2f} s  {middle / base:5.2f} x  {peak:6.0f} MiB"
            f"  {runs[0][2]:6.0f} KB"
        )
    return middle / base, peak


def main() -> None:
    """Compare, or measure one way for the process that compares."""
    if "--way" in sys.argv:
        measure(sys.argv[-1])
        return
    ways = {"bare": ("bare", notice()), "ours": ("ours", notice())}
    ratio, peak = compare("notice of one page", ways)
    print(told("PDF of a notice to WeasyPrint alone", ratio, NOTICE))
    print(told("PDF of a notice, MiB of the child", peak, MEMORY))
    auto = "<style>table.list { table-layout: auto; }</style>"
    rows = {"bare, automatic layout": ("bare", table(auto)), "ours": ("ours", table())}
    ratio, peak = compare("table of 500 rows x 12", rows)
    print(told("PDF of 500 rows to automatic layout", ratio, ROWS))
    print(told("PDF of 500 rows, MiB of the child", peak, MEMORY))


if __name__ == "__main__":
    main()
