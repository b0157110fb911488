"""A list over 100,000 rows: its first and its deepest page, against Django's own admin.

``python bench/lists.py [--rows N] [--database postgres://…]`` fills the audit trail of a database
of its own and asks the same number of rows three ways, in turn with the smallest signed-in page.
Ratios are of processor time.
"""

import argparse
import os
import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from budgets import told
from site_of_its_own import own_database

sys.path.insert(0, str(Path(__file__).resolve().parent))  # stock_admin.py
ROUNDS, BATCH, ROWS_OF_A_PAGE = 15, 5_000, 40  # as the trail has it
HELLO, TRAIL = "/password/", "/admin-tools/audit/"
LIST, DEEPEST, FASTER = 4, 1.2, 5
NEXT = re.compile(r'href="(\?[^"]*after=[^"]*)"')


def fill(rows: int) -> object:
    """A unit, its auditor, and so many entries of the trail."""
    from fraudwatch.lib import clock
    from orgs.actions.accounts import create_account
    from orgs.enums import Role, UnitKind
    from orgs.models import AuditEntry, Unit

    unit = Unit.objects.create(code="S", name="量程县", kind=UnitKind.COUNTY, path="0001.", depth=1)
    user, _password = create_account(
        username="auditor", name="审计员", home_unit=unit, password="Bench-2026-list", by=None,
        grants=[(Role.AUDITOR, unit)],
    )  # fmt: skip
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
    now = clock.now()
    AuditEntry.objects.bulk_create(
        (
            AuditEntry(
                chain="bench", number=n, at=now - timedelta(seconds=rows - n), actor=user,
                actor_name="审计员", address="10.0.0.1", via="web", action="report.submitted",
                object_type="reports.report", object_id=str(n), object_name=f"第{n}村 第3周",
                path=unit.path, changes={"state": ["draft", "submitted"]}, hash="0" * 64,
            )
            for n in range(rows)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    return user


def deepest(rows: int) -> str:
    """The address of the last page: after the row that has one page of rows behind it."""
    from django.http import QueryDict

    from fraudwatch.lib.pages import keyset_page
    from orgs.models import AuditEntry

    last = AuditEntry.objects.filter(chain="bench", number__gte=ROWS_OF_A_PAGE)
    page = keyset_page(last, QueryDict(""), keys=("-at", "-pk"), per=rows - ROWS_OF_A_PAGE - 1)
    return f"{TRAIL}{page.next}"


def in_turn(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median processor seconds of each way."""
    used: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()
    for _round in range(ROUNDS):
        for name, way in ways.items():
            begun = time.process_time()
            way()
            used[name].append(time.process_time() - begun)
    return {name: statistics.median(values) for name, values in used.items()}


def measure(rows: int) -> None:
    """Print the ratios."""
    import stock_admin
    from django.test import Client

    from fraudwatch.lib.room import with_room

    user = fill(rows)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="orgs.queries.backend.AccountBackend")
    ask = with_room(client.get)
    last = deepest(rows)
    for path in (TRAIL, last):
        shown = client.get(path).content.count(b"<time ")
        if shown < ROWS_OF_A_PAGE:
            raise SystemExit(f"{path} shows {shown} rows, not {ROWS_OF_A_PAGE}")
    used = in_turn({
        "hello": lambda: ask(HELLO),
        "first": lambda: ask(TRAIL),
        "deepest": lambda: ask(last),
        "admin": lambda: stock_admin.page(user),
    })  # fmt: skip
    print(f"{rows} rows, {ROWS_OF_A_PAGE} a page; hello {used['hello'] * 1000:.1f} ms")
    print(told("list of 100,000 rows, first page to hello", used["first"] / used["hello"], LIST))
    print(told("list, deepest page to the first", used["deepest"] / used["first"], DEEPEST))
    print(told("list, share of a stock admin page", used["first"] / used["admin"], 1 / FASTER))


def main() -> None:
    """A database of its own, filled and asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database", default="", help="URL of a PostgreSQL server; else SQLite")
    given = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "stock_admin_settings"
    with own_database(given.database):
        measure(given.rows)


if __name__ == "__main__":
    main()
