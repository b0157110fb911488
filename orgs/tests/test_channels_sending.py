"""Robots, SMS gateways and webhooks: what each platform receives, and what goes wrong there."""

from datetime import timedelta

import pytest
from django.core import mail

from conftest import NOON
from fraudwatch.lib import clock, outbound
from fraudwatch.tests.fakes import FakeMailServer, FakePlatform
from orgs import relevance
from orgs.actions.deliveries import send_again, send_waiting
from orgs.actions.group_messages import announce
from orgs.actions.notices import tell
from orgs.channels import WAYS
from orgs.enums import Channel, WorkState
from orgs.models import ChannelSetup, Delivery, GroupMessage, Person

SECRET = "SEC-a-long-secret-0123456789"
ROBOTS = ["wecom", "dingtalk", "feishu"]
NAMES = [f"河湾镇第{number}村" for number in range(1, 1500)]


@pytest.fixture
def platform(cast, units, noon, settings, monkeypatch):
    """Start a fake platform with its channel; hands back both."""
    monkeypatch.setattr(outbound, "TOTAL", 0.4)
    settings.OUTBOUND_PRIVATE_HOSTS, started = [], []

    def start(kind, *troubles, secret=SECRET, unit="county", **more):
        fake = FakePlatform(kind, SECRET, *troubles)
        started.append(fake)
        settings.OUTBOUND_PRIVATE_HOSTS = [one.host for one in started]
        facts = {"address": fake.address, "secret": secret, "is_active": True} | more
        name = f"{kind} {len(started)}"
        return fake, ChannelSetup.objects.create(kind=kind, name=name, unit=units[unit], **facts)

    yield start
    for fake in started:
        fake.close()


def say(*setups, occasion="period:1:due", names=("桃源村", "柳溪村"), **more):
    facts = {
        "kind": "test", "title": "%(n)s units still owe the report",
        "text": "Still to come: %(units)s", "params": {"n": len(names), "units": list(names)},
        "url": "/reports/1/", "about": "period:1",
    } | more  # fmt: skip
    return announce(setups, occasion=occasion, **facts)


def facts(delivery=None):
    row = Delivery.objects.get() if delivery is None else delivery
    row.refresh_from_db()
    return row.state, row.attempts, row.cause


def health(setup):
    setup.refresh_from_db()
    return setup.failures, setup.is_failing, setup.cause.partition("\n")[0]


def text_of(kind, message):
    if kind == "feishu":
        post = message["content"]["post"]["zh_cn"]
        lines = [piece["text"] for line in post["content"] for piece in line]
        return "\n".join([post["title"], *lines])
    return message["text"]["content"]


@pytest.mark.parametrize("kind", ROBOTS)
def test_a_robot_says_it_once_with_the_names_and_the_page(platform, settings, kind):
    settings.SITE_URL = "https://fanzha.example.cn"
    fake, setup = platform(kind)

    assert (say(setup), say(setup)) == (1, 0)
    assert (send_waiting(), send_waiting()) == (1, 0)

    [message] = fake.taken
    text = text_of(kind, message)
    assert "桃源村、柳溪村" in text
    assert text.endswith("https://fanzha.example.cn/reports/1/")
    assert facts() == (WorkState.DONE, 1, "")
    assert health(setup) == (0, False, "")
    assert setup.succeeded_at == NOON


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_wrong_secret_is_the_channels_fault_in_words(platform, kind):
    fake, setup = platform(kind, secret="SEC-another")
    say(setup)

    assert send_waiting() == 0

    said = "The robot's security settings refused the message."
    assert (facts(), fake.taken) == ((WorkState.QUEUED, 1, said), [])
    assert health(setup) == (1, False, said)
    assert setup.cure.startswith("In the group's robot settings choose signing")


@pytest.mark.parametrize(
    ("kind", "limit"), [("wecom", 2048), ("dingtalk", 20_000), ("feishu", 20_480)]
)
def test_a_long_list_is_said_as_far_as_it_fits(platform, kind, limit):
    fake, setup = platform(kind)
    say(setup, names=NAMES)

    assert send_waiting() == 1

    text = text_of(kind, fake.taken[0])
    shown = text.count("村")
    assert f"{NAMES[0]}、{NAMES[1]}" in text
    assert str(len(NAMES) - shown) in text
    assert limit * 0.85 < len(text.encode()) <= limit


def test_a_text_too_long_for_any_list_is_cut(platform):
    fake, setup = platform("wecom")
    say(setup, text="%(note)s", params={"n": 3, "note": "很" * 3000})

    assert send_waiting() == 1

    text = text_of("wecom", fake.taken[0])
    assert "很…" in text
    assert text.endswith("/reports/1/")


@pytest.mark.parametrize("kind", ROBOTS)
@pytest.mark.parametrize(
    "words", ['<at user_id="all">所有人</at>', "<@all> @all", "**粗** [链接](http://e/)", "{{7*7}}",
              "%(secret)s {0.__class__}", "a\u202eb\x07c"],
)  # fmt: skip
def test_what_people_typed_stays_text(platform, kind, words):
    fake, setup = platform(kind)
    say(setup, names=[words])

    assert send_waiting() == 1

    [message] = fake.taken
    plain = words.replace("\u202e", "").replace("\x07", "")
    assert plain.replace("<@", "＜@" if kind == "wecom" else "<@") in text_of(kind, message)
    if kind == "feishu":
        tags = [one["tag"] for line in message["content"]["post"]["zh_cn"]["content"]
                for one in line]  # fmt: skip
        assert tags == ["text", "a"]
    else:
        assert message["msgtype"] == "text"
        assert message.get("at", {"isAtAll": False}) == {"isAtAll": False}


INSIDE = {
    ("wecom", 93000): ("The platform does not know this robot (any more).", 1),
    ("wecom", 45009): ("The platform says: too many messages in a short time.", 0),
    ("wecom", -1): ("The platform refused the message.", 1),
    ("dingtalk", 310000): ("The robot's security settings refused the message.", 1),
    ("dingtalk", 130101): ("The platform says: too many messages in a short time.", 0),
    ("feishu", 19024): ("The robot's security settings refused the message.", 1),
    ("feishu", 11232): ("The platform says: too many messages in a short time.", 0),
}


@pytest.mark.parametrize(("kind", "code"), INSIDE)
def test_an_answer_of_200_with_an_error_inside_is_a_failure(platform, kind, code):
    cause, attempts = INSIDE[kind, code]
    fake, setup = platform(kind, code)
    say(setup)

    assert send_waiting() == 0

    assert (facts(), fake.taken) == ((WorkState.QUEUED, attempts, cause), [])
    assert health(setup) == (1, False, cause)
    assert f"{code} said no" in setup.cause

    with clock.at(NOON + timedelta(minutes=30)):
        assert send_waiting() == 1
    assert (facts()[0], len(fake.taken), health(setup)) == (WorkState.DONE, 1, (0, False, ""))


def test_a_platform_that_asks_for_patience_gets_it(platform):
    fake, setup = platform("wecom", "429")
    say(setup)

    send_waiting()

    setup.refresh_from_db()
    assert setup.paused_until == NOON + timedelta(seconds=90)
    assert facts()[:2] == (WorkState.QUEUED, 0)
    with clock.at(NOON + timedelta(seconds=89)):
        assert (send_waiting(), fake.calls) == (0, 1)


@pytest.mark.parametrize("trouble", ["500", "page"])
def test_a_fault_of_the_platform_is_tried_again(platform, trouble):
    fake, setup = platform("feishu", trouble)
    say(setup)

    assert send_waiting() == 0
    with clock.at(NOON + timedelta(minutes=5)):
        assert send_waiting() == 1

    assert (facts(), len(fake.taken)) == ((WorkState.DONE, 2, ""), 1)
    assert [cause != "" for _at, cause in Delivery.objects.get().history] == [True, False]


@pytest.mark.parametrize("trouble", ["hang", "reset"])
def test_a_robot_that_may_have_said_it_is_not_asked_twice(platform, trouble):
    fake, setup = platform("wecom", trouble)
    say(setup)

    send_waiting()
    with clock.at(NOON + timedelta(hours=3)):
        send_waiting()

    assert fake.calls == 1
    assert facts()[0] == WorkState.FAILED
    setup.refresh_from_db()
    assert setup.cure.startswith("Look there whether it arrived")

    with clock.at(NOON + timedelta(hours=4)):
        send_again(Delivery.objects.get())
        assert send_waiting() == 1


def test_a_worker_that_died_while_a_robot_spoke_leaves_it_to_people(platform):
    fake, setup = platform("wecom")
    say(setup)
    [row] = Delivery.objects.claim(1)
    Delivery.objects.update(handed_at=NOON)

    with clock.at(NOON + timedelta(minutes=5)):
        send_waiting()

    assert (facts()[0], fake.calls) == (WorkState.FAILED, 0)
    assert "Nobody knows whether it arrived" in facts()[2]


def test_a_worker_that_died_before_leaves_it_to_the_next(platform):
    fake, setup = platform("wecom")
    say(setup)
    Delivery.objects.claim(1)

    with clock.at(NOON + timedelta(minutes=5)):
        assert send_waiting() == 1

    assert (facts()[:2], fake.calls) == ((WorkState.DONE, 2), 1)


def test_a_webhook_is_signed_and_known_by_its_id(platform, settings):
    settings.SITE_URL = "https://fanzha.example.cn"
    fake, setup = platform("webhook", "hang")
    say(setup)

    send_waiting()
    with clock.at(NOON + timedelta(minutes=5)):
        assert send_waiting() == 1

    first, *rest = fake.taken
    key = f"fanzha.example.cn-{Delivery.objects.get().pk}"
    assert (first["id"], first["kind"], first["about"], rest) == (key, "test", "period:1", [])
    assert first["url"] == "https://fanzha.example.cn/reports/1/"


def test_a_webhook_with_the_wrong_secret_is_refused(platform):
    fake, setup = platform("webhook", secret="wrong")
    say(setup)

    assert (send_waiting(), fake.taken) == (0, [])
    assert health(setup) == (1, False, "The platform refused the message.")


def phones(cast, **numbers):
    for name, phone in numbers.items():
        unit = cast[name].home_unit
        cast[name].person = Person.objects.create(name=name, unit=unit, phone=phone)
        cast[name].save()


def test_text_messages_go_in_one_batch_and_the_rest_is_listed(platform, cast, caplog):
    fake, setup = platform("sms")
    phones(cast, reporter="13812342047", sibling="13800000000", school="0731-88261234")
    people = [cast[name] for name in ("reporter", "sibling", "school", "bank", "far_reporter")]
    phones(cast, far_reporter="13812342048")

    told = tell(people, kind="test", occasion="o", title="Due %(day)s", params={"day": "周一"},
                channels=[Channel.SMS])  # fmt: skip

    assert (told, send_waiting(), fake.calls) == (5, 1, 1)
    assert [(one["to"], one["text"]) for one in fake.taken] == [("13812342047", "Due 周一")]
    rows = {one.recipient.username: (one.state, one.cause) for one in Delivery.objects.all()}
    none = (WorkState.UNREACHABLE, "There is no mobile number on file.")
    assert rows == {
        "reporter": (WorkState.DONE, ""),
        "sibling": (WorkState.FAILED, "The gateway did not take the text message."),
        "school": none,
        "bank": none,
        "far_reporter": (
            WorkState.UNREACHABLE, "No SMS gateway is switched on for this unit.",
        ),
    }  # fmt: skip
    assert "1380000" not in caplog.text
    assert not Delivery.objects.exclude(address="").exists()


def test_the_nearest_gateway_serves_a_unit(platform, cast):
    county, _setup = platform("sms")
    town, _setup = platform("sms", unit="town")
    phones(cast, reporter="13812342047", bank="13812342048")

    tell([cast["reporter"], cast["bank"]], kind="test", occasion="o", title="Due",
         channels=[Channel.SMS])  # fmt: skip
    send_waiting()

    assert [one["to"] for one in county.taken] == ["13812342048"]
    assert [one["to"] for one in town.taken] == ["13812342047"]


def test_who_has_a_number_now_can_be_told_again(platform, cast):
    fake, _setup = platform("sms")
    tell([cast["reporter"]], kind="test", occasion="o", title="Due", channels=[Channel.SMS])
    phones(cast, reporter="13812342047")

    send_again(Delivery.objects.get())

    assert (send_waiting(), len(fake.taken)) == (1, 1)


def test_a_robot_keeps_its_rate_and_the_rest_waits(platform):
    fake, setup = platform("wecom")
    for number in range(30):
        say(setup, occasion=f"o:{number}")

    sent = []
    for seconds in range(0, 60, 5):
        with clock.at(NOON + timedelta(seconds=seconds)):
            sent.append(send_waiting())

    assert (sent[0], sum(sent), fake.calls) == (8, 19, 19)
    assert Delivery.objects.filter(state=WorkState.QUEUED, attempts=0).count() == 11


def test_three_failures_in_a_row_mark_a_channel_and_one_success_heals_it(platform):
    fake, setup = platform("feishu", "500", "500", "500")
    say(setup)
    seen = []
    for hours in range(4):
        fake.now = (NOON + timedelta(hours=hours)).timestamp()
        with clock.at(NOON + timedelta(hours=hours)):
            send_waiting()
        seen.append(health(setup)[:2])

    assert seen == [(1, False), (2, False), (3, True), (0, False)]
    assert len(fake.taken) == 1


def test_each_pause_after_a_failure_is_longer(platform):
    _fake, setup = platform("feishu", *["500"] * 9)
    for number in range(9):
        say(setup, occasion=f"o:{number}")
    pauses, now = [], NOON
    for _attempt in range(5):
        with clock.at(now):
            send_waiting()
        setup.refresh_from_db()
        pauses.append((setup.paused_until - now).total_seconds())
        now = setup.paused_until

    assert pauses == sorted(pauses)
    assert (24 <= pauses[0] <= 36, 48 * 60 <= pauses[-1] <= 72 * 60) == (True, True)


def test_channels_that_fail_or_hang_do_not_hold_up_the_others(platform, cast, settings):
    silent = FakeMailServer(is_silent=True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", silent.port, 0.3
    _dead, first = platform("dingtalk", "hang")
    fine, second = platform("feishu")
    people = [cast[name] for name in ("reporter", "sibling", "school", "bank")]
    tell(people, kind="test", occasion="o", title="Due")
    say(first, second)

    assert send_waiting() == 1
    silent.close()

    assert len(fine.taken) == 1
    mails = Delivery.objects.filter(channel=Channel.EMAIL)
    assert sorted(mails.values_list("attempts", flat=True)) == [0, 0, 0, 1]
    assert ChannelSetup.objects.get(kind=Channel.EMAIL).failures == 1


def test_a_mail_server_takes_mail_by_smtp(cast, noon, settings):
    server = FakeMailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    tell([cast["reporter"]], kind="test", occasion="o", title="Due")

    assert send_waiting() == 1
    server.close()

    [taken] = server.taken
    assert "Message-ID: <notice-" in taken


def test_a_channel_switched_off_is_told_nothing_and_keeps_what_waits(platform):
    fake, setup = platform("feishu")
    say(setup)
    ChannelSetup.objects.update(is_active=False)
    setup.refresh_from_db()

    assert (say(setup, occasion="later"), send_waiting(), fake.calls) == (0, 0, 0)

    ChannelSetup.objects.update(is_active=True)
    assert send_waiting() == 1


def test_mail_switched_off_waits_too(cast, noon):
    ChannelSetup.objects.filter(kind=Channel.EMAIL).update(is_active=False)
    tell([cast["reporter"]], kind="test", occasion="o", title="Due")
    assert (send_waiting(), mail.outbox) == (0, [])

    ChannelSetup.objects.filter(kind=Channel.EMAIL).update(is_active=True)
    assert send_waiting() == 1


def test_what_waited_a_week_is_given_up_in_words(platform):
    _fake, setup = platform("feishu", is_active=True)
    say(setup)
    ChannelSetup.objects.update(is_active=False)

    with clock.at(NOON + timedelta(days=8)):
        send_waiting()

    assert facts() == (
        WorkState.FAILED, 0, "It waited for seven days: the channel was off or did not work.",
    )  # fmt: skip


def test_what_is_done_meanwhile_is_not_said(platform):
    fake, setup = platform("feishu")
    say(setup)
    relevance.register("test", lambda _about: False)
    try:
        send_waiting()
    finally:
        relevance.register("test", lambda _about: True)

    assert (facts()[0], fake.calls) == (WorkState.CANCELLED, 0)


def test_persons_are_not_told_over_robots_nor_groups_by_mail(platform, cast):
    _fake, gateway = platform("sms")

    assert (say(gateway), GroupMessage.objects.count()) == (0, 0)
    tell([cast["reporter"]], kind="test", occasion="o", title="Due", channels=[Channel.WECOM])
    assert (Delivery.objects.count(), mail.outbox) == (0, [])


def test_every_kind_of_channel_has_its_way():
    assert set(WAYS) == set(Channel) - {Channel.INBOX}
