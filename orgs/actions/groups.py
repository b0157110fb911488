"""Leading groups and their seats (领导小组、席位)."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from orgs.enums import SeatRole
from orgs.errors import OrgError
from orgs.models import GroupSeat, LeadingGroup, Person, Unit, User
from orgs.names import clean_name
from orgs.terms import overlap

from .audit import record
from .scope import must_know, must_reach
from .unit_checks import must_be_active


@transaction.atomic
def create_group(
    unit: Unit,
    *,
    name: str,
    by: User | None,
    office_unit: Unit | None = None,
    from_on: date | None = None,
) -> LeadingGroup:
    """Set up a leading group of ``unit``; its office sits in ``office_unit``.

    OrgError when the unit already has one of that name in force.
    """
    must_reach(by, "orgs.edit_group", unit)
    must_be_active(unit)
    group = LeadingGroup(unit=unit, name=_named(name), office_unit=office_unit)
    group.from_on = from_on or clock.today()
    if unit.leading_groups.filter(name=group.name, to_on=None).exists():
        raise OrgError(
            _("%(unit)s already has a leading group “%(name)s”.")
            % {"unit": unit, "name": group.name}
        )
    group.save(force_insert=True)
    changes = {
        "name": [None, group.name],
        "office_unit": [None, office_unit.name if office_unit else None],
    }
    record("group.created", group, by=by, path=unit.path, changes=changes)
    return group


@transaction.atomic
def edit_group(
    group: LeadingGroup,
    *,
    version: int,
    name: str,
    office_unit: Unit | None,
    from_on: date,
    to_on: date | None,
    by: User | None,
) -> LeadingGroup:
    """Change name, office or term; a group with ``to_on`` set is dissolved from that day."""
    must_reach(by, "orgs.edit_group", group)
    if to_on and to_on < from_on:
        raise OrgError(_("The last day lies before the first. Check both dates."))
    given = {"name": _named(name), "office_unit": office_unit, "from_on": from_on, "to_on": to_on}
    current = LeadingGroup.objects.select_related("unit", "office_unit").get(pk=group.pk)
    changed = {key: value for key, value in given.items() if getattr(current, key) != value}
    if current.version == version and not changed:
        return current
    saved = LeadingGroup.objects.filter(pk=group.pk, version=version).update(
        version=F("version") + 1, **changed
    )
    if not saved:
        raise _stale(current)
    after = LeadingGroup.objects.select_related("unit", "office_unit").get(pk=group.pk)
    changes = {key: [_told(getattr(current, key)), _told(getattr(after, key))] for key in changed}
    record("group.edited", after, by=by, path=after.unit.path, changes=changes)
    return after


@transaction.atomic
def seat_person(
    group: LeadingGroup,
    *,
    person: Person,
    role: str,
    by: User | None,
    from_on: date | None = None,
    to_on: date | None = None,
    position: int | None = None,
) -> tuple[GroupSeat, str]:
    """Give a person a seat; returns the seat and a warning sentence, blank when all is well.

    A second group leader (组长) is allowed, since documents name such, but it is said.
    OrgError when the person holds that seat already in these days, or the days are wrong.
    """
    must_reach(by, "orgs.edit_group", group)
    if role not in SeatRole.values:
        raise OrgError(_("“%(role)s” is not a seat of a leading group.") % {"role": role})
    if group.to_on and group.to_on <= clock.today():
        raise OrgError(_("“%(group)s” is dissolved.") % {"group": group})
    must_know(by, person)
    seat = GroupSeat(
        group=group,
        person=person,
        role=role,
        from_on=from_on or clock.today(),
        to_on=to_on,
        position=position or 0,
    )
    warning = _must_fit(seat)
    try:
        with transaction.atomic():
            seat.save(force_insert=True)
    except IntegrityError as error:
        raise OrgError(_("%(person)s already holds this seat.") % {"person": person}) from error
    changes = {"role": [None, role], "person": [None, person.name]} | {
        key: [None, value] for key, value in (("from_on", seat.from_on), ("to_on", to_on)) if value
    }
    record("seat.taken", seat, by=by, path=group.unit.path, changes=changes)
    return seat, warning


@transaction.atomic
def edit_seat(
    seat: GroupSeat,
    *,
    version: int,
    from_on: date,
    to_on: date | None,
    position: int | None,
    by: User | None,
) -> tuple[GroupSeat, str]:
    """Correct a seat's term and its place among equals; the group's version guards it.

    Returns the seat and a warning as :func:`seat_person` does. OrgError for days that are
    wrong or make the person hold the seat twice; StaleVersion when somebody was faster.
    """
    must_reach(by, "orgs.edit_group", seat.group)
    current = GroupSeat.objects.select_related("group__unit", "person").get(pk=seat.pk)
    given = {"from_on": from_on, "to_on": to_on, "position": position or 0}
    changed = {key: value for key, value in given.items() if getattr(current, key) != value}
    if not changed and current.group.version == version:
        return current, ""
    after = GroupSeat(
        pk=seat.pk, group=current.group, person=current.person, role=current.role, **given
    )
    warning = _must_fit(after)
    saved = LeadingGroup.objects.filter(pk=seat.group_id, version=version).update(
        version=F("version") + 1
    )
    if not saved:
        raise _stale(LeadingGroup.objects.get(pk=seat.group_id))
    GroupSeat.objects.filter(pk=seat.pk).update(**changed)
    changes = {key: [getattr(current, key), value] for key, value in changed.items()}
    record("seat.edited", after, by=by, path=current.group.unit.path, changes=changes)
    return after, warning


@transaction.atomic
def end_seat(seat: GroupSeat, *, by: User | None) -> None:
    """End a seat from today; it stays in the group's history."""
    must_reach(by, "orgs.edit_group", seat.group)
    today = max(clock.today(), seat.from_on)
    ended = GroupSeat.objects.in_force().filter(pk=seat.pk).update(to_on=today)
    if not ended:
        raise OrgError(_("This seat has already ended."))
    changes = {"to_on": [seat.to_on, today]}
    record("seat.ended", seat, by=by, path=seat.group.unit.path, changes=changes)


def _must_fit(seat: GroupSeat) -> str:
    """The warning about a second group leader. OrgError for days that cannot be."""
    if seat.to_on and seat.to_on < seat.from_on:
        raise OrgError(_("The last day lies before the first. Check both dates."))
    others = list(seat.group.seats.filter(role=seat.role).select_related("person"))
    others = [one for one in others if one.pk != seat.pk and overlap(one, seat)]
    if any(one.person_id == seat.person_id for one in others):
        raise OrgError(_("%(person)s already holds this seat.") % {"person": seat.person})
    if seat.role != SeatRole.LEADER or not others:
        return ""
    return _(
        "%(group)s now has two group leaders: %(one)s and %(two)s. "
        "End one seat if that is not meant."
    ) % {"group": seat.group, "one": others[0].person, "two": seat.person}


def _stale(current: LeadingGroup) -> StaleVersion:
    return StaleVersion(
        _("“%(group)s” was changed by somebody else meanwhile. Look again, then repeat.")
        % {"group": current},
        current,
    )


def _named(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned or len(cleaned) > 120:
        raise OrgError(_("Give the group a name of at most 120 characters."))
    return cleaned


def _told(value: object) -> object:
    return value.name if isinstance(value, Unit) else value
