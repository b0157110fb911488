"""Uploaded workbooks stand in the export centre with the person's other long work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from fraudwatch.lib import clock
from orgs.long_works import long_works
from orgs.models import Job
from orgs.tests.counting import queries_of, text_of
from reports.book_words import RECEIPT
from reports.models import ImportJob

LIST, LOOK = reverse("orgs:export-list"), reverse("orgs:export-jobs")


@pytest.fixture(autouse=True)
def _english(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def upload(cast, units, period, noon):
    """A workbook that the town sent in."""

    def send(state="waiting", who="town", **facts):
        return ImportJob.objects.create(
            period=period, node=units["town"], file_name="周报.xlsx", sha256="0", state=state,
            uploaded_by=cast[who], uploaded_at=noon, expires_at=noon + timedelta(days=1), **facts,
        )  # fmt: skip

    return send


def receipt(upload, **facts):
    """The background work that takes the workbook over."""
    return Job.objects.create(
        kind=RECEIPT, title="回执", key=str(upload.pk), asked_by=upload.uploaded_by,
        parameters={"upload": upload.pk}, **facts,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "state", "words"),
    [
        ({}, "waiting", "Checked. Nothing is saved until you confirm it."),
        (
            {"state": "refused"},
            "failed",
            "The check found mistakes. Correct them on its page, or send it in again.",
        ),
        ({"error": "桃源村: it was returned."}, "failed", "桃源村: it was returned."),
        ({"state": "done", "taken": 2}, "done", "2 reports submitted."),
        ({"state": "done", "taken": 1, "is_draft": True}, "done", "1 report kept as a draft."),
        (
            {"state": "queued"},
            "failed",
            "The work was interrupted. Run it again in the list of exports.",
        ),
    ],
)
def test_each_workbook_says_where_it_stands_and_leads_to_its_check(
    upload, sign_in, cast, facts, state, words
):
    one = upload(**facts)

    page = sign_in("town").get(LIST)

    [work] = long_works(cast["town"], clock.now())
    assert (work.title, work.state) == ("周报.xlsx", state)
    assert words in text_of(page)
    assert f'href="{one.get_absolute_url()}"' in page.content.decode()


def test_while_it_is_taken_over_it_tells_how_far_it_is(upload, sign_in, cast, noon):
    one = upload("queued")
    job = receipt(one)
    [waits] = long_works(cast["town"], noon)
    Job.objects.filter(pk=job.pk).update(
        state="running", done=1, total=2, doing="Writing the receipt", lease_until=noon
    )
    [runs] = long_works(cast["town"], noon)

    assert (waits.state, waits.words) == ("running", "Waiting to be taken over; it starts soon")
    assert (runs.words, runs.done, runs.total) == ("Writing the receipt", 1, 2)
    look = sign_in("town").get(LOOK)
    assert text_of(look).count("1/2 (50%)") == 2  # the workbook, and the job that takes it over


def test_one_that_waited_too_long_says_so(upload, cast, noon):
    upload()

    with clock.at(noon + timedelta(days=1, seconds=1)):
        [work] = long_works(cast["town"], clock.now())

    assert (work.state, work.words) == (
        "failed", "Nobody confirmed it within a day. Send the file in again.",
    )  # fmt: skip


def test_they_stand_in_the_list_of_their_sender_alone(upload, cast, noon):
    upload()
    upload(who="reporter")

    seen = {name: len(long_works(user, noon)) for name, user in cast.items()}

    assert {name: number for name, number in seen.items() if number} == {"town": 1, "reporter": 1}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_workbooks(count, upload, sign_in):
    for _number in range(count):
        receipt(upload("queued"))

    assert queries_of(sign_in("town"), LOOK) == 5
