"""How often one place may ask: counted by the minute, forgotten in time."""

from datetime import timedelta

from conftest import NOON
from reports.pace import Pace


def test_one_too_many_is_refused_until_the_minute_is_over():
    pace = Pace(2)
    answers = [pace.allows("a", NOON + timedelta(seconds=n)) for n in (0, 1, 2, 60)]

    assert answers == [True, True, False, True]
    assert pace.allows("b", NOON)


def test_a_clock_set_back_begins_anew():
    pace = Pace(1)

    assert pace.allows("a", NOON)
    assert pace.allows("a", NOON - timedelta(hours=1))


def test_it_remembers_so_many_places_and_no_more():
    pace = Pace(1, keys=3)
    for number in range(10):
        pace.allows(str(number), NOON)

    assert list(pace.counts) == ["7", "8", "9"]
