"""The life sign, the policy's reports, and the error pages."""

import json

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.test import RequestFactory

from fraudwatch import views


def test_the_life_sign_answers_without_sign_in_and_without_a_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_the_life_sign_is_never_cached(client):
    answer = client.get("/healthz")

    assert "no-store" in answer["Cache-Control"]


def test_the_life_sign_takes_no_posts(client):
    assert client.post("/healthz").status_code == 405


def test_a_policy_report_is_taken_without_sign_in(client, caplog):
    report = {"csp-report": {"violated-directive": "script-src", "blocked-uri": "inline"}}

    answer = client.post("/csp/", json.dumps(report), content_type="application/csp-report")

    assert answer.status_code == 204
    assert [record.getMessage() for record in caplog.records] == [
        'policy broken: {"violated-directive": "script-src", "blocked-uri": "inline"}'
    ]


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"csp-report": 1}', "\x00", "[" * 5000])
def test_a_policy_report_that_is_none_is_refused(client, body):
    assert client.post("/csp/", body, content_type="application/csp-report").status_code == 400


def test_every_answer_carries_the_strict_policy(client):
    policy = client.get("/healthz")["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert {part.strip() for part in policy.split(";")} >= {
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "img-src 'self' data: blob:",
    }


def test_a_fault_of_ours_shows_a_page_without_internals():
    answer = fail_with(ValueError("a secret of the inside"))

    assert answer.status_code == 500
    assert b"secret" not in answer.content


def test_a_database_that_is_gone_asks_to_come_back_in_ten_seconds():
    answer = fail_with(OperationalError("server closed the connection"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")


def fail_with(error: Exception):
    """The answer of the site's last handler while ``error`` is being handled."""
    request: HttpRequest = RequestFactory().get("/")
    try:
        raise error
    except type(error):
        return views.server_error(request)


@pytest.mark.django_db
def test_an_unknown_address_is_a_page_of_ours_for_people_signed_in(client, cast):
    client.force_login(cast["reporter"])

    answer = client.get("/no-such-page/")

    assert answer.status_code == 404
    assert "errors/404.html" in [template.name for template in answer.templates]
