"""What an open editor sends: paragraphs written, sentences taken out, headings renamed (pure)."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from .enums import ClauseKind

MOST = 600  # paragraphs in one message; the browser sends more in parts
LONGEST_HEADING = 120
# What no person types and no database keeps: controls and halves of characters.
UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Block:
    """A paragraph as it stands in somebody's editor.

    ``version`` is the one the editor knows, 0 for a new paragraph. ``is_placed`` says that its
    place changed too: behind ``after``, or first of its section when that is None. ``tried`` is
    the text of an earlier message whose answer never came.
    """

    key: uuid.UUID
    section: int
    version: int
    kind: str
    level: int
    text: str
    is_placed: bool = False
    after: uuid.UUID | None = None
    tried: str | None = None


@dataclass(frozen=True)
class Gone:
    """A sentence taken out; ``into`` is the one that took up its words."""

    key: uuid.UUID
    version: int
    into: uuid.UUID | None = None


@dataclass(frozen=True)
class Heading:
    """A section renamed from ``was``."""

    section: int
    text: str
    was: str


@dataclass(frozen=True)
class Edit:
    """One message of an editor; ``user`` is the key of the person whose page it is."""

    user: int
    blocks: tuple[Block, ...] = ()
    gone: tuple[Gone, ...] = ()
    headings: tuple[Heading, ...] = ()


def read_edit(sent: Mapping) -> Edit:
    """The message as it was sent. ValueError, KeyError, TypeError when it makes no sense."""
    edit = Edit(
        user=_whole(sent["user"]),
        blocks=tuple(_block(one) for one in sent.get("blocks", ())),
        gone=tuple(_gone(one) for one in sent.get("gone", ())),
        headings=tuple(_heading(one) for one in sent.get("headings", ())),
    )
    if max(len(edit.blocks), len(edit.gone), len(edit.headings)) > MOST:
        raise ValueError("too much at once")
    return edit


def clean(text: object, *, many_lines: bool = False) -> str:
    """Text as it may be kept: one line, except in a table."""
    if not isinstance(text, str):
        raise TypeError("text expected")
    text = UNWANTED.sub("", text.replace("\r\n", "\n"))
    return text if many_lines else text.replace("\n", " ").replace("\t", " ")


def _block(one: Mapping) -> Block:
    kind, level = ClauseKind(one["kind"]), _whole(one["level"])
    if level > 3:
        raise ValueError("no such level")
    tried = one.get("tried")
    return Block(
        key=uuid.UUID(one["key"]),
        section=_whole(one["section"]),
        version=_whole(one["version"]),
        kind=kind.value,
        level=0 if kind == ClauseKind.TABLE else level,
        text=clean(one["text"], many_lines=kind == ClauseKind.TABLE),
        is_placed="after" in one,
        after=_key(one.get("after")),
        tried=None if tried is None else clean(tried, many_lines=kind == ClauseKind.TABLE),
    )


def _gone(one: Mapping) -> Gone:
    return Gone(uuid.UUID(one["key"]), _whole(one["version"]), _key(one.get("into")))


def _heading(one: Mapping) -> Heading:
    text = clean(one["text"]).strip()
    if not text or len(text) > LONGEST_HEADING:
        raise ValueError("no such heading")
    return Heading(_whole(one["section"]), text, clean(one["was"]))


def _key(key: object) -> uuid.UUID | None:
    return uuid.UUID(key) if key else None


def _whole(number: object) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**31:
        raise ValueError("no such number")
    return number


def read_beat(sent: Mapping) -> tuple[int, int]:
    """The step an open editor knows, and the section it is in (0 for none)."""
    return _whole(sent["step"]), _whole(sent.get("section") or 0)


def read_release(sent: Mapping) -> tuple[int, int, int]:
    """A sentence to delete, its version, and the sentence that takes over (0 for none)."""
    return _whole(sent["clause"]), _whole(sent["version"]), _whole(sent.get("to") or 0)
