"""The calendar feed: what it holds, who may read it, and what calendar programs make of it."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from django.urls import reverse
from icalendar import Calendar

from campaigns.actions.assignments import sign, withdraw_assignment
from campaigns.actions.calendar_feeds import make_feed, revoke_feed
from campaigns.actions.parts import Parts
from campaigns.actions.tasks import issue_task
from campaigns.errors import CampaignError
from campaigns.models import Assignment, CalendarFeed
from campaigns.queries.calendar_feed import due_for
from fraudwatch.lib import clock
from fraudwatch.lib.logs import HideSecrets
from fraudwatch.tests.cast import NOON
from orgs.models import AuditEntry, Grant, User

pytestmark = pytest.mark.usefixtures("english")
DUE = datetime(2026, 6, 30, 10, 0, tzinfo=UTC)
LONG = "全面排查辖区内电信网络诈骗高危人群并逐户上门劝阻做好记录" * 3


@pytest.fixture
def feed(cast, noon):
    """The secret of the village reporter's feed."""
    return make_feed(by=cast["reporter"])


def read(client, secret, **headers):
    return client.get(
        reverse("campaigns:calendar-feed", args=[secret]), {"lang": "en"}, headers=headers
    )


def events(response) -> list:
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_a_unit_reads_its_own_part_and_two_libraries_read_the_same(client, feed, part):
    response = read(client, feed)

    (event,) = events(response)
    (other,) = vobject.readOne(response.content.decode()).vevent_list
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert (str(event["SUMMARY"]), str(event["UID"]), str(event["STATUS"])) == (
        "Due: 入户宣传", f"part-{part.pk}@127.0.0.1", "CONFIRMED",
    )  # fmt: skip
    assert (event.start, event.end) == (DUE - timedelta(minutes=30), DUE)
    assert (other.summary.value, other.dtend.value) == (str(event["SUMMARY"]), DUE)
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [timedelta(days=-1)]
    assert str(event["URL"]).endswith(f"/assignments/{part.pk}/")


def test_lines_end_and_fold_as_the_standard_says(client, cast, make_task, noon):
    from_office = make_feed(by=cast["coordinator"])
    task = make_task(LONG)
    issue(task, cast)

    content = read(client, from_office).content

    lines = content.split(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert [line for line in lines if not line.isascii() and not decodes(line)] == []
    assert LONG in str(Calendar.from_ical(content).walk("VEVENT")[0]["SUMMARY"])


def decodes(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def issue(task, cast):
    return issue_task(task, by=cast["coordinator"])


def test_the_office_reads_each_task_once_with_how_many_units_are_done(client, cast, task, noon):
    (event,) = events(read(client, make_feed(by=cast["coordinator"])))

    assert str(event["UID"]) == f"task-{task.pk}-0@127.0.0.1"
    assert "Units done: 0/3" in str(event["DESCRIPTION"])


def test_a_withdrawn_part_is_cancelled_and_a_closed_one_rings_no_more(
    client, cast, feed, part, bring
):
    before = events(read(client, feed))[0]["SEQUENCE"]
    with clock.at(NOON + timedelta(hours=1)):
        bring(part, "closed")
        (closed,) = events(read(client, feed))
    assert (str(closed["SUMMARY"]), closed.walk("VALARM")) == ("Completed: 入户宣传", [])
    assert closed["SEQUENCE"] > before
    assert closed["LAST-MODIFIED"].dt == NOON + timedelta(hours=1)


def test_what_was_withdrawn_is_struck_out(client, cast, feed, part):
    withdraw_assignment(part, reason="换成邻村", by=cast["coordinator"])

    (event,) = events(read(client, feed))

    assert (str(event["STATUS"]), event.walk("VALARM")) == ("CANCELLED", [])


def test_the_uid_stays_when_the_due_moment_moves(client, cast, feed, part):
    before = events(read(client, feed))[0]
    Assignment.objects.filter(pk=part.pk).update(due_at=DUE + timedelta(days=3), version=7)

    (after,) = events(read(client, feed))

    assert after["UID"] == before["UID"]
    assert (after["SEQUENCE"] > before["SEQUENCE"], after.end) == (True, DUE + timedelta(days=3))


def test_it_names_no_person(client, cast, feed, part):
    sign(part, by=cast["reporter"])

    text = read(client, feed).content.decode()

    assert [person for person in User.objects.all() if person.name in text] == []


@pytest.mark.parametrize("fate", ["unknown", "revoked", "renewed", "disabled", "no role"])
def test_who_has_no_feed_gets_the_same_answer_as_anybody(client, cast, feed, part, fate):
    if fate == "unknown":
        feed = "x" * 43
    elif fate == "revoked":
        revoke_feed(by=cast["reporter"])
    elif fate == "renewed":
        make_feed(by=cast["reporter"])
    elif fate == "disabled":
        User.objects.filter(pk=cast["reporter"].pk).update(is_active=False)
    else:
        Grant.objects.filter(user=cast["reporter"]).update(ended_at=NOON - timedelta(days=1))

    never, now = read(client, "y" * 43), read(client, feed)

    assert (now.status_code, now.content, never.content) == (404, b"404", b"404")


def test_a_right_that_is_gone_is_gone_from_the_next_read(client, cast, units, task, noon):
    secret = make_feed(by=cast["two_hats"])
    assert len(events(read(client, secret))) == 1  # the school's part

    Grant.objects.filter(user=cast["two_hats"], unit=units["school"]).update(ended_at=NOON)

    assert events(read(client, secret)) == []


def test_a_calendar_that_holds_it_already_gets_no_second_copy(client, cast, feed, part):
    first = read(client, feed)

    again = read(client, feed, if_none_match=first["ETag"])
    sign(part, by=cast["reporter"])
    changed = read(client, feed, if_none_match=first["ETag"])

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert (again.content, first["Cache-Control"]) == (b"", "private, no-cache")


def test_only_the_hash_of_the_secret_is_kept(cast, feed):
    kept = CalendarFeed.objects.get()

    assert feed not in str(kept.__dict__)
    assert len(feed) == 43
    assert re.fullmatch("[0-9a-f]{64}", kept.digest)
    assert feed not in str(list(AuditEntry.objects.values()))


def test_reading_is_noted_once_an_hour(client, cast, feed):
    seen = []
    for minutes in (0, 30, 61):
        with clock.at(NOON + timedelta(minutes=minutes)):
            read(client, feed)
            seen.append(CalendarFeed.objects.get().read_at)

    assert seen == [NOON, NOON, NOON + timedelta(minutes=61)]


def test_no_line_of_the_log_holds_a_secret(feed):
    path = reverse("campaigns:calendar-feed", args=[feed])
    record = logging.LogRecord("x", 40, "", 1, "Internal Server Error: %s", (path,), None)

    assert HideSecrets().filter(record) is True
    assert record.getMessage() == "Internal Server Error: /calendar/….ics"


def test_nothing_to_stop_says_so(cast, noon):
    with pytest.raises(CampaignError, match="no calendar feed"):
        revoke_feed(by=cast["reporter"])


def test_the_address_is_shown_once_and_the_page_says_when_it_was_read(client, cast, noon, sign_in):
    office = sign_in("reporter")

    made = office.post(reverse("campaigns:calendar-renew")).content.decode()
    page = office.get(reverse("campaigns:calendar-page")).content.decode()

    address = re.search(r'value="(http://testserver/calendar/[\w-]{43}\.ics)', made)[1]
    assert address not in page
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("who", ["reporter", "coordinator"])
def test_the_feed_costs_the_same_for_few_and_many(
    cast, units, make_task, noon, django_assert_max_num_queries, who
):
    for count in (1, 3):
        for number in range(count):
            parts = Parts(units["town"], [units["village"]], [])
            issue(make_task(f"任务{count}{number}", parts=parts), cast)
        user = User.objects.get(username=who)
        with django_assert_max_num_queries(5):
            assert due_for(user, NOON)
