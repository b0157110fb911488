"""E-mail."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext_noop

from orgs.models import ChannelSetup, Delivery

from .base import ChannelError, Way
from .texts import words_of

UNSENT = gettext_noop("The mail could not be sent.")
LOOK_AT_SERVER = gettext_noop(
    "Ask whoever runs the server to check EMAIL_URL and the mail server itself, then test again."
)
# What went wrong, and whether it is this one mail's fault.
CAUSES = (
    (
        smtplib.SMTPRecipientsRefused,
        gettext_noop("The mail server does not accept this address."),
        True,
    ),
    (
        smtplib.SMTPAuthenticationError,
        gettext_noop("The mail server does not accept our sign-in."),
        False,
    ),
    (smtplib.SMTPServerDisconnected, gettext_noop("The mail server hung up."), False),
    (smtplib.SMTPException, gettext_noop("The mail server refused the mail."), False),
    (OSError, gettext_noop("The mail server does not answer."), False),
    (ValueError, gettext_noop("The e-mail address is not valid."), True),
)


def send(setup: ChannelSetup, deliveries: list[Delivery]) -> dict[int, ChannelError]:
    """Send the notice to the address on the row. ChannelError when the server will not take it."""
    del setup  # the server's address stands in the settings
    words, delivery = words_of(deliveries[0].message), deliveries[0]
    message = EmailMessage(
        words.title,
        "\n\n".join(part for part in (words.text, words.link) if part),
        to=[delivery.address],
        headers={"Message-ID": f"<notice-{delivery.notice_id or 'test'}@{_host()}>"},
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise _failure(error) from error
    return {}


def _failure(error: Exception) -> ChannelError:
    """What went wrong in words; smtplib's own errors are OSErrors too, so they come first."""
    detail = f"{type(error).__name__}: {error}"
    for kind, cause, of_message in CAUSES:
        if isinstance(error, kind):
            cure = "" if of_message else LOOK_AT_SERVER
            return ChannelError(cause, detail, cure=cure, of_message=of_message)
    return ChannelError(UNSENT, detail, cure=LOOK_AT_SERVER)


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


WAY = Way(send)
