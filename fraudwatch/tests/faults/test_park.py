"""Several web servers, workers and beats on one database and one Redis, and what may befall them.

Nothing is sent twice, nothing due is forgotten, what was acknowledged is there, and all of it
recovers without a hand.
"""

import threading
import time
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from celery import Celery
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from fraudwatch.tests import cast as stage
from fraudwatch.tests.faults.park import WORKER, a_park, kill
from fraudwatch.tests.faults.server import Died, Visitor
from orgs.actions.notices import tell
from orgs.enums import WorkState
from orgs.models import Delivery, Job, SignInAttempt, Unit, User
from orgs.tasks import silence

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def park(django_db_blocker, tmp_path_factory):
    """The servers, standing for the whole module."""
    with django_db_blocker.unblock(), a_park(tmp_path_factory.mktemp("park")) as made:
        yield made


@pytest.fixture
def people(park):
    """The cast in an empty database; nobody is waiting for anything."""
    call_command("flush", interactive=False, verbosity=0)
    for path in park.mail.glob("*.log"):
        path.unlink()
    units = stage.make_units()
    yield stage.make_cast(units), units
    connection.close()


def post_letters(people, count, occasion="x"):
    """Mails that wait in their rows; no bell is rung for them."""
    cast = list(people[0].values())
    readers = [user for user in cast if user.is_active and user.email]
    with silence():
        for number in range(count):
            tell([readers[number % len(readers)]], kind="note", occasion=f"{occasion}:{number}",
                 title="Read this")  # fmt: skip
    return Delivery.objects.count()


def wait_for_letters(park, count):
    """Until all are sent, and then a while longer for those that ought not to come."""

    def all_sent():
        connection.close()
        return Delivery.objects.filter(state=WorkState.DONE).count() == count

    took = park.until(all_sent, f"{count} letters")
    time.sleep(2.5)  # two more ticks of both beats
    return took


def test_signed_in_here_one_works_there_and_each_thing_is_done_once(park, people):
    """Two web servers, two workers and two beats need nothing but the same variables."""
    _cast, units = people
    here, there = park.addresses
    visitor = Visitor(here, "coordinator")
    visitor.address = there
    assert visitor.get(reverse("orgs:profile"))[0] == 200
    posted = post_letters(people, 30)

    order = {"document": "leading-group-pdf", "unit": units["county"].pk}
    visitor.post(reverse("orgs:export-order"), order | {"campaign": ""})
    wait_for_letters(park, posted)

    assert sorted(park.mails()) == sorted(set(park.mails()))
    assert len(park.mails()) == posted


def test_an_export_ordered_here_is_made_once_and_fetched_there(park, people):
    from orgs.actions.jobs import order_document  # noqa: PLC0415

    cast, _units = people
    Unit.objects.filter(code="U009").update(parent=Unit.objects.get(code="U001"))
    top = Unit.objects.get(code="U001")
    with silence():  # this process would make it itself
        job = order_document("full-data", {"unit": top.pk}, by=cast["coordinator"])

    def done():
        connection.close()
        return Job.objects.get(pk=job.pk).state in (WorkState.DONE, WorkState.FAILED)

    park.until(done, "the export")
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (WorkState.DONE, 1, "")
    for address in park.addresses:
        fetched = Visitor(address, "coordinator").get(
            reverse("orgs:export-download", args=[job.pk])
        )
        assert (fetched[0], fetched[2][:2]) == (200, "PK")


def test_a_flushed_queue_forgets_nothing(park, people):
    posted = post_letters(people, 50)
    for _number in range(5):
        park.redis.client().flushall()
        time.sleep(0.2)

    wait_for_letters(park, posted)

    assert sorted(park.mails()) == sorted(set(park.mails()))
    assert len(park.mails()) == posted


def test_redis_killed_and_started_the_workers_go_on_by_themselves(park, people):
    park.redis.kill()
    posted = post_letters(people, 20)
    time.sleep(2)
    page = Visitor(park.addresses[0], "coordinator").get(reverse("orgs:profile"))
    park.redis.start()

    took = wait_for_letters(park, posted)

    assert page[0] == 200
    assert took < 30
    assert len(park.mails()) == len(set(park.mails())) == posted


def test_postgresql_restarted_the_hard_way_under_load_loses_nothing_acknowledged(park, people):
    """Pages say 503 with Retry-After meanwhile; ten seconds later all is well, same processes."""
    keeper = [Visitor(address, "administrator") for address in park.addresses]
    top = Unit.objects.get(code="U001")
    path = reverse("orgs:unit-create", args=[top.pk])
    acknowledged, answers, stop = {}, [], threading.Event()

    def work(visitor, lane):
        number = 0
        while not stop.is_set():
            number += 1
            code = f"N{lane}-{number}"
            form = {"code": code, "name": f"村{lane}{number}", "kind": "village", "aliases": ""}
            try:
                status, place, _text = visitor.post(path, form)
            except Died:
                continue
            answers.append((time.monotonic(), status))
            if status == 200 and place != path:
                acknowledged[code] = place

    threads = [threading.Thread(target=work, args=(one, n)) for n, one in enumerate(keeper)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    connection.close()
    park.postgres.stop("immediate")
    time.sleep(1)
    park.postgres.start()
    back = time.monotonic()
    time.sleep(6)
    stop.set()
    for thread in threads:
        thread.join()

    stored = list(Unit.objects.filter(code__startswith="N").values_list("code", flat=True))
    first_good = min(at for at, status in answers if at > back and status == 200)
    assert {status for _at, status in answers} <= {200, 503}
    assert len(acknowledged) > 3
    assert {code: place for code, place in acknowledged.items() if code not in stored} == {}
    assert len(stored) == len(set(stored))
    assert first_good - back < 10


def asked(address):
    """The status that a load balancer gets, who has no cookies."""
    try:
        with urlopen(address, timeout=30) as answer:  # noqa: S310 - our own address
            return answer.status
    except HTTPError as refused:
        return refused.code


def test_while_postgresql_is_gone_pages_ask_to_come_back_and_work_waits(park, people):
    posted = post_letters(people, 200)
    park.until(lambda: len(park.mails()) > 10, "the first letters")  # it goes among them
    visitor = Visitor(park.addresses[0], "coordinator")
    connection.close()
    park.postgres.stop("fast")
    try:
        page = visitor.get(reverse("orgs:profile"))
        ready, alive = (asked(park.addresses[1] + path) for path in ("/readyz", "/healthz"))
        time.sleep(3)
    finally:
        park.postgres.start()

    wait_for_letters(park, posted)

    assert (page[0], ready, alive) == (503, 503, 200)
    assert len(park.mails()) == len(set(park.mails())) == posted
    assert all(worker.poll() is None for worker in park.workers)


def test_a_worker_killed_among_its_letters_the_other_sends_the_rest(park, people):
    """What was just going out may go again, under the same id: mail programs show it once."""
    posted = post_letters(people, 200)
    park.until(lambda: len(park.mails()) > 10, "the first letters")
    kill(park.workers[0])
    park.workers[0] = park.start(f"{WORKER} -n w9@park")
    Delivery.objects.filter(state=WorkState.RUNNING).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )

    try:
        wait_for_letters(park, posted)
    finally:
        replaced = park.workers[0]
        park.workers[0] = park.add_worker()
        park.workers.pop()
        kill(replaced)

    assert len(set(park.mails())) == posted
    assert len(park.mails()) - posted <= 2
    assert Delivery.objects.exclude(state=WorkState.DONE).count() == 0


def test_a_message_that_is_none_of_ours_stops_nothing(park, people):
    """A pickle, an unknown task, nonsense: refused or put aside, and the work goes on."""
    evil = Celery("evil", broker=park.redis.url, set_as_current=False)
    evil.conf.update(accept_content=["json", "pickle"], task_default_queue="short")
    canary = park.folder / "pwned"
    evil.send_task("orgs.tasks.run_jobs", args=[Evil(canary)], serializer="pickle", queue="short")
    evil.send_task("reports.tasks.of_tomorrow", args=[{"schema": 99}], queue="short")
    evil.send_task("orgs.tasks.send_deliveries", args=["too", "many"], queue="short")
    queue = park.redis.client()
    queue.lpush("short", *NO_MESSAGES)
    evil.close()
    posted = post_letters(people, 10)

    wait_for_letters(park, posted)
    park.until(lambda: not queue.llen("short"), "an empty queue")
    time.sleep(1)  # for a worker to end, if it does

    assert not canary.exists()
    assert len(park.mails()) == posted
    assert all(worker.poll() is None for worker in park.workers)


NO_MESSAGES = (
    b"no message at all", b"\xff\xfe", b"17", b"null", b"[]", b'{"a": 1}', b'{"properties": 5}',
    b'{"properties": {"delivery_tag": "t"}}',
    b'{"properties": {"delivery_tag": "t", "delivery_info": {}}}',
    b'{"body": "%%%", "properties": {"delivery_tag": "t", "body_encoding": "base64",'
    b' "delivery_info": {"exchange": "", "routing_key": "short"}}}',
)  # fmt: skip


class Evil:
    """Writes a file where it is unpickled."""

    def __init__(self, canary):
        self.canary = str(canary)

    def __reduce__(self):
        return open, (self.canary, "w")


def test_beats_and_workers_say_that_they_live(park, people):
    from fraudwatch.health.inside import beat, worker  # noqa: PLC0415

    def both():
        connection.close()
        return (beat().state, worker().state) == ("ok", "ok")

    park.until(both, "signs of life")
    metrics = Visitor(park.addresses[0], "administrator").get("/metrics")[2]
    assert 'fraudwatch_beat_age_seconds{part="beat"}' in metrics
    assert SignInAttempt.objects.count() >= 0
    assert User.objects.filter(username="administrator").exists()
