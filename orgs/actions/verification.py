"""Proving that the audit trail is whole, and noting that it was proved."""

from datetime import datetime, timedelta
from itertools import islice

from fraudwatch.lib import clock
from orgs.models import AuditEntry, User
from orgs.queries.accounts import home_path

from .audit import broken_entries, record_alone

LOOKED_BACK = timedelta(days=92)
NAMED = 20


def verify_trail(
    *, by: User | None, since: datetime | None = None, whole: bool = False
) -> list[AuditEntry]:
    """The first entries at which the trail breaks, since then, else in the last three months,
    or in the ``whole`` of it. The result is noted in the trail itself.
    """
    start = since or (None if whole else clock.now() - LOOKED_BACK)
    broken = list(islice(broken_entries(start), NAMED))
    record_alone(
        "audit.verified",
        by=by,
        path=home_path(by) if by else "",
        changes={"broken": ["", len(broken)]},
        technical=True,
    )
    return broken
