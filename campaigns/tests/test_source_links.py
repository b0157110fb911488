"""From a task, duty, target or finding to its sentence: one anchor on every page of the plan."""

import re

import pytest
from django.urls import reverse

from campaigns.actions.duties import save_duty
from campaigns.models import Clause
from campaigns.tests.papers import published

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def source(campaign, section):
    """The sentence that the task comes from."""
    return section.clauses.get(text="入户宣传")


def anchor(page: str, source: Clause) -> str:
    """The address on ``page`` that leads to the sentence."""
    return re.search(rf'href="([^"]*#clause-{source.key})"', page)[1]


@pytest.mark.parametrize("name", ["reporter", "coordinator"])
def test_the_source_of_a_unit_s_part_is_the_sentence_of_the_plan(
    name, campaign, source, make_task, cast, sign_in, units
):
    task = make_task(clause=source)
    published(campaign, cast)
    part = task.assignments.get(unit=units["village"])
    client = sign_in(name)

    page = client.get(reverse("campaigns:assignment-detail", args=[part.pk]))
    link = anchor(page.content.decode(), source)
    plan = client.get(link, follow=True)

    assert link == reverse("campaigns:plan-detail", args=[campaign.pk]) + f"#clause-{source.key}"
    assert f'id="clause-{source.key}"' in plan.content.decode()


@pytest.mark.parametrize("name", ["plan-detail", "plan-edit"])
def test_the_working_text_has_the_same_anchors_as_the_published_one(
    name, campaign, source, sign_in
):
    page = sign_in("coordinator").get(reverse(f"campaigns:{name}", args=[campaign.pk]))

    found = re.findall(r'id="clause-([^"]+)"', page.content.decode())
    assert found == [str(clause.key) for clause in Clause.objects.order_by("position")]
    assert f'href="#clause-{source.key}"' in page.content.decode()


def test_a_duty_leads_to_its_sentence(campaign, source, units, cast, sign_in):
    save_duty(campaign, unit=units["town"], text="牵头", clause=source, by=cast["coordinator"])

    page = sign_in("coordinator").get(reverse("campaigns:campaign-detail", args=[campaign.pk]))

    assert anchor(page.content.decode(), source).startswith(
        reverse("campaigns:plan-detail", args=[campaign.pk])
    )


def test_who_comes_from_a_sentence_goes_back_to_it(campaign, source, units, sign_in):
    address = reverse("campaigns:duty-add", args=[campaign.pk]) + f"?clause={source.pk}"

    answer = sign_in("coordinator").post(
        address, {"unit": units["town"].pk, "text": "牵头", "clause": source.pk}
    )

    editor = reverse("campaigns:plan-edit", args=[campaign.pk])
    assert (answer.status_code, answer.url) == (302, f"{editor}#clause-{source.key}")
