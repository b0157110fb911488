"""A person's uploaded workbooks as the export centre lists them among the other long work."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orgs.long_works import DONE, FAILED, RUNNING, WAITING, LongWork
from orgs.models import Job, User
from reports.book_words import RECEIPT
from reports.enums import ImportState
from reports.models import ImportJob
from reports.queries.imports import is_over, own_imports


def own_uploads(user: User, now: datetime) -> Iterator[LongWork]:
    """The last workbooks ``user`` sent in. One query; a second while one is being taken over."""
    if not user.has_perm("reports.import_book"):
        return
    uploads = own_imports(user)
    jobs = _under_way(user) if any(one.state == ImportState.QUEUED for one in uploads) else {}
    for upload in uploads:
        job = jobs.get(upload.pk)
        state, words = _state(upload, job)
        yield LongWork(
            title=upload.file_name,
            about=f"{upload.node.name} · {upload.period.template.name} {upload.period.label}",
            state=state,
            words=words,
            at=upload.uploaded_at,
            address=upload.get_absolute_url(),
            done=job.done if job else 0,
            total=job.total if job else 0,
        )


def _under_way(user: User) -> dict[int, Job]:
    jobs = Job.objects.visible_to(user).unfinished().filter(kind=RECEIPT)
    return {job.parameters["upload"]: job for job in jobs}


def _state(upload: ImportJob, job: Job | None) -> tuple[str, str]:
    """Where it stands, and the sentence that says so."""
    if is_over(upload):
        return FAILED, _("Nobody confirmed it within a day. Send the file in again.")
    if upload.state == ImportState.QUEUED:
        if job is None:  # called off, or its worker died three times
            return FAILED, _("The work was interrupted. Run it again in the list of exports.")
        return RUNNING, job.doing or _("Waiting to be taken over; it starts soon")
    if upload.state == ImportState.DONE:
        return DONE, _taken(upload)
    if upload.error:
        return FAILED, upload.error
    if upload.state == ImportState.REFUSED:
        return FAILED, _("The check found mistakes. Correct them on its page, or send it in again.")
    return WAITING, _("Checked. Nothing is saved until you confirm it.")


def _taken(upload: ImportJob) -> str:
    if upload.is_draft:
        words = ngettext(
            "%(n)d report kept as a draft.", "%(n)d reports kept as drafts.", upload.taken
        )
    else:
        words = ngettext("%(n)d report submitted.", "%(n)d reports submitted.", upload.taken)
    return words % {"n": upload.taken}
