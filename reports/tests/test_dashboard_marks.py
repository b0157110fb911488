"""What else the leader's page says of a node: its joint activities, and what was corrected."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import NOON
from fraudwatch.lib import clock, same_rows
from fraudwatch.tests.cast import MONDAY
from reports.actions.activities import add_activity
from reports.actions.totals import rebuild_totals
from reports.models import Report

SETTLED = NOON + timedelta(days=6)
DAY = MONDAY + timedelta(days=2)
EN = {"accept-language": "en"}


@pytest.fixture
def enter(noon, period, units, cast):
    """Enter an activity led by the village, held with the sibling and the school."""

    def act(name="集市反诈宣传", **more):
        report = period.reports.get(unit=units["village"])
        facts = {"kind": "street", "state": "held", "held_on": DAY, "venue": "", "reach": 120}
        return add_activity(
            report, name=name, co_units=[units["sibling"], units["school"]], by=cast["reporter"],
            again=True, **facts | more,
        )  # fmt: skip

    return act


@pytest.fixture
def board(period, units, sign_in):
    """The page of a node, as the leader sees it after the week."""

    def get(node="county"):
        with clock.at(SETTLED):
            client = sign_in("leader")
            query = {"period": period.pk, "node": units[node].pk}
            return client.get("/dashboard/", query, headers=EN)

    return get


def test_an_activity_of_three_units_is_shown_and_counted_once(enter, board):
    enter()
    enter("进校园", state="planned", reach=None)
    page = board()
    words = page.content.decode()
    joint = page.context["board"].joint

    assert (joint.held, joint.reach, joint.total, joint.more) == (1, 120, 2, 0)
    assert ("1 held · 120 people" in words, words.count("集市反诈宣传</a>")) == (True, 1)
    assert "桃源村 · 柳溪村 · 河湾镇中心小学" in words
    assert board("other_town").context["board"].joint.activities == []


def test_what_is_not_listed_is_counted(enter, board):
    for number in range(22):
        enter(f"第{number}场")
    words = board().content.decode()

    assert ("22 held · 2640 people" in words, "2 more stand with their reports" in words) == (
        True, True,
    )  # fmt: skip


def test_the_lead_s_own_board_and_the_figures_name_it_beside_every_report(
    enter, sign_in, period, units
):
    """Those of a span, too; who only took part has it counted at the lead."""
    enter()
    with clock.at(SETTLED):
        client = sign_in("leader")
        own, other = (
            client.get(reverse("reports:dashboard-unit", args=[units[key].pk]))
            for key in ("village", "sibling")
        )
        pages = [
            client.get(reverse("reports:figures"), {"period": period.pk, "node": units[key].pk})
            for key in ("county", "village", "sibling")
        ]

    assert own.context["board"].joint.held == 1
    assert "集市反诈宣传</a>" in own.content.decode()
    assert 'id="joint"' not in other.content.decode()
    assert [one.context["grid"].joint.held for one in pages] == [1, 1, 0]
    assert ["集市反诈宣传</a>" in one.content.decode() for one in pages] == [True, True, False]


def test_a_node_without_activities_has_no_empty_list(period, board):
    assert 'id="joint"' not in board().content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_activities_cost_no_question_of_their_own(
    enter, board, period, units, sign_in, count, django_assert_num_queries
):
    for number in range(count):
        enter(f"活动{number}号")
    with clock.at(SETTLED):
        client = sign_in("leader")
        query = {"period": period.pk, "node": units["county"].pk}
        client.get("/dashboard/", query)
        same_rows.shelf.forget()
        with django_assert_num_queries(8):
            client.get("/dashboard/", query)


@pytest.mark.parametrize(
    ("fields", "word"),
    [({"corrected_at": SETTLED}, "corrected"), ({"standing": {"visits": "3"}}, "being corrected")],
)
def test_a_row_says_that_its_figures_were_corrected(period, units, board, sign_in, fields, word):
    report = period.reports.get(unit=units["village"])
    Report.objects.filter(pk=report.pk).update(state="approved", values={"visits": "4"}, **fields)
    rebuild_totals()
    node = board("town").content.decode()
    with clock.at(SETTLED):
        alone = sign_in("leader").get(f"/dashboard/unit/{units['village'].pk}/", headers=EN)

    assert node.count(f">{word}</span>") == alone.content.decode().count(f">{word}</span>") == 1
