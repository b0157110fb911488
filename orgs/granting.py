"""Who may give which role where, and which roles do not go together (pure)."""

from collections.abc import Iterable

from fraudwatch.lib.paths import contains

from .enums import Role

BELOW_COORDINATOR = frozenset({Role.COORDINATOR, Role.INSPECTOR})
APART = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


def may_give(
    holdings: Iterable[object], role: str, path: str, *, campaign_id: int | None = None
) -> bool:
    """Whether these grants let their holder give ``role`` over the unit at ``path``.

    An administrator gives any role in the subtree of the grant. A coordinator gives
    what lies below: reporters in the subtree, coordinators and inspectors strictly
    below it; one bound to a campaign only for that campaign.
    """
    for held in holdings:
        if not contains(held.path, path):
            continue
        if held.role == Role.ADMINISTRATOR and not held.campaign_id:
            return True
        if held.role != Role.COORDINATOR or (held.campaign_id or campaign_id) != campaign_id:
            continue
        if role == Role.REPORTER or (role in BELOW_COORDINATOR and path != held.path):
            return True
    return False


def stand_apart(role: str, path: str, holdings: Iterable[object]) -> bool:
    """Whether ``role`` over ``path`` would make one person administrator and auditor of a unit."""
    if role not in APART:
        return False
    return any(
        held.role in APART
        and held.role != role
        and (contains(held.path, path) or contains(path, held.path))
        for held in holdings
    )
