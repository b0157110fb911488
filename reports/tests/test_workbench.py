"""The coordinator's workbench: what waits, in order, and nothing of anybody else's."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campaigns.actions.extensions import ask_extension
from campaigns.actions.questions import ask_question
from campaigns.enums import AssignmentState, Part, TaskState
from campaigns.models import Assignment, Phase, Task
from conftest import MONDAY, NOON
from fraudwatch.lib import clock
from reports.enums import ReportState as S
from reports.models import Report, ReportingUnit
from reports.queries.chosen import chosen
from reports.queries.course import phase_rows, rhythm
from reports.queries.workbench import period_counts, reports_waiting, tasks_waiting
from reports.todos import TodoKind

PAGE = "/workbench/"


@pytest.fixture
def put(period, units):
    """Put a unit's report of this week into a state."""

    def act(key, state, **fields):
        Report.objects.filter(period=period, unit=units[key]).update(state=state, **fields)

    return act


@pytest.fixture
def give_task(campaign, units):
    """A task of the campaign with one part each for some units."""

    def act(number, title, keys, **fields):
        task = Task.objects.create(
            campaign=campaign, number=number, title=title, state=TaskState.ISSUED
        )
        for key in keys:
            Assignment.objects.create(task=task, unit=units[key], part=Part.RESPONSIBLE, **fields)
        return task

    return act


def waiting(user, period):
    found = reports_waiting(user, period.template.campaign, period, NOON)
    return {todo.kind: (todo.count, todo.names) for todo in found.todos}


def test_it_names_what_waits_by_reason(cast, period, put):
    put("village", S.SUBMITTED, submitted_at=NOON - timedelta(hours=3))
    put("sibling", S.RETURNED, return_due_at=NOON - timedelta(hours=1))
    put("school", S.DUE, due_at=NOON - timedelta(hours=1))
    put("bank", S.MISSING, closes_at=NOON - timedelta(days=1))

    assert waiting(cast["coordinator"], period) == {
        TodoKind.REVIEW: (1, ("桃源村",)),
        TodoKind.RETURNED: (1, ("柳溪村",)),
        TodoKind.LATE: (1, ("河湾镇中心小学",)),
        TodoKind.MISSING: (1, ("青澜农商银行",)),
    }


def test_a_return_whose_deadline_lies_ahead_does_not_wait(cast, period, put):
    put("village", S.RETURNED, return_due_at=NOON + timedelta(hours=1))

    assert waiting(cast["coordinator"], period) == {}


def test_a_report_missed_long_ago_is_no_work_of_today(cast, period, put):
    put("bank", S.MISSING, closes_at=NOON - timedelta(days=8))

    assert waiting(cast["coordinator"], period) == {}


def test_rows_stand_in_the_order_of_their_moments(sign_in, noon, period, put, give_task):
    put("village", S.SUBMITTED, submitted_at=NOON - timedelta(hours=3))
    put("sibling", S.RETURNED, return_due_at=NOON - timedelta(hours=5))
    give_task(1, "入户宣传", ["village"], due_at=NOON - timedelta(days=6))

    page = sign_in("coordinator").get(PAGE, headers={"accept-language": "en"})

    kinds = [todo.kind for todo in page.context["todos"]]
    assert kinds == [TodoKind.OVERDUE_TASK, TodoKind.RETURNED, TodoKind.REVIEW]


def test_overdue_only_leaves_out_what_is_in_time(sign_in, noon, period, put):
    put("village", S.SUBMITTED, submitted_at=NOON - timedelta(hours=3))
    put("sibling", S.RETURNED, return_due_at=NOON - timedelta(hours=5))

    page = sign_in("coordinator").get(PAGE, {"show": "overdue"})

    assert [todo.kind for todo in page.context["todos"]] == [TodoKind.RETURNED]


def test_units_that_have_not_started_are_named_until_the_report_is_due(cast, period, put):
    put("village", S.DRAFT)

    found = reports_waiting(cast["coordinator"], period.template.campaign, period, NOON)

    names = [row["unit__name"] for row in found.not_started]
    assert names == ["柳溪村", "河湾镇中心小学", "石桥村", "青澜农商银行"]
    assert (found.not_started_count, found.more_not_started) == (4, 0)


def test_a_town_sees_its_own_subtree_alone(sign_in, noon, cast, period, put):
    put("village", S.SUBMITTED, submitted_at=NOON)
    put("other_village", S.SUBMITTED, submitted_at=NOON)
    put("bank", S.SUBMITTED, submitted_at=NOON)

    text = sign_in("town").get(PAGE).content.decode()

    assert waiting(cast["town"], period) == {TodoKind.REVIEW: (1, ("桃源村",))}
    assert ("桃源村" in text, "石桥村" in text, "青澜农商银行" in text) == (True, False, False)


def test_the_other_county_reads_no_name_of_ours(sign_in, noon, period, put):
    put("village", S.SUBMITTED, submitted_at=NOON)

    page = sign_in("far_coordinator").get(PAGE)

    assert page.status_code == 200
    for name in ["桃源村", "青澜", "全民反诈"]:
        assert name not in page.content.decode()
    assert sign_in("far_coordinator").get(PAGE, {"period": period.pk}).status_code == 404


def test_the_ring_counts_every_report_once(cast, period, put):
    put("village", S.APPROVED)
    put("sibling", S.SUBMITTED)
    put("school", S.EXEMPT, exempt_reason="放假")
    put("bank", S.DUE, due_at=NOON - timedelta(minutes=1))

    counts = period_counts(cast["coordinator"], period, NOON)

    assert counts.parts == [
        ("approved", 1), ("pending", 1), ("returned", 0), ("draft", 0), ("missing", 1),
        ("overdue", 1),
    ]  # fmt: skip
    assert (counts.reported, counts.owed, counts.exempt, counts.still_owed) == (2, 4, 1, 2)


def test_tasks_stand_by_the_state_of_all_their_parts(cast, campaign, give_task):
    give_task(1, "都办结", ["village", "sibling"], state=AssignmentState.CLOSED)
    give_task(2, "没签收", ["village", "sibling"])
    give_task(3, "在办", ["village"], state=AssignmentState.WORKING)
    give_task(4, "过期", ["village"], due_at=NOON - timedelta(days=1))
    give_task(5, "待验收", ["bank"], state=AssignmentState.TO_VERIFY, asked_close_at=NOON)

    found = tasks_waiting(cast["coordinator"], campaign, NOON)

    assert found.parts == [("closed", 1), ("working", 2), ("todo", 1), ("overdue", 1)]
    assert [(todo.kind, todo.count, todo.names) for todo in found.todos] == [
        (TodoKind.OVERDUE_TASK, 1, ("过期",)),
        (TodoKind.VERIFY, 1, ("待验收",)),
    ]


def test_only_the_leading_office_is_asked_to_verify(cast, campaign, give_task):
    give_task(1, "待验收", ["village"], state=AssignmentState.TO_VERIFY, asked_close_at=NOON)

    assert tasks_waiting(cast["town"], campaign, NOON).todos == []


def test_questions_and_wishes_for_more_time_wait_on_the_workbench(cast, campaign, give_task):
    give_task(1, "入户宣传", ["village"], due_at=NOON + timedelta(days=3))
    part = Assignment.objects.get()
    with clock.at(NOON):
        ask_question(part, text="用哪张样表", by=cast["reporter"])
        wanted = NOON + timedelta(days=9)
        ask_extension(part, wanted_at=wanted, reason="降雨", by=cast["reporter"])

    found = tasks_waiting(cast["coordinator"], campaign, NOON)

    assert [(todo.kind, todo.count, todo.names, todo.since) for todo in found.todos] == [
        (TodoKind.EXTENSION, 1, ("桃源村",), NOON),
        (TodoKind.QUESTION, 1, ("桃源村",), NOON),
    ]


@pytest.mark.parametrize(
    ("moment", "now_at"),
    [(NOON, 1), (NOON + timedelta(days=5), 3), (NOON + timedelta(days=7), 4)],
)
def test_the_rhythm_says_where_the_week_stands(period, moment, now_at):
    states = [beat.state for beat in rhythm(period, moment)]

    assert states == ["done"] * now_at + ["now"] + [""] * (4 - now_at)


def test_phases_count_their_days(campaign):
    for name, first, last in [("动员", -30, -1), ("攻坚", 0, 29), ("总结", 30, 40)]:
        Phase.objects.create(
            campaign=campaign, name=name, starts_on=MONDAY + timedelta(days=first),
            ends_on=MONDAY + timedelta(days=last),
        )  # fmt: skip

    rows = phase_rows(campaign, NOON.date())

    seen = [(row.phase.name, row.state, row.day, row.days) for row in rows]
    assert seen == [("动员", "done", 33, 30), ("攻坚", "now", 3, 30), ("总结", "", -27, 11)]


def test_without_a_campaign_it_says_what_comes_next(sign_in, noon):
    page = sign_in("coordinator").get(PAGE, headers={"accept-language": "en"})

    assert "There is no campaign yet" in page.content.decode()


def test_without_a_period_it_shows_the_rest(sign_in, noon, template):
    page = sign_in("coordinator").get(PAGE, headers={"accept-language": "en"})

    text = page.content.decode()
    assert ("No period has opened yet" in text, "Nothing needs you today" in text) == (True, True)


def test_the_period_stands_in_the_address(cast, make_period):
    last, this = make_period(1), make_period()

    shown = chosen(cast["coordinator"], {}, {"period": str(last.pk)}, NOON)

    assert (shown.period, shown.later, shown.earlier) == (last, this, None)
    assert chosen(cast["coordinator"], {}, {}, NOON).period == this


@pytest.mark.parametrize("nonsense", ["x", "0", "99999999999999999999", "-1"])
def test_a_period_that_is_none_is_not_found(sign_in, noon, period, nonsense):
    assert sign_in("coordinator").get(PAGE, {"period": nonsense}).status_code == 404


@pytest.mark.parametrize("owing", [1, 3])
def test_the_page_asks_the_same_questions_for_one_unit_and_for_three(
    sign_in, noon, template, make_period, give_task, units, django_assert_num_queries, owing
):
    ReportingUnit.objects.filter(template=template).exclude(
        unit__in=[units[key] for key in ["village", "sibling", "other_village"][:owing]]
    ).delete()
    make_period(1)
    period = make_period()
    Report.objects.filter(period=period).update(state=S.SUBMITTED, submitted_at=NOON)
    give_task(1, "入户宣传", ["village", "sibling", "bank"][:owing], due_at=NOON)
    client = sign_in("coordinator")
    client.get(PAGE)

    with django_assert_num_queries(14):
        client.get(PAGE)


@pytest.mark.parametrize(
    ("hour", "words"), [(9, "Good morning"), (15, "Good afternoon"), (20, "Good evening")]
)
def test_it_greets_by_the_hour(sign_in, period, hour, words):
    with clock.at(NOON.replace(hour=hour)):
        page = sign_in("coordinator").get(
            reverse("reports:workbench"), headers={"accept-language": "en"}
        )

    assert words in page.content.decode()
