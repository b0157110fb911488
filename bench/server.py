"""What the running server weighs: bytes of a first visit, memory after work, seconds to start.

``python bench/server.py [--units N] [--database postgres://…]`` makes its own site and data,
serves it as it is deployed, and asks it over HTTP. Pages are weighed as nginx sends them
(gzip, deploy/nginx.conf), files as the server keeps them compressed.
"""

import argparse
import contextlib
import gzip
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from budgets import told
from site_of_its_own import ROOT, Site, _children, _free_port, own_database, serving, signed_in

FORM, COLD, WARM = 200, 350, 60  # kilobytes
MEMORY, GROWTH = 120, 10  # MiB
REQUESTS, EXPORTS, WARMED = 1_000, 50, 10
START = 8  # seconds
ASSET = re.compile(r'(?:href|src)="(/static/[^"#?]+)')


class Browser:
    """Asks as one person and knows how many bytes came."""

    def __init__(self, site: Site, cookie: str) -> None:
        self.cookie = cookie
        self.line = http.client.HTTPConnection(site.host, site.port, timeout=60)

    def ask(self, path: str, **more: str) -> tuple[http.client.HTTPResponse, bytes]:
        """The answer and its body as it came."""
        headers = {"Cookie": self.cookie, "Accept-Encoding": "br, gzip"} | more
        self.line.request("GET", path, headers=headers)
        answer = self.line.getresponse()
        return answer, answer.read()

    def text(self, path: str) -> str:
        """A page to read."""
        _answer, body = self.ask(path, **{"Accept-Encoding": "identity"})
        return body.decode()

    def weigh(self, path: str) -> tuple[float, float]:
        """Kilobytes of the page alone, and with everything it loads."""
        answer, body = self.ask(path)
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status}")
        text = body
        if answer.getheader("Content-Encoding") == "gzip":
            text = gzip.decompress(body)
        page = min(len(body), len(gzip.compress(text, 6)))  # nginx does what the server leaves
        loads = set(ASSET.findall(text.decode()))
        return page / 1024, (page + sum(len(self.ask(one)[1]) for one in loads)) / 1024


def task_list() -> str:
    """The tasks of the campaign."""
    from campaigns.models import Campaign

    return f"/campaigns/{Campaign.objects.latest('pk').pk}/tasks/"


def weights(site: Site, office: str, unit: str, form: str) -> None:
    """First visits and later ones; a file that is asked for again."""
    reporter, coordinator = Browser(site, unit), Browser(site, office)
    print(told("first load of the phone form, KB", reporter.weigh(form)[1], FORM))
    pages = {"dashboard": "/dashboard/", "ledger": "/reports/ledger/", "tasks": task_list()}
    for name, path in pages.items():
        warm, cold = coordinator.weigh(path)
        print(told(f"{name}, first load, KB", cold, COLD))
        print(told(f"{name}, page alone, KB", warm, WARM))
    asset = ASSET.search(coordinator.text("/dashboard/"))[1]
    first, _body = coordinator.ask(asset)
    since = {"If-Modified-Since": first.getheader("Last-Modified", "")}
    again, body = coordinator.ask(asset, **since)
    print(told("a file asked for again: bytes, status 304", len(body) + abs(again.status - 304), 0))


def memory_of(pid: int) -> float:
    """MiB that a process keeps to itself and shares."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024


def after_requests(site: Site, office: str, unit: str, form: str) -> None:
    """Memory of the one web process after mixed requests."""
    reporter, coordinator = Browser(site, unit), Browser(site, office)
    paths = ["/dashboard/", "/figures/", "/reports/ledger/", "/", "/admin-tools/audit/"]
    paths += ["/account/", task_list()]
    for path in (*paths, form):
        answer, _body = (reporter if path == form else coordinator).ask(path)
        if answer.status not in (200, 302):
            raise SystemExit(f"{path} answers {answer.status}")
    for number in range(REQUESTS // (len(paths) + 1)):
        for path in paths:
            coordinator.ask(f"{path}?n={number}")
        reporter.ask(form)
    largest = max(memory_of(pid) for pid in _children(site.process.pid))
    print(told("web process after 1,000 mixed requests, MiB", largest, MEMORY))


@contextlib.contextmanager
def started() -> Iterator[float]:
    """``manage.py serve`` on a site that is set up; seconds until it answers."""
    port = _free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"], cwd=ROOT, env=os.environ | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while True:
            with contextlib.suppress(OSError):
                line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                line.request("GET", "/healthz")
                if line.getresponse().status == 200:
                    break
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise SystemExit("manage.py serve did not start.")
            time.sleep(0.05)
        yield time.perf_counter() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)


def exports() -> None:
    """Memory of a process that makes one workbook after the other, as a worker does."""
    from datetime import timedelta

    from fraudwatch.lib import clock
    from orgs.actions.jobs import order_document, run_waiting
    from orgs.models import Job, Unit, User
    from reports.models import Period

    by, period = User.objects.get(username="coordinator"), Period.objects.earliest("starts_on")
    units, kept = list(Unit.objects.filter(depth__lte=2)), {}
    for number in range(1, EXPORTS + 1):
        with clock.at(clock.now() + timedelta(days=number)):  # nobody may have 50 in a day
            asked = {"unit": units[number % len(units)].pk, "period": period.pk}
            order_document("weekly-summary-xlsx", asked, by=by)
            run_waiting()
        kept[number] = memory_of(os.getpid())
    undone = Job.objects.exclude(state="done").count()
    print(told("exports that failed", undone, 0))
    print(told("worker after 50 exports, MiB", kept[EXPORTS], MEMORY))
    print(told("worker, MiB more than after 10", kept[EXPORTS] - kept[WARMED], GROWTH))


def main() -> None:
    """A site of its own, weighed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=60)
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--database", default="", help="URL of a PostgreSQL server; else SQLite")
    parser.add_argument("--exports", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.exports:
        import django

        sys.path.insert(0, str(ROOT))
        django.setup()
        return exports()
    with own_database(given.database):
        from django.core.management import call_command

        from fraudwatch.demo.scale import make_scale
        from orgs.models import User
        from reports.actions.periods import open_due_periods
        from reports.models import Report

        make_scale(given.units, given.weeks)
        open_due_periods()
        call_command("publish_static", verbosity=0)
        office, unit = signed_in([User.objects.get(username=n) for n in ("coordinator", "village")])
        reporter = User.objects.get(username="village")
        form = f"/reports/{Report.objects.filter(unit=reporter.home_unit).latest('pk').pk}/edit/"
        with serving(workers=1) as site:
            weights(site, office, unit, form)
            after_requests(site, office, unit, form)
        with started() as seconds:
            print(told("seconds until a site that is set up answers", seconds, START))
        sys.stdout.flush()
        subprocess.run([sys.executable, __file__, "--exports"], check=True)  # noqa: S603
    return None


if __name__ == "__main__":
    main()
