"""What versions add to the world: a plan in force, one in review, one ready to publish."""

from datetime import date
from types import SimpleNamespace

from campaigns.actions.campaigns import create_campaign, enrol_units
from campaigns.actions.comments import add_comment
from campaigns.actions.plan import add_section
from campaigns.actions.publishing import publish_version
from campaigns.actions.versions import send_for_review, sign_off
from campaigns.models import Campaign, PlanVersion

PAPER = {"issuer": "青澜县反诈办", "issued_on": date(2026, 5, 5)}


def make_versions(world: SimpleNamespace) -> None:
    """Everything by the product's own actions."""
    cast, units = world.cast, world.units
    signed = _signed(world, "已发布的方案", "各村入户。")
    enrol_units(signed.campaign, [units["village"]], by=cast["coordinator"])
    world.in_force = publish_version(signed, by=cast["coordinator"], **PAPER)
    world.paper_campaign = signed.campaign
    world.receipt = world.in_force.receipts.get(unit=units["village"])
    world.to_publish = _signed(world, "待发布的方案", "各校宣讲。")
    enrol_units(world.to_publish.campaign, [units["school"]], by=cast["coordinator"])
    world.in_review = _sent(world, "审签中的方案", "Bittern-draft-plan")
    world.review_campaign = world.in_review.campaign
    world.comment = add_comment(world.in_review, text="Dipper-plan-comment", by=cast["leader"])
    world.to_send = _written(world, "待送签的方案", "各校宣讲。")


def _written(world: SimpleNamespace, title: str, text: str) -> Campaign:
    office = world.cast["coordinator"]
    campaign = create_campaign(
        world.units["county"], title=title, kind="telecom_fraud", by=office,
        starts_on=date(2026, 4, 1), ends_on=date(2026, 10, 31),
    )  # fmt: skip
    add_section(campaign, kind="measures", heading="工作措施", text=text, by=office)
    return campaign


def _sent(world: SimpleNamespace, title: str, text: str) -> PlanVersion:
    return send_for_review(_written(world, title, text), by=world.cast["coordinator"])


def _signed(world: SimpleNamespace, title: str, text: str) -> PlanVersion:
    return sign_off(_sent(world, title, text), by=world.cast["leader"])
