"""The ledger of parts: which rows it holds, in which order, and what it costs."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from django.http import QueryDict

from campaigns.actions.assignments import sign
from campaigns.actions.parts import Parts
from campaigns.actions.tasks import create_task, issue_task
from campaigns.enums import AssignmentState
from campaigns.lamps import NEAR, Lamp, lamp_clause, part_lamp
from campaigns.models import Assignment
from campaigns.queries.part_ledger import PartFilters, matching_parts, part_ledger
from fraudwatch.lib import clock
from fraudwatch.tests.cast import NOON
from orgs.models import User

pytestmark = pytest.mark.usefixtures("english")
HOUR = timedelta(hours=1)


def names(user, campaign, query="") -> list[tuple[int, str]]:
    filters = PartFilters.read(QueryDict(query))
    found = matching_parts(user, campaign, filters, clock.now())
    return [(part.task.number, part.unit.name) for part in found]


def test_the_database_finds_exactly_the_lamps_that_the_rule_lights(task):
    """Every state, due moment and moment of completion, compared with the one rule."""
    part = task.assignments.first()
    dues = [None, NOON - HOUR, NOON, NOON + HOUR, NOON + NEAR, NOON + NEAR + HOUR]
    moments = [None, NOON - 2 * HOUR, NOON - HOUR, NOON]
    wrong = []
    for state, due_at, asked, done in product(AssignmentState.values, dues, moments, moments):
        Assignment.objects.filter(pk=part.pk).update(
            state=state, due_at=due_at, asked_close_at=asked, done_at=done
        )
        part.refresh_from_db()
        found = [
            lamp
            for lamp in Lamp
            if Assignment.objects.filter(lamp_clause(lamp, NOON), pk=part.pk).exists()
        ]
        if found != [part_lamp(part, NOON)]:
            wrong.append((state, due_at, asked, done, found, part_lamp(part, NOON)))

    assert wrong == []


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", ["河湾镇", "桃源村", "河湾镇中心小学"]),
        ("state=to_sign", ["河湾镇", "河湾镇中心小学"]),
        ("state=todo", ["河湾镇", "河湾镇中心小学"]),
        ("unsigned=1", ["河湾镇", "河湾镇中心小学"]),
        ("state=working", ["桃源村"]),
        ("part=support", ["河湾镇中心小学"]),
        ("q=桃源", ["桃源村"]),
        ("q=1", ["河湾镇", "桃源村", "河湾镇中心小学"]),
        ("q=99", []),
        ("lamp=red", []),
        ("lamp=green", ["河湾镇", "桃源村", "河湾镇中心小学"]),
        ("overdue=1", []),
        ("due=30", ["河湾镇", "桃源村", "河湾镇中心小学"]),
        ("due=7", []),
        ("reminded=yes", []),
        ("reminded=no", ["河湾镇", "桃源村", "河湾镇中心小学"]),
        ("state=nonsense&lamp=blue&unit=x&due=5", ["河湾镇", "桃源村", "河湾镇中心小学"]),
        ("unit=999999999999999999", []),
    ],
)
def test_filters_in_the_address_narrow_the_rows(cast, campaign, part, noon, query, rows):
    sign(part, by=cast["reporter"])

    assert [unit for _number, unit in names(cast["coordinator"], campaign, query)] == rows


def test_a_unit_in_the_address_means_it_and_all_below(cast, campaign, units, task, noon):
    office = cast["coordinator"]

    assert len(names(office, campaign, f"unit={units['town'].pk}")) == 3
    assert names(office, campaign, f"unit={units['village'].pk}") == [(1, "桃源村")]


def test_drafts_stand_in_no_ledger(cast, campaign, draft, noon):
    assert names(cast["coordinator"], campaign) == []


@pytest.mark.parametrize(
    ("who", "rows"),
    [("coordinator", 3), ("town", 3), ("reporter", 1), ("sibling", 0), ("far_coordinator", 0)],
)
def test_everybody_finds_the_rows_in_their_sight(cast, campaign, task, noon, who, rows):
    assert len(names(cast[who], campaign)) == rows


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("due", [(2, "桃源村"), (1, "河湾镇"), (1, "桃源村"), (1, "河湾镇中心小学")]),
        ("-due", [(1, "河湾镇"), (1, "桃源村"), (1, "河湾镇中心小学"), (2, "桃源村")]),
        ("unit", [(1, "河湾镇"), (1, "桃源村"), (2, "桃源村"), (1, "河湾镇中心小学")]),
        ("task", [(1, "河湾镇"), (1, "桃源村"), (1, "河湾镇中心小学"), (2, "桃源村")]),
    ],
)
def test_rows_come_in_the_order_asked_for(cast, campaign, units, task, noon, sort, order):
    soon = create_task(
        campaign, title="校园宣传", parts=Parts(units["village"]),
        due_at=datetime.fromisoformat("2026-06-20T18:00:00+08:00"), by=cast["coordinator"],
    )  # fmt: skip
    issue_task(soon, by=cast["coordinator"])

    assert names(cast["coordinator"], campaign, f"sort={sort}") == order


def test_the_head_counts_all_parts_in_sight(cast, campaign, task, part, noon, bring):
    bring(part, "to_verify")

    found = part_ledger(cast["coordinator"], campaign, QueryDict("q=桃源"), clock.now())

    assert (found.total, found.counts) == (
        1, {"total": 3, "unsigned": 2, "to_verify": 1, "done": 0, "overdue": 0},
    )  # fmt: skip


def test_a_page_costs_the_same_for_few_and_many_rows(
    cast, campaign, units, make_task, noon, django_assert_num_queries
):
    for count in (1, 3):
        for number in range(count):
            issue_task(make_task(f"任务{count}{number}"), by=cast["coordinator"])
        user = User.objects.get(username="coordinator")
        assert user.holdings
        query = QueryDict(f"unit={units['town'].pk}")
        with django_assert_num_queries(6):
            part_ledger(user, campaign, query, NOON)
