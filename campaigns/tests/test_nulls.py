"""A NUL in words that go past a form: PostgreSQL cannot keep it, so it is left out."""

import pytest
from django.urls import reverse

from campaigns.models import Assignment, PlanComment, SavedView
from campaigns.tests.papers import sent

pytestmark = pytest.mark.usefixtures("noon", "english")


def test_a_null_is_left_out_of_words_that_are_kept(campaign, section, cast, sign_in, part):
    version = sent(campaign, cast)
    office = sign_in("leader")
    office.post(reverse("campaigns:comment-add", args=[version.pk]), {"text": "写\x00明"})
    office = sign_in("coordinator")
    office.post(
        reverse("campaigns:view-save", args=[campaign.pk]), {"name": "逾\x00期", "query": "q=%00"}
    )
    office.post(reverse("campaigns:assignment-withdraw", args=[part.pk]), {"reason": "重\x00复"})

    assert PlanComment.objects.get().text == "写明"
    assert (SavedView.objects.get().name, "%00" in SavedView.objects.get().query) == ("逾期", False)
    row = Assignment.objects.get(pk=part.pk)
    assert [one.text for one in row.history.all()][-1] == "重复"
