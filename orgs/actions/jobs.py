"""Long work: ordered once, run by one worker at a time, taken up again if that one dies."""

import hashlib
import json
import logging
from datetime import timedelta
from time import monotonic

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fraudwatch.lib import clock
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.request_ids import called
from orgs import documents
from orgs.enums import Channel, WorkState
from orgs.errors import OrgError
from orgs.models import Job, User, WorkerBeat
from orgs.models.leases import LEASE
from orgs.tasks import ring

from .audit import record
from .files import drop_file, keep_half, store_file
from .notices import tell

logger = logging.getLogger(__name__)
KEPT = timedelta(days=7)
AT_ONCE = 2  # jobs of one person that wait or run
A_DAY = 20
ECHO = timedelta(seconds=5)  # a second press on the button comes within
TURN = 60  # seconds after which a worker takes up no more jobs in one go
READY = gettext_noop("“%(title)s” is ready to download")
WORKED = gettext_noop("“%(title)s” is done")
FAILED = gettext_noop("“%(title)s” could not be made")


class Cancelled(Exception):
    """The person called the job off, or another worker has taken it up."""


def order_document(name: str, parameters: dict, *, by: User) -> Job:
    """Order a document; ordering the same again while it is being made gives the same job.

    OrgError when ``by`` may not have it, already waits for two others, or has had as many
    today as anybody may have.
    """
    subject = documents.may_have(by, name, parameters)
    if subject is None:
        raise OrgError(_refused())
    key = _key(name, parameters, by)
    known = _known(key)
    if known:
        return known
    _guard_amount(by)
    title = documents.find(name).title(subject, parameters)
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=name, title=title[:160], parameters=parameters, key=key, asked_by=by,
                language=translation.get_language() or "",
            )  # fmt: skip
            record("job.ordered", job, by=by, path=_path(by))
            ring("orgs.tasks.run_jobs")
    except IntegrityError:
        return Job.objects.filter(key=key).latest("asked_at")
    return job


def _key(name: str, parameters: dict, by: User) -> str:
    order = [name, by.pk, translation.get_language(), parameters]
    return hashlib.sha256(json.dumps(order, sort_keys=True).encode()).hexdigest()


def _known(key: str) -> Job | None:
    """The same order still being made, or made a moment ago for the first of two presses."""
    same = Job.objects.filter(key=key)
    just_made = same.filter(state=WorkState.DONE, asked_at__gt=clock.now() - ECHO)
    return same.unfinished().first() or just_made.first()


def _guard_amount(by: User) -> None:
    own = Job.objects.filter(asked_by=by, run=None)
    if own.unfinished().count() >= AT_ONCE:
        raise OrgError(
            _("%(n)d of your exports are still being made. Wait for one, or cancel it.")
            % {"n": AT_ONCE}
        )
    today = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    if own.filter(asked_at__gte=today).count() >= A_DAY:
        raise OrgError(
            _("You have ordered %(n)d exports today; that is as many as one person may have.")
            % {"n": A_DAY}
        )


def run_waiting() -> int:
    """Run waiting jobs one after the other for about a minute; returns how many were finished.

    What is left is rung for again, so that no task runs into its time limit.
    """
    finished, started = 0, monotonic()
    for job in Job.objects.given_up():
        with translation.override(job.language or settings.LANGUAGE_CODE):
            _fail(job, _("The work was interrupted three times. Run it again, or ask for less."))
    while monotonic() - started < TURN:
        claimed = Job.objects.claim(1)
        if not claimed:
            return finished
        with called(job=str(claimed[0].pk)):
            finished += run_job(claimed[0])
    ring("orgs.tasks.run_jobs")
    return finished


def run_job(job: Job) -> int:
    """Make the document of a claimed job and keep its file; tells the one who asked.

    It is made in the language it was ordered in. A job that fails says why in words.
    Rights are asked again here: they may have gone since the order.
    """
    Job.objects.held(job).update(started_at=clock.now(), done=0, total=0, doing="")
    _keep(job)
    with translation.override(job.language or settings.LANGUAGE_CODE):
        subject = documents.may_have(job.asked_by, job.kind, job.parameters)
        if subject is None:
            return _fail(job, _refused())
        try:
            made = documents.find(job.kind).make(
                subject, job.parameters, job.asked_by, lambda *step: _note_progress(job, *step)
            )
            return _finish(job, made)
        except Cancelled:
            return 0
        except DomainError as refusal:
            return _fail(job, str(refusal))
        except SoftTimeLimitExceeded:
            return _fail(job, _("It took too long. Ask for less: one unit, or one period."))
        except Exception:
            logger.exception("job %s failed", job.pk)
            return _fail(job, _went_wrong(job))


def _keep(job: Job) -> None:
    """Hold the job as long as its document may work without a sign of life."""
    if job.kind in documents.names():
        until = clock.now() + max(LEASE, documents.find(job.kind).patience)
        Job.objects.held(job).update(lease_until=until)


def _note_progress(job: Job, done: int, total: int, doing: str = "") -> None:
    """Show how far it is and keep the lease; Cancelled when the job is no longer ours."""
    patience = max(LEASE, documents.find(job.kind).patience)
    ours = Job.objects.held(job).update(
        done=done, total=total, doing=str(doing)[:120], lease_until=clock.now() + patience
    )
    if not ours:
        raise Cancelled


@transaction.atomic
def _finish(job: Job, made: documents.Made | documents.Worked) -> int:
    """Keep the file; the first worker that gets here wins, whoever holds the lease."""
    if isinstance(made, documents.Worked):
        return _end(job, outcome=made.outcome[:300], url=made.url)
    facts = {
        "name": made.name, "kind": made.kind, "owner": f"orgs.job:{job.pk}", "by": job.asked_by
    }  # fmt: skip
    stored = keep_half(made.half, **facts) if made.half else store_file(made.content, **facts)
    if not _end(job, file=stored, expires_at=clock.now() + KEPT):
        drop_file(stored)
        return 0
    return 1


def _end(job: Job, **left: object) -> int:
    now = clock.now()
    done = Job.objects.filter(pk=job.pk, state=WorkState.RUNNING).update(
        state=WorkState.DONE, finished_at=now, error="", lease_until=None, doing="", **left
    )
    if done:
        record("job.done", job, by=job.asked_by, path=_path(job.asked_by))
        title = READY if "file" in left else WORKED
        _tell(job, title, f"done:{job.attempts}:{now.isoformat()}", str(left.get("outcome", "")))
    return done


@transaction.atomic
def _fail(job: Job, why: str) -> int:
    """Say why there is no file; a worker that lost the job to another one says nothing."""
    failed = Job.objects.held(job).update(
        state=WorkState.FAILED, error=why[:500], finished_at=clock.now(), lease_until=None
    )
    if failed:
        record("job.failed", job, by=job.asked_by, path=_path(job.asked_by), note=why)
        _tell(job, FAILED, f"failed:{clock.now().isoformat()}", why)
    return failed


def _tell(job: Job, title: str, outcome: str, text: str = "") -> None:
    tell(
        [job.asked_by],
        kind="job",
        occasion=f"job:{job.pk}:{outcome}",
        title=title,
        text="%(why)s" if text else "",
        params={"title": job.title, "why": text},
        url="/exports/",
        about=f"job:{job.pk}",
        channels=(Channel.EMAIL,) if job.run_id else (),
    )


def _refused() -> str:
    return _("You may not export this document, or it is no longer there.")


def _went_wrong(job: Job) -> str:
    return _(
        "Something went wrong on our side. Run it again; if it fails again, tell the "
        "administrator the number %(number)s."
    ) % {"number": str(job.pk)[:8]}


def _path(user: User) -> str:
    return user.home_unit.path if user.home_unit_id else ""


@transaction.atomic
def cancel_job(job: Job, *, by: User) -> None:
    """Call off a job that waits or runs; a running one stops at its next sign of progress.

    OrgError when it has already ended, or is past stopping.
    """
    if job.state == WorkState.RUNNING and not _stops(job):
        raise OrgError(_("“%(title)s” is saved as a whole; wait for it.") % {"title": job.title})
    cancelled = (
        Job.objects.filter(pk=job.pk)
        .unfinished()
        .update(state=WorkState.CANCELLED, finished_at=clock.now(), lease_until=None)
    )
    if not cancelled:
        raise OrgError(_("“%(title)s” has already ended.") % {"title": job.title})
    record("job.cancelled", job, by=by, path=_path(by))


def _stops(job: Job) -> bool:
    return job.kind not in documents.names() or documents.find(job.kind).stops


@transaction.atomic
def rerun_job(job: Job, *, by: User) -> None:
    """Put a job that ended without a file back into the queue.

    OrgError when it is being made or made, or when ``by`` may not have the document any more.
    """
    if documents.may_have(by, job.kind, job.parameters) is None:
        raise OrgError(_refused())
    _guard_amount(by)
    refusal = OrgError(_("“%(title)s” is being made or already made.") % {"title": job.title})
    try:
        with transaction.atomic():
            again = Job.objects.filter(
                pk=job.pk, state__in=[WorkState.FAILED, WorkState.CANCELLED, WorkState.EXPIRED]
            ).update(
                state=WorkState.QUEUED, due_at=clock.now(), asked_at=clock.now(), attempts=0,
                done=0, total=0, doing="", error="", started_at=None, finished_at=None,
                expires_at=None, outcome="", url="",
            )  # fmt: skip
    except IntegrityError as error:  # the same was ordered afresh meanwhile
        raise refusal from error
    if not again:
        raise refusal
    record("job.rerun", job, by=by, path=_path(by))
    ring("orgs.tasks.run_jobs")


def expire_jobs() -> int:
    """Take away the files of jobs past their keeping time; returns how many."""
    gone = 0
    due = Job.objects.filter(state=WorkState.DONE, expires_at__lt=clock.now())
    for job in due.select_related("file"):
        with transaction.atomic():
            mine = Job.objects.filter(pk=job.pk, state=WorkState.DONE).update(
                state=WorkState.EXPIRED, file=None
            )
            if mine and job.file:
                drop_file(job.file)
            gone += mine
    return gone


def note_beat(name: str) -> None:
    """Leave a sign of life of a part of the engine."""
    WorkerBeat.objects.update_or_create(name=name, defaults={"at": clock.now()})
