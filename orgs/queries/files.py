"""Who reads the files that belong to orgs."""

from orgs import documents
from orgs.models import Job, User


def may_read_job(user: User, key: str) -> bool:
    """The person who asked for the document, while they may still have it."""
    try:
        job = Job.objects.visible_to(user).get(pk=key)
    except (Job.DoesNotExist, ValueError):
        return False
    return documents.may_have(user, job.kind, job.parameters) is not None
