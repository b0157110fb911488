"""Opening and ending sessions: the password is proved here, nowhere else."""

from django.contrib.auth import authenticate
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fraudwatch.lib import clock
from fraudwatch.lib.request_context import origin
from orgs.errors import OrgError
from orgs.models import User, UserSession
from orgs.passwords import has_lapsed
from orgs.queries.accounts import home_path

from .audit import record, record_alone
from .lockout import Count, forget_attempts, note_attempt


class SignInRefused(OrgError):
    """No sign-in; ``title`` says it in three words, the sentence what to do."""

    def __init__(self, title: str, sentence: str = "") -> None:
        super().__init__(sentence or title)
        self.title = title


def prove_password(username: str, password: str) -> User:
    """The account that signs in with this name and password.

    SignInRefused with the same words and after the same work whether the name is unknown,
    the password wrong or the account disabled; and without a look at the password while
    name or place are locked. Each try is written down before the password is looked at,
    so that a hundred at once get no more tries than one after the other.
    """
    known = _as_spelt(username)
    count = note_attempt(username)
    if count.minutes:
        raise SignInRefused(_("Too many tries"), _locked(count))
    user = authenticate(None, username=known, password=password)
    if user is None:
        _note_refusal(username, count)
        raise SignInRefused(_("Account or password not correct"), _tries_left(count))
    forget_attempts(username)
    if has_lapsed(user.must_change_password, user.password_changed_at, clock.now()):
        record_alone(
            "session.refused", about=user, by=None, path=home_path(user), technical=True
        )  # fmt: skip
        raise SignInRefused(
            _("This one-time password is no longer valid"),
            _("It was not used in time. Ask your administrator for a new one."),
        )
    record_alone("session.opened", about=user, by=user, path=home_path(user), technical=True)
    return user


@transaction.atomic
def note_sign_out(user: User, *, timed_out: bool = False) -> None:
    """Note in the trail that a session was closed by its owner or by the clock."""
    action = "session.timed_out" if timed_out else "session.closed"
    record(action, user, by=user, path=home_path(user), technical=True)


@transaction.atomic
def end_sessions(user: User, *, by: User | None, except_key: str = "") -> int:
    """Sign ``user`` out everywhere but in the session ``except_key``; returns how many ended."""
    ended, _detail = UserSession.objects.filter(user=user).exclude(pk=except_key).delete()
    if ended:
        changes = {"sessions": [ended, 0]}
        record(
            "session.ended", user, by=by, path=home_path(user), changes=changes, technical=True
        )  # fmt: skip
    return ended


@transaction.atomic
def end_all_sessions() -> int:
    """Sign everybody out; returns how many sessions ended."""
    ended, _detail = UserSession.objects.all().delete()
    record("session.ended", by=None, changes={"sessions": [ended, 0]}, technical=True)
    return ended


def _as_spelt(username: str) -> str:
    """The account's own spelling of the name: phones like to begin with a capital."""
    typed = User.normalize_username(username)
    spelt = list(User.objects.filter(username__iexact=typed).values_list("username", flat=True))
    return typed if typed in spelt or not spelt else spelt[0]


def _note_refusal(username: str, count: Count) -> None:
    user = User.objects.filter(username__iexact=User.normalize_username(username)).first()
    record_alone(
        "session.locked" if count.is_last else "session.refused",
        about=user,
        by=None,
        path=home_path(user) if user else "",
        # People type passwords into the wrong field: an unknown name is not written out.
        note="" if user else f"{username[:2]}… ({len(username)})",
        changes={"address": ["", origin().address]},
        technical=True,
    )


def _tries_left(count: Count) -> str:
    if count.is_last:
        return ngettext(
            "Locked for %(n)d minute now. Your administrator can unlock it.",
            "Locked for %(n)d minutes now. Your administrator can unlock it.",
            count.next_lock,
        ) % {"n": count.next_lock}
    return ngettext(
        "%(n)d more try, then the account is locked for %(minutes)d minutes.",
        "%(n)d more tries, then the account is locked for %(minutes)d minutes.",
        count.left,
    ) % {"n": count.left, "minutes": count.next_lock}


def _locked(count: Count) -> str:
    return ngettext(
        "Sign-in is closed for %(n)d more minute. Your administrator can unlock the account.",
        "Sign-in is closed for %(n)d more minutes. Your administrator can unlock the account.",
        count.minutes,
    ) % {"n": count.minutes}
