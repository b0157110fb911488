"""Notices in the reader's language: message ids and their parameters put together (pure)."""

from datetime import datetime

from django.utils.translation import gettext as _

from fraudwatch.lib.spans import unpacked
from fraudwatch.lib.weeks import moment_label


def notice_title(notice: object) -> str:
    """The notice's title in the language of the moment."""
    return _fill(notice.title, notice.params)


def notice_text(notice: object) -> str:
    """The notice's text in the language of the moment."""
    return _fill(notice.text, notice.params) if notice.text else ""


def failure_words(error: str) -> str:
    """Why a delivery failed, without what only the log needs."""
    cause = error.partition("\n")[0]
    return _(cause) if cause else ""


def _fill(message: str, params: dict) -> str:
    return _(message) % {key: _shown(key, value) for key, value in params.items()}


def _shown(key: str, value: object) -> object:
    if key.endswith("_at") and value:
        return moment_label(datetime.fromisoformat(str(value)))
    if key == "week" and value:
        return unpacked(str(value))
    return value
