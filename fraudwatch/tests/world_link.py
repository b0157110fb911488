"""The world's collection link, an activity of several units, and what stands around them."""

from types import SimpleNamespace

from reports.actions.links import make_links


def make_links_and_activities(world: SimpleNamespace) -> None:
    """Everything by the product's own actions; it is ``NOON``."""
    cast, units = world.cast, world.units
    (made,) = make_links(world.period, [units["school"].pk], by=cast["town"])
    world.link, world.link_token, world.link_code = made.link, made.token, made.code
