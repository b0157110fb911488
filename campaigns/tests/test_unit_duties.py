"""A unit's duties on its own page."""

import pytest
from django.urls import reverse

from campaigns.actions.duties import save_duty
from campaigns.models import Campaign, Duty
from campaigns.tests.papers import published


@pytest.fixture
def duties(campaign, units):
    """One duty of the village in the county's campaign, one in a draft of the far county."""
    far = Campaign.objects.create(
        title="白鹭行动", kind="other", owner=units["far_county"],
        starts_on="2026-05-04", ends_on="2026-06-30",
    )  # fmt: skip
    Duty.objects.create(campaign=campaign, unit=units["village"], text="逐户走访")
    Duty.objects.create(campaign=far, unit=units["village"], text="外县的职责")


@pytest.mark.parametrize("name", ["coordinator", "reporter"])
def test_a_unit_shows_what_it_answers_for_in_campaigns_in_sight(duties, units, sign_in, name):
    page = sign_in(name).get(reverse("campaigns:unit-duties", args=[units["village"].pk]))

    text = page.content.decode()
    assert ("逐户走访" in text, "外县的职责" in text) == (True, False)


def test_a_unit_without_duties_shows_nothing(campaign, units, sign_in):
    page = sign_in("coordinator").get(reverse("campaigns:unit-duties", args=[units["school"].pk]))

    assert page.content.decode().strip() == ""


def test_a_duty_that_is_being_written_is_seen_by_those_who_write_it(
    campaign, section, units, cast, sign_in, noon
):
    duty = save_duty(campaign, unit=units["village"], text="逐户走访", by=cast["coordinator"])
    published(campaign, cast)
    save_duty(campaign, unit=units["village"], text="还没有签发", by=cast["coordinator"])
    save_duty(campaign, duty=duty, unit=units["village"], text="改过的", by=cast["coordinator"])
    address = reverse("campaigns:unit-duties", args=[units["village"].pk])

    pages = {who: sign_in(who).get(address).content.decode() for who in ("coordinator", "reporter")}

    words = ("逐户走访", "还没有签发", "改过的")
    assert {who: [word in page for word in words] for who, page in pages.items()} == {
        "coordinator": [False, True, True], "reporter": [True, False, False],
    }  # fmt: skip
