"""Days nobody means, tables without end, and characters no database keeps."""

import time

import pytest
from django.urls import reverse

from campaigns.actions.assignments import sign
from campaigns.prose import flaw
from campaigns.tests.test_task_form import FACTS

pytestmark = pytest.mark.usefixtures("noon", "english")
EDGES = [("0001-01-01", "00:00"), ("9999-12-31", "23:59")]


@pytest.mark.parametrize(("day", "hour"), EDGES)
def test_a_day_at_the_edge_of_the_calendar_is_refused_by_every_form(
    day, hour, campaign, task, part, cast, sign_in, units
):
    moment = {"due_on": day, "due_time": hour, "reason": "雨"}
    office = sign_in("coordinator")
    answers = [
        office.post(reverse("campaigns:task-add", args=[campaign.pk]), FACTS | moment),
        office.get(
            reverse("campaigns:task-rhythm", args=[campaign.pk]), moment | {"repeat": "weeks"}
        ),
        office.post(reverse("campaigns:task-move-due", args=[task.pk]), moment | {"version": 1}),
        office.post(reverse("campaigns:assignment-move-due", args=[part.pk]), moment),
        office.post(
            reverse("campaigns:part-bulk-run", args=[campaign.pk]),
            moment | {"act": "extend", "part": str(part.pk)},
        ),
        office.get(
            reverse("campaigns:task-list", args=[campaign.pk]),
            {"view": "calendar", "month": day[:7]},
        ),
    ]
    sign(part, by=cast["reporter"])
    unit = sign_in("reporter")
    answers.append(unit.post(reverse("campaigns:assignment-extend", args=[part.pk]), moment))

    assert [answer.status_code for answer in answers] == [422, 200, 422, 422, 422, 200, 422]


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00", "0001-01-01T00:00+23:00", "9999-12-31T23:59-12:00"]
)
def test_an_own_due_moment_at_the_edge_of_the_calendar_is_refused(moment, campaign, units, sign_in):
    key = units["town"].pk
    data = FACTS | {"lead": key, f"own_due-{key}": moment, "due_on": "2026-06-30"}

    answer = sign_in("coordinator").post(reverse("campaigns:task-add", args=[campaign.pk]), data)

    assert answer.status_code == 422


def test_a_table_of_a_million_rows_is_refused_before_it_is_drawn_up():
    began = time.perf_counter()

    sentence = flaw("table", "甲" + "|" * 3_000 + "\n乙" * 3_000)

    assert "3001" in sentence.replace(",", "")
    assert time.perf_counter() - began < 1
