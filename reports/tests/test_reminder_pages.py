"""The page of the reminders: rules in sentences, the coming days, the send log."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from fraudwatch.lib import clock
from orgs.enums import WorkState
from orgs.models import AuditEntry, Delivery, Grant, Notice
from orgs.tests.counting import queries_of, text_of
from reports.actions.due_reminders import remind_due
from reports.actions.reminder_rules import add_rule, change_rule
from reports.actions.reminders import remind_now
from reports.errors import ReportError
from reports.models import ReminderRule

LIST = reverse("reports:reminder-list")
LOG = reverse("reports:reminder-log")
RULE = {"when": "before", "amount": "2", "measure": "1440", "by_email": "on", "version": "1"}


@pytest.fixture(autouse=True)
def _english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def rule(template):
    return ReminderRule.objects.create(template=template, minutes=-1440, occasion="before")


@pytest.fixture
def sent(rule, period, cast):
    """The reminder of a day before has gone out to all five units."""
    with clock.at(period.due_at - timedelta(minutes=1440)):
        remind_due()
        yield period


def at(name, key):
    return reverse(f"reports:reminder-{name}", args=[key])


def test_a_rule_stands_as_a_sentence(rule, sign_in, noon, period):
    text = text_of(sign_in("coordinator").get(LIST))

    assert "1 day before it is due : reporters of units that still owe it are told" in text
    assert "in-app and by e-mail" in text


def test_the_coming_days_say_who_would_get_what(rule, sign_in, noon, period, units):
    Grant.objects.filter(unit=units["bank"]).delete()

    text = text_of(sign_in("coordinator").get(LIST))

    assert "14 June 12:00 Week 6 (8–14 June) · 1 day before it is due 5 units" in text
    assert "1 without anybody" in text
    assert "桃源村: reporter先生" in text
    assert "青澜农商银行: nobody to tell; give somebody there the role of reporter" in text


def test_periods_that_have_yet_to_open_are_foreseen(rule, sign_in, period, units):
    ReminderRule.objects.filter(pk=rule.pk).update(minutes=-5 * 1440)
    with clock.at(period.due_at + timedelta(hours=1)):
        text = text_of(sign_in("coordinator").get(LIST))

    assert "17 June 12:00 Week 7 (15–21 June) · 5 days before it is due 5 units" in text
    assert "All who will owe it; those that submit before are left out." in text


def test_a_towns_coordinator_sees_the_towns_units_and_changes_nothing(rule, sign_in, noon, period):
    text = text_of(sign_in("town").get(LIST))

    assert "1 day before it is due 3 units" in text
    assert ("石桥村" in text, "New rule" in text) == (False, False)


def test_what_is_in_is_no_longer_foreseen(rule, sign_in, noon, period, units):
    period.reports.exclude(unit=units["village"]).update(state="submitted")

    assert "1 day before it is due 1 unit" in text_of(sign_in("coordinator").get(LIST))


def test_the_log_says_to_whom_what_why_and_with_which_result(sent, sign_in, cast):
    Delivery.objects.filter(recipient=cast["reporter"]).update(
        state=WorkState.FAILED, attempts=5, error="The mail server does not answer.\nErrno 111"
    )
    Delivery.objects.filter(recipient=cast["bank"]).update(
        state=WorkState.DONE, sent_at=clock.now()
    )

    client = sign_in("coordinator")
    text = text_of(client.get(LOG))

    assert "1 reminder did not go out" in text_of(client.get(LIST))
    assert "reporter先生 桃源村" in text
    assert "桃源村: the report of Week 6 (8–14 June) is due 15 June 12:00" in text
    assert "1 day before it is due not opened yet failed after 5 attempts" in text
    assert "The mail server does not answer." in text
    assert "Errno" not in text
    assert "sent 14 June 12:00" in text


def test_reminders_by_hand_stand_in_the_log_with_who_asked(period, sign_in, cast, noon):
    remind_now(period, by=cast["coordinator"])
    client = sign_in("coordinator")

    by_hand = text_of(client.get(LOG, {"how": "hand"}))
    by_rule = text_of(client.get(LOG, {"how": "rule"}))

    assert "by hand: coordinator先生" in by_hand
    assert "No reminder here" in by_rule


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ({}, 7), ({"result": "failed"}, 1), ({"result": "sent"}, 0), ({"result": "waiting"}, 6),
        ({"q": "桃源"}, 1), ({"q": "sibling先生"}, 1), ({"period": "99999"}, 7),
        ({"how": "hand"}, 0), ({"how": "nonsense", "result": "nonsense"}, 7), ({"after": "x"}, 7),
    ],
)  # fmt: skip
def test_the_log_is_narrowed(sent, sign_in, cast, query, rows):
    Delivery.objects.filter(recipient=cast["reporter"]).update(state=WorkState.FAILED)

    page = sign_in("coordinator").get(LOG, query)

    assert len(page.context["log"].lines) == rows


def test_a_town_reads_the_log_of_its_own_units(sent, sign_in):
    lines = sign_in("town").get(LOG).context["log"].lines
    far = sign_in("far_coordinator").get(LOG)

    assert sorted(line.notice.params["unit"] for line in lines) == [
        "柳溪村", "柳溪村", "桃源村", "河湾镇中心小学", "河湾镇中心小学",
    ]  # fmt: skip
    assert "log" not in far.context


def test_a_failed_mail_is_sent_again_from_the_log(sent, sign_in, cast):
    Delivery.objects.filter(recipient=cast["reporter"]).update(state=WorkState.FAILED, attempts=5)
    failed = Delivery.objects.get(recipient=cast["reporter"])

    sign_in("coordinator").post(at("send-again", failed.pk))

    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (WorkState.QUEUED, 0)


def test_a_rule_is_added_changed_switched_and_removed(template, sign_in):
    client = sign_in("coordinator")

    client.post(at("rule-add", template.pk), RULE)
    rule = ReminderRule.objects.get()
    added = (rule.minutes, rule.occasion, rule.to_deputy, rule.by_email, rule.is_active)
    client.post(at("rule", rule.pk), RULE | {"when": "after", "measure": "60", "to_deputy": "on"})
    rule.refresh_from_db()
    changed = (rule.minutes, rule.occasion, rule.to_deputy, rule.version)
    client.post(at("rule-switch", rule.pk), {"to": "off"})
    rule.refresh_from_db()
    off = rule.is_active
    client.post(at("rule-delete", rule.pk))

    assert added == (-2880, "before", False, True, True)
    assert changed == (120, "after", True, 2)
    assert (off, ReminderRule.objects.count()) == (False, 0)
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        f"reminder_rule.{verb}" for verb in ("added", "changed", "switched_off", "removed")
    ]


def test_the_form_shows_what_stands(rule, sign_in):
    page = sign_in("coordinator").get(at("rule", rule.pk)).content.decode()

    assert '<option value="before" selected>' in page
    assert '<option value="1440" selected>' in page
    assert 'name="amount" value="1"' in page


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (RULE | {"amount": ""}, "Say how long before or after."),
        (RULE | {"amount": "0"}, "Ensure this value is greater than or equal to 1."),
        (RULE | {"amount": "99"}, "That is longer than 60 days."),
        (RULE | {"amount": "9"}, "The report opens 7 days 12 hours before it is due;"),
        (RULE | {"when": "after", "measure": "60", "amount": "30"},
         "The report closes 1 day 6 hours after it was due;"),
        (RULE | {"amount": "1"}, "There is a reminder at that moment already; change that one."),
    ],
)  # fmt: skip
def test_a_moment_that_makes_no_sense_is_refused(rule, sign_in, form, sentence):
    page = sign_in("coordinator").post(at("rule-add", rule.template_id), form)

    assert page.status_code == 422
    assert sentence in text_of(page)
    assert ReminderRule.objects.count() == 1


def test_of_two_who_change_a_rule_the_second_looks_again(rule, sign_in, cast):
    terms = {"to_deputy": False, "by_email": True, "by": cast["second_coordinator"]}
    change_rule(rule, version=1, minutes=-60, **terms)

    page = sign_in("coordinator").post(at("rule", rule.pk), RULE)

    rule.refresh_from_db()
    assert (page.status_code, rule.minutes) == (409, -60)
    assert "Somebody else changed this reminder first; look again." in text_of(page)


def test_actions_guard_the_moment_themselves(template, cast):
    with pytest.raises(ReportError):
        add_rule(template, minutes=10**6, to_deputy=False, by_email=True, by=cast["coordinator"])


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_rules(count, template, sign_in, noon, period):
    for number in range(count):
        ReminderRule.objects.create(template=template, minutes=-60 * number, occasion="before")

    assert queries_of(sign_in("coordinator"), LIST) == 13


@pytest.mark.parametrize("people", [1, 3])
def test_the_log_takes_as_many_queries_for_three_rows(people, sent, sign_in):
    kept = Notice.objects.order_by("pk").values_list("pk", flat=True)[:people]
    Notice.objects.exclude(pk__in=list(kept)).delete()

    assert queries_of(sign_in("coordinator"), LOG) == 7
