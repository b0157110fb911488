"""Notices in the reader's language: message ids and their parameters put together (pure)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fraudwatch.lib.spans import unpacked
from fraudwatch.lib.weeks import moment_label


def notice_title(notice: object, most: int | None = None) -> str:
    """The notice's title in the language of the moment."""
    return _fill(notice.title, notice.params, most)


def notice_text(notice: object, most: int | None = None) -> str:
    """The notice's text in the language of the moment; of a list, the first ``most`` names."""
    return _fill(notice.text, notice.params, most) if notice.text else ""


def lines_in_words(lines: list) -> str:
    """Pairs of a message id and its parameters, each on a line of its own."""
    return _shown("lines", lines, None)


def longest_list(notice: object) -> int:
    """How many names the longest list among the parameters has."""
    return max((len(one) for one in notice.params.values() if isinstance(one, list)), default=0)


def failure_words(error: str) -> str:
    """Why a delivery failed, without what only the log needs."""
    cause = error.partition("\n")[0]
    return _(cause) if cause else ""


def failure_detail(error: str) -> str:
    """What the other side itself said, for those who look after channels."""
    return error.partition("\n")[2]


def _fill(message: str, params: dict, most: int | None) -> str:
    return _(message) % {key: _shown(key, value, most) for key, value in params.items()}


def _shown(key: str, value: object, most: int | None) -> object:
    if key == "lines":
        return "\n".join(f"· {_fill(title, params, most)}" for title, params in value[:most])
    if isinstance(value, list):
        return _names([str(one) for one in value], most)
    if key.endswith("_at") and value:
        return moment_label(datetime.fromisoformat(str(value)))
    if key == "week" and value:
        return unpacked(str(value))
    return value


def _names(names: list[str], most: int | None) -> str:
    shown = names if most is None else names[:most]
    left = len(names) - len(shown)
    words = pgettext("between names", ", ").join(shown)
    if left and shown:
        return _("%(names)s and %(n)s more, see the page") % {"names": words, "n": left}
    return _("%(n)s in all, see the page") % {"n": left} if left else words
