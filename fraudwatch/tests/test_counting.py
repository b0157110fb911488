"""Many counts in one query: right, and one, and its text put together once."""

from datetime import timedelta

import pytest

from fraudwatch.lib import clock
from fraudwatch.lib.counting import count_again, count_rows
from orgs.models import Unit, User


def test_all_counts_are_read_at_once(units, cast, django_assert_num_queries):
    everybody = User.objects.order_by("username")
    towns = Unit.objects.filter(kind="town").select_related("parent").order_by("name")
    rows = {
        "people": [everybody],
        "places": [towns, Unit.objects.filter(kind="county")],
        "none": [Unit.objects.filter(pk__in=[]), Unit.objects.none()],
        "nothing": [],
        7: [User.objects.filter(grants__role="reporter").distinct()],
    }

    with django_assert_num_queries(2):
        counts = count_rows(User.objects.filter(username="nobody"), rows)
        again = count_again("all", lambda: (User.objects.filter(username="nobody"), rows))

    assert counts == again == {"people": len(cast), "places": 4, "none": 0, "nothing": 0, 7: 9}


def test_nothing_to_count_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert count_rows(User.objects.all(), {"nothing": []}) == {"nothing": 0}
        assert count_again("nothing", lambda: (User.objects.all(), {"nothing": []})) == {
            "nothing": 0
        }


class Asking:
    """Counts accounts that joined before what the clock says, and how often that was put together.

    ``told`` makes of the clock what the accounts are held against.
    """

    def __init__(self, lookup, told):
        self.lookup, self.told, self.times = lookup, told, 0

    def __call__(self):
        self.times += 1
        early = User.objects.filter(**{f"date_joined{self.lookup}__lt": self.told()})
        return User.objects.filter(username="nobody"), {"early": [early]}


@pytest.mark.parametrize(
    ("lookup", "told", "once"),
    [
        ("", clock.now, True),
        ("", lambda: clock.now() - timedelta(days=1), False),
        ("__date", clock.today, False),
    ],
    ids=["the moment of asking", "reckoned from it", "its day"],
)
def test_a_text_put_together_once_is_asked_at_the_moment_of_asking(cast, lookup, told, once):
    joined, ask, counts = cast["nobody"].date_joined, Asking(lookup, told), []

    for days in (-3, 3, -3):
        with clock.at(joined + timedelta(days=days)):
            counts.append(count_again((lookup, told), ask)["early"])

    assert counts == [0, len(cast), 0]
    assert (ask.times == 1) is once  # what is reckoned would stand still


def test_other_keys_are_put_together_anew(cast):
    def counted(kind):
        rows = {"units": [Unit.objects.filter(kind=kind)]}
        return count_again(("kind", kind), lambda: (User.objects.filter(username="nobody"), rows))

    assert [counted(kind) for kind in ("town", "school")] == [{"units": 2}, {"units": 1}]
