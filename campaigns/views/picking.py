"""Choosing units step by step: what was ticked, widened by what an expression means."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.forms.units import ExpressionForm
from campaigns.queries.units import resolve_units
from orgs.models import Unit


def chosen_units(data: QueryDict, name: str, candidates: QuerySet[Unit]) -> list[Unit]:
    """The units ticked so far, as far as they are to be had."""
    keys = [key for key in data.getlist(name) if key.isdecimal() and len(key) < 12]
    return list(candidates.filter(pk__in=keys)) if keys else []


def widen(
    request: HttpRequest, picker: ExpressionForm, candidates: QuerySet[Unit], chosen: list[Unit]
) -> tuple[list[Unit], ExpressionForm]:
    """Add what the expression means to the list; names that mean nothing stay to be mended."""
    found = resolve_units(candidates, picker.expression)
    units = {unit.pk: unit for unit in [*chosen, *found.units]}
    left = [*found.unknown, *found.ambiguous]
    data = QueryDict(mutable=True)
    data["pick-names"] = "\n".join(left)
    fresh = type(picker)(data if left else None, user=request.user, candidates=candidates)
    if left:
        fresh.add_error("names", _not_found(found.unknown, found.ambiguous))
    _say_added(request, len(units) - len(chosen))
    return list(units.values()), fresh


def _say_added(request: HttpRequest, added: int) -> None:
    sentence = ngettext(
        "%(n)d unit added to the list. Check the list, then save.",
        "%(n)d units added to the list. Check the list, then save.",
        added,
    )
    messages.info(request, sentence % {"n": added})


def _not_found(unknown: Iterable[str], ambiguous: Iterable[str]) -> str:
    sentences = []
    if unknown:
        sentences.append(
            _("No unit here is called %(names)s. Correct the name or leave it out.")
            % {"names": "、".join(unknown)}
        )
    if ambiguous:
        sentences.append(
            _("Several units are called %(names)s. Use the code instead.")
            % {"names": "、".join(ambiguous)}
        )
    return " ".join(sentences)
