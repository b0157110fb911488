"""A town's own campaign below the county's, for the addresses that link the two."""

from datetime import date
from types import SimpleNamespace

from campaigns.actions.campaigns import create_campaign, enrol_units
from campaigns.actions.higher_plans import link_campaign
from campaigns.actions.parts import Parts
from campaigns.actions.tasks import create_task


def make_start(world: SimpleNamespace) -> None:
    """``town_campaign`` implements ``campaign``; ``town_task`` carries out nothing yet."""
    by, units = world.cast["town"], world.units
    made = create_campaign(
        units["town"], title="河湾镇入户行动", kind="telecom_fraud", by=by,
        starts_on=date(2026, 6, 1), ends_on=date(2026, 8, 31),
    )  # fmt: skip
    enrol_units(made, [units["village"]], by=by)
    link_campaign(made, parent=world.campaign, version=made.version, by=by)
    world.town_campaign = made
    world.town_task = create_task(made, title="入户走访", parts=Parts(units["village"]), by=by)
