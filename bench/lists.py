"""A list over 100,000 rows: its first and its deepest page, against Django's own admin.

``python bench/lists.py [--rows N] [--database postgres://…]`` fills the audit trail of a database
of its own and asks a page of 100 rows three ways, in turn with the smallest signed-in page. People
see 40 rows a page beside the chosen entry; here it is 100, as the budget says, and as many as the
admin shows. The admin's list (``stock_admin.py``) has the same columns and can be asked for the
same things. Both go through a test client, each with the middleware of its own project, a session
and an account: ours an auditor's, with what he may see looked up, the admin's a superuser's.

Compared is the processor time of what a request takes, SQL included: SQLite works inside this
process, of PostgreSQL the time of the process that serves the connection is added where it runs
on this machine. The line without the database says what this process alone took.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from budgets import told
from site_of_its_own import own_database

sys.path.insert(0, str(Path(__file__).resolve().parent))  # stock_admin.py
ROUNDS, BATCH, ROWS_OF_A_PAGE = 15, 5_000, 100
HELLO, TRAIL = "/password/", "/admin-tools/audit/"
LIST, DEEPEST, FASTER = 4, 1.2, 5
Used = tuple[float, float]  # seconds of this process, and of the database's beside it


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


def settled() -> None:
    """The database knows the sizes of its tables, as one that has run for an hour does."""
    from django.db import connection

    from fraudwatch.lib.table_sizes import learn_table_sizes

    learn_table_sizes()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def deepest(rows: int) -> str:
    """The address of the last page: after the row that has one page of rows behind it."""
    from django.http import QueryDict

    from fraudwatch.lib.pages import keyset_page
    from orgs.models import AuditEntry

    last = AuditEntry.objects.filter(chain="bench", number__gte=ROWS_OF_A_PAGE)
    page = keyset_page(last, QueryDict(""), keys=("-at", "-pk"), per=rows - ROWS_OF_A_PAGE - 1)
    return f"{TRAIL}{page.next}"


def database_seconds() -> float:
    """Processor seconds that the connection's own process has used; 0 if it is not here."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        file = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return int(file.read_text().split()[0]) / 1e9 if file.exists() else 0.0


def in_turn(ways: dict[str, Callable[[], object]]) -> dict[str, Used]:
    """Median processor seconds of each way, here and in the database."""
    used: dict[str, list[Used]] = {name: [] for name in ways}
    for way in ways.values():
        way()
        way()
    for _round in range(ROUNDS):
        for name, way in ways.items():
            there = database_seconds()
            begun = time.process_time()
            way()
            here = time.process_time() - begun
            used[name].append((here, database_seconds() - there))
    return {
        name: tuple(statistics.median(part) for part in zip(*values, strict=True))
        for name, values in used.items()
    }


def seen(answer: object, mark: bytes) -> None:
    """SystemExit unless the page shows as many rows as the comparison says."""
    shown = answer.content.count(mark)
    if shown != ROWS_OF_A_PAGE:
        path = answer.request["PATH_INFO"]
        raise SystemExit(f"{path} ({answer.status_code}) shows {shown}, not {ROWS_OF_A_PAGE} rows")


def measure(rows: int) -> None:
    """Print the ratios."""
    import stock_admin
    from django.test import Client

    from fraudwatch.lib.room import with_room
    from orgs.views import audit

    audit.ROWS = ROWS_OF_A_PAGE
    client = Client(SERVER_NAME="localhost")
    client.force_login(fill(rows), backend=stock_admin.BACKEND)
    ask, ask_stock = with_room(client.get), with_room(stock_admin.stock_client())
    settled()
    last = deepest(rows)
    seen(ask(TRAIL), b"<time ")
    seen(ask(last), b"<time ")
    seen(ask_stock(stock_admin.PATH), b'name="_selected_action"')
    used = in_turn({
        "hello": lambda: ask(HELLO),
        "first": lambda: ask(TRAIL),
        "deepest": lambda: ask(last),
        "admin": lambda: ask_stock(stock_admin.PATH),
    })  # fmt: skip
    cost = {name: sum(parts) for name, parts in used.items()}
    for name, (here, there) in used.items():
        print(f"# {name}: {here * 1000:.1f} ms here, {there * 1000:.1f} ms in the database")
    print(told(f"list of {rows} rows, first page to hello", cost["first"] / cost["hello"], LIST))
    print(told("list, deepest page to the first", cost["deepest"] / cost["first"], DEEPEST))
    print(told("list, share of a stock admin page", cost["first"] / cost["admin"], 1 / FASTER))
    alone = used["first"][0] / used["admin"][0]
    print(f"# without the database {alone:.2f} of the admin's")


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
