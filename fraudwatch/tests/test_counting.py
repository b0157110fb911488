"""Many counts in one query: right, and one."""

from fraudwatch.lib.counting import count_rows
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

    with django_assert_num_queries(1):
        counts = count_rows(User.objects.filter(username="nobody"), rows)

    assert counts == {"people": len(cast), "places": 4, "none": 0, "nothing": 0, 7: 9}


def test_nothing_to_count_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert count_rows(User.objects.all(), {"nothing": []}) == {"nothing": 0}
