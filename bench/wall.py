"""The wall charts of reports: server time beside hello, queries, compressed bytes, the paper.

``python bench/wall.py --units 300 --weeks 52`` makes its data in a database of its own (SQLite, or
``--database postgres://…``), asks hello and the charts in turn in one process, and prints a line
for each budget. Ratios and milliseconds are of processor time; the paper is made once.
"""

import argparse
import gzip
import statistics
import sys
import time

from budgets import told
from site_of_its_own import own_database

HELLO = "/password/"
RATIO, MILLISECONDS, KILOBYTES, QUERIES, SECONDS = 12, 100, 150, 14, 60
CHARTS = {"weeks": "weeks/?span=52", "gauges": "gauges/"}


def measure(rounds: int = 20) -> bool:
    """Ask the pages in turn, print the lines; False when one of them falls short."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from campaigns.models import Campaign
    from orgs.models import User

    user, campaign = User.objects.get(username="coordinator"), Campaign.objects.first()
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="orgs.queries.backend.AccountBackend")
    pages = {"hello": HELLO}
    pages |= {name: f"/campaigns/{campaign.pk}/wall/{end}" for name, end in CHARTS.items()}
    used: dict[str, list[float]] = {name: [] for name in pages}
    for path in pages.values():
        client.get(path)
    for _round in range(rounds):
        for name, path in pages.items():
            begun = time.process_time()
            client.get(path)
            used[name].append(time.process_time() - begun)
    hello = statistics.median(used["hello"])
    lines = []
    for name in CHARTS:
        middle = statistics.median(used[name])
        with CaptureQueriesContext(connection) as counted:
            page = client.get(pages[name]).content
        lines += [
            told(f"wall {name}, p50 to hello", middle / hello, RATIO),
            told(f"wall {name}, milliseconds", middle * 1000, MILLISECONDS),
            told(f"wall {name}, KB compressed", len(gzip.compress(page, 6)) / 1024, KILOBYTES),
            told(f"wall {name}, queries", len(counted), QUERIES),
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
