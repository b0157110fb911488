"""Who may take everything along."""

import rules

from fraudwatch.lib.paths import depth
from orgs.enums import Role


@rules.predicate
def heads_office(user: object, about: object = None) -> bool:
    """A coordinator over a whole tree: the office that owns the data. Backups with their sealed
    parts and keys are the operator's; superusers pass as everywhere.
    """
    return user.is_superuser or any(
        holding.role == Role.COORDINATOR
        and holding.campaign_id is None
        and depth(holding.path) == 1
        and (about is None or about.path == holding.path)
        for holding in user.holdings
    )


rules.add_perm("fraudwatch.export_everything", heads_office)
