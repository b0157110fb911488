"""The Gantt chart (进度图): tasks by phases on the days of the campaign."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from campaigns.enums import Repeat
from campaigns.models import Campaign, Phase, Target
from campaigns.timescale import ZOOMS, Scale, percent
from fraudwatch.lib.weeks import day_label, day_of
from fraudwatch.lib.wording import number

from .task_rows import TaskLedger, TaskRow

NEAR_THE_END = 74  # percent; a label behind the bar would fall off the line
ROOM = 15  # percent; a label fits before a bar that begins after it
LAST_DAYS = 17  # of a month; too few days are left to write its name over them


@dataclass(frozen=True)
class Mark:
    """A word at a place on the line."""

    x: str
    text: str
    day: date | None = None

    @property
    def width(self) -> int:
        """About how wide the words are drawn, in pixels."""
        return 12 + sum(13 if ord(letter) > 0x2000 else 7 for letter in self.text)

    @property
    def half(self) -> str:
        """Half of it to the left."""
        return f"{-self.width / 2:.0f}"


@dataclass(frozen=True)
class Bar:
    """A task's bar; ``tone`` is done, od, plan or nothing for one under way.

    ``place`` says whether the label stands after, before or inside the bar; ``grip`` whether
    the task has one due moment that can be moved.
    """

    row: TaskRow
    tone: str
    starts_on: date
    x: str
    width: str
    filled: str
    end: str
    label: str
    label_x: str
    place: str
    grip: bool


@dataclass(frozen=True)
class Group:
    """A phase with its tasks; ``phase`` is None for those of none."""

    phase: Phase | None
    name: str
    done: int
    total: int
    x: str
    width: str
    is_now: bool
    marks: list[Mark]
    bars: list[Bar]


@dataclass(frozen=True)
class Timeline:
    """The whole chart."""

    scale: Scale
    months: list[Mark]
    days: list[Mark]
    groups: list[Group]
    today: Mark | None
    zooms: tuple[str, ...] = tuple(ZOOMS)

    @property
    def count(self) -> int:
        """How many tasks it shows."""
        return sum(len(group.bars) for group in self.groups)


def task_timeline(campaign: Campaign, ledger: TaskLedger, zoom: str, now: datetime) -> Timeline:
    """The tasks of ``ledger`` on the days of the campaign; one query for the milestones."""
    zoom = zoom if zoom in ZOOMS else "whole"
    scale = Scale(campaign.starts_on, campaign.ends_on, zoom)
    targets = Target.objects.filter(campaign=campaign).exclude(due_on=None)
    targets = list(targets.select_related("indicator").order_by("due_on"))
    by_phase: dict[int | None, list[TaskRow]] = {}
    for row in ledger.rows:
        by_phase.setdefault(row.task.phase_id, []).append(row)
    groups, left = [], targets
    for phase in ledger.phases:
        inside = [one for one in left if phase.starts_on <= one.due_on <= phase.ends_on]
        left = [one for one in left if one not in inside]
        if phase.pk in by_phase or inside:
            groups.append(_group(scale, phase, by_phase.get(phase.pk, []), inside, now))
    if None in by_phase or left:
        groups.append(_group(scale, None, by_phase.get(None, []), left, now))
    return Timeline(
        scale=scale,
        months=[Mark(percent(scale.share(day)), _month(day, scale)) for day in scale.months()],
        days=[Mark(percent(scale.share(day)), str(day.day), day) for day in scale.marks()],
        groups=groups,
        today=_today(scale, now) if scale.holds(day_of(now)) else None,
    )


def _today(scale: Scale, now: datetime) -> Mark:
    words = _("Today, %(day)s") % {"day": day_label(day_of(now))}
    return Mark(percent(scale.share(now)), words, day_of(now))


def _month(day: date, scale: Scale) -> str:
    """The month's name, with the year where a new one begins; none for a few last days."""
    if day == scale.first and day.day > LAST_DAYS:
        return ""
    if scale.first.year != scale.last.year and day.month == 1:
        return format_date(day, pgettext("month and year", "F Y"))
    return format_date(day, pgettext("month without year", "F"))


def _group(
    scale: Scale, phase: Phase | None, rows: list[TaskRow], targets: list[Target], now: datetime
) -> Group:
    first, last = (phase.starts_on, phase.ends_on) if phase else (scale.first, scale.last)
    start, width = _span(scale, first, last)
    order = sorted(rows, key=lambda row: (_start(row, scale), row.task.number))
    return Group(
        phase=phase,
        name=phase.name if phase else _("Without a phase"),
        done=sum(row.state == "closed" for row in rows),
        total=sum(row.state not in ("draft", "withdrawn") for row in rows),
        x=percent(start),
        width=percent(width) if phase else "0%",
        is_now=bool(phase) and first <= day_of(now) <= last,
        marks=[Mark(percent(scale.share(one.due_on)), _goal(one), one.due_on) for one in targets],
        bars=[_bar(scale, row, now) for row in order],
    )


def _goal(target: Target) -> str:
    figure = f"{target.get_op_display()} {number(target.value.normalize())}"
    return f"{day_label(target.due_on)} {target.indicator.shown_name} {figure}"


def _span(scale: Scale, first: date, last: date) -> tuple[float, float]:
    start = scale.share(first)
    end = min(scale.share(last) + 100 / scale.days, 100)
    return start, max(end - start, 100 / scale.days)


def _start(row: TaskRow, scale: Scale) -> date:
    task = row.task
    given = task.starts_on or (day_of(task.issued_at) if task.issued_at else None)
    given = given or (task.phase.starts_on if task.phase else scale.first)
    return min(given, day_of(row.due_at)) if row.due_at else given


def _bar(scale: Scale, row: TaskRow, now: datetime) -> Bar:
    task, first = row.task, _start(row, scale)
    repeats = task.repeat != Repeat.ONCE
    due = row.due_at or task.due_at
    last = (task.until or scale.last) if repeats else (day_of(due) if due else first)
    start, width = _span(scale, first, max(first, last))
    end, label = start + width, _label(row)
    place = "after" if end <= NEAR_THE_END else "before" if start > ROOM else "inside"
    return Bar(
        row=row,
        tone=_tone(row),
        starts_on=first,
        x=percent(start),
        width=percent(width),
        filled=percent(100 if row.state == "closed" else 100 * row.done / (row.units or 1)),
        end=percent(end),
        label=label,
        label_x=percent(_label_at(scale, row, (start, end), place, now)),
        place=place,
        grip=due is not None and not repeats,
    )


def _label_at(
    scale: Scale, row: TaskRow, span: tuple[float, float], place: str, now: datetime
) -> float:
    """Where the label begins: what is overdue is said behind today's line, not across it."""
    start, end = span
    today = scale.share(now)
    if place == "after" and row.is_overdue and end < today <= NEAR_THE_END:
        return today
    return start if place == "before" else end


def _tone(row: TaskRow) -> str:
    if row.state == "closed":
        return "done"
    if row.is_overdue:
        return "od"
    return "plan" if row.state in ("draft", "todo", "withdrawn") else ""


def _label(row: TaskRow) -> str:
    """What stands beside the bar: days overdue, made good late, or how many units are done."""
    if row.is_overdue:
        days = ngettext("%(n)d day overdue", "%(n)d days overdue", row.late_days)
        return days % {"n": row.late_days} if row.late_days else _("overdue today")
    if row.state == "closed":
        late = ngettext("%(n)d unit late", "%(n)d units late", row.late)
        return late % {"n": row.late} if row.late else ""
    if row.state == "draft":
        return _("draft") if row.due_at else _("draft, no due date")
    if row.state == "withdrawn":
        return _("withdrawn")
    return _("%(done)d/%(total)d units") % {"done": row.done, "total": row.units}
