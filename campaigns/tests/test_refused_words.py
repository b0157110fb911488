"""A button that refuses gives back the words that were typed for it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaigns.enums import AssignmentState
from fraudwatch.tests.cast import PASSWORD

WORDS = "李某（身份证11010519491231002X）已外出"
BOXES = [
    ("assignment-return", AssignmentState.TO_VERIFY, "assignment-detail"),
    ("assignment-withdraw", AssignmentState.WORKING, "assignment-detail"),
]


@pytest.mark.parametrize(("button", "state", "page"), BOXES)
def test_a_refused_reason_leads_back_to_its_page_with_its_words(
    part, bring, sign_in, noon, button, state, page
):
    bring(part, state)

    answer = sign_in("coordinator").post(
        reverse(f"campaigns:{button}", args=[part.pk]), {"reason": WORDS}
    )

    assert answer["Location"] == reverse(f"campaigns:{page}", args=[part.pk]) + "?kept=refused"


def test_a_reason_that_is_taken_leads_back_as_ever(part, bring, sign_in, noon):
    bring(part, AssignmentState.TO_VERIFY)

    answer = sign_in("coordinator").post(
        reverse("campaigns:assignment-return", args=[part.pk]), {"reason": "缺照片"}
    )

    assert answer["Location"] == reverse("campaigns:assignment-detail", args=[part.pk])


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_words_of_a_refused_reason_stand_in_their_field_again(part, bring, sit_down):
    bring(part, AssignmentState.TO_VERIFY)
    page = sit_down("coordinator", PASSWORD)
    address = reverse("campaigns:assignment-detail", args=[part.pk])
    page.goto(address)
    page.locator("#return-reason").fill(WORDS)

    page.locator("form:has(#return-reason) button[type=submit]").click()

    expect(page.locator(".fw-note.err, .fw-toast, [role=alert]").first).to_be_visible()
    expect(page.locator("#return-reason")).to_have_value(WORDS)
    assert page.url.endswith(address)
