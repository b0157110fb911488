"""Sentences for what a text seems to be when it is no plan, or hardly one (pure)."""

from django.utils.translation import gettext as _

from campaigns.plan_import.draft import Judgement

SEEMS = {
    "lesson": lambda: _("This reads like teaching material, not like a plan. Paste the plan."),
    "told": lambda: _("This reads like a report or a story, not like a plan. Paste the plan."),
    "tricks": lambda: _("This describes how fraud is done; it is no plan. Paste the plan."),
    "other paper": lambda: _("By its title this is another paper, no plan. Paste the plan."),
    "list": lambda: _("This is a list of short lines, no plan. Paste the plan."),
}


def no_plan(code: str) -> str:
    """Why a text is not read in."""
    known = SEEMS.get(code)
    return known() if known else _(
        "No plan is recognised in this text: no section, phase, task or target. Check it."
    )  # fmt: skip


def doubt(judgement: Judgement) -> str:
    """What somebody should know before looking over a text that is hardly a plan; else blank."""
    if judgement.verdict != "doubtful":
        return ""
    return _("This text has few signs of a plan. Look closely at what was found.")
