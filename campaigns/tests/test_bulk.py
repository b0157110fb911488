"""Work on many rows of the ledger: shown before it is done, done as one, told what was left."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.actions import bulk
from campaigns.actions.bulk import (
    extend_many,
    hand_over_many,
    remind_many,
    withdraw_many,
)
from campaigns.actions.tasks import issue_task
from campaigns.enums import AssignmentState
from campaigns.errors import CampaignError
from campaigns.models import Assignment
from campaigns.queries.bulk import preview_of
from campaigns.queries.cooling import COOLING
from campaigns.queries.part_ledger import parts_by_key
from fraudwatch.tests.cast import NOON
from orgs.actions.people import add_person
from orgs.models import AuditEntry, Notice

pytestmark = pytest.mark.usefixtures("english")
LATER = datetime.fromisoformat("2026-07-15T18:00:00+08:00")


@pytest.fixture
def chosen(cast, campaign, task):
    """All three parts of the task, as the ledger hands them to an act."""

    def fetch():
        keys = list(task.assignments.values_list("pk", flat=True))
        return parts_by_key(cast["coordinator"], campaign, keys)

    return fetch


def names(parts) -> list[str]:
    return sorted(part.unit.name for part in parts)


def test_one_reason_moves_many_due_moments_and_leaves_what_is_closed(
    cast, chosen, part, bring, noon
):
    bring(part, "closed")

    outcome = extend_many(chosen(), due_at=LATER, reason="汛期顺延", by=cast["coordinator"])

    assert names(outcome.done) == ["河湾镇", "河湾镇中心小学"]
    assert names(one.part for one in outcome.skipped) == ["桃源村"]
    dues = Assignment.objects.values_list("unit__name", "due_at")
    assert {name for name, due_at in dues if due_at == LATER} == {"河湾镇", "河湾镇中心小学"}


def test_all_who_owe_are_reminded_once(cast, chosen, noon):
    first = remind_many(chosen(), by=cast["coordinator"])
    told = Notice.objects.count()
    second = remind_many(chosen(), by=cast["coordinator"])

    assert (len(first.done), len(first.skipped)) == (3, 0)
    assert (len(second.done), len(second.skipped)) == (0, 3)
    assert "was reminded a short while ago." in second.skipped[0].why
    assert Notice.objects.count() == told


def test_a_leading_unit_stays_when_the_others_are_taken_out(cast, chosen, noon):
    outcome = withdraw_many(chosen(), reason="合并到别项", by=cast["coordinator"])

    assert names(outcome.done) == ["桃源村", "河湾镇中心小学"]
    assert [one.part.unit.name for one in outcome.skipped] == ["河湾镇"]
    assert "leads this task" in outcome.skipped[0].why


def test_only_the_parts_of_the_persons_own_unit_are_handed_over(cast, chosen, units, noon):
    person = add_person(units["village"], name="接手人", by=cast["coordinator"])

    outcome = hand_over_many(chosen(), person=person, by=cast["coordinator"])

    assert (names(outcome.done), len(outcome.skipped)) == (["桃源村"], 2)
    assert Assignment.objects.get(handler=person).unit == units["village"]


def test_an_act_that_is_refused_leaves_nothing_half_done(cast, chosen, noon):
    before = AuditEntry.objects.count()
    with pytest.raises(CampaignError, match="has passed"):
        extend_many(chosen(), due_at=NOON - timedelta(days=1), reason="x", by=cast["coordinator"])

    assert Assignment.objects.filter(first_due_at=None).count() == 3
    assert AuditEntry.objects.count() == before


def test_none_and_too_many_rows_are_refused(cast, chosen, noon, monkeypatch):
    with pytest.raises(CampaignError, match="Tick at least one row"):
        remind_many([], by=cast["coordinator"])
    monkeypatch.setattr(bulk, "MOST", 2)
    with pytest.raises(CampaignError, match="3 rows are chosen; one act takes 2"):
        remind_many(chosen(), by=cast["coordinator"])


def test_the_preview_says_who_is_left_alone_and_why(cast, chosen, part, bring, noon):
    bring(part, "closed")
    remind_many(chosen(), by=cast["coordinator"])

    left = {}
    for act in ("remind", "extend", "withdraw"):
        found = preview_of(act, chosen(), NOON, COOLING)
        left[act] = {why: names(parts) for why, parts in found.left.items()}

    over = {"completed: they stay as they are": ["桃源村"]}
    assert left == {
        "remind": over | {"were reminded a short while ago": ["河湾镇", "河湾镇中心小学"]},
        "extend": over,
        "withdraw": over | {"lead their task: withdraw the task instead": ["河湾镇"]},
    }


@pytest.fixture
def office(client, sign_in, settings, noon, task):
    """The coordinator's browser, in English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return sign_in("coordinator")


@pytest.fixture
def send(office, campaign):
    """Post to the ledger's bulk addresses."""

    def post(name, **data):
        return office.post(reverse(f"campaigns:part-{name}", args=[campaign.pk]), data, follow=True)

    return post


def test_ticked_rows_are_shown_then_moved_and_the_filters_kept(send, task, part):
    shown = send("bulk", act="extend", part=[part.pk], query="unsigned=1").content.decode()
    assert "1 of 1 chosen rows" in shown

    done = send(
        "bulk-run", act="extend", part=str(part.pk), query="unsigned=1", due_on="2026-07-15",
        due_time="18:00", reason="汛期",
    )  # fmt: skip

    part.refresh_from_db()
    assert "Due date moved for 1 of 1." in done.content.decode()
    assert done.redirect_chain[0][0].endswith("/parts/?unsigned=1")
    assert part.due_at == LATER


def test_all_that_fit_means_what_fits_now(send, task, part, bring):
    bring(part, "working")

    shown = send("bulk", act="remind", all="1", query="unsigned=1").content.decode()

    assert "2 of 2 chosen rows" in shown


def test_a_row_closed_after_the_preview_stays_as_it_is(send, task, part, bring):
    keys = ",".join(str(key) for key in task.assignments.values_list("pk", flat=True))
    send("bulk", act="extend", part=keys)
    bring(part, "closed")

    done = send("bulk-run", act="extend", part=keys, due_on="2026-07-15", reason="汛期")

    text = done.content.decode()
    assert "Due date moved for 2 of 3." in text
    assert "Left as they are:" in text
    part.refresh_from_db()
    assert part.state == AssignmentState.CLOSED


def test_a_bad_form_keeps_what_was_typed(send, part):
    page = send("bulk-run", act="extend", part=str(part.pk), due_on="2026-06-01", reason="汛期顺延")

    assert page.status_code == 422
    assert 'value="2026-06-01"' in page.content.decode()
    assert "汛期顺延" in page.content.decode()


def test_rows_that_are_not_there_cannot_be_chosen(send, task):
    page = send("bulk", act="remind", part=["999999", "x", "1.5"])

    assert "Tick at least one row first." in page.content.decode()


def test_more_rows_than_an_act_takes_are_refused_with_a_sentence(send, task, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)

    page = send("bulk", act="remind", all="1")

    assert "More than 2 rows fit. Narrow the filters" in page.content.decode()


def test_nothing_ticked_says_so(send, task):
    assert "Tick at least one row first." in send("bulk", act="remind").content.decode()


def test_the_ledger_page_costs_the_same_for_few_and_many_rows(office, campaign, cast, make_task):
    address = reverse("campaigns:part-list", args=[campaign.pk])
    office.get(address)
    costs = []
    for count in (1, 3):
        for number in range(count):
            issue_task(make_task(f"任务{count}{number}"), by=cast["coordinator"])
        with CaptureQueriesContext(connection) as seen:
            office.get(address)
        costs.append(len(seen))

    assert costs[0] == costs[1]
    assert costs[0] <= 15
