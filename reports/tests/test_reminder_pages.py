"""The page of the reminders: rules in sentences, the coming days, the send log."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.actions.due_reminders import remind_due
from campaigns.actions.reminder_policies import add_step, change_step, furnish
from campaigns.errors import CampaignError
from campaigns.models import Reminder, ReminderPolicy, ReminderStep
from fraudwatch.lib import clock
from orgs.enums import WorkState
from orgs.models import AuditEntry, Delivery, Grant
from orgs.tests.counting import queries_of, text_of
from reports.actions.reminders import remind_now

LIST = reverse("campaigns:reminder-list")
LOG = reverse("campaigns:reminder-log")
RULE = {
    "when": "before", "amount": "2", "measure": "1440", "to": ["liaison"], "channels": ["email"],
    "version": "1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def policy(template):
    policy = furnish(template.campaign, "report", template.pk)
    policy.steps.exclude(minutes=-1440).delete()
    return policy


@pytest.fixture
def rule(policy):
    """The one step that is left: a day before it is due, to reporters, also by e-mail."""
    return policy.steps.get()


@pytest.fixture
def sent(rule, period, cast):
    """The reminder of a day before has gone out to all five units."""
    with clock.at(period.due_at - timedelta(minutes=1440)):
        remind_due()
        yield period


def at(name, key):
    return reverse(f"campaigns:reminder-{name}", args=[key])


def test_a_rule_stands_as_a_sentence(rule, sign_in, noon, period):
    text = text_of(sign_in("coordinator").get(LIST))

    assert "1 day before it is due , reporters of units that still owe it are told by" in text
    assert "in-app, e-mail" in text
    assert "quiet 21:00–08:00, the due moment always, by hand every 2 hours at most" in text


def test_the_coming_days_say_who_would_get_what(rule, sign_in, noon, period, units):
    Grant.objects.filter(unit=units["bank"]).delete()

    text = text_of(sign_in("coordinator").get(LIST))

    assert "14 June 12:00 Week 6 (8–14 June) · 1 day before it is due 5 units" in text
    assert "1 without anybody" in text
    assert "桃源村: reporter先生" in text
    assert "青澜农商银行: nobody to tell; give somebody there the role of reporter" in text


def test_periods_that_have_yet_to_open_are_foreseen(rule, sign_in, period, units):
    ReminderStep.objects.filter(pk=rule.pk).update(minutes=-5 * 1440)
    with clock.at(period.due_at + timedelta(hours=1)):
        text = text_of(sign_in("coordinator").get(LIST))

    assert "17 June 12:00 Week 7 (15–21 June) · 5 days before it is due 5 units" in text
    assert "all who will owe it; those that are done before are left out" in text


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
    assert "1 day before it is due not opened yet e-mail failed after 5 attempts" in text
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
        ({"subject": "task"}, 0), ({"result": "unreached"}, 0), ({"result": "left"}, 0),
        ({"q": "桃源"}, 1), ({"q": "sibling先生"}, 1), ({"subject": "99999"}, 7),
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

    assert sorted(line.reminder.unit.name for line in lines) == [
        "柳溪村", "柳溪村", "桃源村", "河湾镇中心小学", "河湾镇中心小学",
    ]  # fmt: skip
    assert "log" not in far.context


def test_a_failed_mail_is_sent_again_from_the_log(sent, sign_in, cast):
    Delivery.objects.filter(recipient=cast["reporter"]).update(state=WorkState.FAILED, attempts=5)
    failed = Delivery.objects.get(recipient=cast["reporter"])

    sign_in("coordinator").post(at("send-again", failed.pk))

    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (WorkState.QUEUED, 0)


def test_a_rule_is_added_changed_switched_and_removed(policy, rule, sign_in):
    client = sign_in("coordinator")

    client.post(at("step-delete", rule.pk))
    client.post(at("step-add", policy.pk), RULE)
    rule = ReminderStep.objects.get()
    added = (rule.minutes, rule.to, rule.channels, rule.to_groups, rule.is_active)
    more = {"when": "after", "measure": "60", "to": ["deputy", "town"], "to_groups": "on"}
    client.post(at("step", rule.pk), RULE | more)
    rule.refresh_from_db()
    changed = (rule.minutes, rule.to, rule.to_groups, rule.version)
    client.post(at("step-switch", rule.pk), {"to": "off"})
    rule.refresh_from_db()

    assert added == (-2880, ["liaison"], ["email"], False, True)
    assert changed == (120, ["deputy", "town"], True, 2)
    assert (rule.is_active, ReminderStep.objects.count()) == (False, 1)
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        f"reminder_step.{verb}" for verb in ("removed", "added", "changed", "switched_off")
    ]


def test_a_policy_is_added_switched_off_looked_at_and_switched_on(
    campaign, cast, sign_in, noon, period
):
    client = sign_in("coordinator")
    template = period.template

    client.post(reverse("campaigns:reminder-add", args=[campaign.pk]), {"what": "report:"})
    policy = ReminderPolicy.objects.get()
    made = (policy.subject, policy.object_id, policy.is_active, policy.steps.count())
    look = text_of(client.get(at("preview", policy.pk)))
    off = remind_at(period, -1440)
    client.post(at("policy-switch", policy.pk), {"to": "on"})
    on = remind_at(period, -1440)
    refused = client.post(
        reverse("campaigns:reminder-add", args=[campaign.pk]), {"what": "report:"}
    )
    client.post(
        reverse("campaigns:reminder-add", args=[campaign.pk]), {"what": f"report:{template.pk}"}
    )

    assert made == ("report", None, False, 5)
    assert "This policy is switched off: nothing goes out. Switched on, it would send:" in look
    assert "14 June 12:00 Week 6 (8–14 June) · 1 day before it is due 5 units" in look
    assert (off, on) == (0, 5)
    assert refused.status_code == 422
    assert remind_at(period, 0) == 0  # the report's own policy stands in place, switched off


def remind_at(period, minutes):
    with clock.at(period.due_at + timedelta(minutes=minutes)):
        return remind_due()


def test_the_terms_of_a_policy_are_changed_and_bad_hours_refused(policy, sign_in):
    client = sign_in("coordinator")
    terms = {"quiet_from": "22:00", "quiet_until": "", "cooling_minutes": "60", "version": "1"}

    bad = client.post(at("policy", policy.pk), terms)
    good = client.post(at("policy", policy.pk), terms | {"quiet_until": "07:30", "is_digest": "on"})
    stale = client.post(at("policy", policy.pk), terms | {"quiet_until": "07:30"})
    policy.refresh_from_db()

    assert (bad.status_code, good.status_code, stale.status_code) == (422, 302, 409)
    assert "Quiet hours need both ends; leave both empty for none." in text_of(bad)
    assert (f"{policy.quiet_until:%H:%M}", policy.is_digest, policy.rings_at_due) == (
        "07:30", True, False,
    )  # fmt: skip


def test_one_chooses_how_one_is_reminded(sign_in, cast):
    client = sign_in("reporter")
    page = reverse("campaigns:reminder-choice")

    client.post(page, {"digest": "yes", "wanted": ["sms"], "quiet_from": "12:00",
                       "quiet_until": "14:00"})  # fmt: skip
    shown = client.get(page).content.decode()

    choice = cast["reporter"].reminder_choice
    assert (choice.is_digest, choice.without) == (True, ["email"])
    assert '<option value="yes" selected>' in shown
    assert 'value="12:00"' in shown


def test_the_form_shows_what_stands(rule, sign_in):
    page = sign_in("coordinator").get(at("step", rule.pk)).content.decode()

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
        (RULE | {"to": []}, "Choose at least one group of people."),
    ],
)  # fmt: skip
def test_a_moment_that_makes_no_sense_is_refused(rule, sign_in, form, sentence):
    page = sign_in("coordinator").post(at("step-add", rule.policy_id), form)

    assert page.status_code == 422
    assert sentence in text_of(page)
    assert ReminderStep.objects.count() == 1


def test_of_two_who_change_a_rule_the_second_looks_again(rule, sign_in, cast):
    change_step(
        rule, version=1, minutes=-60, to=["liaison"], channels=[], to_groups=False,
        by=cast["second_coordinator"],
    )  # fmt: skip

    page = sign_in("coordinator").post(at("step", rule.pk), RULE)

    rule.refresh_from_db()
    assert (page.status_code, rule.minutes) == (409, -60)
    assert "Somebody else changed this reminder first; look again." in text_of(page)


def test_actions_guard_the_moment_themselves(policy, cast):
    with pytest.raises(CampaignError):
        add_step(policy, minutes=10**6, to=["liaison"], by=cast["coordinator"])


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_units(count, rule, sign_in, noon, period):
    kept = list(period.reports.order_by("pk").values_list("pk", flat=True)[:count])
    period.reports.exclude(pk__in=kept).update(state="submitted")

    assert queries_of(sign_in("coordinator"), LIST) == 20


@pytest.mark.parametrize("people", [1, 3])
def test_the_log_takes_as_many_queries_for_three_rows(people, sent, sign_in):
    kept = Reminder.objects.order_by("pk").values_list("pk", flat=True)[:people]
    Reminder.objects.exclude(pk__in=list(kept)).delete()

    assert queries_of(sign_in("coordinator"), LOG) == 5
