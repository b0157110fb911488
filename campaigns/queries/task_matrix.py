"""The wall charts of tasks (挂图作战): units by tasks, and units by phases of the campaign."""

from collections.abc import Iterable
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.cells import LOOKS, letter_of
from campaigns.enums import AssignmentState
from campaigns.lamps import worst
from campaigns.models import Campaign
from campaigns.progress import Standing, standings
from campaigns.walls import (
    NEAR,
    NOTHING,
    PER_PAGE,
    Column,
    Wall,
    WallRow,
    Words,
    count_below,
    in_order,
)
from fraudwatch.lib.pages import numbered_page
from fraudwatch.lib.weeks import day_label, span_label

from .part_facts import PartFact
from .task_filters import COLUMNS
from .task_rows import TaskLedger, TaskRow

Cells = dict[int, dict[int, list[tuple[Standing, str]]]]  # unit: column: its standings


def task_matrix(campaign: Campaign, ledger: TaskLedger, params: QueryDict, now: datetime) -> Wall:
    """Units by the issued tasks of ``ledger``, without a further query.

    A note is n/N of the units a part was passed on to, or how many rounds are overdue.
    """
    tasks = [row for row in ledger.rows if row.state in COLUMNS]
    cells: Cells = {}
    for column, row in enumerate(tasks):
        facts = ledger.facts.get(row.task.pk, [])
        passed_on = _passed_on(facts)
        stands = standings(facts, now) if passed_on else ledger.stands.get(row.task.pk, ())
        for one in stands:
            note = passed_on.get(one.part.pk, "")
            cells.setdefault(one.part.unit_id, {})[column] = [(one, note)]
    rows = _rows(campaign, ledger, cells, len(tasks))
    words = Words(
        label=_("Units by tasks"),
        end=_("Done"),
        spoken=_("%(unit)s, task %(n)d: %(word)s").replace("%(n)d", "%(n)s"),
        marked=str(NEAR),
        icons=False,
        rule=_rule(),
    )
    return _wall([_task_column(row) for row in tasks], rows, params, words)


def phase_matrix(campaign: Campaign, ledger: TaskLedger, params: QueryDict, now: datetime) -> Wall:
    """Units by phases: how many of a unit's tasks in the phase are completed, and the worst.

    Tasks without a phase stand in a column of their own. Asks nothing further.
    """
    phases = list(ledger.phases)
    places = {phase.pk: place for place, phase in enumerate(phases)}
    issued = [row for row in ledger.rows if row.state in COLUMNS]
    columns = [
        Column(
            phase.pk, phase.name, phase.name, span_label(phase.starts_on, phase.ends_on),
            is_now=phase.starts_on <= now.date() <= phase.ends_on,
        )
        for phase in phases
    ]  # fmt: skip
    if any(row.task.phase_id is None for row in issued):
        columns.append(Column(0, _("Without a phase"), _("Without a phase")))
    cells: Cells = {}
    for row in issued:
        column = places.get(row.task.phase_id, len(phases))
        for one in ledger.stands.get(row.task.pk, ()):
            cells.setdefault(one.part.unit_id, {}).setdefault(column, []).append((one, ""))
    for given in cells.values():
        for stands in given.values():
            done = sum(one.is_done for one, _note in stands)
            stands[0] = (stands[0][0], f"{done}/{len(stands)}")
    words = Words(
        label=_("Units by phases"),
        end=_("Done"),
        spoken=_("%(unit)s, %(title)s: %(word)s"),
        marked=str(NEAR),
        look="phases",
        rule=_rule(),
    )
    return _wall(columns, _rows(campaign, ledger, cells, len(columns)), params, words)


def _rule() -> str:
    """The rule of the lamps, printed where they are."""
    return _(
        "Lamp of a unit: the worst of its tasks. Red: overdue. Yellow: due within three days, or"
        " completed late. Green: completed in time, or more than three days left."
    )


def _task_column(row: TaskRow) -> Column:
    task = row.task
    day = day_label(row.due_at) if row.due_at else ""
    extra = " · ".join(word for word in (row.lead, day, f"{row.done}/{row.units}") if word)
    url = reverse("campaigns:task-detail", args=[task.pk])
    return Column(
        task.pk, str(task.number), task.title, f"{row.done}/{row.units}", url, extra=extra
    )


def _wall(columns: list[Column], rows: list[WallRow], params: QueryDict, words: Words) -> Wall:
    page = numbered_page(rows, params, per=PER_PAGE)
    return Wall(columns, rows, page, params.get("rows") == "pages", LOOKS, words)


def _passed_on(facts: Iterable[PartFact]) -> dict[int, str]:
    """How many of the units below are done, by the part that was passed on: 3/5."""
    counts: dict[int, list[int]] = {}
    for fact in facts:
        if fact.parent_id and fact.state != AssignmentState.WITHDRAWN:
            count = counts.setdefault(fact.parent_id, [0, 0])
            count[0] += fact.state == AssignmentState.CLOSED
            count[1] += 1
    return {key: f"{done}/{total}" for key, (done, total) in counts.items()}


def _rows(campaign: Campaign, ledger: TaskLedger, cells: Cells, columns: int) -> list[WallRow]:
    rows = list(in_order(campaign.owner, ledger.units, cells))
    for row in rows:
        _fill(row, cells.get(row.unit.pk, {}), columns)
    count_below(rows)
    return rows


def _fill(row: WallRow, cells: dict[int, list[tuple[Standing, str]]], columns: int) -> None:
    """One unit's letters; a cell of several tasks shows the worst of them."""
    letters, stands = [NOTHING] * columns, []
    for column, given in cells.items():
        letters[column] = max((_letter(one) for one, _note in given), key=WORST.index)
        note, late = given[0][1], max(one.late for one, _note in given)
        stands += [one for one, _note in given]
        if note := note or (f"×{late}" if late > 1 else ""):
            row.notes[column] = note
    row.letters, row.total = "".join(letters), len(stands)
    row.done = sum(one.is_done for one in stands)
    row.overdue = sum(one.late > 0 for one in stands)
    row.lamp = worst([one.lamp for one in stands])


WORST = "clvgsrGSRo"  # of several tasks in one cell the last of these is shown


def _letter(one: Standing) -> str:
    return letter_of(one.part.state, one.lamp, is_done=one.is_done)
