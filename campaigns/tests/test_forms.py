"""Forms take what they ask for and nothing else, whatever a browser sends along."""

from decimal import Decimal

import pytest
from django.forms import Form, ModelForm
from django.urls import reverse

from campaigns.actions.plan import add_section
from campaigns.actions.targets import save_target
from campaigns.forms import campaigns, indicators, plan, tasks, units
from campaigns.models import Campaign, Phase
from orgs.models import User

WILD = {
    "id": "999999", "state": "archived", "owner": "1", "campaign": "999999", "number": "77",
    "launched_at": "2020-01-01T00:00", "issued_at": "2020-01-01T00:00", "position": "55",
    "edited_by": "1", "edited_at": "2020-01-01T00:00", "green_from": "1", "yellow_from": "1",
    "unusual_factor": "1", "task": "999999", "signed_at": "2020-01-01T00:00", "signed_by": "1",
    "done_at": "2020-01-01T00:00", "asked_close_at": "2020-01-01T00:00", "key": "x",
    "is_staff": "1", "is_superuser": "1", "level": "3",
}  # fmt: skip
CASES = {
    "campaign": ("campaign-edit", {
        "title": "新名称", "kind": "other", "starts_on": "2026-05-04", "ends_on": "2026-10-31",
        "version": "1",
    }, {"title", "kind", "theme", "leading_group_id", "version"}),
    "section": ("section-edit", {
        "heading": "新标题", "kind": "other", "text": "一句话。", "version": "1",
    }, {"heading", "kind", "version", "edited_by_id", "edited_at"}),
    "phase": ("phase-edit", {
        "name": "新阶段", "starts_on": "2026-06-01", "ends_on": "2026-06-30",
    }, {"name", "starts_on", "ends_on", "clause_id"}),
    "target": ("target-edit", {"indicator": "visits", "op": "le", "value": "5"},
               {"op", "value", "per_unit", "due_on", "clause_id"}),
    "indicator": ("indicator-edit", {"name": "新指标", "direction": "down"},
                  {"name", "direction", "is_active", "unit_of_measure"}),
    "draft": ("task-edit", {"title": "新任务", "version": "1"},
              {"title", "due_at", "version", "requirement", "deliverable"}),
    "part": ("assignment-sign", {}, {"state", "version", "signed_at", "signed_by_id"}),
}  # fmt: skip


@pytest.fixture
def rows(campaign, indicators, cast, make_task, part):
    """One row of each kind that a form changes."""
    return {
        "campaign": campaign,
        "section": add_section(
            campaign, kind="tasks", heading="任务", text="甲", by=cast["coordinator"]
        ),
        "phase": Phase.objects.create(
            campaign=campaign, name="阶段", starts_on="2026-05-04", ends_on="2026-05-31"
        ),
        "target": save_target(
            campaign,
            indicator=indicators["visits"],
            op="ge",
            value=Decimal(1),
            by=cast["coordinator"],
        ),
        "indicator": indicators["visits"],
        "draft": make_task("还没下达"),
        "part": part,
    }


@pytest.mark.parametrize("name", CASES)
def test_extra_fields_change_nothing(name, rows, indicators, sign_in, noon):
    url_name, data, allowed = CASES[name]
    row = rows[name]
    if "indicator" in data:
        data = data | {"indicator": indicators["visits"].pk}
    if name == "draft":
        data = data | {"due_on": "2026-07-01", "due_time": "12:00"}
    before = type(row).objects.filter(pk=row.pk).values().get()

    client = sign_in("reporter" if name == "part" else "coordinator")
    response = client.post(reverse(f"campaigns:{url_name}", args=[row.pk]), WILD | data)

    after = type(row).objects.filter(pk=row.pk).values().get()
    assert response.status_code == 302
    assert {field for field in after if after[field] != before[field]} <= allowed


def test_a_new_campaign_takes_no_state_and_no_unit_of_others(units, cast, sign_in):
    client = sign_in("coordinator")
    facts = {
        "title": "新行动", "kind": "other", "starts_on": "2026-07-01", "ends_on": "2026-07-31",
    }  # fmt: skip
    path = reverse("campaigns:campaign-add")

    refused = client.post(path, WILD | facts | {"owner": units["far_county"].pk})
    client.post(path, WILD | facts | {"owner": units["county"].pk})

    made = Campaign.objects.get()
    assert refused.status_code == 422
    assert (made.state, made.owner, made.green_from) == ("draft", units["county"], 90)
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_task_takes_no_unit_phase_or_sentence_of_another_campaign(campaign, units, sign_in, cast):
    other = Campaign.objects.create(
        title="别的", kind="other", owner=units["far_county"], starts_on="2026-05-04",
        ends_on="2026-10-31",
    )  # fmt: skip
    foreign = add_section(other, kind="tasks", heading="甲", text="乙", by=cast["far_coordinator"])
    phase = Phase.objects.create(
        campaign=other, name="丙", starts_on="2026-05-04", ends_on="2026-05-31"
    )
    wrong = {
        "lead": units["far_village"].pk, "phase": phase.pk, "clause": foreign.clauses.get().pk,
        "responsible": [units["far_village"].pk], "support": [units["county"].pk],
    }  # fmt: skip

    response = sign_in("coordinator").post(
        reverse("campaigns:task-add", args=[campaign.pk]), {"title": "任务"} | wrong
    )

    assert set(response.context["form"].errors) == set(wrong)
    assert campaign.tasks.count() == 0


def test_no_form_of_this_app_is_made_from_a_model():
    modules = (campaigns, indicators, plan, tasks, units)
    forms = [
        one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Form | ModelForm)
    ]

    assert len(forms) > 8
    assert [one for one in forms if issubclass(one, ModelForm)] == []
