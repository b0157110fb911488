"""E-mail."""

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext_noop

from orgs.models import Delivery
from orgs.phrases import notice_text, notice_title

from .base import ChannelError

UNSENT = gettext_noop("The mail could not be sent.")
CAUSES = (
    (smtplib.SMTPRecipientsRefused, gettext_noop("The mail server does not accept this address.")),
    (smtplib.SMTPAuthenticationError, gettext_noop("The mail server does not accept our sign-in.")),
    (smtplib.SMTPServerDisconnected, gettext_noop("The mail server hung up.")),
    (smtplib.SMTPException, gettext_noop("The mail server refused the mail.")),
    (OSError, gettext_noop("The mail server does not answer.")),
    (ValueError, gettext_noop("The e-mail address is not valid.")),
)


def send_mail(delivery: Delivery) -> None:
    """Send the notice to the address on the row. ChannelError when the server will not take it."""
    notice = delivery.notice
    with translation.override(settings.LANGUAGE_CODE):
        subject = notice_title(notice)
        body = "\n\n".join(part for part in (notice_text(notice), _link(notice.url)) if part)
    message = EmailMessage(
        subject.replace("\n", " "),
        body,
        to=[delivery.address],
        headers={"Message-ID": f"<notice-{notice.pk}@{_host()}>"},
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise ChannelError(_cause(error), f"{type(error).__name__}: {error}") from error


def _cause(error: Exception) -> str:
    """What went wrong in words; smtplib's own errors are OSErrors too, so they come first."""
    for kind, cause in CAUSES:
        if isinstance(error, kind):
            return cause
    return UNSENT


def _link(url: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{url}" if url else ""


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
