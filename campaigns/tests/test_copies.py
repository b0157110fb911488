"""Copying an earlier campaign: days moved, years replaced, units matched, nothing reported."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from campaigns.actions.duties import save_duty
from campaigns.actions.parts import Parts
from campaigns.actions.phases import save_phase
from campaigns.actions.plan import add_section
from campaigns.actions.starts import start_campaign
from campaigns.actions.targets import save_target
from campaigns.actions.tasks import create_task, issue_task, withdraw_task
from campaigns.enums import AssignmentState, TaskState
from campaigns.models import Campaign, Feedback
from campaigns.queries.copies import Moved, copy_sketch, next_years
from orgs.models import Unit

WEEKDAY, SAME_DATE = Moved(1, True), Moved(1, False)
SOON = datetime.fromisoformat("2026-06-30T18:00:00+08:00")


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(1, 5))
def test_a_day_moves_to_the_same_weekday_near_the_same_date(day, years):
    moved = Moved(years, True).day(day)

    assert moved.weekday() == day.weekday()
    assert abs((moved - Moved(years, False).day(day)).days) <= 3


@pytest.mark.parametrize(
    ("moved", "day", "wanted"),
    [
        (SAME_DATE, date(2026, 5, 4), date(2027, 5, 4)),
        (WEEKDAY, date(2026, 5, 4), date(2027, 5, 3)),
        (Moved(4, False), date(2024, 2, 29), date(2028, 2, 29)),
        (Moved(1, False), date(2024, 2, 29), date(2025, 2, 28)),
        (Moved(1, True), date(2026, 12, 31), date(2027, 12, 30)),
    ],
)
def test_days_move_by_the_way_chosen(moved, day, wanted):
    assert moved.day(day) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("自2026年5月4日至2026年10月31日", "自2027年5月4日至2027年10月31日"),
        ("青反诈办〔2026〕3号", "青反诈办〔2027〕3号"),
        ("较2025年下降", "较2025年下降"),
        ("电话12026年", "电话12026年"),
        ("2026场讲座", "2026场讲座"),
    ],
)
def test_only_years_of_the_campaign_itself_are_replaced(text, wanted):
    assert next_years(text, 1, range(2026, 2027)) == wanted


@pytest.fixture
def past(campaign, cast, units, indicators, noon) -> Campaign:
    """The campaign with text, a phase, a target, duties, and tasks that were worked on."""
    by = cast["coordinator"]
    section = add_section(
        campaign, kind="tasks", heading="2026年任务", by=by,
        text="（一）入户宣传，2026年6月30日前完成。\n（二）校园宣传。",
    )  # fmt: skip
    first, second = section.clauses.all()
    phase = save_phase(
        campaign, name="集中攻坚", starts_on=date(2026, 6, 1), ends_on=date(2026, 7, 31),
        clause=first, by=by,
    )  # fmt: skip
    save_target(
        campaign, indicator=indicators["visits"], op="ge", value=Decimal(900), clause=first, by=by,
        due_on=date(2026, 7, 31), per_unit=True,
    )  # fmt: skip
    save_duty(campaign, unit=units["village"], text="入户", clause=first, by=by)
    parts = {"due_at": SOON, "by": by}
    from_parts = [units["town"], units["village"], units["school"]]
    task = create_task(
        campaign, title="入户宣传", clause=first, phase=phase, deliverable="户数",
        parts=_parts(*from_parts), **parts,
    )  # fmt: skip
    issue_task(task, by=by)
    task.assignments.get(unit=units["village"]).history.create(
        kind="progress", text="做了一半", by=cast["reporter"]
    )
    gone = issue_task(create_task(campaign, title="已撤任务", parts=_parts(units["bank"]), **parts),
                      by=by)  # fmt: skip
    withdraw_task(gone, reason="重复", by=by)
    create_task(campaign, title="校园宣传", clause=second, parts=_parts(units["school"]), **parts)
    return campaign


def _parts(lead, *responsible):

    return Parts(lead, responsible)


def copied(campaign, by, **more):
    sketch = copy_sketch(campaign, SAME_DATE, replace_years=True)
    return sketch, start_campaign(
        campaign.owner, sketch, title="下一年行动", kind=campaign.kind, by=by, **more
    )


def test_a_copy_has_everything_but_what_was_reported(past, cast, units):
    sketch, made = copied(past, cast["coordinator"])

    assert sketch.open == []
    assert (made.starts_on, made.ends_on) == (date(2027, 5, 4), date(2027, 10, 31))
    assert [(task.title, task.state) for task in made.tasks.all()] == [
        ("入户宣传", TaskState.DRAFT), ("校园宣传", TaskState.DRAFT),
    ]  # fmt: skip
    assert set(made.members.values_list("unit", flat=True)) == set(
        past.members.values_list("unit", flat=True)
    )
    assert {part.state for task in made.tasks.all() for part in task.assignments.all()} == {
        AssignmentState.TO_SIGN
    }
    assert Feedback.objects.filter(assignment__task__campaign=made).count() == 0


def test_tasks_phases_targets_and_duties_of_a_copy_point_to_its_own_sentences(past, cast):
    _sketch, made = copied(past, cast["coordinator"])
    first = made.sections.get().clauses.get(text__startswith="入户宣传")

    assert first.text == "入户宣传，2027年6月30日前完成。"
    assert first.level == 1
    assert made.sections.get().heading == "2027年任务"
    assert made.tasks.get(title="入户宣传").clause == first
    assert made.phases.get().clause == first
    assert made.targets.get().clause == first
    assert made.duties.get().clause == first
    assert made.tasks.get(title="入户宣传").phase == made.phases.get()
    assert made.targets.get().due_on == date(2027, 7, 31)
    assert made.tasks.get(title="入户宣传").due_at == SOON.replace(year=2027)


def test_a_merged_unit_is_followed_and_one_out_of_service_is_left_open(past, cast, units):
    Unit.objects.filter(pk=units["village"].pk).update(
        merged_into=units["sibling"], active_to=date(2026, 6, 1)
    )
    Unit.objects.filter(pk=units["town"].pk).update(active_to=date(2026, 6, 1))

    sketch, made = copied(past, cast["coordinator"])

    task = made.tasks.get(title="入户宣传")
    assert [(part.unit, part.part) for part in task.assignments.order_by("pk")] == [
        (units["sibling"], "responsible"), (units["school"], "responsible"),
    ]  # fmt: skip
    assert made.duties.get().unit == units["sibling"]
    assert len(sketch.open) == 2
    assert "河湾镇" in sketch.open[0]
    assert "入户宣传" in sketch.open[1]


def test_the_page_shows_the_new_years_before_anything_is_made(past, sign_in):
    client = sign_in("coordinator")
    address = reverse("campaigns:start-copy", args=[past.pk])

    page = client.get(address)

    assert page.status_code == 200
    assert Campaign.objects.count() == 1
    assert [clause.text for clause in page.context["sketch"].reworded] == [
        "入户宣传，2027年6月30日前完成。"
    ]

    data = {
        "title": "下一年行动", "kind": past.kind, "theme": "", "leading_group": "", "years": "1",
        "way": "date",
    }  # fmt: skip
    looked = client.post(address, data)
    assert looked.context["sketch"].reworded == []
    client.post(address, data | {"make": "1"})
    made = Campaign.objects.get(title="下一年行动")
    assert made.sections.get().clauses.first().text == "入户宣传，2026年6月30日前完成。"


@pytest.mark.parametrize("rows", [1, 3])
def test_a_copy_is_looked_at_in_a_fixed_number_of_queries(
    rows, past, cast, units, django_assert_num_queries
):
    for number in range(rows):
        create_task(
            past, title=f"任务{number}", parts=_parts(units["bank"]), due_at=SOON,
            by=cast["coordinator"],
        )  # fmt: skip

    with django_assert_num_queries(10):
        copy_sketch(past, WEEKDAY, replace_years=True)
