"""Reporters share the text of a query and read their own rows; others have texts of their own."""

import pytest

from fraudwatch.lib.prepared import read_again
from orgs.enums import Role
from orgs.models import Grant, Unit, User
from orgs.models.alike import asker


def homes(user):
    who = asker(User.objects.get(pk=user.pk))

    def ask(**own):
        keys = [held.unit_id for held in who.standing(own).holdings]
        return Unit.objects.filter(pk__in=keys).order_by("pk")

    return [unit.name for unit in read_again(("homes", who.key), ask, who.values, **who.values)]


def test_reporters_of_two_units_are_alike_and_read_what_is_theirs(cast):
    bank, school = asker(cast["bank"]), asker(cast["school"])

    assert bank.key == school.key
    assert [homes(cast[name]) for name in ("bank", "school", "bank")] == [
        ["青澜农商银行"],
        ["河湾镇中心小学"],
        ["青澜农商银行"],
    ]


def test_a_second_unit_makes_another_text(cast):
    bank = cast["bank"]
    Grant.objects.create(user=bank, unit=cast["school"].home_unit, role=Role.REPORTER)
    two = User.objects.get(pk=bank.pk)

    assert asker(two).key != asker(cast["school"]).key
    assert sorted(homes(two)) == sorted(["青澜农商银行", "河湾镇中心小学"])


@pytest.mark.parametrize("name", ["coordinator", "leader", "nobody"])
def test_who_reads_a_subtree_or_nothing_asks_as_nobody_else(cast, name):
    who = asker(cast[name])

    assert (who.key, dict(who.values)) == (cast[name].sight, {})
    assert who.standing({}) is cast[name]
