"""Sending over channels: once each, again after a failure, given up in words."""

import smtplib
import socket
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import translation

from fraudwatch.lib import clock
from orgs import relevance
from orgs.actions.deliveries import send_again, send_waiting
from orgs.actions.notices import tell
from orgs.enums import Channel, WorkState
from orgs.errors import OrgError
from orgs.models import Delivery, Notice
from orgs.models.leases import LEASE

TITLE = "%(unit)s still owes the report of %(week)s"


@pytest.fixture
def told(cast, noon):
    """Tell people over e-mail; hands back their deliveries."""

    def send(*names, occasion="report:1:0", **more):
        tell(
            [cast[name] for name in names or ["reporter"]],
            kind="test",
            occasion=occasion,
            title=TITLE,
            params={"unit": "桃源村", "week": "2026-06-08#6"},
            url="/reports/1/",
            about="report:1",
            **more,
        )
        return list(Delivery.objects.order_by("pk"))

    return send


@pytest.fixture
def dead_server(settings):
    """A mail server's address where nobody answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2


def facts(delivery):
    delivery.refresh_from_db()
    return delivery.state, delivery.attempts, delivery.cause


def test_a_mail_goes_out_once_in_the_sites_language(told, settings):
    settings.SITE_URL = "http://fanzha.example.cn"
    [delivery] = told()

    with translation.override("en"):
        assert (send_waiting(), send_waiting()) == (1, 0)

    [sent] = mail.outbox
    assert sent.to == ["reporter@example.cn"]
    assert "桃源村" in sent.subject
    assert "still owes" not in sent.subject
    assert sent.body.endswith("http://fanzha.example.cn/reports/1/")
    assert facts(delivery) == (WorkState.DONE, 1, "")
    assert delivery.sent_at == clock.now()


def test_nobody_is_told_the_same_twice(told):
    told("reporter", "sibling")
    told("reporter", "sibling", "school")

    send_waiting()

    assert Notice.objects.count() == 3
    assert sorted(one.to[0].split("@")[0] for one in mail.outbox) == [
        "reporter", "school", "sibling",
    ]  # fmt: skip


def test_people_without_an_address_have_the_inbox_and_are_listed(told, cast):
    type(cast["reporter"]).objects.filter(username="reporter").update(email="")
    cast["reporter"].email = ""

    [delivery] = told()
    send_waiting()

    assert facts(delivery) == (WorkState.UNREACHABLE, 0, "There is no e-mail address on file.")
    assert (Notice.objects.count(), mail.outbox) == (1, [])


def test_the_disabled_are_not_told(told):
    assert (told("disabled"), Notice.objects.count()) == ([], 0)


def test_a_dead_mail_server_is_tried_again_after_a_pause(told, dead_server, noon):
    [delivery] = told()

    assert send_waiting() == 0

    assert facts(delivery) == (WorkState.QUEUED, 1, "The mail server does not answer.")
    assert 96 <= (delivery.due_at - noon).total_seconds() <= 144
    assert send_waiting() == 0
    assert facts(delivery)[1] == 1


def test_after_five_failures_it_is_given_up_with_the_cause(told, dead_server, noon):
    [delivery] = told()

    for hours in range(8):
        with clock.at(noon + timedelta(hours=hours * 2)):
            send_waiting()

    assert facts(delivery) == (WorkState.FAILED, 5, "The mail server does not answer.")


def test_each_pause_is_longer_than_the_last(told, dead_server, noon):
    [delivery] = told()
    pauses, now = [], noon
    for _attempt in range(4):
        with clock.at(now):
            send_waiting()
        delivery.refresh_from_db()
        pauses.append((delivery.due_at - now).total_seconds())
        now = delivery.due_at

    assert pauses == sorted(pauses)
    assert pauses[-1] >= 48 * 60


def test_one_dead_address_does_not_keep_the_others(told, settings, monkeypatch):
    def picky(message, *args, **kwargs):
        if message.to == ["reporter@example.cn"]:
            raise smtplib.SMTPRecipientsRefused({"reporter@example.cn": (550, b"no such user")})
        return sent.append(message.to[0])

    sent = []
    monkeypatch.setattr("django.core.mail.EmailMessage.send", picky)
    bad, good = told("reporter", "sibling")

    assert send_waiting() == 1

    assert sent == ["sibling@example.cn"]
    assert facts(bad) == (WorkState.QUEUED, 1, "The mail server does not accept this address.")
    assert facts(good) == (WorkState.DONE, 1, "")


def test_an_address_with_a_line_break_fails_in_words(told):
    [delivery] = told()
    Delivery.objects.update(address="a@example.cn\nBcc: all@example.cn")

    send_waiting()

    assert facts(delivery)[2] == "The e-mail address is not valid."
    assert mail.outbox == []


def test_a_worker_that_died_leaves_its_mail_to_the_next(told, noon):
    [delivery] = told()
    Delivery.objects.claim(1)

    assert send_waiting() == 0
    with clock.at(noon + LEASE + timedelta(seconds=1)):
        assert send_waiting() == 1

    assert facts(delivery) == (WorkState.DONE, 2, "")


def test_a_mail_that_kills_every_worker_is_given_up(told, noon):
    [delivery] = told()
    Delivery.objects.update(
        state=WorkState.RUNNING, attempts=5, lease_until=noon - timedelta(seconds=1)
    )

    send_waiting()

    assert facts(delivery)[:2] == (WorkState.FAILED, 5)
    assert mail.outbox == []


def test_a_worker_that_lost_its_lease_does_not_settle_the_row(told, noon):
    [delivery] = told()
    [lost] = Delivery.objects.claim(1)
    with clock.at(noon + LEASE + timedelta(seconds=1)):
        Delivery.objects.claim(1)
        taken = Delivery.objects.held(lost).update(state=WorkState.DONE)

    assert (taken, facts(delivery)[:2]) == (0, (WorkState.RUNNING, 2))


def test_what_is_done_is_no_longer_asked_for_by_mail(told):
    relevance.register("test", lambda about: about != "report:1")
    try:
        [delivery] = told()
        send_waiting()
    finally:
        relevance.register("test", lambda about: True)

    assert (facts(delivery)[0], mail.outbox) == (WorkState.CANCELLED, [])


def test_a_failed_mail_can_be_sent_again(told):
    [delivery] = told()
    Delivery.objects.update(state=WorkState.FAILED, attempts=5, error="The mail server hung up.")

    send_again(delivery)
    send_waiting()

    assert facts(delivery) == (WorkState.DONE, 1, "")
    with pytest.raises(OrgError, match="on its way or has arrived"):
        send_again(delivery)


def test_inbox_alone_when_asked(told):
    assert told(channels=()) == []
    assert told(occasion="other", channels=[Channel.EMAIL])[0].channel == Channel.EMAIL
