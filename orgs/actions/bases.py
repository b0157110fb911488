"""Adding headcounts (名册基数): rows are added, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from orgs import headcounts
from orgs.enums import BaseKind
from orgs.errors import OrgError
from orgs.models import HeadcountBase, Unit

from .audit import gathered, record

MOST = 100_000_000
FIRST = date(2000, 1, 1)


@dataclass(frozen=True)
class BaseSpec:
    """One headcount as it is entered: how many of a kind in a unit on a day, and from where."""

    unit: Unit
    kind: str
    count: int
    as_of: date
    note: str = ""


def why_not(kind: str, count: int, as_of: date) -> str:
    """Why a headcount cannot be taken, as a sentence; empty when it can."""
    if kind not in BaseKind.values:
        return _("“%(kind)s” is no kind of headcount; choose one from the list.") % {"kind": kind}
    if not 0 < count <= MOST:
        return _("A headcount lies between 1 and 100,000,000, not at %(count)s.") % {"count": count}
    if as_of > clock.today():
        return _("%(day)s lies ahead; a headcount is of a day that has come.") % {"day": as_of}
    if as_of < FIRST:
        return _("%(day)s is too long ago; check the year.") % {"day": as_of}
    return ""


@transaction.atomic
def add_bases(specs: Sequence[BaseSpec], *, by: object) -> int:
    """Add headcounts; returns how many were new. OrgError names the first that cannot be.

    What stands already with the same number and day is left as it is, also when two people
    enter it at the same moment. Rates of periods that
    end on or after the day are counted again; earlier ones keep the base of their time.
    """
    for spec in specs:
        problem = why_not(spec.kind, spec.count, spec.as_of)
        if problem:
            raise OrgError(f"{spec.unit}: {problem}")
    _hold({spec.unit.pk for spec in specs})
    fresh = _fresh(specs)
    now = clock.now()
    HeadcountBase.objects.bulk_create(
        [
            HeadcountBase(
                unit=spec.unit, kind=spec.kind, count=spec.count, as_of=spec.as_of,
                note=spec.note.strip()[:120], by=by, at=now,
            )
            for spec, _before in fresh
        ],
        batch_size=500,
    )  # fmt: skip
    if fresh:
        headcounts.tell({spec.unit.pk for spec, _b in fresh}, min(s.as_of for s, _b in fresh))
    with gathered():
        for spec, before in fresh:
            record(
                "headcount.added",
                spec.unit,
                by=by,
                path=spec.unit.path,
                changes={f"{spec.kind} {spec.as_of}": [before, spec.count]},
                note=spec.note.strip(),
            )
    return len(fresh)


def _hold(units: set[int]) -> None:
    """Let others who enter headcounts of these units wait until ours stand."""
    rows = Unit.objects.select_for_update(no_key=True).filter(pk__in=units).order_by("pk")
    list(rows.values_list("pk", flat=True))


def _fresh(specs: Sequence[BaseSpec]) -> list[tuple[BaseSpec, int | None]]:
    """The rows that say something new, each with the number that held on its day before."""
    units = {spec.unit.pk for spec in specs}
    rows = HeadcountBase.objects.filter(unit__in=units).order_by("as_of", "pk")
    standing: dict[tuple, int] = {
        (row.unit_id, row.kind, row.as_of): row.count for row in rows.iterator()
    }
    fresh = []
    for spec in specs:
        key = (spec.unit.pk, spec.kind, spec.as_of)
        if standing.get(key) != spec.count:
            fresh.append((spec, standing.get(key)))
            standing[key] = spec.count
    return fresh
