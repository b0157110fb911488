"""The numbers of the frame: put together once for a person's sight, and never for another's."""

import pytest

from fraudwatch.context import Shell
from fraudwatch.lib import clock, prepared
from fraudwatch.tests.cast import NOON, PEOPLE
from orgs.actions.grants import end_grant
from orgs.models import Notice, User
from reports.actions.periods import open_due_periods
from reports.models import Report
from reports.views.navigation import owed, to_review


@pytest.fixture
def numbers(rf, template, cast):
    """What the frame of an account shows; reports of a week are open, a notice is unread."""
    with clock.at(NOON):
        open_due_periods()
    for user in cast.values():
        Notice.objects.create(recipient=user, kind="test", title="T", occasion="one")
    prepared.forget()

    def read(name):
        request = rf.get("/")
        request.user, request.session = User.objects.get(username=name), {}
        with clock.at(NOON):
            return Shell(request).numbers

    return read


def test_everybody_reads_the_same_numbers_again_with_nothing_put_together(numbers):
    first = {name: numbers(name) for name in PEOPLE}
    size = prepared.size()
    again = {name: numbers(name) for name in PEOPLE}

    assert again == first
    assert prepared.size() == size >= len(PEOPLE)
    assert first["nobody"] == {"unread": 1, "in_review": 0}
    assert (first["reporter"][owed], first["two_hats"][owed]) == (6, 12)


def test_the_numbers_are_read_anew_each_time(numbers, cast):
    before = numbers("reporter")

    Notice.objects.all().delete()
    Report.objects.filter(unit=cast["reporter"].home_unit).update(state="submitted")

    assert (before["unread"], before[owed]) == (1, 6)
    assert (numbers("reporter")["unread"], numbers("reporter")[owed]) == (0, 0)
    assert (numbers("coordinator")[to_review], numbers("far_coordinator")[to_review]) == (6, 0)


def test_a_grant_that_ends_takes_its_numbers_with_it(numbers, cast):
    assert numbers("two_hats")[owed] == 12

    end_grant(cast["two_hats"].grants.get(unit__name="柳溪村"), by=cast["administrator"])

    assert numbers("two_hats")[owed] == 6
