"""What a person typed into the report form, by the names of its inputs.

``v.<code>`` is a figure, ``v.<code>.n`` and ``v.<code>.d`` the two numbers of a rate,
``t.<key>`` a text, ``r.<code>`` the reason given for an unusual figure. Nothing is
checked here: a draft keeps what was typed, the checks read it.
"""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

LONGEST_FIGURE = 60
LONGEST_TEXT = 20_000
LONGEST_REASON = 200
MOST_PHOTOS = 50


@dataclass
class Typed:
    """The typed figures, texts and reasons; only what the form carried is in here."""

    values: dict[str, str | dict[str, str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def has_words(self) -> bool:
        """Whether anything was typed at all."""
        parts = [*self.texts.values(), *self.reasons.values()]
        for value in self.values.values():
            parts += value.values() if isinstance(value, dict) else [value]
        return any(part.strip() for part in parts)


def read_typed(data: Mapping[str, object]) -> Typed:
    """Sort the named inputs of a posted form, or of autosave's JSON, into their kinds.

    AttributeError for something that has no names.
    """
    typed = Typed()
    for name, value in data.items():
        kind, _, key = _storable(name).partition(".")
        text = _storable(value or "")
        if kind == "v" and key:
            _put_figure(typed, key, text[:LONGEST_FIGURE])
        elif kind == "t" and key:
            typed.texts[key] = text[:LONGEST_TEXT].replace("\r\n", "\n")
        elif kind == "r" and key:
            typed.reasons[key] = text[:LONGEST_REASON]
    return typed


def _storable(typed: object) -> str:
    """The text without what no database keeps: NUL, and halves of characters."""
    return str(typed).replace("\x00", "").encode(errors="ignore").decode()


def read_submission_id(data: Mapping[str, object]) -> uuid.UUID:
    """The form's own number; a new one when it is missing or unreadable."""
    try:
        return uuid.UUID(str(data.get("submission_id", "")))
    except ValueError:
        return uuid.uuid4()


def read_awaiting(data: Mapping[str, object]) -> list[uuid.UUID]:
    """The uploads of photos that the phone still sends; what is no number is left out."""
    found = []
    for word in str(data.get("awaiting", "")).split()[:MOST_PHOTOS]:
        with suppress(ValueError):
            found.append(uuid.UUID(word))
    return list(dict.fromkeys(found))


def read_version(data: Mapping[str, object]) -> int:
    """The version of the draft that the form was made from; 0 when there was none."""
    try:
        return max(int(str(data.get("draft_version", 0))[:9]), 0)
    except ValueError:
        return 0


def _put_figure(typed: Typed, key: str, text: str) -> None:
    code, _, part = key.partition(".")
    if not part:
        typed.values[code] = text
    elif part in ("n", "d"):
        pair = typed.values.setdefault(code, {"n": "", "d": ""})
        if isinstance(pair, dict):
            pair[part] = text
