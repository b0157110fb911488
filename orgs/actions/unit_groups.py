"""Named sets of units (单位组), such as 各成员单位."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from fraudwatch.lib.errors import StaleVersion
from orgs.errors import OrgError
from orgs.models import Unit, UnitGroup, User
from orgs.names import clean_name

from .audit import record
from .scope import must_reach


@transaction.atomic
def create_unit_group(
    owner: Unit, *, name: str, units: Iterable[Unit] = (), by: User | None
) -> UnitGroup:
    """Make a group kept by ``owner``. OrgError for a name taken or units out of reach."""
    must_reach(by, "orgs.edit_unit_group", owner)
    group = UnitGroup(owner=owner, name=_named(name))
    with _name_free(group):
        group.save(force_insert=True)
    members = _within_reach(units, by)
    group.units.set(members)
    changes = {"name": [None, group.name], "units": [[], _codes(members)]}
    record("unit_group.created", group, by=by, path=owner.path, changes=changes)
    return group


@transaction.atomic
def edit_unit_group(
    group: UnitGroup, *, version: int, name: str, units: Iterable[Unit], by: User | None
) -> UnitGroup:
    """Let the group have this name and, of the units ``by`` looks after, exactly these.

    Members out of ``by``'s reach stay. StaleVersion when somebody saved since ``version``.
    """
    must_reach(by, "orgs.edit_unit_group", group)
    current = UnitGroup.objects.select_related("owner").get(pk=group.pk)
    wanted = UnitGroup(pk=current.pk, owner=current.owner, name=_named(name))
    had = list(current.units.order_by("path"))
    kept = [unit for unit in had if by and not by.has_perm("orgs.add_unit", unit)]
    new = {unit.pk for unit in units}
    members = _within_reach([unit for unit in units if unit not in kept], by) + kept
    same = new | {unit.pk for unit in kept} == {unit.pk for unit in had}
    if same and current.version == version and wanted.name == current.name:
        return current
    with _name_free(wanted):
        saved = UnitGroup.objects.filter(pk=group.pk, version=version).update(
            name=wanted.name, version=F("version") + 1
        )
    if not saved:
        raise StaleVersion(
            _("“%(group)s” was changed by somebody else meanwhile. Look again, then repeat.")
            % {"group": current},
            current,
        )
    current.units.set(members)
    after = UnitGroup.objects.select_related("owner").get(pk=group.pk)
    changes = {"name": [current.name, after.name], "units": [_codes(had), _codes(members)]}
    record("unit_group.edited", after, by=by, path=after.owner.path, changes=changes)
    return after


@transaction.atomic
def remove_unit_group(group: UnitGroup, *, by: User | None) -> None:
    """Remove a group; its units are untouched."""
    must_reach(by, "orgs.edit_unit_group", group)
    changes = {"name": [group.name, None], "units": [_codes(group.units.order_by("path")), []]}
    record("unit_group.removed", group, by=by, path=group.owner.path, changes=changes)
    UnitGroup.objects.filter(pk=group.pk).delete()


def _within_reach(units: Iterable[Unit], by: User | None) -> list[Unit]:
    found = list(units)
    for unit in found:
        must_reach(by, "orgs.add_unit", unit)
    return found


def _named(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned or len(cleaned) > 80:
        raise OrgError(_("Give the group a name of at most 80 characters."))
    return cleaned


def _codes(units: Iterable[Unit]) -> list[str]:
    return sorted(unit.code for unit in units)


class _name_free:  # noqa: N801 - reads as a clause
    """Turn the database's refusal of a second group of that name into a sentence."""

    def __init__(self, group: UnitGroup) -> None:
        self.group = group
        self.atomic = transaction.atomic()

    def __enter__(self) -> None:
        self.atomic.__enter__()

    def __exit__(self, kind: type | None, error: Exception | None, trace: object) -> None:
        self.atomic.__exit__(kind, error, trace)
        if isinstance(error, IntegrityError):
            raise OrgError(
                _("%(unit)s already keeps a group “%(name)s”.")
                % {"unit": self.group.owner, "name": self.group.name}
            ) from error
