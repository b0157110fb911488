"""Scheduled exports: at their moment, for everybody named, once, and only what they may have."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from fraudwatch.lib import clock
from fraudwatch.lib.weeks import SEEDS, ZONE
from orgs import documents
from orgs.actions.jobs import order_document, run_waiting
from orgs.actions.schedules import (
    Plan,
    create_schedule,
    edit_schedule,
    pause_schedule,
    resume_schedule,
    run_due_schedules,
)
from orgs.enums import Rhythm
from orgs.errors import OrgError
from orgs.models import AuditEntry, Delivery, ExportRun, ExportSchedule, Job, Notice, User
from orgs.rhythms import next_moment
from orgs.tests.counting import queries_of, text_of
from orgs.tests.paper import Paper

LIST = reverse("orgs:export-schedules")
NEW = reverse("orgs:export-schedule-create")
MONDAY = datetime(2026, 6, 15, 8, tzinfo=ZONE)  # the first one after the noon of the tests


@pytest.fixture(autouse=True)
def _english(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def paper():
    made = Paper()
    made.repeats = True
    documents.register(made)
    yield made
    documents.forget(made.name)


@pytest.fixture
def plan(cast, units, paper, noon):
    """Every Monday at 8:00 the paper of the town."""

    def make(*who, **other):
        facts = {"rhythm": Rhythm.WEEKLY, "weekday": 0, "month_day": 1, "at": time(8)} | other
        receivers = tuple(cast[name] for name in who or ("coordinator", "second_coordinator"))
        return Plan("paper", {"unit": units["town"].pk}, receivers=receivers, **facts)

    return make


@pytest.fixture
def schedule(plan, cast):
    return create_schedule(plan(), by=cast["coordinator"])


def ran_at(moment):
    with clock.at(moment):
        return run_due_schedules()


@pytest.mark.parametrize(
    ("rhythm", "after", "expected"),
    [
        (Rhythm.WEEKLY, "2026-06-12 09:00", "2026-06-15 08:00"),
        (Rhythm.WEEKLY, "2026-06-15 07:59", "2026-06-15 08:00"),
        (Rhythm.WEEKLY, "2026-06-15 08:00", "2026-06-22 08:00"),
        (Rhythm.MONTHLY, "2026-06-12 09:00", "2026-07-10 08:00"),
        (Rhythm.MONTHLY, "2026-12-31 09:00", "2027-01-10 08:00"),
        (Rhythm.WORKDAYS, "2026-09-30 09:00", "2026-10-08 08:00"),  # past the National Day
        (Rhythm.WORKDAYS, "2026-10-09 09:00", "2026-10-10 08:00"),  # a Saturday that is worked
    ],
)
def test_the_next_moment_follows_the_rhythm(rhythm, after, expected):
    begun, awaited = (
        datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE) for text in (after, expected)
    )

    found = next_moment(rhythm, time(8), begun, SEEDS, weekday=0, month_day=10)

    assert found == awaited


def test_everybody_named_gets_an_order_of_their_own(schedule, cast, units, paper):
    assert (schedule.next_at, ran_at(MONDAY)) == (MONDAY, 1)
    with clock.at(MONDAY):
        run_waiting()

    jobs = Job.objects.order_by("asked_by")
    assert {job.asked_by for job in jobs} == {cast["coordinator"], cast["second_coordinator"]}
    assert {(job.parameters["unit"], job.state, job.language) for job in jobs} == {
        (units["town"].pk, "done", "en")
    }
    assert paper.made == 2
    assert Notice.objects.filter(kind="job").count() == 2
    assert (
        Delivery.objects.filter(notice__kind="job").count()
        == Notice.objects.filter(kind="job").exclude(recipient__email="").count()
    )
    schedule.refresh_from_db()
    assert schedule.next_at == MONDAY + timedelta(weeks=1)


def test_nothing_is_made_before_its_moment_nor_twice(schedule):
    early = ran_at(MONDAY - timedelta(minutes=1))
    counts = [ran_at(MONDAY), ran_at(MONDAY), ran_at(MONDAY + timedelta(hours=1))]

    assert (early, counts, Job.objects.count()) == (0, [1, 0, 0], 2)


def test_missed_moments_are_caught_up_once(schedule):
    assert ran_at(MONDAY + timedelta(weeks=3, hours=2)) == 1

    schedule.refresh_from_db()
    assert ExportRun.objects.get().moment == MONDAY
    assert schedule.next_at == MONDAY + timedelta(weeks=4)


def test_two_beats_that_saw_the_same_moment_order_once(schedule):
    with clock.at(MONDAY):
        stale = list(ExportSchedule.objects.due())
        run_due_schedules()
        ExportSchedule.objects.filter(pk=schedule.pk).update(next_at=stale[0].next_at)
        run_due_schedules()

    assert (ExportRun.objects.count(), Job.objects.count()) == (1, 2)


def test_who_lost_the_right_gets_nothing_and_the_owner_is_told(schedule, cast):
    cast["second_coordinator"].grants.all().delete()

    ran_at(MONDAY)

    assert [job.asked_by for job in Job.objects.all()] == [cast["coordinator"]]
    assert ExportRun.objects.get().left_out == [
        [str(cast["second_coordinator"]), "may not have this document"]
    ]
    told = Notice.objects.get(about=f"schedule:{schedule.pk}")
    assert told.recipient == cast["coordinator"]
    assert told.title % told.params == "“Paper of 河湾镇” did not go to everybody"


def test_an_owner_who_lost_the_right_pauses_it_for_all(schedule, cast):
    cast["coordinator"].grants.all().delete()

    ran_at(MONDAY)

    schedule.refresh_from_db()
    assert (Job.objects.count(), schedule.is_paused) == (0, True)
    assert schedule.paused_why == "Its owner may not have this document any more."
    with pytest.raises(OrgError, match="You may not export this document"):
        resume_schedule(schedule, by=User.objects.get(username="coordinator"))


def test_the_right_is_asked_again_between_order_and_making(schedule, cast):
    ran_at(MONDAY)
    cast["second_coordinator"].grants.all().delete()
    with clock.at(MONDAY):
        run_waiting()

    states = {job.asked_by.username: job.state for job in Job.objects.all()}
    assert states == {"coordinator": "done", "second_coordinator": "failed"}


def test_a_disabled_receiver_is_left_out(schedule, cast):
    User.objects.filter(username="second_coordinator").update(is_active=False)

    ran_at(MONDAY)

    assert ExportRun.objects.get().left_out[0][1] == "the account is disabled"


def test_one_that_breaks_does_not_hold_up_the_others(schedule, plan, cast):
    other = create_schedule(plan("coordinator"), by=cast["second_coordinator"])
    ExportSchedule.objects.filter(pk=schedule.pk).update(document="gone")

    assert ran_at(MONDAY) == 1
    assert Job.objects.get().run.schedule == other


def test_a_paused_one_rests_and_then_goes_on(schedule, cast):
    pause_schedule(schedule, by=cast["coordinator"])
    rested = ran_at(MONDAY)
    with clock.at(MONDAY + timedelta(days=1)):
        resume_schedule(schedule, by=cast["coordinator"])

    schedule.refresh_from_db()
    assert (rested, schedule.next_at) == (0, MONDAY + timedelta(weeks=1))
    assert AuditEntry.objects.filter(action__startswith="schedule.").count() == 3


def test_nobody_is_named_who_may_not_have_it(plan, cast):
    with pytest.raises(OrgError, match="may not have this document. Take them off the list"):
        create_schedule(plan("coordinator", "reporter"), by=cast["coordinator"])
    with pytest.raises(OrgError, match="You may not export this document"):
        create_schedule(plan("coordinator"), by=cast["leader"])

    assert ExportSchedule.objects.count() == 0


def test_a_change_over_a_newer_one_is_refused(schedule, plan, cast):
    edit_schedule(schedule, plan(at=time(9)), version=1, by=cast["coordinator"])

    with pytest.raises(OrgError, match="changed this schedule meanwhile"):
        edit_schedule(schedule, plan(at=time(10)), version=1, by=cast["coordinator"])

    schedule.refresh_from_db()
    assert schedule.next_at == MONDAY + timedelta(hours=1)


def test_scheduled_orders_do_not_use_up_ones_own(schedule, plan, cast, units):
    create_schedule(plan("coordinator"), by=cast["second_coordinator"])
    ran_at(MONDAY)
    with clock.at(MONDAY):
        own = [
            order_document("paper", {"unit": units[name].pk}, by=cast["coordinator"])
            for name in ("village", "sibling")
        ]

    assert [job.state for job in own] == ["queued", "queued"]


def test_it_is_set_up_changed_paused_and_taken_away_over_the_pages(
    paper, cast, units, noon, sign_in, client
):
    sign_in("coordinator")
    both = [cast["coordinator"].pk, cast["second_coordinator"].pk]
    data = {
        "document": "paper", "unit": units["town"].pk, "rhythm": "weekly", "weekday": "0",
        "month_day": "1", "at": "08:00", "receivers": both, "version": "1",
    }  # fmt: skip
    saved = client.post(NEW, data, follow=True)
    schedule = ExportSchedule.objects.get()
    edit = reverse("orgs:export-schedule-edit", args=[schedule.pk])
    shown = client.get(edit).content.decode()
    client.post(edit, data | {"at": "09:30"})
    ran_at(MONDAY + timedelta(hours=2))
    listed = text_of(client.get(LIST))
    client.post(reverse("orgs:export-schedule-pause", args=[schedule.pk]))
    paused = text_of(client.get(LIST))
    client.post(reverse("orgs:export-schedule-delete", args=[schedule.pk]))

    assert "Saved. It is made next on 15 June 08:00." in text_of(saved)
    assert f'<option value="{units["town"].pk}" selected>' in shown
    assert "every Monday at 09:30 · next on" in listed
    assert "0/2 made" in listed
    assert "paused" in paused
    assert (ExportSchedule.objects.count(), Job.objects.count()) == (0, 2)


def test_mistakes_are_said_on_the_form(paper, cast, units, sign_in, client):
    sign_in("coordinator")
    nobody = client.post(NEW, {"document": "paper", "rhythm": "weekly", "at": "08:00"})
    nonsense = client.post(
        NEW,
        {"document": "x", "rhythm": "weekly", "at": "8", "receivers": [cast["coordinator"].pk]},
    )

    assert (nobody.status_code, nonsense.status_code) == (422, 422)
    assert "Choose at least one person." in text_of(nobody)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_rows(count, plan, cast, sign_in):
    for _number in range(count):
        create_schedule(plan(), by=cast["coordinator"])
    ran_at(MONDAY)

    assert queries_of(sign_in("coordinator"), LIST) == 7


def test_the_moment_is_of_shanghai(schedule):
    assert schedule.next_at.astimezone(UTC) == datetime(2026, 6, 15, tzinfo=UTC)
