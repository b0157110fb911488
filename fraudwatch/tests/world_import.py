"""A plan of the county that is being read in, for the addresses that look it over."""

from types import SimpleNamespace

from campaigns.actions.plan_imports import open_import, save_facts
from campaigns.tests.plan_texts import PLAN


def make_import(world: SimpleNamespace) -> None:
    """``plan_import`` bears a secret title; ``import_piece`` is its task of two parts."""
    by = world.cast["coordinator"]
    world.plan_import = open_import(world.units["county"], text=PLAN, by=by)
    save_facts(
        world.plan_import, version=world.plan_import.version, title="Whimbrel-read-plan", by=by
    )
    pieces = world.plan_import.pieces
    world.import_piece = pieces.get(kind="task", text__startswith="召开反诈主题班会")
    world.revision = open_import(
        world.units["county"], text=PLAN, revises=world.draft_campaign, by=by
    )
    world.import_heading = pieces.get(kind="section", text="工作任务")
