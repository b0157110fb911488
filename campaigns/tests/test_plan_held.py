"""The editor's address while the plan is with the reviewers: who has it, and how to get it back."""

import pytest
from django.urls import reverse

from campaigns.enums import VersionState
from campaigns.tests.papers import sent, signed

pytestmark = pytest.mark.usefixtures("noon", "english", "section")
TABS = ("comment-list", "version-strip", "receipt-strip", "plan-flaws")


def test_it_says_who_has_the_plan_since_when_and_offers_to_recall(campaign, cast, sign_in):
    version = sent(campaign, cast)
    office = sign_in("coordinator")
    address = reverse("campaigns:plan-edit", args=[campaign.pk])

    page = office.get(address).content.decode()

    assert f"{cast['coordinator']} sent version 1 for sign-off on 8 June 09:00" in page
    assert f"It is with: {cast['leader']}、{cast['second_coordinator']}" in page
    assert "data-plan-editor" not in page
    recall = reverse("campaigns:version-recall", args=[version.pk])
    assert f'action="{recall}"' in page

    office.post(recall)

    version.refresh_from_db()
    assert version.state == VersionState.RECALLED
    assert "data-plan-editor" in office.get(address).content.decode()


def test_the_side_pane_stays_with_all_its_tabs(campaign, cast, sign_in):
    sent(campaign, cast)
    office = sign_in("coordinator")
    page = office.get(reverse("campaigns:plan-edit", args=[campaign.pk])).content.decode()

    for name in TABS:
        fragment = reverse(f"campaigns:{name}", args=[campaign.pk])
        assert f'hx-get="{fragment}"' in page
        assert office.get(fragment).status_code == 200


def test_signed_off_it_says_by_whom(campaign, cast, sign_in):
    signed(campaign, cast)

    page = sign_in("coordinator").get(reverse("campaigns:plan-edit", args=[campaign.pk]))

    said = f"{cast['leader']} signed version 1 off on 8 June 15:00; it waits to be published"
    assert said in page.content.decode()
