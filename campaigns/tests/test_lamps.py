"""The rule that lights a lamp, as a table."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from campaigns.enums import AssignmentState as A
from campaigns.lamps import Lamp, part_lamp, share_lamp, work_lamp, worst

NOW = datetime.fromisoformat("2026-06-10T12:00:00+08:00")
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("due", "done", "lamp"),
    [
        (None, None, Lamp.NONE),
        (None, NOW, Lamp.GREEN),
        (NOW + 3 * DAY + SECOND, None, Lamp.GREEN),
        (NOW + 3 * DAY, None, Lamp.YELLOW),
        (NOW, None, Lamp.YELLOW),
        (NOW - SECOND, None, Lamp.RED),
        (NOW - DAY, NOW - DAY, Lamp.GREEN),
        (NOW - DAY, NOW - DAY + SECOND, Lamp.YELLOW),
        (NOW + DAY, NOW, Lamp.GREEN),
    ],
)
def test_work_is_green_in_time_yellow_when_near_or_made_good_red_when_overdue(due, done, lamp):
    assert work_lamp(due, done, NOW) == lamp


@pytest.mark.parametrize(
    ("state", "asked", "done", "lamp"),
    [
        (A.TO_SIGN, None, None, Lamp.RED),
        (A.WORKING, None, None, Lamp.RED),
        (A.TO_VERIFY, NOW - 2 * DAY, None, Lamp.GREEN),
        (A.TO_VERIFY, NOW, None, Lamp.YELLOW),
        (A.RETURNED, NOW - 2 * DAY, None, Lamp.RED),
        (A.CLOSED, NOW - 2 * DAY, NOW - 2 * DAY, Lamp.GREEN),
        (A.CLOSED, NOW, NOW, Lamp.YELLOW),
        (A.WITHDRAWN, None, None, Lamp.NONE),
    ],
)
def test_the_unit_clock_stands_still_while_the_office_verifies(state, asked, done, lamp):
    part = SimpleNamespace(state=state, due_at=NOW - DAY, asked_close_at=asked, done_at=done)

    assert part_lamp(part, NOW) == lamp


def test_several_pieces_of_work_show_the_worst_lamp():
    assert worst([Lamp.GREEN, Lamp.RED, Lamp.YELLOW]) == Lamp.RED
    assert worst([Lamp.NONE, Lamp.GREEN]) == Lamp.GREEN
    assert worst([]) == Lamp.NONE


@pytest.mark.parametrize(
    ("done", "of", "lamp"),
    [(0, 0, Lamp.NONE), (9, 10, Lamp.GREEN), (75, 100, Lamp.YELLOW), (74, 100, Lamp.RED)],
)
def test_a_share_is_green_from_90_and_yellow_from_75_percent(done, of, lamp):
    assert share_lamp(done, of) == lamp
