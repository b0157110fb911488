"""What the export centre offers: every document one may have, grouped, found by its words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise

from orgs import documents
from orgs.models import User

ICONS = {
    documents.PDF: "file-type-pdf",
    documents.XLSX: "file-spreadsheet",
    documents.ZIP: "archive",
    documents.PLAIN: "file-text",
    "": "refresh",
}


def icon_of(kind: str) -> str:
    """The icon of a content type; work without a file has one of its own."""
    return ICONS.get(kind, "file-text")


@dataclass(frozen=True)
class Offer:
    """A document that can be ordered; ``choices`` are filled in for the chosen one."""

    document: documents.Document
    icon: str
    choices: list[documents.Choice] = field(default_factory=list)
    is_chosen: bool = False


@dataclass
class Group:
    """Offers of one kind, and what other pages write of it."""

    name: str
    label: str | Promise
    offers: list[Offer] = field(default_factory=list)
    downloads: list[documents.Download] = field(default_factory=list)


@dataclass(frozen=True)
class Catalogue:
    """The groups that hold something, and the words they were narrowed by."""

    groups: list[Group]
    words: str
    is_empty: bool

    @property
    def chosen(self) -> Offer | None:
        """The document whose form is open."""
        found = (offer for group in self.groups for offer in group.offers if offer.is_chosen)
        return next(found, None)


def catalogue(user: User, session: Mapping, asked: Mapping) -> Catalogue:
    """What ``user`` can have; ``asked`` (the address) says what comes chosen and what is sought."""
    found = [(one, one.choices(user, session)) for one in documents.grouped()]
    found = [(one, choices) for one, choices in found if choices]
    words = str(asked.get("find") or "").strip()[:40]
    hits = [(one, choices) for one, choices in found if _has(words, one.label, one.help)]
    others = [one for one in documents.downloads(user) if _has(words, one.label, one.help)]
    names = [one.name for one, _choices in hits]
    wanted = asked.get("document")
    chosen = wanted if wanted in names else next(iter(names), "")
    return Catalogue(_grouped(hits, others, chosen, asked), words, not found)


def _has(words: str, *texts: object) -> bool:
    """Every word somewhere in the texts."""
    said = " ".join(str(text) for text in texts).casefold()
    return all(word in said for word in words.casefold().split())


def _grouped(
    hits: Iterable[tuple], others: Iterable[documents.Download], chosen: str, asked: Mapping
) -> list[Group]:
    groups = {name: Group(name, label) for name, label in documents.GROUPS.items()}
    for one, choices in hits:
        is_chosen = one.name == chosen
        shown = [preset(choice, asked.get(choice.name)) for choice in choices] if is_chosen else []
        groups[one.group].offers.append(Offer(one, icon_of(one.kind), shown, is_chosen))
    for one in others:
        groups[one.group].downloads.append(one)
    return [group for group in groups.values() if group.offers or group.downloads]


def preset(choice: documents.Choice, asked: object) -> documents.Choice:
    """The choice with what the address asks for chosen, when it is offered."""
    is_offered = asked is not None and str(asked) in [value for value, _label in choice.options]
    return replace(choice, chosen=str(asked)) if is_offered else choice
