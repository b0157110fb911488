"""Setting up channels: what is refused, what is sealed, what the page says of their state."""

import pytest
from django.core import mail
from django.db import connection

from conftest import NOON
from fraudwatch.lib import outbound
from fraudwatch.tests.fakes import FakePlatform
from orgs.actions.channels import switch_channel
from orgs.actions.deliveries import send_waiting
from orgs.actions.group_messages import announce
from orgs.actions.notices import tell
from orgs.enums import Channel, WorkState
from orgs.errors import OrgError
from orgs.models import AuditEntry, ChannelSetup, Delivery, User
from orgs.queries.channels import channels_to_use

EN = {"accept-language": "en"}
URL = "/admin-tools/channels/"
KEY = "0a1b2c3d-secret-key"
ADDRESS = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"
SECRET = "SEC-a-long-secret-0123456789"


@pytest.fixture
def robot(units):
    """A robot of the county, switched off."""
    return ChannelSetup.objects.create(
        kind=Channel.WECOM, name="联络群", unit=units["county"], address=ADDRESS
    )


def new(client, units, kind="wecom", **more):
    data = {"name": "联络群", "unit": units["county"].pk, "address": ADDRESS, "secret": SECRET}
    return client.post(f"{URL}new/{kind}/", data | more, headers=EN)


def text(answer):
    return answer.content.decode()


def test_a_channel_is_set_up_switched_off_and_sealed(sign_in, units):
    client = sign_in("administrator")

    answer = new(client, units)

    setup = ChannelSetup.objects.get(kind=Channel.WECOM)
    assert answer.url == f"{URL}{setup.pk}/"
    assert (setup.name, setup.is_active, setup.address) == ("联络群", False, ADDRESS)
    page = text(client.get(answer.url, headers=EN))
    assert ("qyapi.weixin.qq.com" in page, KEY in page) == (True, False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM orgs_channelsetup WHERE id = %s", [setup.pk])
        assert KEY not in cursor.fetchone()[0]
    entry = AuditEntry.objects.get(action="channel.added")
    assert entry.changes["host"] == [None, "qyapi.weixin.qq.com"]
    assert KEY not in str(entry.changes)


REFUSED = {
    "not a platform": ("wecom", {"address": "https://evil.example.cn/hook"}, "not among those"),
    "metadata": ("webhook", {"address": "http://169.254.169.254/"}, "not among those"),
    "loopback": ("sms", {"address": "https://127.0.0.1/"}, "OUTBOUND_PRIVATE_HOSTS"),
    "plain": ("wecom", {"address": ADDRESS.replace("https", "http")}, "must begin with https://"),
    "no address": ("wecom", {"address": "robot"}, "not a web address"),
    "another's host": ("dingtalk", {}, "not among those"),
    "no name": ("wecom", {"name": ""}, "This field is required"),
    "short secret": (
        "webhook", {"address": "https://hook.lan/", "secret": "short"}, "16 characters",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_work_is_refused_in_words(sign_in, units, settings, case):
    settings.OUTBOUND_HOSTS = ["hook.lan"]
    kind, more, words = REFUSED[case]

    answer = new(sign_in("administrator"), units, kind, **more)

    assert (answer.status_code, words in text(answer)) == (200, True)
    assert not ChannelSetup.objects.exclude(kind=Channel.EMAIL).exists()
    assert SECRET not in text(answer)


def test_a_name_stands_once_per_unit(sign_in, units, robot):
    answer = new(sign_in("administrator"), units)

    assert "has a channel “联络群” already" in text(answer)


def test_units_of_others_and_unknown_kinds_are_refused(sign_in, units):
    client = sign_in("administrator")

    assert "valid choice" in text(new(client, units, unit=units["far_county"].pk))
    assert client.get(f"{URL}new/email/").status_code == 404


def test_editing_keeps_what_is_left_blank(sign_in, units, robot):
    client = sign_in("administrator")
    data = {"name": "新群", "unit": units["town"].pk, "address": "", "version": 1}

    assert client.post(f"{URL}{robot.pk}/", data).status_code == 302

    robot.refresh_from_db()
    assert (robot.name, robot.unit, robot.address) == ("新群", units["town"], ADDRESS)
    assert AuditEntry.objects.get(action="channel.edited").changes == {
        "name": ["联络群", "新群"], "unit": ["青澜县", "河湾镇"],
    }  # fmt: skip
    again = client.post(f"{URL}{robot.pk}/", data, headers=EN)
    assert "Somebody changed this channel meanwhile" in text(again)


def test_a_new_address_heals_and_is_not_told_in_the_trail(sign_in, units, robot):
    ChannelSetup.objects.filter(pk=robot.pk).update(failures=4, cause="x", is_active=True)
    data = {"name": "联络群", "unit": units["county"].pk, "address": f"{ADDRESS}2", "version": 1}

    sign_in("administrator").post(f"{URL}{robot.pk}/", data)

    robot.refresh_from_db()
    assert (robot.failures, robot.cause, robot.address) == (0, "", f"{ADDRESS}2")
    assert KEY not in str(AuditEntry.objects.get(action="channel.edited").changes)


@pytest.fixture
def fake(settings, noon, robot, monkeypatch):
    """A platform that answers for the robot."""
    monkeypatch.setattr(outbound, "TOTAL", 0.4)
    made = FakePlatform("wecom")
    settings.OUTBOUND_PRIVATE_HOSTS = [made.host]
    ChannelSetup.objects.filter(pk=robot.pk).update(address=made.address)
    yield made
    made.close()


def test_a_test_message_goes_out_at_once(sign_in, robot, fake):
    client = sign_in("administrator")

    answer = client.post(f"{URL}{robot.pk}/test/", follow=True, headers=EN)

    assert "took the test message" in text(answer)
    assert "administrator先生" in fake.taken[0]["text"]["content"]
    assert (Delivery.objects.count(), AuditEntry.objects.filter(action="channel.tested").count()) \
        == (0, 1)  # fmt: skip


def test_the_platforms_refusal_is_said_in_words_with_the_cure(sign_in, robot, fake):
    fake.troubles.append(93000)

    answer = sign_in("administrator").post(f"{URL}{robot.pk}/test/", follow=True, headers=EN)

    page = text(answer)
    assert "The platform does not know this robot (any more)." in page
    assert "Copy the address anew from the platform" in page
    assert "93000 said no" in page


def test_testing_keeps_the_platforms_rate_too(sign_in, robot, fake):
    client = sign_in("administrator")
    for _time in range(9):
        answer = client.post(f"{URL}{robot.pk}/test/", follow=True, headers=EN)

    assert (fake.calls, "Try again in a minute" in text(answer)) == (8, True)


def test_the_mail_server_is_tested_with_ones_own_address(sign_in, db):
    client = sign_in("administrator")
    setup = ChannelSetup.objects.get(kind=Channel.EMAIL)

    client.post(f"{URL}{setup.pk}/test/", headers=EN)
    assert mail.outbox[0].to == ["administrator@example.cn"]

    User.objects.filter(username="administrator").update(email="")
    answer = client.post(f"{URL}{setup.pk}/test/", follow=True, headers=EN)
    assert "your account has no e-mail address" in text(answer)


def test_switching_is_told_once(cast, robot):
    switch_channel(robot, is_active=True, by=cast["administrator"])

    with pytest.raises(OrgError, match="switched on already"):
        switch_channel(robot, is_active=True, by=cast["administrator"])

    actions = AuditEntry.objects.filter(action__startswith="channel.").values_list("action")
    assert list(actions) == [("channel.switched_on",)]


def fail(setup):
    ChannelSetup.objects.filter(pk=setup.pk).update(
        is_active=True, failures=3, failing_since=NOON, paused_until=NOON,
        cause="The platform does not know this robot (any more).\n93000 invalid webhook url",
        cure="Copy the address anew from the platform and save it here.",
    )  # fmt: skip


def test_a_failing_channel_is_red_on_every_page_of_administrators(sign_in, cast, robot, noon):
    fail(robot)
    banner = "1 channel fails"

    client = sign_in("administrator")
    assert banner in text(client.get("/admin-tools/users/", headers=EN))
    page = text(client.get(URL, headers=EN))
    assert "does not know this robot" in page
    assert "93000 invalid webhook url" in page
    client.logout()
    assert banner not in text(sign_in("coordinator").get(URL, headers=EN))


def test_coordinators_read_names_and_states_only(sign_in, robot, noon):
    fail(robot)

    page = text(sign_in("coordinator").get(URL, headers=EN))

    assert ("联络群" in page, "does not know this robot" in page) == (True, True)
    assert ("93000" in page, "qyapi" in page, "Add a channel" in page) == (False, False, False)


def test_who_may_use_a_channel(cast, robot):
    ChannelSetup.objects.filter(pk=robot.pk).update(is_active=True)
    may = {name for name in cast if robot in channels_to_use(cast[name])}

    assert may == {"administrator", "coordinator", "second_coordinator"}


def test_the_log_narrows_and_a_failed_message_goes_again(sign_in, cast, robot, fake):
    ChannelSetup.objects.filter(pk=robot.pk).update(is_active=True)
    robot.refresh_from_db()
    announce([robot], kind="test", occasion="o", title="Eagle-title")
    User.objects.filter(username="bank").update(email="")
    cast["bank"].email = ""
    tell([cast["reporter"], cast["bank"]], kind="test", occasion="o", title="Eagle-title")
    Delivery.objects.filter(channel=Channel.WECOM).update(
        state=WorkState.FAILED, error="The platform refused the message.\n7 x"
    )
    client = sign_in("administrator")
    rows = {
        name: text(client.get(f"/admin-tools/deliveries/?result={name}", headers=EN))
        for name in ("", "failed", "unreachable", "waiting", "nonsense")
    }
    assert [page.count("<tr><td") for page in rows.values()] == [3, 1, 1, 1, 3]
    assert "Eagle-title" not in rows[""]
    assert "The platform refused the message." in rows["failed"]
    assert "There is no e-mail address on file." in rows["unreachable"]
    assert text(client.get(f"/admin-tools/deliveries/?setup={robot.pk}")).count("<tr><td") == 1

    failed = Delivery.objects.get(channel=Channel.WECOM)
    client.post(f"/admin-tools/deliveries/{failed.pk}/again/")
    send_waiting()

    assert len(fake.taken) == 1
    assert Delivery.objects.get(pk=failed.pk).state == WorkState.DONE


def test_the_pages_ask_the_same_for_one_and_three(
    sign_in, cast, units, django_assert_max_num_queries
):
    client, counts = sign_in("administrator"), []
    for number in range(3):
        setup = ChannelSetup.objects.create(
            kind=Channel.FEISHU, name=f"群{number}", unit=units["county"], is_active=True
        )
        announce([setup], kind="test", occasion="o", title="T")
        tell([cast["reporter"]], kind="test", occasion=f"o{number}", title="T")
        seen = []
        for page in (URL, "/admin-tools/deliveries/"):
            client.get(page)
            with django_assert_max_num_queries(30) as asked:
                client.get(page)
            seen.append(len(asked))
        counts.append(seen)

    assert counts[0] == counts[2]
    assert max(counts[2]) <= 15
