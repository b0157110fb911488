"""What a unit owes, on its page: everything open in sight, overdue first, nothing out of sight."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.enums import AssignmentState, Part, VersionState
from campaigns.models import Assignment, Extension, PlanVersion, Question, Receipt, Task
from orgs.queries.owing import owed_page
from orgs.tests.counting import queries_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def make_part(campaign, units, noon):
    def make(number: int, *, key: str = "village", days: int = 3, **fields) -> Assignment:
        task = Task.objects.create(
            campaign=campaign, number=number, title=f"任务{number}", state="issued"
        )
        due = noon + timedelta(days=days)
        return Assignment.objects.create(
            task=task, unit=units[key], part=Part.LEAD, due_at=due, **fields
        )

    return make


@pytest.fixture
def everything(make_part, campaign, cast, units, noon):
    """Two open tasks of the village, one at the office, one done; a receipt and two requests."""
    late = make_part(1, days=-2)
    make_part(2, days=6)
    make_part(3, days=-1, state=AssignmentState.TO_VERIFY, asked_close_at=noon)
    make_part(4, days=-9, state=AssignmentState.CLOSED, done_at=noon)
    make_part(5, key="sibling")
    version = PlanVersion.objects.create(
        campaign=campaign, owner=campaign.owner, number=1, state=VersionState.PUBLISHED,
        content={}, digest="0" * 64, sent_by=cast["coordinator"],
        sign_by=noon + timedelta(days=1),
    )  # fmt: skip
    Receipt.objects.create(version=version, unit=units["village"])
    Question.objects.create(assignment=late, text="能否缓几天？", asked_by=cast["reporter"])
    Extension.objects.create(
        assignment=late,
        wanted_at=noon + timedelta(days=9),
        reason="汛期",
        asked_by=cast["reporter"],
    )


def told(user, unit, now) -> list[tuple]:
    return [
        (row.kind, row.title, row.lamp, row.status, late)
        for row, late in owed_page(user, unit, now).rows
    ]


def test_everything_open_stands_there_overdue_first_the_offices_last(
    everything, report, units, cast, noon
):
    page = owed_page(cast["coordinator"], units["village"], noon)

    shown = [(str(row.kind), row.title, str(row.lamp), row.status, late) for row, late in page.rows]
    assert shown == [
        ("task", "任务1", "red", "overdue", True),
        ("receipt", "全民反诈·平安青澜, version 1", "", "to_sign", False),
        ("report", page.rows[2][0].title, "", "missing", False),
        ("task", "任务2", "green", "to_sign", False),
        ("task", "任务3", "yellow", "to_verify", False),
        ("question", "能否缓几天？", "", "pending", False),
        ("extension", "任务1", "", "pending", False),
    ]  # fmt: skip
    assert page.rows[2][0].title.startswith("反诈周报")
    assert (page.overdue, page.total) == (1, 7)
    assert dict(page.counts) == {
        "task": 3, "receipt": 1, "report": 1, "question": 1, "extension": 1,
    }  # fmt: skip


@pytest.mark.parametrize("who", ["far_coordinator", "other_town", "other_reporter", "sibling"])
def test_nothing_of_it_is_told_to_those_who_do_not_see_it(everything, units, cast, noon, who):
    assert told(cast[who], units["village"], noon) == []


@pytest.mark.parametrize("who", ["reporter", "town", "coordinator", "leader"])
def test_the_unit_and_those_above_read_the_same(everything, report, units, cast, noon, who):
    assert len(told(cast[who], units["village"], noon)) == 7


def test_the_unit_above_is_not_looked_through_from_below(make_part, units, cast, noon):
    make_part(1, key="town")
    assert told(cast["reporter"], units["town"], noon) == []


def test_the_page_reads_well_when_nothing_is_open(units, sign_in):
    path = reverse("orgs:unit-owes", args=[units["village"].pk])
    assert "Nothing is open in your sight." in text_of(sign_in("reporter").get(path))


def test_the_units_page_loads_what_it_owes(everything, units, sign_in):
    client = sign_in("coordinator")
    path = reverse("orgs:unit-owes", args=[units["village"].pk])
    page = client.get(reverse("orgs:unit-detail", args=[units["village"].pk])).content.decode()

    assert f'hx-get="{path}"' in page
    assert "任务1" in text_of(client.get(path))


def test_it_takes_as_many_queries_for_one_task_as_for_more(everything, units, make_part, sign_in):
    client, path = sign_in("coordinator"), reverse("orgs:unit-owes", args=[units["village"].pk])
    before = queries_of(client, path)
    for number in range(6, 9):
        make_part(number)

    assert queries_of(client, path) == before
