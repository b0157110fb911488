"""Sessions pause, last and end; what was typed when one ended is not lost."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.management import call_command
from django.test import Client

from conftest import NOON, PASSWORD
from fraudwatch.lib import clock
from orgs.models import AuditEntry, User, UserSession
from orgs.models.sessions import SessionStore

PAGE = "/account/"


@pytest.fixture
def enter(cast):
    """Sign somebody in by the form, from a browser of its own."""

    def sign_in(name="reporter", address="10.0.0.1", agent="Chrome on Windows") -> Client:
        client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
        client.post("/login/", {"username": name, "password": PASSWORD})
        return client

    return sign_in


def signed_in(client) -> bool:
    return client.get(PAGE).status_code == 200


def test_the_row_knows_whose_session_it_is(enter, cast, noon):
    client = enter()

    row = UserSession.objects.get(pk=client.session.session_key)
    assert (row.user, row.address, row.device) == (
        cast["reporter"],
        "10.0.0.1",
        "Chrome on Windows",
    )
    assert (row.started_at, row.seen_at) == (NOON, NOON)


def test_half_an_hour_without_a_click_ends_the_session(enter):
    with clock.at(NOON):
        client = enter()
    with clock.at(NOON + timedelta(minutes=30)):
        in_time = signed_in(client)
    with clock.at(NOON + timedelta(minutes=60, seconds=1)):
        too_late = signed_in(client)

    assert (in_time, too_late) == (True, False)
    assert SESSION_KEY not in client.session
    assert AuditEntry.objects.filter(action="session.timed_out").count() == 1


def test_twelve_hours_end_the_busiest_session(enter):
    with clock.at(NOON):
        client = enter()
    for minutes in range(0, 12 * 60 + 1, 20):
        with clock.at(NOON + timedelta(minutes=minutes)):
            assert signed_in(client)
    with clock.at(NOON + timedelta(hours=12, seconds=1)):
        assert not signed_in(client)


def test_being_there_is_noted_once_a_minute(enter, django_assert_num_queries):
    with clock.at(NOON):
        client = enter()
        client.get("/inbox/")
        with django_assert_num_queries(1):  # session with its person, nothing written
            client.get("/login/")
    with clock.at(NOON + timedelta(minutes=1)):
        client.get("/login/")

    row = UserSession.objects.get(pk=client.session.session_key)
    assert row.seen_at == NOON + timedelta(minutes=1)


def test_disabling_an_account_ends_its_sessions(enter, cast, sign_in):
    client = enter()

    sign_in("administrator").post(f"/admin-tools/users/{cast['reporter'].pk}/disable/")

    assert not signed_in(client)
    assert not UserSession.objects.filter(user=cast["reporter"]).exists()


def test_an_account_disabled_behind_our_back_is_out_at_once(enter, cast):
    client = enter()
    User.objects.filter(pk=cast["reporter"].pk).update(is_active=False)

    assert client.get(PAGE)["Location"].startswith("/login/")


def test_a_role_counts_from_the_next_request(enter, cast, units):
    client = enter("coordinator")
    before = client.get("/admin-tools/users/").status_code
    cast["coordinator"].grants.update(ended_at=NOON)

    assert (before, client.get("/admin-tools/users/").status_code) == (200, 403)


def test_the_account_page_lists_own_sessions_alone(enter, cast, noon):
    enter("sibling")
    enter(address="10.0.0.2", agent="Mozilla/5.0 (Linux; Android 13) MicroMessenger/8 Chrome/1")
    client = enter()

    seats = client.get(PAGE).context["sessions"]
    assert sorted((seat.device, seat.address, seat.is_phone, seat.is_here) for seat in seats) == [
        ("Chrome · Windows", "10.0.0.1", False, True),
        ("WeChat · Android", "10.0.0.2", True, False),
    ]


def test_signing_out_the_others_leaves_this_one(enter, cast):
    other, client, stranger = enter(), enter(), enter("sibling")

    client.post("/account/sessions/end/")

    assert [signed_in(one) for one in (other, client, stranger)] == [False, True, True]
    assert AuditEntry.objects.get(action="session.ended").changes == {"sessions": [1, 0]}


def test_the_server_signs_out_one_or_all(enter, cast, capsys):
    one, two = enter(), enter("sibling")

    call_command("revoke_sessions", "--user", "reporter")
    first = [signed_in(one), signed_in(two)]
    call_command("revoke_sessions", "--all")

    assert (first, signed_in(two)) == ([False, True], False)
    assert capsys.readouterr().out.splitlines()[0] == "1 sessions of reporter ended"


def test_expired_rows_are_swept(enter, cast):
    client = enter()
    UserSession.objects.update(expire_date=NOON)

    SessionStore.clear_expired()

    assert not UserSession.objects.filter(pk=client.session.session_key).exists()


def test_a_form_sent_too_late_leads_back_to_its_page(enter):
    client = enter()
    UserSession.objects.all().delete()

    answer = client.post(
        "/account/sessions/end/", {"a": "b"}, HTTP_REFERER="http://testserver/inbox/?unread=1"
    )

    assert answer["Location"] == "/login/?next=/inbox/%3Funread%3D1%26kept%3D1"


@pytest.mark.parametrize(
    "referer",
    ["http://evil.example/account/", "//evil.example/", "", "http://testserver/logout/", "%%%"],
)
def test_a_form_from_nowhere_leads_home(enter, referer):
    client = enter()
    UserSession.objects.all().delete()

    answer = client.post("/account/", {"email": ""}, HTTP_REFERER=referer)

    assert answer["Location"] == "/login/?next=/%3Fkept%3D1"


def test_a_fragment_sends_the_whole_page_to_sign_in(client, db):
    answer = client.get(
        "/inbox/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/account/"
    )

    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/login/?next=/account/")


def test_a_script_is_told_where_to_go(client, db):
    answer = client.post(
        "/account/", HTTP_ACCEPT="application/json", HTTP_REFERER="http://testserver/account/"
    )

    assert (answer.status_code, answer.json()) == (
        401,
        {"go_to": "/login/?next=/account/%3Fkept%3D1"},
    )


def test_what_somebody_sees_is_kept_by_no_browser(enter, client):
    page = enter().get("/inbox/")

    assert page["Cache-Control"] == "no-store, private"
    assert "no-store" in client.get("/login/")["Cache-Control"]


def test_every_page_carries_the_headers(enter):
    page = enter().get("/inbox/")

    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]


def test_a_foreign_host_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]

    assert client.get("/login/", HTTP_HOST="evil.example").status_code == 400


def test_a_refusal_goes_on_record(enter, cast, units):
    enter("reporter").get("/admin-tools/users/")

    entry = AuditEntry.objects.get(action="access.denied")
    assert (entry.actor, entry.note, entry.path) == (
        cast["reporter"],
        "GET /admin-tools/users/",
        units["village"].path,
    )


def test_forms_need_the_token(cast):
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/login/", {"username": "reporter", "password": PASSWORD})

    assert answer.status_code == 403


def test_a_page_that_looks_by_itself_keeps_no_session_alive(enter):
    with clock.at(NOON):
        client = enter()
    for minutes in (10, 20, 29):
        with clock.at(NOON + timedelta(minutes=minutes)):
            assert client.get(PAGE, headers={"if-none-match": 'W/"x"'}).status_code == 200
    with clock.at(NOON + timedelta(minutes=31)):
        assert not signed_in(client)
