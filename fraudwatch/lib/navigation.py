"""The register of what stands in the navigation. Apps add to it in ``AppConfig.ready``.

The floor holds the list so that no app has to know the pages of the apps above it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

GROUPS = ("home", "campaign", "global", "unit")
Counted = Callable[[object], Iterable[QuerySet]]  # the rows for a person


@dataclass(frozen=True)
class NavItem:
    """One entry: shown to ``roles`` (all when empty) who hold ``permission`` (none when empty).

    ``group`` is ``home``, ``campaign`` (this campaign), ``global`` (everything) or ``unit``
    (the unit's own shell). With ``in_campaign`` the address takes the current campaign's key,
    and the entry hides while there is none. ``active_prefixes`` are beginnings of view names
    (``reports:weekly-``) at which the entry is the current one. ``count`` names the rows whose
    number stands beside it, so that all numbers of a page are read at once; it looks at the
    person's account and grants and at the clock, at nothing else. ``hot`` paints the number as
    overdue; ``short`` is the word on a phone's tab bar.
    """

    url_name: str
    label: str
    icon: str
    group: str
    order: int = 100
    roles: frozenset[str] = field(default_factory=frozenset)
    permission: str = ""
    in_campaign: bool = False
    active_prefixes: tuple[str, ...] = ()
    count: Counted | None = None
    hot: bool = False
    short: str = ""


@dataclass(frozen=True)
class Entry:
    """An item as one page shows it."""

    item: NavItem
    url: str
    is_current: bool
    count: int


_items: list[NavItem] = []


def register(*items: NavItem) -> None:
    """Put items into the navigation; ValueError for an unknown group."""
    for item in items:
        if item.group not in GROUPS:
            raise ValueError(f"no group {item.group!r}; we have: {', '.join(GROUPS)}")
        if item not in _items:
            _items.append(item)


def registered() -> tuple[NavItem, ...]:
    """All items, in the order shown."""
    return tuple(sorted(_items, key=lambda item: (GROUPS.index(item.group), item.order)))


def counted(request: HttpRequest, *, campaign_id: int | None = None) -> tuple[Counted, ...]:
    """The ``count`` of every item that the person asking sees, each once."""
    shown = (item for item in registered() if item.count and _shown(item, request, campaign_id))
    return tuple(dict.fromkeys(item.count for item in shown))


def entries(
    request: HttpRequest,
    group: str,
    *,
    campaign_id: int | None = None,
    numbers: Mapping[Counted, int] | None = None,
) -> list[Entry]:
    """What the person asking sees of a group; ``numbers`` are those of ``counted``."""
    return [
        _entry(item, request, campaign_id, numbers or {})
        for item in registered()
        if item.group == group and _shown(item, request, campaign_id)
    ]


def _shown(item: NavItem, request: HttpRequest, campaign_id: int | None) -> bool:
    user = request.user
    if item.in_campaign and campaign_id is None:
        return False
    if user.is_superuser:
        return True
    if item.roles and not item.roles & user.roles:
        return False
    return not item.permission or user.has_perm(item.permission)


def _entry(
    item: NavItem, request: HttpRequest, campaign_id: int | None, numbers: Mapping[Counted, int]
) -> Entry:
    here = request.resolver_match.view_name if request.resolver_match else ""
    return Entry(
        item=item,
        url=reverse(item.url_name, args=[campaign_id] if item.in_campaign else []),
        is_current=here == item.url_name or here.startswith(item.active_prefixes or ("\0",)),
        count=numbers.get(item.count, 0),
    )
