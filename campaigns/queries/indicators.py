"""The site's library of indicators on its shelves, and the built-in one beside it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from campaigns.library import BuiltIn, shelves
from campaigns.models import Indicator
from campaigns.models.indicators import is_chinese


@dataclass(frozen=True)
class ShelfRows:
    """A group with its indicators."""

    key: str
    name: str
    rows: list[Indicator]


@dataclass(frozen=True)
class Offer:
    """A built-in indicator and the site's own of the same code, when it is there."""

    row: Indicator
    is_adopted: bool


@dataclass(frozen=True)
class OfferShelf:
    """A built-in group; ``left`` are the codes not taken over yet."""

    key: str
    name: str
    offers: list[Offer]

    @property
    def left(self) -> list[str]:
        """The codes that are still to be taken over."""
        return [one.row.code for one in self.offers if not one.is_adopted]


def group_name(key: str) -> str:
    """The name of a group in the language of the page."""
    names = {one.key: one.name if is_chinese() else one.name_en for one in shelves()}
    return names.get(key, key or _("without a group"))


def found_indicators(user: object, words: str, group: str) -> QuerySet[Indicator]:
    """The library as ``user`` sees it, those in use first; every word has to be found."""
    found = Indicator.objects.visible_to(user).order_by("-is_active", "code")
    if group:
        found = found.filter(group=group)
    for word in words.split()[:5]:
        found = found.filter(
            Q(code__icontains=word)
            | Q(name__icontains=word)
            | Q(name_en__icontains=word)
            | Q(help__icontains=word)
            | Q(help_en__icontains=word)
        )
    return found


def on_shelves(rows: Iterable[Indicator]) -> list[ShelfRows]:
    """The rows by group, in the order of the built-in library; those without one last."""
    order = {shelf.key: n for n, shelf in enumerate(shelves())}
    groups: dict[str, list[Indicator]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    keys = sorted(groups, key=lambda key: (order.get(key, len(order)), key == "", key))
    return [ShelfRows(key, group_name(key), groups[key]) for key in keys]


def offers() -> list[OfferShelf]:
    """The built-in library; what the site has already is marked."""
    there = set(Indicator.objects.values_list("code", flat=True))
    return [
        OfferShelf(
            shelf.key,
            shelf.name if is_chinese() else shelf.name_en,
            [Offer(_unsaved(one), one.code in there) for one in shelf.indicators],
        )
        for shelf in shelves()
    ]


def _unsaved(one: BuiltIn) -> Indicator:
    """The built-in indicator as a row that is not kept, so that a page prints both alike."""
    return Indicator(code=one.code, **one.fields)
