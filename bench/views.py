"""Wall charts, analysis grid, ledger and review queue: server time, queries, bytes, the paper.

``python bench/views.py --units 300 --weeks 52`` makes its data in a database of its own (SQLite, or
``--database postgres://…``), asks hello and the pages in turn in one process, and prints a line
for each budget. Pages are drawn anew each time (fraudwatch/lib/same_rows.py keeps none). Ratios
and milliseconds are of processor time; the paper is made once.
"""

import argparse
import gzip
import statistics
import sys
import time

from budgets import told
from site_of_its_own import own_database

HELLO = "/password/"
MILLISECONDS, SECONDS = 100, 60
WALL, PAGE = (150, 14), (60, 15)  # kilobytes compressed, queries


def pages_of(campaign: object) -> dict[str, tuple[str, tuple[int, int]]]:
    """Name, address and budget of each page."""
    from reports.models import Period

    keys = list(Period.objects.order_by("-starts_on").values_list("pk", flat=True)[:52])
    wall, span = f"/campaigns/{campaign.pk}/wall", f"period={keys[0]}&since={keys[-1]}"
    return {
        "wall weeks": (f"{wall}/weeks/?span=52", WALL),
        "wall gauges": (f"{wall}/gauges/", WALL),
        "analysis units x periods": (f"/analysis/?rows=units&cols=periods&{span}", WALL),
        "analysis figures x periods": (f"/analysis/?rows=indicators&cols=periods&{span}", WALL),
        "ledger": ("/reports/ledger/", PAGE),
        "review queue": ("/reports/review/", PAGE),
    }


def measure(rounds: int = 20) -> bool:
    """Ask the pages in turn, print the lines; False when one of them falls short."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from campaigns.models import Campaign
    from fraudwatch.lib.room import with_room
    from fraudwatch.lib.same_rows import shelf
    from orgs.models import User

    user, campaign = User.objects.get(username="coordinator"), Campaign.objects.first()
    client = Client(SERVER_NAME="localhost")
    ask = with_room(client.get)  # as the server answers (fraudwatch/wsgi.py)
    client.force_login(user, backend="orgs.queries.backend.AccountBackend")
    pages = pages_of(campaign)
    asked = {"hello": HELLO} | {name: path for name, (path, _budget) in pages.items()}
    used: dict[str, list[float]] = {name: [] for name in asked}
    for n in range(rounds + 1):
        for name, path in asked.items():
            shelf.forget()
            begun = time.process_time()
            if ask(path).status_code != 200:
                raise SystemExit(f"{path} was not shown")
            if n:  # the first round warms up
                used[name].append(time.process_time() - begun)
    hello = statistics.median(used["hello"])
    lines = [f"hello {hello * 1000:.1f} ms of processor time"]
    for name, (path, (kilobytes, queries)) in pages.items():
        shelf.forget()
        with CaptureQueriesContext(connection) as counted:
            page = client.get(path).content
        middle, size = statistics.median(used[name]), len(gzip.compress(page, 6)) / 1024
        lines += [
            f"{name}: {middle / hello:.1f} x hello, {page.count(b'<tr')} rows",
            told(f"{name}, milliseconds", middle * 1000, MILLISECONDS),
            told(f"{name}, KB compressed", size, kilobytes),
            told(f"{name}, queries", len(counted), queries),
        ]
    lines += [_paper(user, campaign, paper) for paper in (3, 1)]
    print("\n".join(lines))
    return not any(line.endswith("short") for line in lines)


def _paper(user: object, campaign: object, paper: int) -> str:
    """Seconds until the chart of weeks is a PDF."""
    from orgs import documents

    document = documents.find("wall-pdf")
    order = {"campaign": campaign.pk, "view": 1, "paper": paper, "query": "span=52"}
    subject, begun = document.subject(user, order), time.perf_counter()
    document.make(subject, order, user, lambda *_told: None)
    return told(f"wall weeks on A{paper}, seconds", time.perf_counter() - begun, SECONDS)


def main() -> None:
    """Make the data, measure; exit 1 when a budget falls short."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--database", default="", help="URL of a PostgreSQL server; else SQLite")
    given = parser.parse_args()
    with own_database(given.database):
        from fraudwatch.demo.scale import make_scale

        make_scale(given.units, given.weeks)
        is_good = measure(given.rounds)
    sys.exit(not is_good)


if __name__ == "__main__":
    main()
