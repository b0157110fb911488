"""The documents that a job can make: name, permission, and who writes it (registry).

Upper apps add theirs in ``apps.ready``, so that nothing here points up. The permission
is asked when the document is ordered, again when the worker makes it, and again when
it is downloaded. Work that leaves no file (a roster taken over) stands here as well; what
other pages write at once is told by a :class:`Download`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Progress = Callable[[int, int, str], None]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
ZIP = "application/zip"
PLAIN = "text/plain"
LARGEST_KEY = 2**63 - 1

FIGURES, TASKS, PLAN, PEOPLE, TRAIL, WHOLE, EMPTY = (
    "figures", "tasks", "plan", "people", "trail", "whole", "empty",
)  # fmt: skip
# The groups of the export centre, in its order.
GROUPS: dict[str, str | Promise] = {
    FIGURES: _("Reports and figures"),
    TASKS: _("Tasks and evidence"),
    PLAN: _("The plan"),
    PEOPLE: _("Units and people"),
    TRAIL: _("Audit log"),
    WHOLE: _("All data"),
    EMPTY: _("Templates to fill in"),
}


@dataclass(frozen=True)
class Made:
    """A finished document: ``content``, or for a large one the ``half`` file it was written to."""

    name: str
    kind: str
    content: bytes = b""
    half: Path | None = None


@dataclass(frozen=True)
class Worked:
    """Work that is done and left no file: what came of it, and the page that shows it."""

    outcome: str
    url: str = ""


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
    content type, blank for work that leaves no file. ``parameters`` are keys of rows, read from
    the order by name. ``group`` is its place in the export centre; what ``repeats`` can be
    scheduled. A worker that gives no sign of life within ``patience`` counts as dead; what
    does not ``stop`` runs to its end once it has begun. What is ``private`` holds things that
    nobody but its asker may see, whatever colleagues may have for themselves.
    """

    name: str
    permission: str
    label: str
    help: str
    kind: str
    parameters: tuple[str, ...] = ()
    group: str = FIGURES
    repeats: bool = False
    patience: timedelta = timedelta(minutes=1)
    stops: bool = True
    private: bool = False

    def choices(self, user: object, session: Mapping) -> list[Choice]:
        """What the order form lets ``user`` choose; empty when it has nothing to offer them."""
        return []

    def standing_choices(self, user: object, session: Mapping) -> list[Choice]:
        """What a scheduled order lets ``user`` choose; moments are left to :meth:`settle`."""
        return self.choices(user, session)

    def settle(self, user: object, parameters: dict) -> dict:
        """The parameters of a scheduled order at the moment it runs. DomainError when none fit."""
        return parameters

    @abstractmethod
    def subject(self, user: object, parameters: dict) -> object:
        """The object the permission is asked on, fetched from what ``user`` may see.

        Raises ``ObjectDoesNotExist`` or ``Http404`` when it is out of sight or gone.
        """

    @abstractmethod
    def title(self, subject: object, parameters: dict) -> str:
        """The title shown in the export list."""

    def standing_title(self, subject: object, parameters: dict) -> str:
        """The title of a scheduled order: the same without the moment it is made for."""
        return self.title(subject, parameters)

    @abstractmethod
    def make(
        self, subject: object, parameters: dict, user: object, progress: Progress
    ) -> Made | Worked:
        """Write it, calling ``progress(done, total, doing)`` within its patience."""

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


@dataclass(frozen=True)
class Download:
    """What another page writes at once, or lets one choose first: listed, not ordered here."""

    name: str
    group: str
    label: str | Promise
    help: str | Promise
    kind: str
    address: str
    permission: str
    is_page: bool = False


_documents: dict[str, Document] = {}
_downloads: list[Download] = []


def register(document: Document) -> None:
    """Add a document under its name."""
    _documents[document.name] = document


def forget(name: str) -> None:
    """Take a document away again."""
    _documents.pop(name, None)


def find(name: str) -> Document:
    """The document of that name. KeyError for an unknown one."""
    return _documents[name]


def names() -> set[str]:
    """The names of all documents."""
    return set(_documents)


def registered() -> list[Document]:
    """All documents, in the order they were registered."""
    return list(_documents.values())


def grouped() -> list[Document]:
    """All documents in the order of the export centre."""
    order = list(GROUPS)
    return sorted(registered(), key=lambda document: order.index(document.group))


def list_download(*downloads: Download) -> None:
    """Add what other pages write to the list of the export centre."""
    _downloads.extend(downloads)


def downloads(user: object) -> list[Download]:
    """Those that ``user`` may ask for."""
    return [one for one in _downloads if user.has_perm(one.permission)]


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
