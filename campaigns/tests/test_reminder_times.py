"""When a reminder goes out: quiet hours, days off, the digest of a morning."""

from datetime import datetime, time, timedelta

import pytest

from campaigns.reminder_times import Terms, after_quiet, looks_ahead, send_at
from fraudwatch.lib.weeks import SEEDS, ZONE

NIGHT = (time(21), time(8))
MINUTES = {"before": -1440, "due": 0, "after": 60}


def at(day, hour, minute=0):
    """A moment of June 2026; the 12th is a Friday, the 13th a Saturday, the 15th a Monday."""
    return datetime(2026, 6, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("kind", "moment", "terms", "goes"),
    [
        ("before", at(10, 12), Terms(quiet=NIGHT), at(10, 12)),
        ("before", at(10, 22), Terms(quiet=NIGHT), at(11, 8)),
        ("before", at(10, 6), Terms(quiet=NIGHT), at(10, 8)),
        ("before", at(10, 8), Terms(quiet=NIGHT), at(10, 8)),
        ("before", at(10, 13), Terms(quiet=(time(12), time(14))), at(10, 14)),
        ("due", at(10, 23), Terms(quiet=NIGHT), at(10, 23)),
        ("due", at(10, 23), Terms(quiet=NIGHT, rings_at_due=False), at(11, 8)),
        ("before", at(14, 12), Terms(working_days_only=True), at(12, 12)),
        ("after", at(13, 12), Terms(quiet=NIGHT, working_days_only=True), at(15, 8)),
        ("before", at(12, 22), Terms(quiet=NIGHT, working_days_only=True), at(15, 8)),
        ("before", at(10, 18), Terms(is_digest=True), at(11, 8, 30)),
        ("before", at(10, 7), Terms(is_digest=True), at(10, 8, 30)),
        ("after", at(12, 18), Terms(is_digest=True, working_days_only=True), at(15, 8, 30)),
        ("due", at(10, 18), Terms(is_digest=True), at(10, 18)),
    ],
)  # fmt: skip
def test_a_reminder_moves_to_the_next_moment_that_is_allowed(kind, moment, terms, goes):
    assert send_at(moment, MINUTES[kind], terms, SEEDS) == goes


def test_a_digest_that_would_come_after_the_due_moment_goes_out_at_once():
    assert send_at(at(10, 18), -120, Terms(is_digest=True), SEEDS) == at(10, 18)


def test_on_the_last_working_day_the_days_off_ahead_are_looked_at():
    terms = Terms(working_days_only=True)

    assert looks_ahead(at(12, 9), terms, SEEDS) == at(15, 0)
    assert looks_ahead(at(13, 9), terms, SEEDS) == at(13, 9)
    assert looks_ahead(at(12, 9), Terms(), SEEDS) == at(12, 9)


def test_no_moment_of_a_week_stays_in_quiet_hours():
    terms = Terms(quiet=NIGHT, working_days_only=True)
    for hour in range(24 * 7):
        goes = after_quiet(at(8, 0) + timedelta(hours=hour), terms, SEEDS)
        assert time(8) <= goes.time() < time(21)
        assert SEEDS.is_working(goes.date())
