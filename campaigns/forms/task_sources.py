"""A new task from a sentence of the plan: its source, its words, and the units named in it."""

from collections.abc import Mapping

from campaigns.models import Campaign, Clause
from campaigns.queries.units import member_units
from campaigns.source_hints import named_in
from orgs.queries.expressions import resolve_units

from .task_units import LISTS, UnitLists, lists_of_text


def source_lists(
    user: object, campaign: Campaign, params: Mapping[str, str]
) -> tuple[dict[str, object], UnitLists]:
    """What a new form opens with: ``clause`` and ``phase`` of the address, as far as they fit."""
    initial: dict[str, object] = {}
    phase = campaign.phases.filter(pk=_key(params, "phase")).first()
    if phase is not None:
        initial |= {"phase": phase.pk, "due_on": phase.ends_on}
    clause = (
        Clause.objects.visible_to(user)
        .filter(section__campaign=campaign, pk=_key(params, "clause"))
        .first()
    )
    if clause is None:
        return initial, lists_of_text(campaign, {}, None)
    named = named_in(clause.text)
    lead = None
    if named.lead:
        found = resolve_units(named.lead, within=member_units(campaign), root=campaign.owner)
        lead = found.units[0] if len(found.units) == 1 else None
    texts = {name: getattr(named, name) for name in LISTS}
    initial |= {"clause": clause.pk, "requirement": clause.text, "lead": lead}
    initial |= {f"{name}_text": text for name, text in texts.items()}
    return initial, lists_of_text(campaign, texts, lead)


def _key(params: Mapping[str, str], name: str) -> int:
    text = params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
