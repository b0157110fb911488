"""Five wrong passwords close the door for a while; the way in for everybody else stays open."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from conftest import NOON, PASSWORD
from fraudwatch.lib import clock
from fraudwatch.lib.addresses import client_address, place_of
from orgs import lockout
from orgs.actions.lockout import drop_old_attempts, unlock_account
from orgs.models import AuditEntry, SignInAttempt

LOGIN = "/login/"


def try_once(name="reporter", password="wrong", address="10.0.0.1") -> str:
    """Sign in from a browser of its own; what the page says, or "in"."""
    answer = Client(REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE="en").post(
        LOGIN, {"username": name, "password": password}
    )
    return "in" if answer.status_code == 302 else answer.context["refusal"].title


def fail(times: int, **how) -> list[str]:
    return [try_once(**how) for _turn in range(times)]


WRONG, LOCKED = "Account or password not correct", "Too many tries"


def test_five_failures_lock_the_name_at_that_address(cast, noon):
    answers = fail(6)

    assert answers == [WRONG] * 5 + [LOCKED]
    assert try_once(password=PASSWORD) == LOCKED
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        *["session.refused"] * 4,
        "session.locked",
    ]


def test_the_locked_name_still_gets_in_from_elsewhere(cast, noon):
    fail(5)

    assert try_once(password=PASSWORD, address="10.0.0.2") == "in"


def test_an_unknown_name_is_locked_just_the_same(cast, noon):
    assert fail(6, name="nobody-here") == [WRONG] * 5 + [LOCKED]


def test_capitals_do_not_give_five_more_tries(cast, noon):
    fail(3, name="reporter")

    assert fail(3, name="REPORTER") == [WRONG, WRONG, LOCKED]


def test_the_lock_opens_after_a_quarter_of_an_hour(cast):
    with clock.at(NOON):
        fail(5)
    with clock.at(NOON + timedelta(minutes=14)):
        early = try_once(password=PASSWORD)
    with clock.at(NOON + timedelta(minutes=15)):
        later = try_once(password=PASSWORD)

    assert (early, later) == (LOCKED, "in")


def test_each_further_lock_lasts_twice_as_long(cast):
    with clock.at(NOON):
        fail(5)
    with clock.at(NOON + timedelta(minutes=16)):
        fail(5)
    with clock.at(NOON + timedelta(minutes=45)):
        early = try_once(password=PASSWORD)
    with clock.at(NOON + timedelta(minutes=47)):
        later = try_once(password=PASSWORD)

    assert (early, later) == (LOCKED, "in")


def test_knocking_at_a_locked_door_does_not_keep_it_locked(cast):
    with clock.at(NOON):
        fail(25)
    with clock.at(NOON + timedelta(minutes=15)):
        assert try_once(password=PASSWORD) == "in"
    assert SignInAttempt.objects.count() == 0


def test_the_right_password_forgets_the_wrong_ones(cast, noon):
    fail(4)
    try_once(password=PASSWORD)

    assert fail(5) == [WRONG] * 5


def test_fifty_failures_close_an_address_for_every_name(cast, noon):
    for number in range(50):
        try_once(name=f"name{number}")

    assert try_once(password=PASSWORD) == LOCKED
    assert try_once(password=PASSWORD, address="10.0.0.2") == "in"


def test_the_address_opens_again_after_ten_minutes(cast):
    with clock.at(NOON):
        for number in range(50):
            try_once(name=f"name{number}")
    with clock.at(NOON + timedelta(minutes=10)):
        assert try_once(password=PASSWORD) == "in"


def test_one_household_of_ipv6_is_one_place(cast, noon):
    fail(5, address="2001:db8:1:2::5")

    assert try_once(address="2001:db8:1:2::6") == LOCKED
    assert try_once(address="2001:db8:1:3::6") == WRONG


def test_an_administrator_unlocks(cast, noon, sign_in):
    fail(5)

    answer = sign_in("administrator").post(f"/admin-tools/users/{cast['reporter'].pk}/unlock/")

    assert answer.status_code == 302
    assert try_once(password=PASSWORD) == "in"
    assert AuditEntry.objects.filter(action="account.unlocked").count() == 1


def test_the_server_unlocks(cast, noon, capsys):
    fail(5)

    call_command("unlock", "reporter")

    assert capsys.readouterr().out == "reporter unlocked, 5 wrong passwords forgotten\n"
    assert try_once(password=PASSWORD) == "in"


def test_a_forged_address_does_not_open_the_door(cast, noon):
    for number in range(5):
        Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=f"1.2.3.{number}").post(
            LOGIN, {"username": "reporter", "password": "wrong"}
        )

    assert try_once(password=PASSWORD) == LOCKED


def test_behind_a_proxy_each_person_is_a_place(cast, noon, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    behind = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 10.9.9.9"}
    for _turn in range(5):
        Client(**behind).post(LOGIN, {"username": "reporter", "password": "wrong"})

    entry = AuditEntry.objects.filter(action="session.locked").get()
    assert entry.address == "10.9.9.9"
    assert unlock_account(cast["reporter"], by=None) == 5


def test_old_failures_are_swept(cast):
    with clock.at(NOON):
        fail(2)
    with clock.at(NOON + timedelta(days=1, minutes=1)):
        assert drop_old_attempts() == 2


AT = datetime(2026, 6, 10, 12, 0, tzinfo=NOON.tzinfo)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, None), (4, None), (5, 15), (9, 15), (10, 30), (15, 60), (20, 120)]
)
def test_locks_grow(failures, minutes):
    expected = None if minutes is None else AT + timedelta(minutes=minutes)

    assert lockout.locked_until([AT] * failures) == expected


@pytest.mark.parametrize(
    ("meta", "proxies", "address"),
    [
        ({"REMOTE_ADDR": "10.0.0.1"}, [], "10.0.0.1"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6"}, [], "10.0.0.1"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_REAL_IP": "6.6.6.6"}, [], "10.0.0.1"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_REAL_IP": "6.6.6.6"}, ["127.0.0.1"], "10.0.0.1"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "10.1.1.1"}, ["127.0.0.1"], "10.1.1.1"),
        (
            {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 10.1.1.1"},
            ["127.0.0.0/8"],
            "10.1.1.1",
        ),
        (
            {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.1.1.1, 127.0.0.1"},
            ["127.0.0.1"],
            "10.1.1.1",
        ),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "x"}, ["127.0.0.1"], "127.0.0.1"),
        ({"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "10.1.1.1"}, ["127.0.0.1"], "10.1.1.1"),
        ({"REMOTE_ADDR": "::ffff:10.0.0.1"}, [], "10.0.0.1"),
        ({}, [], "unknown"),
    ],
)
def test_the_address_is_believed_only_from_a_trusted_proxy(meta, proxies, address):
    assert client_address(meta, proxies=proxies) == address


def test_places_are_addresses_or_networks():
    assert [place_of(text) for text in ("10.0.0.1", "2001:db8::1", "unknown")] == [
        "10.0.0.1",
        "2001:db8::/64",
        "unknown",
    ]


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_no_more_tries_than_one_after_the_other(cast):
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _turn: _try_in_a_thread(), range(20)))

    looked_at = AuditEntry.objects.filter(action__in=["session.refused", "session.locked"])
    assert (looked_at.count(), SignInAttempt.objects.count()) == (5, 5)
    assert try_once(password=PASSWORD) == LOCKED


def _try_in_a_thread() -> None:
    try:
        Client(REMOTE_ADDR="10.0.0.1").post(LOGIN, {"username": "reporter", "password": "wrong"})
    finally:
        connection.close()
