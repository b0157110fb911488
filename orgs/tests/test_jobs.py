"""Long work: ordered once, made once, taken up again, failed in words, expired."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import translation

from fraudwatch.lib import clock
from orgs import documents
from orgs.actions.files import disk_path, read_file, sweep_strays
from orgs.actions.jobs import (
    A_DAY,
    cancel_job,
    expire_jobs,
    order_document,
    rerun_job,
    run_job,
    run_waiting,
)
from orgs.enums import WorkState
from orgs.errors import OrgError
from orgs.models import AuditEntry, Delivery, Job, Notice, StoredFile, User
from orgs.models.leases import LEASE
from orgs.tests.paper import NotToday, Paper

REFUSED = "You may not export this document, or it is no longer there."


@pytest.fixture
def paper():
    """A document that any administrator or coordinator over the unit may have."""
    made = Paper()
    documents.register(made)
    yield made
    documents.forget(made.name)


@pytest.fixture
def order(cast, units, paper, noon):
    """Order the paper of a unit for somebody."""

    def place(who="coordinator", unit="town"):
        return order_document("paper", {"unit": units[unit].pk}, by=cast[who])

    return place


def state_of(job):
    job.refresh_from_db()
    return job.state, job.attempts, job.error


def die(job):
    """The worker that took the job up is gone; its lease runs out."""
    [claimed] = Job.objects.claim(1)
    assert claimed == job
    Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))


def test_a_document_is_made_and_kept_for_seven_days(order, units):
    job = order()

    assert run_waiting() == 1

    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (WorkState.DONE, 1, "")
    assert (job.file.name, read_file(job.file).decode()) == ("河湾镇.txt", "河湾镇")
    assert job.file.owner == f"orgs.job:{job.pk}"
    assert job.expires_at - job.finished_at == timedelta(days=7)
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "job.ordered",
        "job.done",
    ]


def test_the_person_is_told_once_and_not_by_mail(order, cast):
    order()

    run_waiting()
    run_waiting()

    notice = Notice.objects.get()
    assert (notice.recipient, notice.url) == (cast["coordinator"], "/exports/")
    assert notice.title % notice.params == "“Paper of 河湾镇” is ready to download"
    assert Delivery.objects.count() == 0


def test_ordering_the_same_while_it_is_made_gives_the_same_job(order, paper):
    first = order()
    waiting = order()
    paper.on_step = [lambda: seen.append(order())]
    seen = []

    run_waiting()

    assert (waiting, seen) == (first, [first])
    assert (Job.objects.count(), paper.made) == (1, 1)


def test_a_second_press_right_after_it_was_made_finds_the_first(order):
    first = order()
    run_waiting()

    with clock.at(clock.now() + timedelta(seconds=4)):
        again = order()
    with clock.at(clock.now() + timedelta(seconds=6)):
        later = order()

    assert (again == first, later == first) == (True, False)


def test_two_people_and_two_languages_get_documents_of_their_own(order):
    jobs = {order().pk, order("second_coordinator").pk}
    with translation.override("zh-hans"):
        jobs.add(order().pk)

    assert len(jobs) == 3


def test_a_third_export_waits_until_one_of_two_is_made(order):
    order(unit="town")
    order(unit="village")

    with pytest.raises(OrgError) as refusal:
        order(unit="sibling")
    run_waiting()

    assert str(refusal.value) == (
        "2 of your exports are still being made. Wait for one, or cancel it."
    )
    assert order(unit="sibling").state == WorkState.QUEUED


def test_nobody_orders_without_end(order, cast, noon):
    Job.objects.bulk_create(
        Job(kind="paper", title=str(n), key=str(n), asked_by=cast["coordinator"], state="done")
        for n in range(A_DAY)
    )

    with pytest.raises(OrgError) as refusal:
        order()
    with clock.at(noon + timedelta(days=1)):
        tomorrow = order()

    assert str(refusal.value).startswith("You have ordered 20 exports today")
    assert tomorrow.state == WorkState.QUEUED


@pytest.mark.parametrize("who", ["reporter", "leader", "far_coordinator", "nobody", "disabled"])
def test_nobody_orders_what_they_may_not_have(order, who):
    with pytest.raises(OrgError, match=REFUSED):
        order(who)

    assert Job.objects.count() == 0


def test_an_unknown_document_and_a_missing_parameter_are_refused(cast, paper):
    for name, parameters in (("nothing", {}), ("paper", {}), ("paper", {"unit": "x"})):
        with pytest.raises(OrgError, match=REFUSED):
            order_document(name, parameters, by=cast["coordinator"])


def test_rights_lost_between_order_and_making_stop_it(order, cast):
    job = order()
    cast["coordinator"].grants.all().delete()

    run_waiting()

    assert state_of(job) == (WorkState.FAILED, 1, REFUSED)
    assert StoredFile.objects.count() == 0


def test_a_disabled_person_gets_nothing_made(order, cast):
    job = order()
    User.objects.filter(username="coordinator").update(is_active=False)

    run_waiting()

    assert state_of(job) == (WorkState.FAILED, 1, REFUSED)
    assert Notice.objects.count() == 0


def test_progress_shows_in_the_row_and_keeps_the_lease(order, paper, noon):
    job, seen = order(), []
    paper.on_step = [lambda: seen.append(Job.objects.get())] * 2

    with clock.at(noon + timedelta(seconds=50)):
        run_waiting()

    steps = [(row.done, row.total, row.percent, row.doing) for row in seen]
    assert steps == [(1, 2, 50, "step 1"), (2, 2, 100, "step 2")]
    assert seen[0].lease_until == noon + timedelta(seconds=50) + LEASE
    job.refresh_from_db()
    assert job.doing == ""


def test_it_is_made_in_the_language_it_was_ordered_in(order, paper):
    said = []
    paper.on_step = [lambda: said.append(translation.get_language())]
    with translation.override("zh-hans"):
        order()
    order()
    Job.objects.filter(language="en").update(language="", due_at=clock.now())

    with translation.override("en"):
        run_waiting()

    assert said == ["zh-hans", settings.LANGUAGE_CODE]


def test_what_refuses_is_told_in_its_own_words(order, paper):
    def refuse():
        raise NotToday("More than 500 rows. Choose fewer, or take the Excel file.")

    job, paper.on_step = order(), [refuse]

    run_waiting()

    assert state_of(job) == (
        WorkState.FAILED, 1, "More than 500 rows. Choose fewer, or take the Excel file.",
    )  # fmt: skip
    assert Notice.objects.get().params["why"] == job.error


def test_what_breaks_is_told_with_a_number_and_without_its_inside(order, paper):
    job, paper.on_step = order(), [lambda: 1 / 0]

    run_waiting()

    state, _attempts, error = state_of(job)
    assert (state, str(job.pk)[:8] in error, "division" in error) == (WorkState.FAILED, True, False)


def test_a_full_disk_fails_the_job_in_words_and_leaves_no_half_file(order, settings, tmp_path):
    blocked = tmp_path / "full"
    blocked.write_text("a file where the folder should be")
    settings.MEDIA_ROOT = blocked
    job = order()

    run_waiting()

    assert state_of(job)[2].startswith("The file could not be kept: the server's disk is full")
    assert StoredFile.objects.count() == 0


def test_a_dead_workers_job_is_taken_up_when_its_lease_ran_out(order, noon):
    job = order()
    Job.objects.claim(1)

    assert run_waiting() == 0
    with clock.at(noon + LEASE + timedelta(seconds=1)):
        assert run_waiting() == 1

    assert state_of(job) == (WorkState.DONE, 2, "")


def test_a_job_that_kills_three_workers_is_given_up(order):
    job = order()
    for _attempt in range(3):
        die(job)

    run_waiting()
    run_waiting()

    assert state_of(job) == (
        WorkState.FAILED, 3, "The work was interrupted three times. Run it again, or ask for less.",
    )  # fmt: skip
    assert Notice.objects.count() == 1


def test_a_worker_that_lost_its_job_neither_goes_on_nor_fails_it(order, paper):
    job = order()
    [lost] = Job.objects.claim(1)
    Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))
    [held] = Job.objects.claim(1)

    paper.on_step = [lambda: 1 / 0]
    assert run_job(lost) == 0
    paper.on_step = []
    assert run_job(held) == 1

    assert state_of(job) == (WorkState.DONE, 2, "")
    assert StoredFile.objects.count() == 1


def test_of_two_workers_that_make_the_same_one_file_is_kept(order):
    job = order()
    [slow] = Job.objects.claim(1)
    Job.objects.filter(pk=job.pk).update(lease_until=clock.now() - timedelta(seconds=1))
    [quick] = Job.objects.claim(1)

    assert (run_job(quick), run_job(slow)) == (1, 0)

    assert StoredFile.objects.count() == 1
    assert Notice.objects.count() == 1


def test_a_waiting_job_can_be_cancelled_and_is_not_made(order, paper, cast):
    job = order()

    cancel_job(job, by=cast["coordinator"])
    run_waiting()

    assert (state_of(job)[0], paper.made) == (WorkState.CANCELLED, 0)


def test_a_running_job_stops_at_its_next_sign_of_progress(order, paper, cast):
    job, late = order(), []
    paper.on_step = [lambda: cancel_job(job, by=cast["coordinator"]), lambda: late.append(1)]

    run_waiting()

    assert (state_of(job)[0], late) == (WorkState.CANCELLED, [])
    assert StoredFile.objects.count() == 0


def test_what_has_ended_cannot_be_cancelled(order, cast):
    job = order()
    run_waiting()

    with pytest.raises(OrgError, match="“Paper of 河湾镇” has already ended."):
        cancel_job(job, by=cast["coordinator"])


def test_a_failed_job_runs_again(order, paper, cast):
    job, paper.on_step = order(), [lambda: 1 / 0]
    run_waiting()
    paper.on_step = []

    rerun_job(job, by=cast["coordinator"])
    run_waiting()

    assert state_of(job) == (WorkState.DONE, 1, "")
    assert Notice.objects.count() == 2


def test_a_job_that_is_made_does_not_run_again(order, cast):
    job = order()
    run_waiting()

    with pytest.raises(OrgError, match="is being made or already made"):
        rerun_job(job, by=cast["coordinator"])


def test_a_job_ordered_afresh_is_not_run_again_beside_it(order, cast):
    old = order()
    cancel_job(old, by=cast["coordinator"])
    order()

    with pytest.raises(OrgError, match="is being made or already made"):
        rerun_job(old, by=cast["coordinator"])


def test_who_lost_the_right_does_not_run_it_again(order, cast):
    job = order()
    cancel_job(job, by=cast["coordinator"])
    cast["coordinator"].grants.all().delete()

    with pytest.raises(OrgError, match=REFUSED):
        rerun_job(job, by=User.objects.get(username="coordinator"))


@pytest.mark.django_db(transaction=True)
def test_files_expire_after_seven_days_and_can_be_made_again(order, cast, noon):
    job = order()  # made at once: the queue is eager where transactions are real
    job.refresh_from_db()
    path = disk_path(job.file)

    with clock.at(noon + timedelta(days=6, hours=23)):
        assert (expire_jobs(), path.exists()) == (0, True)
    with clock.at(noon + timedelta(days=7, seconds=1)):
        assert (expire_jobs(), expire_jobs(), path.exists()) == (1, 0, False)
        assert (state_of(job)[0], job.file) == (WorkState.EXPIRED, None)
        rerun_job(job, by=cast["coordinator"])

    assert state_of(job)[0] == WorkState.DONE
    assert StoredFile.objects.count() == 1


def test_content_without_a_row_is_swept_after_a_day(order, monkeypatch):
    job = order()
    run_waiting()
    job.refresh_from_db()
    kept = disk_path(job.file)
    strays = [kept.with_name("ab" * 16), kept.with_name("cd" * 16 + ".half")]
    for stray in strays:
        stray.write_bytes(b"left behind")

    fresh = sweep_strays()
    monkeypatch.setattr("orgs.actions.files.STRAY_AFTER", -1)
    old = sweep_strays()

    assert (fresh, old, kept.exists()) == (0, 2, True)
    assert [stray.exists() for stray in strays] == [False, False]
