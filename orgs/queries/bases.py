"""Headcounts as they stood on a day."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from fraudwatch.lib.prepared import read_again
from orgs.enums import BaseKind
from orgs.models import HeadcountBase, Unit, User


def base_of(unit: Unit, kind: str, on: date) -> HeadcountBase | None:
    """The headcount of the unit that held on a day; ``None`` before the first was taken."""
    rows = HeadcountBase.objects.filter(unit=unit, kind=kind, as_of__lte=on)
    return rows.order_by("-as_of", "-pk").first()


def bases_on(
    kinds: Iterable[str], on: date, units: Collection[int] | QuerySet | None = None
) -> dict[tuple[int, str], int]:
    """The headcounts that held on a day by unit and kind; of all units without ``units``.

    One query.
    """
    rows = HeadcountBase.objects.filter(kind__in=list(kinds), as_of__lte=on)
    if units is not None:
        rows = rows.filter(unit__in=units)
    found = rows.order_by("as_of", "pk").values_list("unit_id", "kind", "count")
    return {(unit, kind): count for unit, kind, count in found.iterator()}


def bases_of_unit(kinds: Iterable[str], on: date, unit: int) -> dict[str, int]:
    """The headcounts of one unit that held on a day, by kind."""
    kinds = tuple(sorted(kinds))

    def ask(unit: int, on: date) -> QuerySet:
        rows = HeadcountBase.objects.filter(kind__in=kinds, as_of__lte=on, unit_id=unit)
        return rows.only("kind", "count").order_by("as_of", "pk")

    held = read_again(("own bases", kinds), ask, unit=unit, on=on)
    return {one.kind: one.count for one in held}


def base_history(user: User, unit: Unit) -> list[tuple[str, list[HeadcountBase]]]:
    """The unit's headcounts by kind in the kinds' order, the one that holds first. One query.

    Those taken back by a later row of the same day are in it, after the one that replaced them.
    """
    rows = HeadcountBase.objects.visible_to(user).filter(unit=unit).select_related("by")
    by_kind: dict[str, list[HeadcountBase]] = {}
    for row in rows:
        row.is_replaced = any(past.as_of == row.as_of for past in by_kind.get(row.kind, []))
        by_kind.setdefault(row.kind, []).append(row)
    return [(str(label), by_kind[value]) for value, label in BaseKind.choices if value in by_kind]
