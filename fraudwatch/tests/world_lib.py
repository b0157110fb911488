"""What the checks of a report template need of the world: a check, in the latest version."""

from types import SimpleNamespace

from reports.actions.template_checks import add_check


def add_checks(world: SimpleNamespace) -> None:
    """A check that is off; its version is the one of the next period."""
    world.check = add_check(
        world.template,
        expression="visits >= 0",
        message="走访数不能为负",
        by=world.cast["coordinator"],
    )
