"""Who is asking is read in one query, and is the same person as read in many."""

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser, Permission

from fraudwatch.lib import clock
from fraudwatch.tests.cast import PEOPLE
from orgs.enums import Role
from orgs.middleware import AccountMiddleware
from orgs.models import Grant, User
from orgs.models.sessions import SessionStore
from orgs.queries.backend import AccountBackend, out_of


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


def test_a_session_is_read_with_its_person(sign_in, cast, rf, django_assert_num_queries):
    Grant.objects.create(
        user=cast["reporter"], role=Role.INSPECTOR, unit=cast["reporter"].home_unit
    )
    asking = rf.get("/")
    asking.session = SessionStore(sign_in("reporter").session.session_key)

    with django_assert_num_queries(1):
        AccountMiddleware(lambda _request: None).process_request(asking)
        found = (asking.user.name, asking.user.holdings, asking.user.home_unit)

    read = User.objects.get(pk=cast["reporter"].pk)
    assert found == (read.name, read.holdings, read.home_unit)


def test_outside_the_reading_of_a_session_an_account_is_read_anew(cast, sign_in):
    store = SessionStore(sign_in("reporter").session.session_key)
    store.load()
    User.objects.filter(pk=cast["reporter"].pk).update(is_active=False)

    with out_of(store):
        assert AccountBackend().get_user(cast["leader"].pk) == cast["leader"]
    assert AccountBackend().get_user(cast["reporter"].pk) is None


def test_rights_come_from_grants_alone_and_a_no_asks_no_table(cast, django_assert_num_queries):
    right = Permission.objects.get(codename="add_user", content_type__app_label="orgs")
    cast["reporter"].user_permissions.add(right)
    reporter, rescue = AccountBackend().get_user(cast["reporter"].pk), User(is_superuser=True)

    with django_assert_num_queries(0):
        assert (reporter.has_perm("orgs.add_user"), rescue.has_perm("orgs.add_user")) == (
            False, True,
        )  # fmt: skip


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
