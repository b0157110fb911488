"""The world's parts that ask for something, and one that was passed on."""

from datetime import timedelta
from types import SimpleNamespace

from campaigns.actions.assignments import sign
from campaigns.actions.extensions import ask_extension
from campaigns.actions.passing_on import pass_on
from campaigns.actions.questions import ask_question
from campaigns.models import Assignment


def make_parts(world: SimpleNamespace) -> None:
    """The village wants more time and an answer; the town passes its part on to the sibling."""
    cast, units = world.cast, world.units
    wanted = world.working.due_at + timedelta(days=7)
    world.extension = ask_extension(
        world.working, wanted_at=wanted, reason="Martin-village-reason", by=cast["reporter"]
    )
    world.question = ask_question(
        world.working, text="Dipper-village-question", by=cast["reporter"]
    )
    world.town_part = Assignment.objects.get(task=world.working.task, unit=units["town"])
    sign(world.town_part, by=cast["town"])
    passing = Assignment.objects.get(task=world.to_verify.task, unit=units["town"])
    sign(passing, by=cast["town"])
    (world.passed_on,) = pass_on(passing, units=[units["sibling"]], due_at=None, by=cast["town"])
