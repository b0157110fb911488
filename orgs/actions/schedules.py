"""Scheduled exports: set up by one person, made for each receiver as an order of their own.

Every receiver gets the document as they would get it by ordering it themselves: their right is
asked at each run and again when it is made and fetched, and what is in it is what they see.
"""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fraudwatch.lib import clock
from fraudwatch.lib.errors import DomainError
from fraudwatch.lib.weeks import working_days
from orgs import documents
from orgs.errors import OrgError
from orgs.models import ExportRun, ExportSchedule, Job, User
from orgs.rhythms import next_moment
from orgs.tasks import ring

from .audit import record
from .notices import tell

logger = logging.getLogger(__name__)
MOST_RECEIVERS = 20
MOST_SCHEDULES = 20  # of one person
PAGE = "/exports/schedules/"
LEFT_OUT = gettext_noop("“%(title)s” did not go to everybody")
PAUSED = gettext_noop("“%(title)s” is paused: you may not have it any more")
NOT_MADE = gettext_noop("“%(title)s” was not made this time")
NO_RIGHT = gettext_noop("may not have this document")
DISABLED = gettext_noop("the account is disabled")


@dataclass(frozen=True)
class Plan:
    """What a schedule says: which document, how often, for whom."""

    document: str
    parameters: dict
    rhythm: str
    weekday: int
    month_day: int
    at: time
    receivers: tuple[User, ...]

    def next_at(self, after: datetime) -> datetime:
        """The next moment after ``after``."""
        return next_moment(
            self.rhythm, self.at, after, working_days(),
            weekday=self.weekday, month_day=self.month_day,
        )  # fmt: skip


@transaction.atomic
def create_schedule(plan: Plan, *, by: User) -> ExportSchedule:
    """Set up a scheduled export. OrgError when somebody named may not have the document."""
    if ExportSchedule.objects.filter(owner=by).count() >= MOST_SCHEDULES:
        raise OrgError(
            _("You have %(n)d scheduled exports; that is as many as one person may have.")
            % {"n": MOST_SCHEDULES}
        )
    schedule = ExportSchedule(owner=by, language=translation.get_language() or "")
    _fill(schedule, plan, by)
    schedule.save(force_insert=True)
    schedule.receivers.set(plan.receivers)
    record("schedule.created", schedule, by=by, path=_path(by), note=_names(plan.receivers))
    return schedule


@transaction.atomic
def edit_schedule(schedule: ExportSchedule, plan: Plan, *, version: int, by: User) -> None:
    """Change a scheduled export, and let it go on. OrgError when it was changed meanwhile."""
    _fill(schedule, plan, by)
    fields = ("document", "title", "parameters", "rhythm", "weekday", "month_day", "at", "next_at")
    values = {name: getattr(schedule, name) for name in fields}
    changed = ExportSchedule.objects.filter(pk=schedule.pk, version=version).update(
        **values, version=F("version") + 1, is_paused=False, paused_why=""
    )
    if not changed:
        raise OrgError(_("Somebody changed this schedule meanwhile. Load the page again."))
    schedule.receivers.set(plan.receivers)
    record("schedule.edited", schedule, by=by, path=_path(by), note=_names(plan.receivers))


def _fill(schedule: ExportSchedule, plan: Plan, by: User) -> None:
    """Put the plan into the row; the rights of everybody named are asked."""
    found = documents.find(plan.document)
    settled = found.settle(by, plan.parameters)
    subject = documents.may_have(by, plan.document, settled)
    if subject is None or not found.repeats:
        raise OrgError(_("You may not export this document, or it is no longer there."))
    without = [str(one) for one in plan.receivers if _why_not(one, plan.document, settled)]
    if without:
        raise OrgError(
            _("%(names)s may not have this document. Take them off the list.")
            % {"names": "、".join(without)}
        )
    if not plan.receivers or len(plan.receivers) > MOST_RECEIVERS:
        raise OrgError(_("Choose 1 to %(n)d people who get it.") % {"n": MOST_RECEIVERS})
    schedule.document, schedule.parameters = plan.document, plan.parameters
    schedule.title = found.standing_title(subject, plan.parameters)[:160]
    schedule.rhythm, schedule.weekday = plan.rhythm, plan.weekday
    schedule.month_day, schedule.at = plan.month_day, plan.at
    schedule.next_at = plan.next_at(clock.now())


@transaction.atomic
def pause_schedule(schedule: ExportSchedule, *, by: User) -> None:
    """Let a schedule rest; nothing is made until it goes on."""
    changed = ExportSchedule.objects.filter(pk=schedule.pk, is_paused=False).update(
        is_paused=True, version=F("version") + 1
    )
    if not changed:
        raise OrgError(_("“%(title)s” is paused already.") % {"title": schedule.title})
    record("schedule.paused", schedule, by=by, path=_path(by))


@transaction.atomic
def resume_schedule(schedule: ExportSchedule, *, by: User) -> None:
    """Let a paused schedule go on at its next moment; what it missed meanwhile stays undone."""
    settled = documents.find(schedule.document).settle(by, schedule.parameters)
    if documents.may_have(by, schedule.document, settled) is None:
        raise OrgError(_("You may not export this document, or it is no longer there."))
    changed = ExportSchedule.objects.filter(pk=schedule.pk, is_paused=True).update(
        is_paused=False, paused_why="", next_at=_after(schedule, clock.now()),
        version=F("version") + 1,
    )  # fmt: skip
    if not changed:
        raise OrgError(_("“%(title)s” is not paused.") % {"title": schedule.title})
    record("schedule.resumed", schedule, by=by, path=_path(by))


@transaction.atomic
def delete_schedule(schedule: ExportSchedule, *, by: User) -> None:
    """Take a schedule away; documents already made stay as long as any other."""
    record("schedule.deleted", schedule, by=by, path=_path(by))
    schedule.delete()


def run_due_schedules() -> int:
    """Order what is due; returns how many schedules ran. Safe to call twice and at once."""
    ran = 0
    for schedule in ExportSchedule.objects.due().select_related("owner"):
        try:
            ran += _run(schedule)
        except Exception:  # one that breaks must not keep the others from their moment
            logger.exception("schedule %s failed", schedule.pk)
    return ran


@transaction.atomic
def _run(schedule: ExportSchedule) -> int:
    """One moment of a schedule: the latest one that has passed stands for those missed."""
    now, due = clock.now(), schedule.next_at
    taken = ExportSchedule.objects.filter(pk=schedule.pk, is_paused=False, next_at=due).update(
        next_at=_after(schedule, now)
    )
    if not taken:
        return 0
    run, is_new = ExportRun.objects.get_or_create(schedule=schedule, moment=due)
    if not is_new:
        return 0
    with translation.override(schedule.language or settings.LANGUAGE_CODE):
        try:
            _order_for_all(schedule, run)
        except DomainError as refusal:
            _note(run, error=str(refusal))
            _tell_owner(run, NOT_MADE, str(refusal))
    return 1


def _order_for_all(schedule: ExportSchedule, run: ExportRun) -> None:
    """An order for each receiver who may have the document now; the others are told of."""
    owner, found = schedule.owner, documents.find(schedule.document)
    settled = found.settle(owner, schedule.parameters) if owner.is_active else {}
    if _why_not(owner, schedule.document, settled):
        why = _("Its owner may not have this document any more.")
        ExportSchedule.objects.filter(pk=schedule.pk).update(is_paused=True, paused_why=why)
        _note(run, error=why)
        _tell_owner(run, PAUSED, "")
        return
    left_out = []
    for person in schedule.receivers.order_by("pk"):
        if why := _why_not(person, schedule.document, settled):
            left_out.append([str(person), why])
        else:
            _order(run, person, settled)
    if left_out:
        _note(run, left_out=left_out)
        _tell_owner(run, LEFT_OUT, "；".join(f"{name}：{_(why)}" for name, why in left_out))
    record("schedule.ran", schedule, by=owner, path=_path(owner))
    ring("orgs.tasks.run_jobs")


def _order(run: ExportRun, person: User, parameters: dict) -> None:
    """One person's job of this run; there is never a second one."""
    schedule = run.schedule
    subject = documents.may_have(person, schedule.document, parameters)
    title = documents.find(schedule.document).title(subject, parameters)
    key = hashlib.sha256(f"run:{run.pk}:{person.pk}".encode()).hexdigest()
    with transaction.atomic():
        try:
            Job.objects.create(
                kind=schedule.document, title=title[:160], parameters=parameters, key=key,
                asked_by=person, language=schedule.language, run=run,
            )  # fmt: skip
        except IntegrityError:
            logger.info("run %s has its job for %s already", run.pk, person.pk)


def _why_not(person: User, document: str, parameters: dict) -> str:
    """Why a person does not get the document, as a message id; blank when they do."""
    if not person.is_active:
        return DISABLED
    return "" if documents.may_have(person, document, parameters) is not None else NO_RIGHT


def _after(schedule: ExportSchedule, now: datetime) -> datetime:
    plan = Plan(
        schedule.document, schedule.parameters, schedule.rhythm, schedule.weekday,
        schedule.month_day, schedule.at, (),
    )  # fmt: skip
    return plan.next_at(now)


def _note(run: ExportRun, **facts: object) -> None:
    ExportRun.objects.filter(pk=run.pk).update(**facts)


def _tell_owner(run: ExportRun, title: str, why: str) -> None:
    tell(
        [run.schedule.owner],
        kind="job",
        occasion=f"schedule:{run.schedule_id}:{run.moment.isoformat()}",
        title=title,
        text="%(why)s" if why else "",
        params={"title": run.schedule.title, "why": why},
        url=PAGE,
        about=f"schedule:{run.schedule_id}",
    )


def _names(people: Iterable[User]) -> str:
    return "、".join(str(person) for person in people)[:200]


def _path(user: User) -> str:
    return user.home_unit.path if user.home_unit_id else ""
