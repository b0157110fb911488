"""The hour of the deadline: every unit opens its form and hands it in at once.

    .venv/bin/python bench/rush.py --units 5000 --database postgres://postgres@127.0.0.1/postgres
    .venv/bin/python bench/rush.py --units 500

Everybody opens the form (GET), then everybody sends it (POST, 29 figures), and one in ten presses
twice: the same form is sent again at the same moment. Opening and sending follow each other, so
that the CPU of each is known. Afterwards the receipts are held against the rows: none lost, none
double. The same run measures the smallest signed-in page ("hello"), so that ratios do not hang on
the machine. Printed times are of this run alone.
"""

import argparse
import http.client
import re
import threading
import time
from dataclasses import dataclass
from queue import Empty, Queue
from urllib.parse import urlencode

from budgets import told
from site_of_its_own import Site, own_database, serving, share, signed_in

HELLO = "/account/"
HELLOS = 300
SECONDS = {"postgresql": 60 / 5000, "sqlite": 5 / 500}  # for one unit
SHARE = 1.6  # processor time of a sending against hello's
SLOW = 1.0  # seconds, p95 of a sending
APPROVED = 200
FOLD = 5.0  # seconds from the last approval to the root's total
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM_ID = re.compile(r'name="submission_id" value="([^"]+)"')


class Visitor:
    """One phone: a connection that stays open and a session."""

    def __init__(self, site: Site, cookie: str) -> None:
        self.site, self.session, self.token, self.line = site, cookie, "", None

    @property
    def cookie(self) -> str:
        """What this phone sends as cookies; another visitor may start with it."""
        return f"{self.session}; {self.token}" if self.token else self.session

    def ask(self, method: str, path: str, form: dict | None = None) -> tuple[int, str, str]:
        """Status, place and text of an answer; the line is opened again when it was closed."""
        headers = {"Cookie": self.cookie, "Host": f"{self.site.host}:{self.site.port}"}
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
            headers |= {"Referer": f"http://{self.site.host}:{self.site.port}{path}"}
        try:
            answer = self.on_line(method, path, body, headers)
        except (ConnectionError, http.client.RemoteDisconnected):
            self.line = None  # closed after a pause; the form's own number keeps it one form
            answer = self.on_line(method, path, body, headers)
        text = answer.read().decode("utf-8", "replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and value.startswith(("csrftoken=", "__Host-csrf")):
                self.token = value.split(";", 1)[0]
        if answer.getheader("Connection", "").lower() == "close":
            self.line = None
        return answer.status, answer.getheader("Location", ""), text

    def on_line(
        self, method: str, path: str, body: str | None, headers: dict
    ) -> http.client.HTTPResponse:
        """The answer on the line that is open, or on a new one."""
        if self.line is None:
            self.line = http.client.HTTPConnection(self.site.host, self.site.port, timeout=120)
        self.line.request(method, path, body=body, headers=headers)
        return self.line.getresponse()


class Rush:
    """What all visitors did: times, receipts and refusals."""

    def __init__(self) -> None:
        self.opened: list[float] = []
        self.sent: list[float] = []
        self.receipts: dict[str, list[str]] = {}
        self.refused: list[str] = []
        self.lock = threading.Lock()

    def open(self, visitor: Visitor, report: int, form: dict) -> None:
        """One reporter opens the form and fills it in."""
        began = time.perf_counter()
        status, _place, page = visitor.ask("GET", f"/reports/{report}/edit/")
        took = time.perf_counter() - began
        if status != 200:
            self.note(f"GET {status}")
            return
        form["csrfmiddlewaretoken"] = TOKEN.search(page)[1]
        form["submission_id"] = FORM_ID.search(page)[1]
        with self.lock:
            self.opened.append(took)

    def hand_in(self, visitor: Visitor, report: int, form: dict, *, twice: bool) -> None:
        """One reporter sends what is filled in; pressed twice, on two lines at once."""
        again = None
        if twice:
            other = Visitor(visitor.site, visitor.cookie)
            again = threading.Thread(target=self.send, args=[other, report, form])
            again.start()
        self.send(visitor, report, form)
        if again:
            again.join()

    def send(self, visitor: Visitor, report: int, form: dict) -> None:
        """Send the form; a receipt is kept under the form's own number."""
        began = time.perf_counter()
        status, place, _text = visitor.ask("POST", f"/reports/{report}/submit/", form)
        took = time.perf_counter() - began
        with self.lock:
            self.sent.append(took)
        if status == 302 and "/receipt/" in place:
            with self.lock:
                self.receipts.setdefault(form["submission_id"], []).append(place)
        else:
            self.note(f"POST {status} {place}")

    def note(self, what: str) -> None:
        """Remember an answer that was no receipt."""
        with self.lock:
            self.refused.append(what)


def crowd(work: list, clients: int, act: object) -> float:
    """Do the work with so many clients at once; returns the seconds it took."""
    queue: Queue = Queue()
    for one in work:
        queue.put(one)

    def client() -> None:
        while True:
            try:
                one = queue.get_nowait()
            except Empty:
                return
            act(*one)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def prepare(units: int) -> tuple[list, list[dict]]:
    """The open reports with their reporters' cookies, and the figures each will send."""
    from fraudwatch.demo.figures import figures
    from fraudwatch.demo.scale import EXTRA, make_scale
    from orgs.enums import Role
    from orgs.models import Grant, User
    from reports.actions.periods import open_due_periods
    from reports.models import Period, Report

    make_scale(units, 1)
    open_due_periods()
    period = Period.objects.latest("starts_on")
    reports = list(Report.objects.filter(period=period, state="due").select_related("unit"))
    people = User.objects.bulk_create(
        User(username=f"r{n}", name=f"r{n}", home_unit=one.unit, password="!")
        for n, one in enumerate(reports)
    )
    Grant.objects.bulk_create(
        Grant(user=person, role=Role.REPORTER, unit=one.unit)
        for person, one in zip(people, reports, strict=True)
    )
    more = dict.fromkeys(EXTRA, "7")
    forms = [_typed(figures(one.unit.code, "village", 2) | more) for one in reports]
    return list(zip(signed_in(people), [one.pk for one in reports], strict=True)), forms


def _typed(values: dict) -> dict[str, str]:
    typed = {}
    for code, value in values.items():
        if isinstance(value, dict):
            typed |= {f"v.{code}.{part}": text for part, text in value.items()}
        else:
            typed[f"v.{code}"] = value
        typed[f"r.{code}"] = "核对无误"
    return typed


def proof(rush: Rush) -> tuple[str, str, int]:
    """Receipts held against rows: the database, what was found in words, how much is wrong.

    Some of the reports are approved, and all of them folded as a worker does it.
    """
    from django.db import connection
    from django.db.models import Count

    from reports.actions.totals import rebuild_totals
    from reports.models import Report, Revision

    stood = {str(key) for key in Revision.objects.values_list("submission_id", flat=True)}
    lost = [key for key in rush.receipts if key not in stood]
    double = Report.objects.annotate(n=Count("revisions")).filter(n__gt=1).count()
    seconds = _approved_and_folded()
    apart = len(rebuild_totals(check=True))
    print(told("last approval to the root's total, seconds", seconds, FOLD))
    words = f"lost {len(lost)}, double {double}, totals apart from the rows {apart}"
    return connection.vendor, words, len(lost) + double + apart


def _approved_and_folded() -> float:
    """Approve some of what came in; seconds of the fold after the last of them."""
    from orgs.models import User
    from reports.actions.reviews import approve_report
    from reports.actions.totals import fold_totals
    from reports.models import Report

    by = User.objects.get(username="coordinator")
    for report in Report.objects.filter(state="submitted")[:APPROVED]:
        approve_report(report, version=report.version, by=by)
    began = time.perf_counter()
    fold_totals()
    return time.perf_counter() - began


@dataclass
class Cost:
    """CPU seconds that the web processes used for hello, an opening and a sending, each once;
    ``client`` is what the visitors themselves used for an opening and a sending; ``seconds``
    went by until all had sent.
    """

    hello: float
    opening: float = 0
    sending: float = 0
    client: float = 0
    seconds: float = 0

    def line(self, name: str, seconds: float) -> str:
        """One of them in milliseconds and against hello."""
        return f"CPU web, {name:11} {seconds * 1000:.1f} ms, {seconds / self.hello:.2f} × hello"


def report_on(rush: Rush, took: float, hello: float, cost: Cost, proof: tuple) -> None:
    """Print the run."""
    vendor, ends, lost = proof
    forms = len(rush.receipts)
    print(f"forms handed in      {forms} in {took:.1f} s, {forms / took:.0f} a second")
    print(
        f"of that sending      {cost.seconds:.1f} s, {len(rush.sent) / cost.seconds:.0f} a second"
    )
    print(f"sent                 {len(rush.sent)}, of them pressed twice {len(rush.sent) - forms}")
    print(f"opening, p50 / p95   {share(rush.opened, 0.5):.3f} / {share(rush.opened, 0.95):.3f} s")
    print(
        f"sending, p50/p95/p99 {share(rush.sent, 0.5):.3f} / {share(rush.sent, 0.95):.3f} / "
        f"{share(rush.sent, 0.99):.3f} s"
    )
    print(cost.line("opening", cost.opening))
    print(cost.line("sending", cost.sending))
    print(cost.line("form+send", cost.opening + cost.sending))
    print(f"CPU visitors         {cost.client * 1000:.1f} ms for a form")
    print(f"hello                {hello * 1000:.1f} ms, CPU {cost.hello * 1000:.1f} ms")
    print(f"refused              {len(rush.refused)} {sorted(set(rush.refused))[:5]}")
    print(ends)
    print(told("seconds for all units", took, forms * SECONDS[vendor]))
    print(told("sending, p95 in seconds", share(rush.sent, 0.95), SLOW))
    print(told("sending, processor time to hello", cost.sending / cost.hello, SHARE))
    print(told("refused, lost or double", len(rush.refused) + lost, 0))


def main() -> None:
    """Make the site, let them come, print what happened."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--database", default="", help="URL of a PostgreSQL server; else SQLite")
    given = parser.parse_args()
    with own_database(given.database):
        work, forms = prepare(given.units)
        rush = Rush()
        with serving() as site:
            hello, hello_cpu = measure_hello(site, work[0][0])
            cost = Cost(hello_cpu)
            jobs = [
                (Visitor(site, cookie), report, form)
                for (cookie, report), form in zip(work, forms, strict=True)
            ]
            before, own = site.cpu(), time.process_time()
            took = crowd(jobs, given.clients, rush.open)
            cost.opening = (site.cpu() - before) / max(1, len(rush.opened))
            ready = [(*job, n % 10 == 0) for n, job in enumerate(jobs) if "submission_id" in job[2]]
            before = site.cpu()
            cost.seconds = crowd(
                ready, given.clients,
                lambda visitor, report, form, twice: rush.hand_in(
                    visitor, report, form, twice=twice
                ),
            )  # fmt: skip
            cost.sending = (site.cpu() - before) / max(1, len(rush.sent))
            cost.client = (time.process_time() - own) / max(1, len(jobs))
        report_on(rush, took + cost.seconds, hello, cost, proof(rush))


def measure_hello(site: Site, cookie: str) -> tuple[float, float]:
    """Median seconds and mean CPU seconds of the smallest signed-in page."""
    visitor, times = Visitor(site, cookie), []
    visitor.ask("GET", HELLO)
    before = site.cpu()
    for _ in range(HELLOS):
        began = time.perf_counter()
        visitor.ask("GET", HELLO)
        times.append(time.perf_counter() - began)
    return share(times, 0.5), (site.cpu() - before) / HELLOS


if __name__ == "__main__":
    main()
