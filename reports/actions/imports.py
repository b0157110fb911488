"""Keeping an uploaded workbook between its check and its confirmation."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from fraudwatch.lib import clock
from fraudwatch.lib.uploads import safe_name
from orgs.actions.audit import record
from orgs.actions.files import drop_file, store_file
from orgs.documents import XLSX
from orgs.models import Unit, User
from reports.enums import ImportState
from reports.errors import ReportError
from reports.models import ImportJob, Period

KEPT = timedelta(hours=24)
UNFINISHED = (ImportState.WAITING, ImportState.REFUSED)


@transaction.atomic
def keep_book(
    content: bytes, *, name: str, period: Period, node: Unit, plan: dict, by: User
) -> ImportJob:
    """Keep a workbook with the result of its check, for a day.

    An earlier one of the same person for the same period and unit that was not confirmed
    goes. OrgError when the disk will not take the file.
    """
    for old in (
        ImportJob.objects.filter(uploaded_by=by, period=period, node=node, state__in=UNFINISHED)
        .order_by("pk")
        .select_related("file")
    ):
        _let_go(old)
    now = clock.now()
    file_name = safe_name(name, fallback="report.xlsx")
    job = ImportJob.objects.create(
        period=period, node=node, plan=plan, file_name=file_name, sha256="",
        state=ImportState.REFUSED if plan["problems"] else ImportState.WAITING,
        uploaded_by=by, uploaded_at=now, expires_at=now + KEPT,
    )  # fmt: skip
    job.file = store_file(
        content, name=file_name, kind=XLSX, owner=f"reports.import:{job.pk}", by=by
    )
    job.sha256 = job.file.sha256
    job.save(update_fields=["file", "sha256"])
    record("import.uploaded", job, by=by, path=node.path, note=f"sha256 {job.sha256}")
    return job


@transaction.atomic
def keep_mended(
    job: ImportJob, *, mended: dict, plan: dict, changes: dict[str, list[str]], by: User
) -> None:
    """Keep the cells corrected on the page (by address) with the new result of the check.

    ReportError when it was checked again, taken over or let go meanwhile. A check that
    corrects nothing leaves no trace.
    """
    state = ImportState.REFUSED if plan["problems"] else ImportState.WAITING
    mine = ImportJob.objects.filter(pk=job.pk, version=job.version, state__in=UNFINISHED)
    if not mine.update(mended=mended, plan=plan, state=state, version=job.version + 1, error=""):
        raise ReportError(_("This workbook was checked again in another window. Look at it there."))
    job.refresh_from_db()
    if changes:
        record("import.mended", job, by=by, path=job.node.path, changes=changes)


@transaction.atomic
def expire_imports() -> int:
    """Let go of workbooks that nobody confirmed within a day; returns how many."""
    gone = 0
    due = ImportJob.objects.filter(state__in=UNFINISHED, expires_at__lt=clock.now())
    for job in due.order_by("pk").select_related("file"):
        gone += _let_go(job)
    return gone


def _let_go(job: ImportJob) -> int:
    """The upload expires: its file and what was read of it go; its row stays as a trace."""
    mine = ImportJob.objects.filter(pk=job.pk, state__in=UNFINISHED).update(
        state=ImportState.EXPIRED, file=None, plan={}, mended={}
    )
    if mine and job.file:
        drop_file(job.file)
    return mine


def hold_for_work(job: ImportJob, *, as_draft: bool, plan: dict) -> bool:
    """The workbook waits for the background work; False when it was taken over or queued before."""
    waiting = ImportJob.objects.filter(pk=job.pk, state=ImportState.WAITING)
    return bool(waiting.update(state=ImportState.QUEUED, is_draft=as_draft, plan=plan, error=""))


def hand_back(job: ImportJob, error: str) -> None:
    """The background work refused the workbook: it waits for its person again, with the reason."""
    queued = ImportJob.objects.filter(pk=job.pk, state=ImportState.QUEUED)
    queued.update(state=ImportState.WAITING, error=error[:500])
