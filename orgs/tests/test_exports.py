"""The export centre: ordering, watching, fetching; nobody sees anybody else's."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from fraudwatch.lib import clock
from orgs import documents
from orgs.actions.files import disk_path
from orgs.actions.jobs import expire_jobs, run_waiting
from orgs.enums import WorkState
from orgs.models import AuditEntry, Job
from orgs.tests.counting import queries_of, text_of
from orgs.tests.paper import Paper

LIST = reverse("orgs:export-list")
ORDER = reverse("orgs:export-order")
LOOK = reverse("orgs:export-jobs")


@pytest.fixture(autouse=True)
def _english_pages(client, settings):
    """Pages are read in the language of the source."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def paper():
    made = Paper()
    documents.register(made)
    yield made
    documents.forget(made.name)


@pytest.fixture
def order(paper, units, noon, sign_in):
    """Order the paper of a unit over the page."""

    def place(who="coordinator", unit="town", **more):
        data = {"document": "paper", "unit": units[unit].pk, **more}
        return sign_in(who).post(ORDER, data, follow=True)

    return place


def at(name, job):
    return reverse(f"orgs:export-{name}", args=[job.pk])


def test_what_is_ordered_stands_in_the_list(order, units):
    page = order()

    job = Job.objects.get()
    assert (job.title, job.parameters) == ("Paper of 河湾镇", {"unit": units["town"].pk})
    assert page.redirect_chain == [(f"{LIST}?document=paper&unit={units['town'].pk}", 302)]
    assert "It is being made. You may leave this page meanwhile." in text_of(page)
    assert "Queued, it starts soon" in text_of(page)


@pytest.mark.parametrize(
    "data",
    [{"document": "nothing"}, {"document": "paper", "unit": "all"}, {"unit": "1"},
     {"document": "paper", "unit": "-1"}, {"document": "paper", "unit": "9" * 40}],
)  # fmt: skip
def test_an_order_that_makes_no_sense_is_refused_in_words(paper, sign_in, data):
    page = sign_in("coordinator").post(ORDER, data, follow=True)

    assert "Choose what to export." in text_of(page)
    assert Job.objects.count() == 0


def test_a_document_out_of_sight_is_refused_in_words(order):
    page = order(unit="far_village")

    assert "You may not export this document, or it is no longer there." in text_of(page)
    assert Job.objects.count() == 0


def test_the_list_moves_while_something_is_made_and_then_rests(order, client):
    page = order().content.decode()
    running = client.get(LOOK, {"look": "3"}).content.decode()
    slower = client.get(LOOK, {"look": "15"}).content.decode()
    run_waiting()
    rested = client.get(LOOK).content.decode()

    assert 'hx-trigger="every 2s, poll"' in page
    assert ("every 2s" in running, "look=4" in running) == (True, True)
    assert "every 5s" in slower
    assert ("hx-get" in rested, "Download" in rested) == (False, True)


def test_the_page_is_told_what_was_made_meanwhile(order, client):
    order()
    key = Job.objects.get().pk
    before = client.get(LOOK, {"seen": [key]})
    run_waiting()
    after = client.get(LOOK, {"seen": [key, "nonsense"]})

    assert "HX-Trigger" not in before
    assert json.loads(after["HX-Trigger"]) == {
        "fw:toast": {"text": "“Paper of 河湾镇” is ready to download"}
    }


def test_progress_stands_in_words_and_numbers(order, client, noon):
    order()
    Job.objects.update(
        state=WorkState.RUNNING, done=3, total=8, doing="Writing the units", attempts=2,
        started_at=noon - timedelta(minutes=3), lease_until=noon,
    )  # fmt: skip

    text = text_of(client.get(LIST))

    assert "3/8 (38%)" in text
    assert "Writing the units · about 5 minutes left · attempt 2: it was interrupted" in text


def test_how_many_come_first_is_said(order, client, cast, noon):
    for number in range(2):
        Job.objects.create(
            kind="paper", title=str(number), key=str(number), asked_by=cast["leader"],
            due_at=clock.now() - timedelta(minutes=1),
        )  # fmt: skip
    order()

    assert "Queued, 2 other exports come first" in text_of(client.get(LIST))


def test_why_it_was_not_made_is_said(order, client):
    order()
    Job.objects.update(state=WorkState.FAILED, error="More than 500 rows.")

    text = text_of(client.get(LIST))

    assert "Not made: More than 500 rows." in text
    assert "Run again" in text


def test_the_file_goes_to_the_one_who_ordered_it(order, client):
    order()
    run_waiting()

    answer = client.get(at("download", Job.objects.get()))

    assert b"".join(answer.streaming_content).decode() == "河湾镇"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    entry = AuditEntry.objects.get(action="export.downloaded")
    assert (entry.actor_name, entry.object_name) == ("coordinator先生", "Paper of 河湾镇")


def test_without_the_right_nobody_else_sees_fetches_cancels_or_reruns_it(order, sign_in):
    order()
    run_waiting()
    job = Job.objects.get()
    other = sign_in("leader")  # of the same county, but without a right to the paper

    listed = "Paper of" in text_of(other.get(LIST))
    answers = [
        other.get(at("download", job)).status_code,
        other.post(at("cancel", job)).status_code,
        other.post(at("again", job)).status_code,
    ]

    assert (listed, answers) == (False, [404, 404, 404])


def test_the_right_is_asked_again_at_the_download(order, client, cast):
    order()
    run_waiting()
    cast["coordinator"].grants.update(ended_at=clock.now())

    assert client.get(at("download", Job.objects.get())).status_code == 403


def test_an_expired_or_lost_file_is_said_in_words(order, client, noon):
    order()
    run_waiting()
    job = Job.objects.get()
    disk_path(job.file).unlink()
    lost = client.get(at("download", job), follow=True)
    Job.objects.update(expires_at=noon - timedelta(seconds=1))
    expire_jobs()
    expired = client.get(at("download", job), follow=True)

    sentence = "This file is no longer there. Run the export again."
    assert (sentence in text_of(lost), sentence in text_of(expired)) == (True, True)
    assert "its 7 days are over" in text_of(expired)


def test_cancelling_and_running_again_over_the_page(order, client):
    order()
    job = Job.objects.get()

    client.post(at("cancel", job))
    cancelled = Job.objects.get().state
    twice = client.post(at("cancel", job), follow=True)
    client.post(at("again", job))

    assert (cancelled, Job.objects.get().state) == (WorkState.CANCELLED, WorkState.QUEUED)
    assert "“Paper of 河湾镇” has already ended." in text_of(twice)


def test_the_address_says_what_comes_chosen(paper, sign_in, units):
    page = sign_in("coordinator").get(LIST, {"document": "paper", "unit": units["village"].pk})

    assert f'<option value="{units["village"].pk}" selected>' in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_rows(count, paper, cast, sign_in):
    for number in range(count):
        Job.objects.create(
            kind="paper", title=str(number), key=str(number), asked_by=cast["coordinator"],
            state=WorkState.RUNNING, lease_until=clock.now(),
        )  # fmt: skip

    assert queries_of(sign_in("coordinator"), LOOK) == 4
