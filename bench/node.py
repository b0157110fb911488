"""The figures of a node at every level, against the smallest signed-in page of the same site.

``python bench/node.py --units N --weeks W [--database postgres://…]`` makes its data in a database
of its own; without ``--units`` it asks the database of ``DATABASE_URL``, made by ``manage.py demo
--scale N --weeks W``. The pages are asked in turn in one process, so that only the ratios count.
Ratios are of processor time: other work on the machine stretches the clock, not the work. Pages
are warm: nothing they read changed since they were drawn (fraudwatch/lib/same_rows.py); what
drawing them anew costs stands beside, without a budget. Growth is two runs, one with a tenth of
the units (bench/all.py).
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django
from budgets import told
from site_of_its_own import own_database

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")

ROUNDS, REDRAWN = 40, 4
HELLO = "/password/"
QUERIES, MIDDLE, SLOW = {"dashboard": 8, "figures": 15}, 1.5, 1.8


def measure(rounds: int = ROUNDS) -> None:
    """Ask hello and the pages in turn, print medians, ratios and queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from fraudwatch.lib.room import with_room
    from fraudwatch.lib.same_rows import shelf
    from orgs.models import Unit, User

    client = Client(SERVER_NAME="localhost")
    ask = with_room(client.get)  # as the server answers (fraudwatch/wsgi.py)
    user = User.objects.get(username="coordinator")
    client.force_login(user, backend="orgs.queries.backend.AccountBackend")
    depths = sorted(set(Unit.objects.values_list("depth", flat=True)))
    nodes = [Unit.objects.filter(depth=depth).order_by("pk").first() for depth in depths]
    pages = {"hello": HELLO}
    for node in nodes:
        for name in QUERIES:
            pages[f"{name} depth {node.depth}"] = f"/{name}/?node={node.pk}"
    for path in pages.values():
        client.get(path, follow=True)
    used: dict[str, list[float]] = {name: [] for name in pages}
    marked: dict[str, list[float]] = {name: [] for name in pages}
    drawn: dict[str, list[float]] = {name: [] for name in pages}
    for _round in range(rounds):
        for name, path in pages.items():
            used[name].append(_spent(lambda path=path: ask(path, follow=True)))
            if name == "hello":
                continue
            mark = client.get(path, follow=True).headers["ETag"]
            told_so = {"If-None-Match": mark}
            asked = _spent(lambda p=path, h=told_so: ask(p, follow=True, headers=h))
            marked[name].append(asked)
    for _round in range(rounds // REDRAWN):
        shelf.forget()
        for name, path in pages.items():
            drawn[name].append(_spent(lambda path=path: ask(path, follow=True)))
    base = statistics.median(used["hello"]), _p95(used["hello"])
    print(f"hello {base[0] * 1000:.1f} ms of processor time, p95 {base[1] * 1000:.1f}")
    for name, path in pages.items():
        if name == "hello":
            continue
        shelf.forget()
        with CaptureQueriesContext(connection) as counted:
            client.get(path)
        print(told(f"{name}, p50 to hello", statistics.median(used[name]) / base[0], MIDDLE))
        print(told(f"{name}, p95 to hello's p95", _p95(used[name]) / base[1], SLOW))
        print(told(f"{name}, 304 to hello", statistics.median(marked[name]) / base[0], MIDDLE))
        print(told(f"{name}, queries", len(counted), QUERIES[name.split()[0]]))
        anew = statistics.median(drawn[name])
        print(f"{name}: drawn anew {anew * 1000:.1f} ms, {anew / base[0]:.2f} x hello")


def _spent(do: Callable[[], object]) -> float:
    begun = time.process_time()
    do()
    return time.process_time() - begun


def _p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def main() -> None:
    """Measure in the database of the environment, or in one of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=0)
    parser.add_argument("--weeks", type=int, default=13)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--database", default="", help="URL of a PostgreSQL server; else SQLite")
    given = parser.parse_args()
    if not given.units:
        django.setup()
        return measure(given.rounds)
    with own_database(given.database):
        import rebuild

        from fraudwatch.demo.scale import make_scale

        make_scale(given.units, given.weeks)
        measure(given.rounds)
        rebuild.measure()
    return None


if __name__ == "__main__":
    main()
