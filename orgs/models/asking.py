"""An account read with its grants in force in the same query, for the gate of every page."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import F, FilteredRelation, Model, Q, QuerySet

from .people import Holding, User

Row = TypeVar("Row", bound=Model)


def held_with(rows: QuerySet[Row], to_user: str = "") -> QuerySet[Row]:
    """The rows, each as often as its account has grants, for ``with_holdings``.

    ``rows`` are accounts, or rows that lead to one by ``to_user`` (``"user__"``) and have
    selected it.
    """
    grants = f"{to_user}grants"
    held = FilteredRelation(grants, condition=Q(**{f"{grants}__ended_at": None}))
    return (
        rows.annotate(held=held)
        .annotate(
            held_role=F("held__role"),
            held_unit=F("held__unit_id"),
            held_path=F("held__unit__path"),
            held_campaign=F("held__campaign_id"),
        )
        .order_by("pk", "held_role", "held_path")
    )


def with_holdings(read: Iterable[Row]) -> list[Row]:
    """What ``held_with`` read, each row once, the ``holdings`` of their account filled."""
    found: dict[object, Row] = {}
    for row in read:
        user = _user_of(found.setdefault(row.pk, row))
        if user is not None:
            held_here = user.__dict__.setdefault("holdings", [])
            if row.held_role:
                held_here.append(
                    Holding(row.held_role, row.held_unit, row.held_path, row.held_campaign)
                )
    return list(found.values())


def _user_of(row: Model) -> User | None:
    return row if isinstance(row, User) else row.user
