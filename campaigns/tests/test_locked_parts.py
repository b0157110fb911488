"""While the plan is with its reviewers its phases, targets and duties stand still."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.actions.duties import delete_duty, save_duty
from campaigns.actions.phases import delete_phase, save_phase
from campaigns.actions.targets import delete_target, save_target
from campaigns.enums import VersionState
from campaigns.errors import CampaignError
from campaigns.models import PlanVersion

DAYS = {"starts_on": date(2026, 6, 1), "ends_on": date(2026, 6, 30)}


@pytest.fixture
def parts(campaign, units, indicators, cast):
    """A phase, a target and a duty."""
    by = cast["coordinator"]
    return {
        "phase": save_phase(campaign, name="动员", by=by, **DAYS),
        "target": save_target(
            campaign, indicator=indicators["visits"], op="ge", value=Decimal(9), by=by
        ),
        "duty": save_duty(campaign, unit=units["village"], text="入户", by=by),
    }


@pytest.fixture
def acts(campaign, units, indicators, cast, parts):
    """Everything that could change them."""
    by = cast["coordinator"]
    app = indicators["app_users"]
    return [
        lambda: save_phase(campaign, name="总结", by=by, **DAYS),
        lambda: delete_phase(parts["phase"], by=by),
        lambda: save_target(campaign, indicator=app, op="ge", value=Decimal(1), by=by),
        lambda: delete_target(parts["target"], by=by),
        lambda: save_duty(campaign, unit=units["village"], text="劝阻", by=by),
        lambda: delete_duty(parts["duty"], by=by),
    ]


@pytest.mark.parametrize("state", [VersionState.IN_REVIEW, VersionState.SIGNED_OFF])
def test_nothing_changes_while_a_version_is_with_the_reviewers(state, campaign, cast, acts):
    PlanVersion.objects.create(
        campaign=campaign, owner=campaign.owner, number=1, state=state, content={}, digest="0",
        sent_by=cast["coordinator"],
    )  # fmt: skip

    for act in acts:
        with pytest.raises(CampaignError):
            act()

    counts = [campaign.phases.count(), campaign.targets.count(), campaign.duties.count()]
    assert counts == [1, 1, 1]


@pytest.mark.parametrize("state", [VersionState.RETURNED, VersionState.PUBLISHED])
def test_after_the_review_they_change_again(state, campaign, cast, acts):
    PlanVersion.objects.create(
        campaign=campaign, owner=campaign.owner, number=1, state=state, content={}, digest="0",
        sent_by=cast["coordinator"],
    )  # fmt: skip

    for act in acts:
        act()

    counts = [campaign.phases.count(), campaign.targets.count(), campaign.duties.count()]
    assert counts == [1, 1, 1]
