"""The deadlines offered for a correction are working days of the site."""

from datetime import date

import pytest

from fraudwatch.lib import clock
from orgs.actions.calendar import DaySpec, set_days
from reports.queries.reviews import deadlines


@pytest.mark.parametrize("is_working", [True, False])
def test_a_day_the_site_rests_is_not_offered(noon, report, cast, is_working):
    """Wednesday, 10 June 2026; the site may rest on Thursday."""
    spec = DaySpec(date(2026, 6, 11), is_working, "防汛")
    set_days([spec], by=cast["administrator"])
    offered = [f"{moment:%m-%d %H}" for moment in deadlines(report, clock.now())]

    assert ("06-11 18" in offered, "06-12 18" in offered) == (is_working, True)
