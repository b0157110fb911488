"""Who reads the files that belong to orgs."""

from django.core.exceptions import ValidationError

from orgs import documents
from orgs.models import Job, User

from .shared_jobs import shared_job


def may_read_job(user: User, key: str) -> bool:
    """The person who asked for the document, or a colleague, while they may have it."""
    try:
        job = Job.objects.visible_to(user).get(pk=key)
    except Job.DoesNotExist:
        return shared_job(user, key) is not None
    except (ValueError, ValidationError):
        return False
    return documents.may_have(user, job.kind, job.parameters) is not None
