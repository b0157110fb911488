"""One reckoning of progress: repeated rounds, withdrawn parts, parts passed on."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from campaigns.cells import letter_of
from campaigns.enums import AssignmentState as A
from campaigns.lamps import Lamp
from campaigns.progress import current_parts, own_parts, standings

NOW = datetime.fromisoformat("2026-06-10T12:00:00+08:00")
NEXT_WEEK, LAST_WEEK = NOW + timedelta(days=7), NOW - timedelta(days=7)


def part(pk, state=A.WORKING, *, unit=1, occurrence=0, parent=None, due=NEXT_WEEK, done=None):
    return SimpleNamespace(
        pk=pk, unit_id=unit, state=state, occurrence=occurrence, parent_id=parent, due_at=due,
        done_at=done, asked_close_at=done,
    )  # fmt: skip


def test_rounds_that_are_done_do_not_weigh_any_more():
    first = part(1, A.CLOSED, occurrence=1, due=LAST_WEEK, done=LAST_WEEK)
    second = part(2, A.WORKING, occurrence=2, due=LAST_WEEK)
    third = part(3, A.TO_SIGN, occurrence=3)

    assert current_parts([first, second, third]) == [third, second]


def test_a_unit_stands_where_its_latest_round_stands_and_counts_the_overdue_ones():
    rounds = [
        part(1, A.WORKING, occurrence=1, due=LAST_WEEK),
        part(2, A.RETURNED, occurrence=2, due=LAST_WEEK),
        part(3, A.TO_SIGN, occurrence=3),
    ]

    [found] = standings(rounds, NOW)

    assert (found.part.pk, found.lamp, found.late, found.is_done) == (3, Lamp.RED, 2, False)


def test_a_unit_is_done_when_all_its_rounds_are():
    rounds = [part(n, A.CLOSED, occurrence=n, due=NEXT_WEEK, done=NOW) for n in (1, 2)]

    [found] = standings(rounds, NOW)

    assert (found.is_done, found.lamp) == (True, Lamp.GREEN)


def test_a_unit_that_was_taken_out_counts_for_nothing():
    assert standings([part(1, A.WITHDRAWN)], NOW) == []


def test_what_was_passed_on_is_counted_with_the_part_it_came_from():
    town, village = part(1), part(2, unit=2, parent=1)

    assert own_parts([town, village]) == [town]


def test_a_village_that_does_not_see_the_towns_part_sees_its_own():
    village = part(2, unit=2, parent=1)

    assert own_parts([village]) == [village]


@pytest.mark.parametrize(
    ("state", "lamp", "is_done", "letter"),
    [
        (A.CLOSED, Lamp.GREEN, True, "c"),
        (A.CLOSED, Lamp.YELLOW, True, "l"),
        (A.WORKING, Lamp.RED, False, "o"),
        (A.RETURNED, Lamp.RED, False, "o"),
        (A.RETURNED, Lamp.GREEN, False, "r"),
        (A.TO_VERIFY, Lamp.GREEN, False, "v"),
        (A.TO_VERIFY, Lamp.YELLOW, False, "v"),
        (A.WORKING, Lamp.GREEN, False, "g"),
        (A.WORKING, Lamp.YELLOW, False, "G"),
        (A.TO_SIGN, Lamp.GREEN, False, "s"),
        (A.TO_SIGN, Lamp.YELLOW, False, "S"),
        (A.CLOSED, Lamp.GREEN, False, "v"),
    ],
)
def test_a_cell_says_overdue_first_then_what_the_unit_is_at(state, lamp, is_done, letter):
    assert letter_of(state, lamp, is_done=is_done) == letter
