"""Everything that changes a unit (单位): make, edit, move, take out of service, put back."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib import clock
from orgs.errors import OrgError
from orgs.finding import unit_keys
from orgs.handover import open_for_unit
from orgs.models import Unit, UnitAlias, User
from orgs.names import clean_name

from .audit import record
from .scope import must_be_root_keeper, must_reach
from .tree import lock_tree, place, rehang
from .unit_checks import (
    cleaned_facts,
    explained,
    last_position,
    listed_names,
    must_be_active,
    must_be_fresh,
    stale_unit,
)

EDITABLE = ("code", "name", "short_name", "kind", "position")
NAMED = 5


@transaction.atomic
def create_unit(
    parent: Unit | None,
    *,
    code: str,
    name: str,
    kind: str,
    by: User | None,
    short_name: str = "",
    position: int | None = None,
    active_from: date | None = None,
    aliases: Iterable[str] = (),
) -> Unit:
    """Make a unit under ``parent``; without a parent it is a new tree (operators only).

    It stands last among its siblings unless ``position`` says otherwise. OrgError for a
    code or name that is taken, a parent out of service, or a unit out of reach.
    """
    lock_tree()
    if parent is None:
        must_be_root_keeper(by)
    else:
        parent = Unit.objects.get(pk=parent.pk)
        must_reach(by, "orgs.add_unit", parent)
        must_be_active(parent)
    unit = Unit(
        parent=parent,
        position=last_position(parent) if position is None else position,
        active_from=active_from or clock.today(),
        path=f"?{code}"[:200],
        depth=1,
        **cleaned_facts({"code": code, "name": name, "short_name": short_name, "kind": kind}),
    )
    unit.spelling = unit_keys(unit.name, unit.short_name)["spelling"]
    with explained(unit):
        unit.save(force_insert=True)
    place(unit, parent)
    changes = {name: [None, getattr(unit, name)] for name in EDITABLE if getattr(unit, name)}
    record("unit.created", unit, by=by, path=unit.path, changes=changes)
    if aliases:
        set_aliases(unit, aliases, by=by)
    return unit


@transaction.atomic
def edit_unit(unit: Unit, *, version: int, by: User | None, **fields: object) -> Unit:
    """Change what is given of code, name, short name, kind and position.

    StaleVersion when somebody saved since ``version``; OrgError for a code or name that is
    taken. Nothing is written when nothing differs.
    """
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"edit_unit() does not change {', '.join(sorted(unknown))}")
    must_reach(by, "orgs.edit_unit", unit)
    current = Unit.objects.get(pk=unit.pk)
    given = cleaned_facts(fields)
    changed = {name: value for name, value in given.items() if getattr(current, name) != value}
    must_be_fresh(current, version)
    if not changed:
        return current
    wanted = Unit(pk=unit.pk, parent=current.parent, name=current.name, code=current.code)
    for name, value in changed.items():
        setattr(wanted, name, value)
    names = [changed.get(name, getattr(current, name)) for name in ("name", "short_name")]
    with explained(wanted):
        saved = Unit.objects.filter(pk=unit.pk, version=version).update(
            version=F("version") + 1, **changed, **unit_keys(*names)
        )
    if not saved:
        raise stale_unit(Unit.objects.get(pk=unit.pk))
    changes = {name: [getattr(current, name), value] for name, value in changed.items()}
    after = Unit.objects.get(pk=unit.pk)
    record("unit.edited", after, by=by, path=after.path, changes=changes)
    return after


@transaction.atomic
def change_unit(
    unit: Unit, *, version: int, aliases: Iterable[str], by: User | None, **fields: object
) -> Unit:
    """Change facts and other names of a unit as one step, as its form does."""
    if fields.get("position", 0) is None:
        del fields["position"]
    after = edit_unit(unit, version=version, by=by, **fields)
    set_aliases(after, aliases, by=by)
    return after


@transaction.atomic
def move_unit(unit: Unit, *, to: Unit | None, version: int, by: User | None) -> Unit:
    """Hang a unit with everything below it under another parent.

    Reports, assignments and audit entries keep the path they were written with. OrgError
    for a move under itself, out of reach, or to a parent that has the name already.
    """
    lock_tree()
    unit = Unit.objects.get(pk=unit.pk)
    must_reach(by, "orgs.edit_unit", unit)
    if to is None:
        must_be_root_keeper(by)
    else:
        to = Unit.objects.get(pk=to.pk)
        must_reach(by, "orgs.add_unit", to)
        must_be_active(to)
        if to.path.startswith(unit.path):
            raise OrgError(
                _("“%(unit)s” cannot stand under “%(parent)s”, which is itself or below it.")
                % {"unit": unit, "parent": to}
            )
    must_be_fresh(unit, version)
    if unit.parent_id == (to.pk if to else None):
        return unit
    return hang_under(unit, to, by)


def hang_under(unit: Unit, to: Unit | None, by: User | None, note: str = "") -> Unit:
    """Move without asking: the caller has locked the tree and checked who, where and version."""
    before = unit.parent
    with explained(Unit(pk=unit.pk, parent=to, name=unit.name, code=unit.code)):
        moved = Unit.objects.filter(pk=unit.pk, version=unit.version).update(
            parent=to, position=last_position(to), version=F("version") + 1
        )
    if not moved:
        raise stale_unit(Unit.objects.get(pk=unit.pk))
    old = unit.path
    new = rehang(unit, to)
    after = Unit.objects.get(pk=unit.pk)
    changes = {
        "parent": [before.name if before else None, to.name if to else None],
        "path": [old, new],
    }
    record("unit.moved", after, by=by, path=new, changes=changes, note=note)
    return after


@transaction.atomic
def deactivate_unit(unit: Unit, *, version: int, reason: str, by: User | None) -> Unit:
    """Take a unit out of service from today; its history and its name stay.

    OrgError while it has units in service below it or open items: the sentence names
    them and the ways out.
    """
    lock_tree()
    unit = Unit.objects.get(pk=unit.pk)
    must_reach(by, "orgs.edit_unit", unit)
    must_be_fresh(unit, version)
    if not unit.is_active:
        raise OrgError(_("“%(unit)s” is already out of service.") % {"unit": unit})
    obstacles = deactivation_obstacles(unit)
    if obstacles:
        raise OrgError(" ".join(obstacles))
    if not reason.strip():
        raise OrgError(_("Say in a few words why the unit goes out of service."))
    _switch(unit, clock.today())
    changes = {"active_to": [None, clock.today()]}
    record("unit.deactivated", unit, by=by, path=unit.path, changes=changes, note=reason)
    return unit


def deactivation_obstacles(unit: Unit) -> list[str]:
    """Why a unit cannot go out of service now, each with the way out; empty when it can."""
    found = []
    below = list(unit.children.active().order_by("position", "code"))
    if below:
        found.append(
            ngettext(
                "“%(unit)s” still has %(n)d unit in service below it: %(names)s. "
                "Move it or take it out of service first, or merge “%(unit)s” into another unit.",
                "“%(unit)s” still has %(n)d units in service below it: %(names)s. "
                "Move them or take them out of service first, "
                "or merge “%(unit)s” into another unit.",
                len(below),
            )
            % {"unit": unit, "n": len(below), "names": listed_names(below)}
        )
    items = open_for_unit(unit, blocking=True)
    if items:
        listed = ", ".join(f"{item.label} ({item.number})" for item in items)
        found.append(
            _(
                "“%(unit)s” still has open items: %(items)s. "
                "Close them, or merge “%(unit)s” into another unit."
            )
            % {"unit": unit, "items": listed}
        )
    return found


@transaction.atomic
def reactivate_unit(unit: Unit, *, version: int, by: User | None) -> Unit:
    """Put a unit back into service; a merged one stays closed, its people are elsewhere."""
    lock_tree()
    unit = Unit.objects.select_related("parent", "merged_into").get(pk=unit.pk)
    must_reach(by, "orgs.edit_unit", unit)
    must_be_fresh(unit, version)
    if unit.is_active:
        raise OrgError(_("“%(unit)s” is already in service.") % {"unit": unit})
    if unit.merged_into:
        raise OrgError(
            _("“%(unit)s” was merged into “%(into)s”. Make a new unit instead.")
            % {"unit": unit, "into": unit.merged_into}
        )
    if unit.parent:
        must_be_active(unit.parent)
    before = unit.active_to
    _switch(unit, None)
    changes = {"active_to": [before, None]}
    record("unit.reactivated", unit, by=by, path=unit.path, changes=changes)
    return unit


def _switch(unit: Unit, active_to: date | None) -> None:
    saved = Unit.objects.filter(pk=unit.pk, version=unit.version).update(
        active_to=active_to, version=F("version") + 1
    )
    if not saved:
        raise stale_unit(Unit.objects.get(pk=unit.pk))
    unit.active_to, unit.version = active_to, unit.version + 1


@transaction.atomic
def set_aliases(unit: Unit, texts: Iterable[str], *, by: User | None) -> list[str]:
    """Let exactly ``texts`` be the other names of a unit (别名); blanks and repeats fall out."""
    must_reach(by, "orgs.edit_unit", unit)
    wanted = list(dict.fromkeys(filter(None, (clean_name(text) for text in texts))))
    too_long = next((text for text in wanted if len(text) > 80), None)
    if too_long:
        raise OrgError(_("“%(text)s…” is longer than 80 characters.") % {"text": too_long[:20]})
    had = list(unit.aliases.order_by("text").values_list("text", flat=True))
    gone = set(had) - set(wanted)
    new = [text for text in wanted if text not in had]
    if not gone and not new:
        return had
    unit.aliases.filter(text__in=gone).delete()
    UnitAlias.objects.bulk_create(UnitAlias(unit=unit, text=text) for text in new)
    changes = {"aliases": [had, sorted(wanted)]}
    record("unit.aliases_set", unit, by=by, path=unit.path, changes=changes)
    return sorted(wanted)
