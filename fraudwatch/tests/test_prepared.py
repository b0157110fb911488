"""Queries put together once: the same rows as asked plainly, of this moment and of these values."""

import uuid
from datetime import timedelta

import pytest
from django.db.models import F

from fraudwatch.lib import clock
from fraudwatch.lib.prepared import read_again, read_same
from orgs.models import Grant, HeadcountBase, Unit, User


def told(user):
    """What a query with an account's home unit read."""
    return user.username, user.home_unit.name, user.home_unit.parent_id, user.code


def accounts(name, joined):
    rows = User.objects.filter(username__gte=name, date_joined__lte=joined)
    return rows.select_related("home_unit").annotate(code=F("home_unit__code")).order_by("username")


def test_rows_come_as_whole_objects_for_the_values_of_each_asking(cast, django_assert_num_queries):
    joined = cast["nobody"].date_joined
    wanted = [("reporter", joined + timedelta(days=1)), ("x", joined), ("town", joined)]

    with django_assert_num_queries(3):
        found = [
            [told(user) for user in read_again("accounts", accounts, name=name, joined=moment)]
            for name, moment in wanted
        ]

    assert found == [[told(user) for user in accounts(*one)] for one in wanted]
    assert [len(rows) for rows in found[:2]] == [7, 0]


def test_the_same_object_is_read_anew(units):
    def ask(pk):
        return Unit.objects.filter(pk=pk)

    (town,) = read_again("unit", ask, pk=units["town"].pk)
    Unit.objects.filter(pk=town.pk).update(name="新河湾镇")
    (again,) = read_again("unit", ask, pk=units["town"].pk)
    again.position = 99
    again.save()

    assert (town.name, again.name) == ("河湾镇", "新河湾镇")
    assert Unit.objects.get(pk=town.pk).position == 99


def test_people_with_the_same_query_read_their_own_rows(cast):
    def ask(name):
        return lambda: Grant.objects.filter(user__username=name).select_related("unit")

    for _again in range(2):
        found = {name: read_again(("own", name), ask(name)) for name in ("bank", "school")}
        assert {name: [row.unit.name for row in rows] for name, rows in found.items()} == {
            "bank": ["青澜农商银行"],
            "school": ["河湾镇中心小学"],
        }


def test_what_finds_nothing_by_itself_and_what_reckons_from_the_clock_is_asked_plainly(cast):
    joined = cast["nobody"].date_joined

    def young():
        return User.objects.filter(date_joined__gt=clock.now() - timedelta(days=1))

    assert read_again("none", lambda: User.objects.none()) == []
    for days, count in ((0, len(cast)), (3, 0), (0, len(cast))):
        with clock.at(joined + timedelta(days=days)):
            assert len(read_again("young", young)) == count


@pytest.mark.parametrize(
    ("ask", "problem"),
    [
        (lambda name: User.objects.filter(username__startswith=name), "as it is: name"),
        (lambda name: User.objects.filter(username=name).values(), "only whole objects"),
        (lambda name: User.objects.filter(username=name).prefetch_related("grants"), "prefetched"),
    ],
)
def test_what_cannot_be_asked_again_is_refused_at_once(cast, ask, problem):
    with pytest.raises(ValueError, match=problem):
        read_again(("refused", problem), ask, name="bank")


def test_objects_stay_the_same_while_their_rows_do(units, django_assert_num_queries):
    def ask(pk):
        return Unit.objects.filter(pk=pk).select_related("parent")

    def read(code):
        return read_same("unit that stays", ask, pk=units[code].pk)[0]

    town, county = read("town"), read("county")
    with django_assert_num_queries(1):
        assert read("town") is town
    Unit.objects.filter(pk=town.parent_id).update(name="青岚县")

    assert (read("town").parent.name, read("county").name) == ("青岚县", "青岚县")
    assert (town.parent.name, county.name) == (units["county"].name, units["county"].name)


@pytest.mark.parametrize("days", [0, 1])
def test_a_day_may_be_a_value(cast, days):
    first, key = clock.today(), uuid.uuid4()
    row = HeadcountBase.objects.create(
        unit=cast["town"].home_unit, kind="adults", count=5, as_of=first, by=cast["town"]
    )

    def ask(on, key):
        return HeadcountBase.objects.filter(as_of__gte=on)

    found = read_again("from a day", ask, spare=["key"], on=first + timedelta(days), key=key)

    assert found == [row][: 1 - days]


def test_what_is_reckoned_from_a_value_is_put_together_each_time(units):
    def ask(name):
        return Unit.objects.filter(name=f"{name}镇")

    found = [read_again("reckoned", ask, spare=["name"], name=name) for name in ("河湾", "无此")]

    assert [[unit.name for unit in rows] for rows in found] == [["河湾镇"], []]
