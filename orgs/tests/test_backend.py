"""Who is asking is read in one query, and is the same person as read in many."""

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser

from fraudwatch.lib import clock
from fraudwatch.tests.cast import PEOPLE
from orgs.enums import Role
from orgs.models import Grant, User
from orgs.queries.backend import AccountBackend


@pytest.mark.parametrize("name", [name for name in PEOPLE if name != "disabled"])
def test_one_read_brings_home_unit_and_grants(cast, units, name, django_assert_num_queries):
    Grant.objects.create(
        user=cast[name], role=Role.AUDITOR, unit=units["bank"], ended_at=clock.now()
    )
    Grant.objects.create(user=cast[name], role=Role.INSPECTOR, unit=units["town"], campaign_id=7)

    with django_assert_num_queries(1):
        found = AccountBackend().get_user(cast[name].pk)
        held, home = found.holdings, found.home_unit

    read = User.objects.get(pk=found.pk)
    assert (held, home) == (read.holdings, read.home_unit)
    assert found == read


@pytest.mark.parametrize("name", ["disabled", None])
def test_nobody_is_asking_with_a_disabled_or_unknown_account(cast, name):
    key = cast[name].pk if name else 0

    assert AccountBackend().get_user(key) is None


def test_an_account_without_grants_and_unit_is_somebody(cast):
    found = AccountBackend().get_user(cast["nobody"].pk)

    assert (found.holdings, found.home_unit) == ([], None)


def test_a_changed_password_or_a_closed_account_still_ends_the_session(sign_in, cast, rf):
    client, user = sign_in("reporter"), cast["reporter"]
    asking = rf.get("/")
    asking.session = client.session
    assert get_user(asking) == user

    User.objects.filter(pk=user.pk).update(is_active=False)
    assert get_user(asking) == AnonymousUser()
    User.objects.filter(pk=user.pk).update(is_active=True, password="other")  # noqa: S106
    assert get_user(asking) == AnonymousUser()
