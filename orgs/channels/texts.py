"""Putting a message into words that fit: whole, then with fewer names, then cut."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import translation

from orgs.models import GroupMessage, Notice
from orgs.phrases import longest_list, notice_text, notice_title

# Control and direction marks; tabs and line breaks of a text stay.
MARKS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Words:
    """A message as a platform gets it: plain text and a full address."""

    title: str
    text: str
    link: str

    @property
    def whole(self) -> str:
        """All of it as one text."""
        return "\n".join(part for part in (self.title, self.text, self.link) if part)


def words_of(message: Notice | GroupMessage, most: int | None = None) -> Words:
    """The message in the site's language; of lists, the first ``most`` names."""
    with translation.override(settings.LANGUAGE_CODE):
        title = MARKS.sub("", notice_title(message, most)).replace("\n", " ").strip()
        text = MARKS.sub("", notice_text(message, most)).strip()
    link = f"{settings.SITE_URL.rstrip('/')}{message.url}" if message.url else ""
    return Words(title, text, link)


def fitting(message: Notice | GroupMessage, size: Callable[[Words], int], limit: int) -> Words:
    """The fullest words whose ``size`` keeps ``limit``: fewer names first, then less text."""
    words = words_of(message)
    if size(words) <= limit:
        return words
    longest = longest_list(message)
    most = _largest(longest, lambda n: size(words_of(message, n)) <= limit) if longest else 0
    words = words_of(message, most)
    if size(words) <= limit:
        return words
    kept = _largest(len(words.text), lambda n: size(_cut(words, n)) <= limit)
    return _cut(words, kept)


def _cut(words: Words, kept: int) -> Words:
    return replace(words, title=words.title[:120], text=f"{words.text[:kept]}…")


def _largest(top: int, holds: Callable[[int], bool]) -> int:
    """The largest number up to ``top`` for which ``holds``, 0 if none does; by halving."""
    low, high = 0, top
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low
