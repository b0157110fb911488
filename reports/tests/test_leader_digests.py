"""The weekly digest to leaders: Monday 8:00, once, to those who may see the figures."""

import logging
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from fraudwatch.lib import clock
from fraudwatch.tests.faults.at_once import at_once
from orgs.models import AuditEntry, Delivery, Grant, Job, Notice
from orgs.phrases import notice_text, notice_title
from orgs.tests.counting import text_of
from reports.actions.leader_digests import send_leader_digests, switch_leader_digest
from reports.models import LeaderDigest
from reports.tests.test_due_reminders import hand_in

PAGE = reverse("reports:leader-digest")


@pytest.fixture(autouse=True)
def _english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def monday(period, template, cast):
    """Monday of the week after; the digest is on, the village has reported, the rest is open."""
    with clock.at(period.due_at - timedelta(days=1)):
        switch_leader_digest(template.campaign, is_active=True, by=cast["coordinator"])
    return period.due_at.replace(hour=8, minute=0) + timedelta(days=7)


def send_at(moment):
    with clock.at(moment):
        return send_leader_digests()


def test_leaders_get_the_figures_on_monday_at_eight_once(monday, period, cast, units):
    with clock.at(period.due_at - timedelta(hours=1)):
        hand_in(period.reports.get(unit=units["village"]), cast["reporter"])

    sent = [send_at(monday + timedelta(minutes=n)) for n in (-1, 0, 5, -10)]

    notice = Notice.objects.get(kind="leader.digest")
    assert sent == [0, 1, 0, 0]
    assert (notice.recipient, notice_title(notice)) == (
        cast["leader"], "青澜县: the week at a glance, Week 6 (8–14 June)",
    )  # fmt: skip
    assert notice_text(notice).splitlines() == [
        "· No figures have been approved yet.",
        "· Red lamps: 1 (青澜农商银行)",
        "· Tasks overdue: 0",
        "The summary as a PDF waits for you in the export centre.",
    ]
    assert Job.objects.get(kind="weekly-summary-pdf").asked_by == cast["leader"]
    assert Delivery.objects.get(notice=notice).address == "leader@example.cn"


def test_the_right_is_asked_again_each_week(monday, cast):
    Grant.objects.filter(user=cast["leader"]).update(ended_at=monday)

    assert send_at(monday) == 0


def test_what_is_off_or_stopped_sends_nothing(monday, template, cast):
    with clock.at(monday - timedelta(days=1)):
        switch_leader_digest(template.campaign, is_active=False, by=cast["coordinator"])

    assert send_at(monday) == 0


def test_after_two_days_without_a_clock_it_is_left_out_with_a_line(monday, caplog):
    with caplog.at_level(logging.WARNING, logger="reports.actions.leader_digests"):
        late = send_at(monday + timedelta(hours=37))

    assert late == 0
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "weekly digest of 全民反诈·平安青澜 skipped"
    ]


@pytest.mark.django_db(transaction=True)
def test_two_beats_send_it_once(monday):
    with clock.at(monday):
        outcomes = at_once(send_leader_digests, send_leader_digests)

    assert sorted(outcomes) == [0, 1]
    assert Notice.objects.filter(kind="leader.digest").count() == 1


def test_the_office_sees_who_gets_what_and_switches_it(template, period, sign_in, cast):
    client = sign_in("coordinator")
    with clock.at(period.due_at + timedelta(hours=1)):
        text = text_of(client.get(PAGE))
        client.post(
            reverse("reports:leader-digest-switch", args=[template.campaign_id]), {"to": "on"}
        )

    assert "leader先生 · 青澜县 in-app and by e-mail" in text
    assert "Reports in: 0 of" in text or "No figures have been approved yet." in text
    assert LeaderDigest.objects.get().is_active
    assert AuditEntry.objects.filter(action="leader_digest.switched_on").count() == 1


def test_a_town_does_not_decide_about_it(period, sign_in):
    assert "This campaign is led by another unit" in text_of(sign_in("town").get(PAGE))
