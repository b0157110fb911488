"""Files that colleagues had made: for those who see as much and may have the document."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fraudwatch.lib import clock
from orgs import documents
from orgs.actions.jobs import order_document, run_waiting
from orgs.enums import Role
from orgs.models import AuditEntry, ExportRun, ExportSchedule, Grant, Job, User
from orgs.queries.files import may_read_job
from orgs.queries.shared_jobs import shared_job, shared_jobs
from orgs.tests.counting import queries_of, text_of
from orgs.tests.paper import Paper

PAGE = reverse("orgs:export-colleagues")


@pytest.fixture(autouse=True)
def _english_pages(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def paper():
    """A document that everybody signed in may have of any unit: what is left is sight."""
    made = Paper()
    made.permission = "orgs.view_unit"
    documents.register(made)
    yield made
    documents.forget(made.name)


@pytest.fixture
def made(cast, units, paper, noon):
    """The paper of a unit, made for somebody."""

    def make(who="coordinator", unit="town"):
        job = order_document("paper", {"unit": units[unit].pk}, by=cast[who])
        run_waiting()
        job.refresh_from_db()
        assert job.state == "done"
        return job

    return make


def sharers(cast, job):
    """Who of the cast may fetch the job besides its asker; the list and the file agree."""
    people = [User.objects.get(pk=one.pk) for one in cast.values()]
    found = {one.username for one in people if shared_job(one, job.pk)}
    assert {one.username for one in people if [row.job for row in shared_jobs(one)]} == found
    may_read = {one.username for one in people if may_read_job(one, str(job.pk))}
    assert may_read - {job.asked_by.username} == found
    return found


@pytest.mark.parametrize(
    ("asker", "others"),
    [
        ("coordinator", {"second_coordinator", "leader"}),
        ("leader", set()),
        ("inspector", {"coordinator", "second_coordinator", "leader", "auditor"}),
        ("auditor", set()),
        ("town", {"coordinator", "second_coordinator", "leader"}),
        ("reporter", {"coordinator", "second_coordinator", "leader", "town"}),
        ("sibling", {"coordinator", "second_coordinator", "leader", "town", "two_hats"}),
        ("administrator", set()),
    ],
)
def test_a_file_is_shared_with_those_who_see_as_much(made, cast, asker, others):
    assert sharers(cast, made(asker)) == others


def test_a_file_of_another_county_is_not_shared(made, cast):
    assert sharers(cast, made("far_coordinator", "far_village")) == set()


def test_without_the_right_to_the_document_it_is_not_shared(made, cast, paper):
    job = made()
    paper.permission = "orgs.add_unit"  # coordinators and administrators alone

    assert sharers(cast, job) == {"second_coordinator"}


def test_what_is_private_or_out_of_the_program_is_not_shared(made, cast, paper):
    job = made()
    paper.private = True
    private = sharers(cast, job)
    documents.forget("paper")

    assert (private, sharers(cast, job), documents.find("audit-log").private) == (
        set(), set(), True,
    )  # fmt: skip


def test_every_grant_of_the_asker_counts_even_one_ended_since(made, cast, units):
    Grant.objects.create(user=cast["town"], role=Role.INSPECTOR, unit=units["far_county"])
    job = made("town")
    wider = sharers(cast, job)
    Grant.objects.filter(user=cast["town"], role=Role.INSPECTOR).update(ended_at=clock.now())
    ended_since = sharers(cast, job)
    earlier = clock.now() - timedelta(days=1)
    Grant.objects.filter(user=cast["town"], role=Role.INSPECTOR).update(ended_at=earlier)

    assert (wider, ended_since) == (set(), set())
    assert sharers(cast, job) == {"coordinator", "second_coordinator", "leader"}


def test_a_grant_for_one_campaign_covers_that_campaign_alone(made, cast):
    job = made("town")
    Grant.objects.filter(user=cast["coordinator"]).update(campaign_id=7)
    bound = sharers(cast, job)
    Grant.objects.filter(user=cast["town"]).update(campaign_id=7)

    assert "coordinator" not in bound
    assert "coordinator" in sharers(cast, job)


def test_who_lost_the_grant_sees_it_no_more(made, cast):
    job = made()
    Grant.objects.filter(user=cast["leader"]).update(ended_at=clock.now())

    assert sharers(cast, job) == {"second_coordinator"}


def test_a_superusers_file_is_nobody_elses_and_they_see_no_colleagues(made, cast):
    User.objects.filter(username="administrator").update(is_superuser=True)
    job = made()
    seen = sharers(cast, job)
    User.objects.filter(username="coordinator").update(is_superuser=True)

    assert seen == {"second_coordinator", "leader"}
    assert sharers(cast, job) == set()


def test_it_ends_with_the_file(made, cast, noon):
    job = made()

    with clock.at(noon + timedelta(days=7, seconds=1)):
        late = sharers(cast, job)
    Job.objects.update(state="running")

    assert (late, sharers(cast, job)) == (set(), set())


def test_a_scheduled_file_follows_the_same_but_not_beside_ones_own_copy(made, cast, noon):
    schedule = ExportSchedule.objects.create(
        owner=cast["leader"], document="paper", title="Paper", next_at=noon
    )
    run = ExportRun.objects.create(schedule=schedule, moment=noon)
    job = made()
    Job.objects.filter(pk=job.pk).update(run=run)
    Job.objects.create(kind="paper", title="own", key="own", asked_by=cast["leader"], run=run)

    assert [row.job for row in shared_jobs(cast["second_coordinator"])] == [job]
    assert shared_jobs(cast["leader"]) == []


def test_the_page_says_who_asked_and_the_trail_who_took_it(made, sign_in):
    job = made()
    client = sign_in("second_coordinator")

    page = text_of(client.get(PAGE))
    answer = client.get(reverse("orgs:export-download", args=[job.pk]))

    assert "Paper of 河湾镇 ordered by coordinator先生 (青澜县) 10 June 12:00" in page
    assert b"".join(answer.streaming_content).decode() == "河湾镇"
    entry = AuditEntry.objects.get(action="export.downloaded")
    assert (entry.actor_name, entry.object_name, entry.note) == (
        "second_coordinator先生", "Paper of 河湾镇", "coordinator先生",
    )  # fmt: skip


def test_a_colleague_neither_cancels_nor_runs_it_again(made, sign_in):
    job = made()
    client = sign_in("second_coordinator")

    answers = [
        client.post(reverse(f"orgs:export-{name}", args=[job.pk])).status_code
        for name in ("cancel", "again")
    ]

    assert answers == [404, 404]
    assert Job.objects.get().state == "done"


def test_ones_own_files_do_not_stand_among_the_colleagues(made, sign_in):
    made()

    assert "Nothing from colleagues" in text_of(sign_in("coordinator").get(PAGE))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_files(count, made, sign_in):
    job = made()
    for number in range(1, count):
        Job.objects.create(
            kind="paper", title=str(number), key=str(number), asked_by=job.asked_by,
            state="done", parameters=job.parameters, file=job.file, finished_at=job.finished_at,
            expires_at=job.expires_at,
        )  # fmt: skip

    assert queries_of(sign_in("leader"), PAGE) == 5


def test_each_different_document_asks_for_its_right_once(made, sign_in):
    for unit in ("town", "village", "sibling"):
        made(unit=unit)

    assert queries_of(sign_in("leader"), PAGE) == 5 + 2
