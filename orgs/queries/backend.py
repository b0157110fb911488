"""Who is asking: the account behind a session, read once with all that every page needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.backends import ModelBackend

from orgs.models import User
from orgs.models.asking import held_with, with_holdings

_session: ContextVar[object] = ContextVar("session", default=None)


@contextmanager
def out_of(session: object) -> Iterator[None]:
    """Inside the block the account comes out of the session that is being read."""
    token = _session.set(session)
    try:
        yield
    finally:
        _session.reset(token)


class AccountBackend(ModelBackend):
    """Django's own checks; only the reading is ours.

    The account comes with its home unit and its grants in force in one query, anew for each
    request: a disabled account or an ended grant bites on the next one.
    """

    def get_user(self, user_id: int) -> User | None:
        """The account if it may sign in, its ``holdings`` filled; otherwise None."""
        user = getattr(_session.get(), "account", None)
        if user is None or user.pk != user_id:
            found = User.objects.filter(pk=user_id).select_related("home_unit")
            user = next(iter(with_holdings(held_with(found))), None)
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: User, perm: str, obj: object = None) -> bool:
        """Never: what an account may do follows from its grants, by the rules alone.

        Django's own tables of permissions are not used, and not read for every "no".
        """
        return False
