"""Who answers for a unit (联络员): appoint, hand over, end. Terms are never overwritten."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fraudwatch.lib import clock
from orgs.enums import LiaisonPost
from orgs.errors import OrgError
from orgs.handover import move_person_items
from orgs.models import Liaison, Person, Unit, User

from .audit import record
from .notices import tell
from .scope import must_know, must_reach
from .unit_checks import must_be_active

TAKEN_OVER = gettext_noop("You are now liaison of %(unit)s")
WHAT_CAME_ALONG = gettext_noop("Open tasks handed over to you: %(n)s. See the unit's page.")


@transaction.atomic
def appoint_liaison(
    unit: Unit, *, person: Person, post: str = LiaisonPost.PRIMARY, by: User | None
) -> Liaison:
    """Make ``person`` the primary or backup liaison (A 岗 / B 岗) of ``unit`` from today.

    The earlier term ends; its open items stay with the earlier person: use
    :func:`hand_over_liaison` to pass them on. The same person again changes nothing.
    """
    must_reach(by, "orgs.edit_liaison", unit)
    return _begin(unit, person, post, by)


@transaction.atomic
def hand_over_liaison(liaison: Liaison, *, to: Person, by: User | None) -> Liaison:
    """End a term, begin ``to``'s, and give ``to`` what the leaving person had open in the unit."""
    must_reach(by, "orgs.edit_liaison", liaison)
    liaison = Liaison.objects.select_related("unit", "person").get(pk=liaison.pk)
    if liaison.to_on:
        raise OrgError(_("This term has already ended. Look at the unit again."))
    if to.pk == liaison.person_id:
        raise OrgError(_("%(person)s already holds the post.") % {"person": to})
    begun = _begin(liaison.unit, to, liaison.post, by)
    moved = move_person_items(liaison.person, liaison.unit, to, by)
    _tell(begun, moved, by)
    record(
        "liaison.handed_over",
        begun,
        by=by,
        path=liaison.unit.path,
        changes={"person": [liaison.person.name, to.name], "open_items": [0, moved]},
    )
    return begun


@transaction.atomic
def end_liaison(liaison: Liaison, *, by: User | None) -> None:
    """End a backup's term without a successor; a primary is handed over instead."""
    must_reach(by, "orgs.edit_liaison", liaison)
    if liaison.post == LiaisonPost.PRIMARY:
        raise OrgError(_("A unit keeps a primary liaison. Hand over to somebody instead."))
    ended = Liaison.objects.current().filter(pk=liaison.pk).update(to_on=clock.today())
    if not ended:
        raise OrgError(_("This term has already ended. Look at the unit again."))
    record(
        "liaison.ended",
        liaison,
        by=by,
        path=liaison.unit.path,
        changes={"to_on": [None, clock.today()]},
    )


def _tell(begun: Liaison, moved: int, by: User | None) -> None:
    """The successor learns of the post and of what came with it, if there is an account."""
    account = User.objects.filter(person=begun.person, is_active=True).first()
    if account is None or account == by:
        return
    tell(
        [account],
        kind="liaison.handed_over",
        occasion=f"liaison:{begun.pk}",
        title=TAKEN_OVER,
        text=WHAT_CAME_ALONG,
        params={"unit": begun.unit.name, "n": moved},
        url=reverse("orgs:unit-detail", args=[begun.unit_id]),
        about=f"orgs.liaison:{begun.pk}",
    )


def _begin(unit: Unit, person: Person, post: str, by: User | None) -> Liaison:
    must_be_active(unit)
    must_know(by, person)
    current = {term.post: term for term in unit.liaisons.current().select_related("person")}
    held = current.get(post)
    if held and held.person_id == person.pk:
        return held
    other = LiaisonPost.DEPUTY if post == LiaisonPost.PRIMARY else LiaisonPost.PRIMARY
    also = current.get(other)
    ending = [held] if held else []
    if also and also.person_id == person.pk:
        if other == LiaisonPost.PRIMARY:
            raise OrgError(
                _("%(person)s is the primary liaison. Appoint another primary first.")
                % {"person": person}
            )
        ending.append(also)  # the backup moves up
    for term in ending:
        Liaison.objects.current().filter(pk=term.pk).update(to_on=clock.today())
    try:
        with transaction.atomic():
            begun = Liaison.objects.create(
                unit=unit, person=person, post=post, from_on=clock.today()
            )
    except IntegrityError as error:
        raise OrgError(
            _("Somebody else has just filled this post. Look at the unit again.")
        ) from error
    changes = {"person": [held.person.name if held else None, person.name], "post": [None, post]}
    record("liaison.appointed", begun, by=by, path=unit.path, changes=changes)
    return begun
