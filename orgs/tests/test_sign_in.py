"""Signing in and out: the password is proved once, and nobody learns which names exist."""

import pytest
from django.contrib.auth import SESSION_KEY, hashers
from django.urls import reverse

from conftest import PASSWORD
from fraudwatch.lib import clock
from orgs.models import AuditEntry, User, UserSession

LOGIN = "/login/"


@pytest.fixture
def client(client):
    """Somebody who reads English, so that sentences can be compared with the source."""
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_the_right_password_opens_a_session_and_goes_home(client, cast):
    answer = client.post(LOGIN, {"username": "reporter", "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.session[SESSION_KEY] == str(cast["reporter"].pk)
    assert actions() == ["session.opened"]


def test_a_capital_letter_from_the_phone_does_not_matter(client, cast):
    client.post(LOGIN, {"username": "Reporter", "password": PASSWORD})

    assert client.session[SESSION_KEY] == str(cast["reporter"].pk)


@pytest.mark.parametrize("name", ["reporter", "disabled", "no-such-person"])
def test_every_refusal_says_the_same(client, cast, name):
    answer = client.post(LOGIN, {"username": name, "password": "wrong-Password-1"})

    refusal = answer.context["refusal"]
    assert answer.status_code == 200
    assert (refusal.title, str(refusal)) == (
        "Account or password not correct",
        "4 more tries, then the account is locked for 15 minutes.",
    )
    assert SESSION_KEY not in client.session


def test_a_disabled_account_is_refused_with_the_right_password_too(client, cast):
    answer = client.post(LOGIN, {"username": "disabled", "password": PASSWORD})

    assert answer.context["refusal"].title == "Account or password not correct"
    assert actions() == ["session.refused"]


@pytest.mark.parametrize("name", ["reporter", "disabled", "no-such-person"])
def test_every_refusal_costs_one_hash(client, cast, name, monkeypatch):
    hashed = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args)
    )

    client.post(LOGIN, {"username": name, "password": "wrong-Password-1"})

    assert len(hashed) == 1


def test_an_unknown_name_is_not_written_out(client, cast):
    client.post(LOGIN, {"username": "my-secret-password", "password": "x"})

    entry = AuditEntry.objects.get()
    assert (entry.object_name, entry.note) == ("", "my… (18)")


def test_the_session_key_changes_at_sign_in_and_again_at_the_next(client, cast):
    client.get(LOGIN)
    session = client.session
    session["before"] = "planted"
    session.save()
    planted = session.session_key

    client.post(LOGIN, {"username": "reporter", "password": PASSWORD})
    first = client.session.session_key
    client.cookies["session"] = first
    client.post("/logout/")
    client.post(LOGIN, {"username": "reporter", "password": PASSWORD})

    assert len({planted, first, client.session.session_key}) == 3
    assert not UserSession.objects.filter(pk__in=[planted, first]).exists()


def test_signing_out_ends_the_session_and_is_on_record(sign_in):
    client = sign_in("reporter")

    answer = client.post("/logout/")

    assert answer["Location"] == LOGIN
    assert SESSION_KEY not in client.session
    assert actions() == ["session.closed"]


def test_signing_out_by_a_link_does_not_work(sign_in):
    assert sign_in("reporter").get("/logout/").status_code == 405


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "http:evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
        "https:///evil.example",
        "//testserver@evil.example/",
    ],
)
def test_next_never_leaves_the_house(client, cast, evil):
    answer = client.post(LOGIN, {"username": "reporter", "password": PASSWORD, "next": evil})

    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_next_leads_back_within_the_house(client, cast):
    data = {"username": "reporter", "password": PASSWORD, "next": "/inbox/?unread=1"}

    assert client.post(LOGIN, data)["Location"] == "/inbox/?unread=1"


def test_who_is_signed_in_does_not_see_the_form_again(sign_in):
    answer = sign_in("reporter").get(LOGIN, {"next": "/inbox/"})

    assert (answer.status_code, answer["Location"]) == (302, "/inbox/")


def test_the_password_never_comes_back_in_the_page(client, cast):
    answer = client.post(LOGIN, {"username": "reporter", "password": "typed-Wrong-9"})

    assert "typed-Wrong-9" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_the_only_county_names_itself_on_the_sign_in_page(client, cast, units):
    many = client.get(LOGIN).context["site_owner"]
    User.objects.filter(home_unit__path__startswith=units["far_county"].path).update(home_unit=None)
    units["far_village"].grants.all().delete()
    units["far_county"].grants.all().delete()
    units["far_village"].delete()
    units["far_county"].delete()

    assert (many, client.get(LOGIN).context["site_owner"]) == ("", "青澜县")


def test_a_handed_over_password_lapses_after_a_week(client, cast, noon):
    week_ago = noon.replace(day=2)
    User.objects.filter(pk=cast["reporter"].pk).update(
        must_change_password=True, password_changed_at=week_ago
    )

    with clock.at(noon):
        answer = client.post(LOGIN, {"username": "reporter", "password": PASSWORD})

    assert answer.context["refusal"].title == "This one-time password is no longer valid"
    assert SESSION_KEY not in client.session


def test_strange_input_is_refused_and_never_an_error(client, cast):
    for name in ["\0", "a" * 5000, "’ OR 1=1 --", "\ud83d", "‮reporter", ""]:
        text = name.encode("utf-8", "replace").decode()
        assert client.post(LOGIN, {"username": text, "password": "x" * 5000}).status_code == 200
        assert client.post(LOGIN, {"username": text, "password": text}).status_code == 200


def test_a_signed_out_page_leads_to_sign_in_and_back(client, cast):
    answer = client.get("/inbox/?unread=1")

    assert answer["Location"] == f"{reverse('orgs:sign-in')}?next=/inbox/%3Funread%3D1"
