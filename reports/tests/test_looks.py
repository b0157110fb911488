"""The status tag that goes with a report's state."""

from datetime import UTC, datetime, timedelta

import pytest

from reports.looks import look_of

DUE = datetime(2026, 6, 15, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "timeliness", "hours", "look"),
    [
        ("due", "", -1, "missing"),
        ("due", "", 1, "overdue"),
        ("draft", "", -1, "draft"),
        ("draft", "", 1, "overdue"),
        ("submitted", "on_time", -1, "pending"),
        ("returned", "on_time", 1, "returned"),
        ("approved", "on_time", 1, "approved"),
        ("approved", "late", 1, "late"),
        ("exempt", "", 1, "exempt"),
        ("missing", "", 1, "overdue"),
    ],
)
def test_each_state_has_its_look(state, timeliness, hours, look):
    assert look_of(state, timeliness, DUE, DUE + timedelta(hours=hours)) == look
