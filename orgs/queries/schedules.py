"""What the page of scheduled exports shows: each with its next run and what came of the last."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from orgs import documents
from orgs.enums import CONTENT_READERS, Rhythm, WorkState
from orgs.models import ExportRun, ExportSchedule, Grant, Job, User

from .offers import Offer, icon_of, preset

LAST = 3  # runs shown of each
OFFERED = 200  # people to choose from


@dataclass(frozen=True)
class RunLine:
    """One run in words: how many were made, who was left out and why."""

    run: ExportRun
    made: int
    wanted: int
    left_out: list[tuple[str, str]]
    failed: list[Job]


@dataclass(frozen=True)
class ScheduleRow:
    """A schedule as the page prints it."""

    schedule: ExportSchedule
    icon: str
    rhythm: str
    people: list[User]
    runs: list[RunLine] = field(default_factory=list)


def schedule_rows(user: User) -> list[ScheduleRow]:
    """``user``'s schedules with their receivers and last runs. Four queries."""
    jobs = Job.objects.select_related("asked_by").order_by("pk")
    runs = ExportRun.objects.order_by("-moment").prefetch_related(Prefetch("jobs", queryset=jobs))
    found = ExportSchedule.objects.visible_to(user).prefetch_related(
        "receivers", Prefetch("runs", queryset=runs[:LAST], to_attr="last_runs")
    )
    return [_row(schedule) for schedule in found]


def _row(schedule: ExportSchedule) -> ScheduleRow:
    kinds = {one.name: one.kind for one in documents.registered()}
    lines = [_line(run) for run in schedule.last_runs]
    icon = icon_of(kinds.get(schedule.document, documents.PLAIN))
    return ScheduleRow(
        schedule, icon, rhythm_words(schedule), list(schedule.receivers.all()), lines
    )


def _line(run: ExportRun) -> RunLine:
    jobs = list(run.jobs.all())
    done = [job for job in jobs if job.state in (WorkState.DONE, WorkState.EXPIRED)]
    failed = [job for job in jobs if job.state == WorkState.FAILED]
    left_out = [(name, _(why)) for name, why in run.left_out]
    return RunLine(run, len(done), len(jobs), left_out, failed)


def rhythm_words(schedule: ExportSchedule) -> str:
    """``every Monday 08:00``."""
    at = f"{schedule.at:%H:%M}"
    if schedule.rhythm == Rhythm.WORKDAYS:
        return _("every working day at %(at)s") % {"at": at}
    if schedule.rhythm == Rhythm.MONTHLY:
        return _("on day %(day)d of every month at %(at)s") % {"day": schedule.month_day, "at": at}
    day = dict(weekdays())[schedule.weekday]
    return _("every %(day)s at %(at)s") % {"day": day, "at": at}


def weekdays() -> list[tuple[int, str]]:
    """The days of the week from Monday."""
    names = (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"),
        _("Sunday"),
    )  # fmt: skip
    return list(enumerate(names))


def repeating(user: User, session: Mapping, asked: Mapping) -> list[Offer]:
    """The documents ``user`` can have made again and again, the asked one open."""
    found = [
        (one, one.standing_choices(user, session)) for one in documents.grouped() if one.repeats
    ]
    found = [(one, choices) for one, choices in found if choices]
    names = [one.name for one, _choices in found]
    chosen = asked.get("document") if asked.get("document") in names else next(iter(names), "")
    return [
        Offer(
            one,
            icon_of(one.kind),
            [preset(choice, asked.get(choice.name)) for choice in choices],
            one.name == chosen,
        )
        for one, choices in found
    ]


def possible_receivers(user: User, schedule: ExportSchedule | None = None) -> QuerySet[User]:
    """The accounts in sight that read figures somewhere, one's own, those named so far; by unit."""
    readers = Grant.objects.in_force().filter(role__in=CONTENT_READERS).values("user")
    seen = User.objects.visible_to(user).filter(Q(pk__in=readers, is_active=True) | Q(pk=user.pk))
    keys = set(seen.order_by("home_unit__path", "name").values_list("pk", flat=True)[:OFFERED])
    if schedule:
        keys |= set(schedule.receivers.values_list("pk", flat=True))
    found = User.objects.filter(pk__in=keys).select_related("home_unit")
    return found.order_by("home_unit__path", "name")


def receiver_words(person: User) -> str:
    """The name and the unit."""
    return f"{person} · {person.home_unit.name}" if person.home_unit_id else str(person)
