"""Plans that wait for the person at the workbench: to sign off, to publish, to mend."""

from datetime import datetime

from django.urls import reverse

from campaigns.models import PlanVersion
from campaigns.queries.versions import plans_waiting
from orgs.models import User
from reports.todos import SHOWN_NAMES, TodoKind, Waiting


def plan_todos(user: User) -> list[Waiting]:
    """A row for each kind that waits, over all campaigns in sight; one query."""
    found = plans_waiting(user)
    rows = [
        _row(TodoKind.SIGN_OFF, found.to_decide, "version-detail"),
        _row(TodoKind.PUBLISH, found.to_publish, "version-publish"),
        _row(TodoKind.PLAN_RETURNED, found.returned, "version-detail"),
    ]
    return [row for row in rows if row]


def _row(kind: TodoKind, versions: list[PlanVersion], page: str) -> Waiting | None:
    if not versions:
        return None
    first = versions[0]
    names = tuple(version.campaign.title for version in versions[:SHOWN_NAMES])
    url = reverse(f"campaigns:{page}", args=[first.pk])
    return Waiting(kind, len(versions), names, _since(first), url)


def _since(version: PlanVersion) -> datetime:
    return version.reviewed_at or version.sent_at
