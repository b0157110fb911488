"""What a version in review says outside its text stands still too: first page and draft tasks."""

from datetime import date

import pytest

from campaigns.actions.campaigns import edit_campaign
from campaigns.actions.tasks import issue_task
from campaigns.actions.versions import recall_version
from campaigns.enums import TaskState
from campaigns.errors import CampaignError
from campaigns.models import Campaign, Task
from campaigns.tests.papers import sent, signed

pytestmark = pytest.mark.usefixtures("noon", "english")


@pytest.mark.parametrize("way", [sent, signed])
@pytest.mark.parametrize(
    "fields", [{"title": "另一个题目"}, {"theme": "另一个"}, {"ends_on": date(2026, 12, 30)}]
)
def test_title_theme_and_days_stay_while_the_plan_is_with_the_reviewers(
    fields, way, campaign, section, cast
):
    version = way(campaign, cast)
    now = Campaign.objects.get(pk=campaign.pk)

    with pytest.raises(CampaignError, match="with the reviewers"):
        edit_campaign(now, version=now.version, by=cast["coordinator"], **fields)
    recall_version(version, by=cast["coordinator"])

    edited = edit_campaign(now, version=now.version, by=cast["coordinator"], **fields)
    assert {name: getattr(edited, name) for name in fields} == fields


def test_a_draft_that_the_reviewers_read_is_not_handed_out_before_they_decide(
    campaign, section, make_task, cast
):
    task = make_task()
    sent(campaign, cast)

    with pytest.raises(CampaignError, match="with the reviewers"):
        issue_task(task, by=cast["coordinator"])

    assert Task.objects.get().state == TaskState.DRAFT
