"""What goes out with every answer, and where a weakness can be reported."""

from datetime import datetime

import pytest
from django.conf import settings

from fraudwatch.lib import clock
from fraudwatch.lib.browser_rights import SWITCHED_OFF

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in SWITCHED_OFF),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/login/", "/nowhere/"])
def test_every_answer_limits_what_the_browser_does(client, address):
    answer = client.get(address)

    assert {name: answer[name] for name in HEADERS} == HEADERS


def test_a_weakness_is_reported_to_the_contact_the_office_named(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.gov.cn"
    settings.SITE_URL = "https://fanzha.example.gov.cn"

    with clock.at(datetime.fromisoformat("2026-06-10T12:00:00+08:00")):
        answer = client.get("/.well-known/security.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        "Contact: mailto:security@example.gov.cn\n"
        "Expires: 2026-12-07T04:00:00Z\n"
        "Preferred-Languages: zh, en\n"
        "Canonical: https://fanzha.example.gov.cn/.well-known/security.txt\n"
    )


@pytest.mark.django_db
def test_without_a_contact_there_is_no_such_file(client):
    assert settings.SECURITY_CONTACT == ""
    assert client.get("/.well-known/security.txt").status_code == 404
