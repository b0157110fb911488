"""What a password must be, by the policy of the site (settings.PASSWORD_POLICY)."""

import secrets
import string
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_AGE = timedelta(days=90)  # dengbao: changed at least so often
KEPT = 5  # dengbao: the current one and the former ones that are not used again
ONE_TIME_LIFE = timedelta(days=7)  # a handed-out password that nobody used
LOCAL_WORDS = ("反诈", "fanzha", "fraudwatch", "antifraud", "zhapian", "诈骗")

# No 0 O 1 l I: these passwords are read from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"


def one_time_password() -> str:
    """A random password to hand over, such as ``Kp7x-qm4T-9rWe`` (about 68 bits)."""
    while True:
        text = "-".join(
            "".join(secrets.choice(LETTERS + DIGITS) for _place in range(4)) for _group in range(3)
        )
        if classes_in(text) == 4:
            return text


def classes_in(password: str) -> int:
    """How many of the four kinds of characters occur: small, capital, digit, other."""
    kinds = (
        any(character.islower() for character in password),
        any(character.isupper() for character in password),
        any(character in string.digits for character in password),
        any(not character.isalnum() for character in password),
    )
    return sum(kinds)


def is_too_old(policy: str, changed_at: datetime, now: datetime) -> bool:
    """Whether the policy asks for a new password by now."""
    return policy == "dengbao" and now - changed_at > MAX_AGE


def has_lapsed(must_change: bool, changed_at: datetime, now: datetime) -> bool:
    """Whether a handed-out password waited too long to be used."""
    return must_change and now - changed_at > ONE_TIME_LIFE


class CompositionValidator:
    """Three of the four kinds of characters (dengbao)."""

    def validate(self, password: str, user: object = None) -> None:
        """ValidationError when fewer kinds occur."""
        if classes_in(password) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """The rule in one sentence."""
        return _("Use three of these: small letters, capital letters, digits, other signs.")


class NotReusedValidator:
    """None of the last five passwords of the account (dengbao)."""

    def validate(self, password: str, user: object = None) -> None:
        """ValidationError when the account had this password not long ago."""
        if getattr(user, "pk", None) is None:
            return
        former = user.former_passwords.values_list("password", flat=True)[: KEPT - 1]
        if any(_is(password, known) for known in [user.password, *former]):
            raise ValidationError(self.get_help_text(), code="password_reused")

    def get_help_text(self) -> str:
        """The rule in one sentence."""
        return _("Choose a password that is not one of your last five.")


class LocalWordsValidator:
    """No word that anybody here would guess first: the product, its subject, the unit (asvs)."""

    def __init__(self, words: Sequence[str] = LOCAL_WORDS) -> None:
        self.words = tuple(word.casefold() for word in words)

    def validate(self, password: str, user: object = None) -> None:
        """ValidationError when the password holds such a word."""
        unit = getattr(user, "home_unit", None)
        own = [unit.name, unit.short_name] if unit else []
        words = (*self.words, *(word.casefold() for word in own if len(word) > 1))
        found = next((word for word in words if word in password.casefold()), "")
        if found:
            raise ValidationError(
                _("Leave out “%(word)s”: here it would be guessed first.") % {"word": found},
                code="password_local_word",
            )

    def get_help_text(self) -> str:
        """The rule in one sentence."""
        return _("Leave out the name of your unit and words such as 反诈 or fanzha.")


def _is(password: str, encoded: str) -> bool:
    return check_password(password, encoded)
