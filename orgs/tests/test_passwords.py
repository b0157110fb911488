"""What a password must be under each policy, and when a new one is asked for."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from conftest import NOON, PASSWORD
from fraudwatch.lib import clock
from orgs.actions.accounts import change_password
from orgs.models import PasswordHistory, User, UserSession
from orgs.passwords import (
    CompositionValidator,
    LocalWordsValidator,
    NotReusedValidator,
    classes_in,
    is_too_old,
    one_time_password,
)

NEW = "Quite-new-2026"
PAGE = "/password/"


@pytest.fixture
def own(sign_in):
    """The reporter signed in."""
    return sign_in("reporter")


def change(client, new=NEW, again=None, old=PASSWORD, **more):
    return client.post(PAGE, {"old": old, "new": new, "again": again or new, **more})


def test_a_new_password_is_taken_and_this_session_goes_on(own, cast):
    answer = change(own)

    cast["reporter"].refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert cast["reporter"].check_password(NEW)
    assert own.get("/inbox/").status_code == 200


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"old": "wrong"}, "old"),
        ({"again": "Something-else-1"}, "again"),
        ({"new": "Short-1"}, "new"),
        ({"new": "onlysmallletters"}, "new"),
        ({"new": "Reporter-1"}, "new"),
        ({"new": PASSWORD}, "new"),
        ({"new": "password123"}, "new"),
    ],
)
def test_what_the_policy_refuses(own, cast, data, field):
    answer = change(own, **data)

    cast["reporter"].refresh_from_db()
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert cast["reporter"].check_password(PASSWORD)


def test_the_last_five_passwords_are_not_used_again(cast):
    user = cast["reporter"]
    used = [PASSWORD] + [f"Former-password-{number}" for number in range(5)]
    for number, password in enumerate(used[1:]):
        with clock.at(NOON + timedelta(days=number)):
            change_password(user, new=password, by=user)

    refused = [_is_refused(user, password) for password in used]
    assert refused == [False, True, True, True, True, True]
    assert PasswordHistory.objects.filter(user=user).count() <= 6


def _is_refused(user, password) -> bool:
    try:
        NotReusedValidator().validate(password, user)
    except ValidationError:
        return True
    return False


def test_changing_the_password_ends_the_other_sessions(own, client, cast):
    elsewhere = type(client)()
    elsewhere.force_login(cast["reporter"], backend="orgs.queries.backend.AccountBackend")
    elsewhere.get("/inbox/")

    change(own)

    assert elsewhere.get("/inbox/").status_code == 302
    assert UserSession.objects.filter(user=cast["reporter"]).count() == 1


def test_a_handed_over_password_must_be_changed_first(own, cast):
    User.objects.filter(pk=cast["reporter"].pk).update(must_change_password=True)

    gate = own.get("/inbox/?unread=1")
    open_pages = [own.get(PAGE).status_code, own.get("/healthz").status_code]
    answer = change(own, next="/inbox/?unread=1")

    assert gate["Location"] == "/password/?next=/inbox/%3Funread%3D1"
    assert open_pages == [200, 200]
    assert answer["Location"] == "/inbox/?unread=1"
    assert own.get("/inbox/").status_code == 200


def test_a_form_sent_before_the_change_leads_back_to_its_page(own, cast):
    User.objects.filter(pk=cast["reporter"].pk).update(must_change_password=True)

    answer = own.post("/account/", {"email": "x@y.cn"}, HTTP_REFERER="http://testserver/account/")

    assert answer["Location"] == "/password/?next=/account/%3Fkept%3D1"


@pytest.mark.parametrize(
    ("age", "policy", "leads_to"),
    [(89, "dengbao", ""), (91, "dengbao", "/password/?next=/inbox/"), (91, "asvs", "")],
)
def test_after_ninety_days_a_new_password_is_asked_for(own, cast, settings, age, policy, leads_to):
    settings.PASSWORD_POLICY = policy

    with clock.at(cast["reporter"].password_changed_at + timedelta(days=age)):
        answer = own.get("/inbox/")

    assert answer.get("Location", "") == leads_to


def test_signing_out_is_possible_without_changing(own, cast):
    User.objects.filter(pk=cast["reporter"].pk).update(must_change_password=True)

    assert own.post("/logout/")["Location"] == "/login/"


@pytest.mark.parametrize(
    ("password", "classes"),
    [("abc", 1), ("abcDEF", 2), ("abcDEF12", 3), ("abcDEF12-", 4), ("密码", 0), ("12-", 2)],
)
def test_classes_of_characters(password, classes):
    assert classes_in(password) == classes


def test_one_time_passwords_pass_the_policy_and_differ():
    made = {one_time_password() for _turn in range(50)}

    assert len(made) == 50
    for password in made:
        CompositionValidator().validate(password)
        assert len(password) == 14


@pytest.mark.parametrize(
    "password", ["反诈工作真重要2026", "FanZha-every-day", "my-fraudwatch-pass", "桃源村-is-home-1"]
)
def test_local_words_are_guessed_first(cast, password):
    with pytest.raises(ValidationError):
        LocalWordsValidator().validate(password, cast["reporter"])


def test_other_words_are_fine_without_any_composition(cast):
    LocalWordsValidator().validate("correct horse battery", cast["reporter"])


def test_only_one_policy_wants_new_passwords():
    age = timedelta(days=91)

    assert [is_too_old(policy, NOON - age, NOON) for policy in ("dengbao", "asvs")] == [True, False]
