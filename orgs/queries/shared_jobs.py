"""Files that colleagues had made: seen and fetched by those who may have them as well."""

import json
from dataclasses import dataclass
from uuid import UUID

from orgs import documents
from orgs.models import Job, User

from .offers import icon_of

NEWEST = 20


@dataclass(frozen=True)
class SharedRow:
    """A colleague's file as the page prints it."""

    job: Job
    icon: str


def shared_jobs(user: User) -> list[SharedRow]:
    """The newest files of colleagues that ``user`` may fetch.

    One query, and those by which each different document asks for its right. Copies that a
    schedule made for ``user`` too are left out.
    """
    own_runs = Job.objects.visible_to(user).filter(run__isnull=False).values("run")
    found = _shareable(user).exclude(run__in=own_runs).select_related("asked_by__home_unit", "file")
    allowed: dict[str, bool] = {}
    rows = []
    for job in found.order_by("-finished_at", "pk")[:NEWEST]:
        order = json.dumps([job.kind, job.parameters], sort_keys=True)
        if order not in allowed:
            allowed[order] = _may_have(user, job)
        if allowed[order]:
            rows.append(SharedRow(job, icon_of(documents.find(job.kind).kind)))
    return rows


def shared_job(user: User, key: UUID | str) -> Job | None:
    """A colleague's job whose file ``user`` may fetch; ``None`` when there is no such one."""
    job = _shareable(user).select_related("asked_by", "file").filter(pk=key).first()
    return job if job and _may_have(user, job) else None


def _shareable(user: User) -> object:
    kinds = [
        one.name
        for one in documents.registered()
        if one.kind and not one.private and user.has_perm(one.permission)
    ]
    return Job.objects.of_colleagues(user).filter(kind__in=kinds)


def _may_have(user: User, job: Job) -> bool:
    return documents.may_have(user, job.kind, job.parameters) is not None
