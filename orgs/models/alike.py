"""People who ask the same with other keys: a query put together for one of them serves all.

What reporters see hangs on the keys of their units alone, so that thousands of them share
the text of a query; who reads a subtree has texts of their own (see ``fraudwatch.lib.prepared``).
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from orgs.enums import Role

from .people import Holding, User

OWN_KEY, UNIT, PATH = "own_key", "own_unit_{}", "own_path_{}"


@dataclass(frozen=True)
class Asker:
    """Who asks: what the text of their queries depends on, and the ``values`` to fill in."""

    user: User
    key: Hashable
    values: Mapping[str, int | str]

    def standing(self, values: Mapping[str, int | str]) -> User:
        """Somebody alike with these values instead; the person themselves without values."""
        if not self.values:
            return self.user
        columns = {"id": values[OWN_KEY], "is_superuser": False, "is_active": True}
        user = User.from_db(None, columns.keys(), columns.values())
        user.holdings = [
            Holding(held.role, values[UNIT.format(n)], values[PATH.format(n)], None)
            for n, held in enumerate(self.user.holdings)
        ]
        return user


def asker(user: User) -> Asker:
    """``user`` as one of many, when all they hold is reporting for units; else as nobody else."""
    held = user.holdings
    if user.is_superuser or not (user.is_active and held):
        return Asker(user, user.sight, {})
    if any(one.role != Role.REPORTER or one.campaign_id for one in held):
        return Asker(user, user.sight, {})
    values: dict[str, int | str] = {OWN_KEY: user.pk}
    for n, one in enumerate(held):
        values |= {UNIT.format(n): one.unit_id, PATH.format(n): one.path}
    return Asker(user, ("reporters", len(held)), values)
