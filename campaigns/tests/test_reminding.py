"""Reminding answers with a sentence also where there is nobody to remind."""

from django.urls import reverse

from campaigns.actions.tasks import create_task


def test_nobody_is_reminded_of_a_draft_without_units(campaign, cast, sign_in, noon, english):
    empty = create_task(campaign, title="还没有单位", by=cast["coordinator"])

    answer = sign_in("coordinator").post(
        reverse("campaigns:task-remind", args=[empty.pk]), follow=True
    )

    assert "Choose at least one unit." in answer.content.decode()
