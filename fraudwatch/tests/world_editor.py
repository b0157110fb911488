"""What the plan's editor needs of the world: an attachment to change."""

from types import SimpleNamespace

from campaigns.actions.attachments import add_attachment


def add_to_plan(world: SimpleNamespace) -> None:
    """A numbered attachment without a file."""
    world.attachment = add_attachment(
        world.campaign, title="任务清单", by=world.cast["coordinator"]
    )
