"""Pictures handed in with feedback that stood elsewhere before, told by the apps above (pure)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """A picture just kept with feedback: its file row, and the marks to know it again by.

    ``original`` is the SHA-256 of the bytes that came in, ``look`` the picture's fingerprint.
    """

    file: object
    original: str
    look: str


Note = Callable[[Iterable[Picture]], None]
Tell = Callable[[Iterable[object], object], Mapping[int, list[str]]]
_noters: list[Note] = []
_tellers: list[Tell] = []


def register(note: Note, tell: Tell) -> None:
    """``note(pictures)`` compares them once they are kept; ``tell(files, user)`` gives sentences
    by the key of the file row, about what ``user`` may see."""
    if note not in _noters:
        _noters.append(note)
        _tellers.append(tell)


def note(pictures: Iterable[Picture]) -> None:
    """Compare pictures that were just kept."""
    for noter in _noters:
        noter(pictures)


def remarks(files: Iterable[object], user: object) -> dict[int, list[str]]:
    """What is to be said of each file row, by its key."""
    found: dict[int, list[str]] = {}
    for teller in _tellers:
        for key, sentences in teller(files, user).items():
            found.setdefault(key, []).extend(sentences)
    return found
