"""The consistency list of a real campaign: its addresses, its pages, its number of queries."""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.actions.phases import save_phase
from campaigns.models import Clause, Task
from campaigns.queries.consistency import plan_flaws

FIRST, LAST = date(2026, 5, 4), date(2026, 10, 31)


def test_each_finding_leads_to_where_it_is_mended(campaign, section, cast, make_task, noon):
    source = section.clauses.get(text="入户宣传")
    make_task(due_at=None, clause=source)
    phase = save_phase(
        campaign, name="全程", starts_on=FIRST, ends_on=LAST, clause=None, by=cast["coordinator"]
    )
    task = Task.objects.get()
    dated = Clause.objects.get(text__startswith="各村组织网格员")
    plan = reverse("campaigns:plan-edit", args=[campaign.pk])

    found = [(flaw.code, flaw.blocks, flaw.target) for flaw in plan_flaws(campaign)]

    assert found == [
        ("task_due", True, reverse("campaigns:task-edit", args=[task.pk])),
        ("date_yearless", False, f"{plan}#clause-{dated.key}"),
        ("member_idle", False, reverse("campaigns:duty-add", args=[campaign.pk])),
        ("phase_source", False, reverse("campaigns:phase-edit", args=[phase.pk])),
    ]


@pytest.mark.parametrize("name", ["plan-flaws", "plan-check"])
def test_the_list_says_what_to_mend_before_publishing(name, campaign, sign_in, make_task, noon):
    make_task(due_at=None)

    page = sign_in("coordinator").get(reverse(f"campaigns:{name}", args=[campaign.pk]))

    assert page.status_code == 200
    assert [flaw.code for flaw in page.context["blocking"]] == ["task_due"]
    assert "no_text" in [flaw.code for flaw in page.context["warnings"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_however_long_the_plan(
    rows, campaign, section, make_task, cast, django_assert_num_queries, noon
):
    for number in range(rows):
        make_task(title=f"任务{number}")
        start = date(2026, 6 + number, 1)
        save_phase(
            campaign, name=f"阶段{number}", starts_on=start, ends_on=start, by=cast["coordinator"]
        )

    with django_assert_num_queries(8):
        plan_flaws(campaign)
