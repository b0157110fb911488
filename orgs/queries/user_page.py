"""What the page of one account shows."""

from django.http import QueryDict

from fraudwatch.lib import clock
from orgs import lockout
from orgs.audit_words import word
from orgs.models import AuditEntry, Person, SignInAttempt, User

from .accounts import may_manage
from .profile import held_roles

SHOWN = 8


def user_page(user: User, by: User) -> dict:
    """Roles, lock, open sessions and the latest entries about an account."""
    entries = AuditEntry.objects.visible_to(by).filter(
        object_type=User._meta.label_lower, object_id=str(user.pk)
    )
    return {
        "person": user,
        "may_manage": may_manage(by, user),
        "is_self": user.pk == by.pk,
        "roles": held_roles(user),
        "failures": failures_of(user),
        "sessions": user.sessions.filter(expire_date__gt=clock.now()).count(),
        "history": [(entry, word(entry.action)) for entry in entries[:SHOWN]],
    }


def failures_of(user: User) -> int:
    """How many wrong passwords count against an account today."""
    rows = SignInAttempt.objects.filter(username=lockout.name_key(user.username))
    return rows.filter(at__gt=clock.now() - lockout.REMEMBERED).count()


def new_account_start(by: User, params: QueryDict) -> dict:
    """What a new account begins with when it is made for a person already on the list."""
    key = params.get("person", "")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return {}
    person = Person.objects.visible_to(by).filter(pk=key, user=None).first()
    if person is None:
        return {}
    return {
        "person": person.pk,
        "name": person.name,
        "email": person.email,
        "home_unit": person.unit_id,
    }
