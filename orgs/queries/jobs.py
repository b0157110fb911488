"""What the export centre shows: one's own jobs, and what can be ordered."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.http import QueryDict

from fraudwatch.lib import clock, wording
from fraudwatch.lib.pages import Page, keyset_page
from orgs import documents
from orgs.enums import WorkState
from orgs.models import Job, User

PER_PAGE = 20
SOONEST = timedelta(seconds=5)  # before that no guess at the time left is worth anything
ICONS = {documents.PDF: "file-type-pdf", documents.XLSX: "file-spreadsheet"}
GONE = {WorkState.EXPIRED: "file-off", WorkState.CANCELLED: "file-off"}


@dataclass(frozen=True)
class JobRow:
    """A job as the list prints it; ``ahead`` is how many others are taken up before it."""

    job: Job
    icon: str
    ahead: int
    time_left: str


@dataclass
class JobList:
    """A page of one's jobs, newest first."""

    page: Page
    rows: list[JobRow]

    @property
    def unfinished(self) -> list[Job]:
        """Those that wait or run."""
        return [row.job for row in self.rows if row.job.is_unfinished]

    @property
    def unfinished_keys(self) -> list[str]:
        """Their keys, by which the page finds out what was made meanwhile."""
        return [str(job.pk) for job in self.unfinished]


def job_list(user: User, params: QueryDict) -> JobList:
    """A page of ``user``'s jobs with their place in the queue. Two queries."""
    now = clock.now()
    jobs = Job.objects.visible_to(user).select_related("file")
    place = QueryDict(mutable=True)
    place.update({name: params[name] for name in ("after", "before") if name in params})
    page = keyset_page(jobs, place, keys=("-asked_at", "pk"), per=PER_PAGE)
    waiting = list(Job.objects.unfinished().values_list("due_at", "pk").order_by("due_at", "pk"))
    return JobList(page, [_row(job, waiting, now) for job in page.rows])


def _row(job: Job, waiting: list[tuple], now: datetime) -> JobRow:
    place = (job.due_at, job.pk)
    ahead = waiting.index(place) if job.state == WorkState.QUEUED and place in waiting else 0
    kinds = {one.name: one.kind for one in documents.registered()}
    if job.state == WorkState.FAILED:
        icon = "alert-triangle"
    else:
        icon = GONE.get(job.state) or ICONS.get(kinds.get(job.kind, ""), "file-text")
    return JobRow(job, icon, ahead, _time_left(job, now))


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


@dataclass(frozen=True)
class Offer:
    """A document that can be ordered."""

    document: documents.Document
    icon: str
    is_chosen: bool


@dataclass(frozen=True)
class OrderForm:
    """The order form: documents, and what they share to choose from."""

    offers: list[Offer]
    choices: list[documents.Choice]


def order_form(user: User, session: Mapping, asked: Mapping) -> OrderForm:
    """What ``user`` can order; ``asked`` (the address) says what comes chosen."""
    found = [(one, one.choices(user, session)) for one in documents.registered()]
    found = [(one, choices) for one, choices in found if choices]
    names = [one.name for one, _choices in found]
    chosen = asked.get("document") if asked.get("document") in names else next(iter(names), "")
    offers = [
        Offer(one, ICONS.get(one.kind, "file-text"), one.name == chosen) for one, _choices in found
    ]
    merged: dict[str, documents.Choice] = {}
    for _one, choices in found:
        for choice in choices:
            merged.setdefault(choice.name, _preset(choice, asked.get(choice.name)))
    return OrderForm(offers, list(merged.values()))


def _preset(choice: documents.Choice, asked: str | None) -> documents.Choice:
    is_offered = asked is not None and asked in [value for value, _label in choice.options]
    return replace(choice, chosen=asked) if is_offered else choice
