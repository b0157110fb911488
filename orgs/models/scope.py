"""What a person may see: the one clause that every list starts from."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q

from fraudwatch.lib.paths import under
from orgs.enums import CONTENT_READERS, READS_NO_MORE, Role


def scope_q(
    user: object,
    *,
    unit_path: str,
    unit_id: str | None = None,
    owner_path: str | None = None,
    campaign_id: str | None = None,
    readers: Collection[str] = CONTENT_READERS,
) -> Q | None:
    """The rows in ``user``'s sight, or ``None`` when that is nothing.

    ``readers`` see the subtree of their grant by ``unit_path`` and, through
    ``owner_path``, everything of a campaign led from their subtree. A reporter sees
    the rows of exactly the granted unit (``unit_id``). A grant bound to one campaign
    shows that campaign's rows only.
    """
    found: Q | None = None
    for holding in user.holdings:
        if holding.role in readers:
            part = under(holding.path, unit_path)
            if owner_path:
                part |= under(holding.path, owner_path)
        elif holding.role == Role.REPORTER and unit_id:
            part = Q(**{unit_id: holding.unit_id})
        else:
            continue
        if holding.campaign_id:
            if not campaign_id:
                continue
            part &= Q(**{campaign_id: holding.campaign_id})
        found = part if found is None else found | part
    return found


def covered_q(user: object) -> Q | None:
    """Grants whose sight lies within ``user``'s own, or ``None`` when those are none.

    A grant is covered by one over the same unit or above it, of a role that reads at least
    as much, for the same campaign or for all. A reporter's grant covers its like alone.
    """
    found: Q | None = None
    for holding in user.holdings:
        if holding.role not in READS_NO_MORE:
            continue
        part = Q(role__in=READS_NO_MORE[holding.role])
        if holding.role == Role.REPORTER:
            part &= Q(unit_id=holding.unit_id)
        else:
            part &= under(holding.path, "unit__path")
        if holding.campaign_id:
            part &= Q(campaign_id=holding.campaign_id)
        found = part if found is None else found | part
    return found


class ScopedQuerySet(models.QuerySet):
    """A queryset that knows by which columns its rows belong to units and campaigns."""

    unit_path = "unit__path"
    unit_id: str | None = "unit_id"
    owner_path: str | None = None
    campaign_id: str | None = None
    readers: Collection[str] = CONTENT_READERS

    def visible_to(self, user: object) -> "ScopedQuerySet":
        """The rows ``user`` may see; none for a stranger."""
        if getattr(user, "is_superuser", False):
            return self
        clause = scope_q(
            user,
            unit_path=self.unit_path,
            unit_id=self.unit_id,
            owner_path=self.owner_path,
            campaign_id=self.campaign_id,
            readers=self.readers,
        )
        return self.none() if clause is None else self.filter(clause)

    def handled_by(self, user: object) -> "ScopedQuerySet":
        """The rows ``user`` looks after as coordinator, not those it only reads."""
        if getattr(user, "is_superuser", False):
            return self
        clause = scope_q(
            user,
            unit_path=self.unit_path,
            owner_path=self.owner_path,
            campaign_id=self.campaign_id,
            readers=frozenset({Role.COORDINATOR}),
        )
        return self.none() if clause is None else self.filter(clause)

    def under(self, unit: object) -> "ScopedQuerySet":
        """The rows in the subtree of ``unit``."""
        return self.filter(under(unit.path, self.unit_path))
