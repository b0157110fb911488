"""Who may open the views of tasks and move what they show (see fraudwatch/tests/role_table.py)."""

from collections.abc import Callable
from types import SimpleNamespace

from .url_table import CAMPAIGN, COUNTY, OFFICE, SAVE

READERS = "leader inspector auditor"
NAMES = "town reporter school two_hats town_reporter"  # see the task, do not lead the campaign


def phase_cell(world: SimpleNamespace) -> dict:
    """The village's cell in the phase of its task."""
    return {"c": f"{world.units['village'].pk}.{world.working.task.phase_id or 0}"}


def cell(about: str) -> Callable[[SimpleNamespace], dict]:
    """The village's cell in the task of this part of the world."""

    def key(world: SimpleNamespace) -> dict:
        task = getattr(world, about)
        return {"c": f"{world.units['village'].pk}.{getattr(task, 'task_id', task.pk)}"}

    return key


def moved(world: SimpleNamespace) -> dict:
    """The form that moves the due moment of the task at hand."""
    reason = {"reason": "汛期值守，顺延", "version": world.task.version}
    return {"due_on": "2026-07-15", "due_time": "18:00", **reason}


TABLE = {
    "campaigns:task-cell": {
        **CAMPAIGN,
        "query": cell("working"),
        "get": {200: f"{COUNTY} town reporter", 404: "*"},
        "shows": "Swift-village-feedback",
        "also": [
            {"query": {"c": "1 OR 1=1"}, "get": {404: "*"}, "shows": {}},
            {"query": cell("draft_task"), "get": {404: "*"}, "shows": {}},
        ],
    },
    "campaigns:task-phase-cell": {
        **CAMPAIGN,
        "query": phase_cell,
        "get": {200: f"{COUNTY} town reporter", 404: "*"},
        "also": [{"query": {"c": "-1.x"}, "get": {404: "*"}}],
    },
    "campaigns:task-cell-remind": {**CAMPAIGN, "post": SAVE, "data": cell("to_sign")},
    "campaigns:task-move-card": {
        "kwargs": {"pk": "draft_task.pk"},
        "post": {302: OFFICE, 403: READERS, 404: "*"},
        "data": {"to": "todo"},
    },
    "campaigns:task-move-due": {
        "kwargs": {"pk": "task.pk"},
        "get": {200: OFFICE, 403: f"{READERS} {NAMES}", 404: "*"},
        "post": {302: OFFICE, 403: f"{READERS} {NAMES}", 404: "*"},
        "data": moved,
    },
}
