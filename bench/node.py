"""The figures of a node at every level, against the smallest signed-in page of the same site.

Run inside a database made by ``manage.py demo --scale N --weeks W``; the pages are asked in
turn in one process, so that only the ratios count.
"""

import os
import statistics
import sys
import time
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fraudwatch.settings")
django.setup()

from django.db import connection  # noqa: E402 - after the set-up
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from orgs.models import Unit, User  # noqa: E402

ROUNDS = 40


def main() -> None:
    """Ask hello and the pages in turn, print medians, ratios and queries."""
    client = Client(SERVER_NAME="localhost")
    user = User.objects.get(username="coordinator")
    client.force_login(user, backend="orgs.queries.backend.AccountBackend")
    nodes = [Unit.objects.filter(depth=depth).order_by("pk").first() for depth in (1, 2, 3)]
    pages = {"hello": "/password/"}
    for node in nodes:
        pages[f"figures depth {node.depth}"] = f"/figures/?node={node.pk}"
        pages[f"dashboard depth {node.depth}"] = f"/dashboard/?node={node.pk}"
    seconds: dict[str, list[float]] = {name: [] for name in pages}
    for _round in range(ROUNDS):
        for name, path in pages.items():
            begun = time.perf_counter()
            client.get(path)
            seconds[name].append(time.perf_counter() - begun)
    base = statistics.median(seconds["hello"])
    for name, path in pages.items():
        with CaptureQueriesContext(connection) as counted:
            answer = client.get(path)
        middle = statistics.median(seconds[name])
        told = f"{middle * 1000:7.1f} ms  {middle / base:5.2f} x hello  {len(counted)} queries"
        print(f"{name:20} {answer.status_code} {told}")


if __name__ == "__main__":
    main()
