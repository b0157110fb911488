"""The documents that a job can make: name, permission, and who writes it (registry).

Upper apps add theirs in ``apps.ready``, so that nothing here points up. The permission
is asked when the document is ordered, again when the worker makes it, and again when
it is downloaded.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

Progress = Callable[[int, int, str], None]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
LARGEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Made:
    """A finished document: ``content``, or for a large one the ``half`` file it was written to."""

    name: str
    kind: str
    content: bytes = b""
    half: Path | None = None


@dataclass(frozen=True)
class Choice:
    """One parameter as the order form offers it: values and labels, and which comes first."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str = ""


class Document(ABC):
    """One document: subclass it, set the names, and register an instance.

    ``label`` is what the order form calls it and ``help`` what is in it; ``kind`` is its
    content type. ``parameters`` are keys of rows, read from the order by name.
    """

    name: str
    permission: str
    label: str
    help: str
    kind: str
    parameters: tuple[str, ...] = ()

    def choices(self, user: object, session: Mapping) -> list[Choice]:
        """What the order form lets ``user`` choose; empty when it has nothing to offer them."""
        return []

    @abstractmethod
    def subject(self, user: object, parameters: dict) -> object:
        """The object the permission is asked on, fetched from what ``user`` may see.

        Raises ``ObjectDoesNotExist`` or ``Http404`` when it is out of sight or gone.
        """

    @abstractmethod
    def title(self, subject: object, parameters: dict) -> str:
        """The title shown in the export list."""

    @abstractmethod
    def make(self, subject: object, parameters: dict, user: object, progress: Progress) -> Made:
        """Write it, calling ``progress(done, total, doing)`` at least every minute."""

    def read(self, data: Mapping) -> dict:
        """The parameters in an order; those left empty are left out. ValueError for nonsense."""
        found = {}
        for name in self.parameters:
            text = str(data.get(name) or "")
            if text:
                found[name] = int(text)
                if not 0 < found[name] <= LARGEST_KEY:
                    raise ValueError(name)
        return found


_documents: dict[str, Document] = {}


def register(document: Document) -> None:
    """Add a document under its name."""
    _documents[document.name] = document


def forget(name: str) -> None:
    """Take a document away again."""
    _documents.pop(name, None)


def find(name: str) -> Document:
    """The document of that name. KeyError for an unknown one."""
    return _documents[name]


def registered() -> list[Document]:
    """All documents, in the order they were registered."""
    return list(_documents.values())


def may_have(user: object, name: str, parameters: dict) -> object | None:
    """The document's subject if ``user`` may have the document, else ``None``."""
    if name not in _documents:
        return None
    document = find(name)
    try:
        subject = document.subject(user, parameters)
    except (ObjectDoesNotExist, Http404, KeyError, ValueError, TypeError):
        return None
    return subject if user.is_active and user.has_perm(document.permission, subject) else None
