"""The guard inside actions: superusers and imports pass no view, so the data is guarded here."""

from django.utils.translation import gettext as _

from orgs.errors import OrgError
from orgs.models import Person, Unit, User


def must_reach(by: User | None, permission: str, about: object) -> None:
    """OrgError unless ``by`` holds ``permission`` on ``about``; None is the product itself."""
    if by is not None and not by.has_perm(permission, about):
        unit = about if isinstance(about, Unit) else about.unit
        raise OrgError(
            _("You may not change “%(unit)s”: it is not among the units you look after.")
            % {"unit": unit}
        )


def must_be_root_keeper(by: User | None) -> None:
    """OrgError unless ``by`` may make units without a parent (a new county)."""
    if by is not None and not by.is_superuser:
        raise OrgError(_("Choose a parent unit. Only the server's operator adds a new top unit."))


def must_know(by: User | None, person: Person) -> None:
    """OrgError unless ``by`` may know ``person`` and the person still works here."""
    if person.left_on:
        raise OrgError(_("%(person)s has left. Choose somebody else.") % {"person": person})
    if by is not None and not by.knows_people_of(person.unit):
        raise OrgError(_("%(person)s is not among your people.") % {"person": person})
