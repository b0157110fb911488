"""What the export centre shows of one's own jobs."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import QueryDict

from fraudwatch.lib import clock, wording
from fraudwatch.lib.pages import Page, keyset_page
from orgs import documents
from orgs.enums import WorkState
from orgs.long_works import LongWork, long_works
from orgs.models import Job, User

from .offers import icon_of

PER_PAGE = 20
SOONEST = timedelta(seconds=5)  # before that no guess at the time left is worth anything
GONE = {WorkState.EXPIRED: "file-off", WorkState.CANCELLED: "file-off"}


@dataclass(frozen=True)
class JobRow:
    """A job as the list prints it; ``ahead`` is how many others are taken up before it."""

    job: Job
    icon: str
    ahead: int
    time_left: str
    may_stop: bool


@dataclass
class JobList:
    """A page of one's jobs, newest first; ``works`` is other long work, on the first page."""

    page: Page
    rows: list[JobRow]
    works: list[LongWork]

    @property
    def unfinished(self) -> list[Job]:
        """Those that wait or run."""
        return [row.job for row in self.rows if row.job.is_unfinished]

    @property
    def unfinished_keys(self) -> list[str]:
        """Their keys, by which the page finds out what was made meanwhile."""
        return [str(job.pk) for job in self.unfinished]


def job_list(user: User, params: QueryDict) -> JobList:
    """A page of ``user``'s jobs with their place in the queue. Two queries and the tellers'."""
    now = clock.now()
    jobs = Job.objects.visible_to(user).select_related("file", "run__schedule__owner")
    place = QueryDict(mutable=True)
    place.update({name: params[name] for name in ("after", "before") if name in params})
    page = keyset_page(jobs, place, keys=("-asked_at", "pk"), per=PER_PAGE)
    waiting = list(Job.objects.unfinished().values_list("due_at", "pk").order_by("due_at", "pk"))
    works = [] if place else long_works(user, now)
    return JobList(page, [_row(job, waiting, now) for job in page.rows], works)


def _row(job: Job, waiting: list[tuple], now: datetime) -> JobRow:
    place = (job.due_at, job.pk)
    ahead = waiting.index(place) if job.state == WorkState.QUEUED and place in waiting else 0
    kinds = {one.name: one.kind for one in documents.registered()}
    if job.state == WorkState.FAILED:
        icon = "alert-triangle"
    else:
        icon = GONE.get(job.state) or icon_of(kinds.get(job.kind, documents.PLAIN))
    stops = job.kind not in documents.names() or documents.find(job.kind).stops
    may_stop = job.is_unfinished and (stops or job.state == WorkState.QUEUED)
    return JobRow(job, icon, ahead, _time_left(job, now), may_stop)


def _time_left(job: Job, now: datetime) -> str:
    """A guess from what is done so far; empty while it would be worth nothing."""
    if job.state != WorkState.RUNNING or not job.started_at or not 0 < job.done < job.total:
        return ""
    used = now - job.started_at
    if used < SOONEST:
        return ""
    left = (used * (job.total - job.done) / job.done).total_seconds()
    return wording.span(max(left, 60))


def just_made(user: User, keys: Iterable[str]) -> list[Job]:
    """Those of the jobs once seen unfinished that are made now; nonsense keys are left out."""
    wanted = []
    for key in list(keys)[:PER_PAGE]:
        with suppress(ValueError):
            wanted.append(UUID(key))
    return list(Job.objects.visible_to(user).filter(pk__in=wanted, state=WorkState.DONE))
