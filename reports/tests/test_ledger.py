"""The ledger: every unit once, counts that lead to names, reminders to those who owe."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from campaigns.enums import REMINDER
from conftest import NOON
from fraudwatch.lib import clock
from orgs.models import AuditEntry, Grant, Notice
from reports.actions.reminders import remind_now
from reports.enums import ReportState as S
from reports.enums import Timeliness
from reports.models import Report, ReportingUnit
from reports.queries.chosen import chosen
from reports.queries.ledger_page import ledger_page_of

PAGE = "/reports/ledger/"
REMIND = "/reports/ledger/remind/"


@pytest.fixture
def five_truths(period, units):
    """One unit on time, one late, one with a zero report, one missing, one exempt."""
    rows = {
        "village": {"state": S.APPROVED, "timeliness": Timeliness.ON_TIME},
        "sibling": {"state": S.SUBMITTED, "timeliness": Timeliness.LATE},
        "school": {
            "state": S.APPROVED, "timeliness": Timeliness.ON_TIME, "is_zero": True,
            "zero_reason": "本周放假",
        },
        "other_village": {"state": S.MISSING},
        "bank": {"state": S.EXEMPT, "exempt_reason": "停业装修"},
    }  # fmt: skip
    for key, fields in rows.items():
        Report.objects.filter(period=period, unit=units[key]).update(**fields)
    return period


def page_of(user, period, under=None):
    shown = chosen(user, {}, {"period": str(period.pk)}, NOON)
    return ledger_page_of(user, shown, under, NOON)


def names(page):
    return [line.row.report.unit.name for _parent, lines in page.groups for line in lines]


def told(*people):
    rows = Notice.objects.filter(kind=REMINDER)
    return set(rows.values_list("recipient__username", flat=True)) == set(people)


def test_every_unit_is_counted_under_its_truth(cast, five_truths):
    page = page_of(cast["coordinator"], five_truths)

    assert [(tile.code, tile.count, tile.total) for tile in page.tiles] == [
        ("owed", 4, None), ("reported", 3, 4), ("on_time", 2, 4), ("late", 1, 4),
        ("zero", 1, 4), ("missing", 1, 4), ("exempt", 1, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "there"),
    [
        ("on_time", ["桃源村", "河湾镇中心小学"]),
        ("late", ["柳溪村"]),
        ("zero", ["河湾镇中心小学"]),
        ("missing", ["石桥村"]),
        ("exempt", ["青澜农商银行"]),
        ("pending", ["柳溪村"]),
        ("nonsense", ["青澜农商银行", "桃源村", "柳溪村", "河湾镇中心小学", "石桥村"]),
    ],
)
def test_a_count_leads_to_its_names(cast, five_truths, state, there):
    page = page_of(cast["coordinator"], five_truths)

    page.choose(state, "")

    assert names(page) == there


def test_rows_stand_under_the_unit_above_them(cast, five_truths):
    page = page_of(cast["coordinator"], five_truths)

    page.choose("", "")

    seen = [(parent, len(lines)) for parent, lines in page.groups]
    assert seen == [("青澜县", 1), ("河湾镇", 3), ("沙溪镇", 1)]


def test_it_narrows_to_a_subtree(cast, five_truths, units):
    page = page_of(cast["coordinator"], five_truths, units["town"])

    assert (page.ledger.owed, page.ledger.reported) == (3, 3)
    assert [past.counts["owed"] for past in page.history] == [3]


def test_a_town_reads_its_own_units_alone(sign_in, noon, five_truths):
    text = sign_in("town").get(PAGE, {"period": five_truths.pk}).content.decode()

    seen = [name in text for name in ["桃源村", "石桥村", "青澜农商银行", "沙溪镇"]]
    assert seen == [True, False, False, False]


def test_the_other_county_finds_nothing(sign_in, noon, five_truths, units):
    client = sign_in("far_coordinator")

    assert client.get(PAGE, {"period": five_truths.pk}).status_code == 404
    assert client.post(REMIND, {"period": five_truths.pk}).status_code == 404
    assert "桃源村" not in client.get(PAGE).content.decode()


def test_a_unit_out_of_sight_does_not_narrow(sign_in, noon, period, units):
    answer = sign_in("town").get(PAGE, {"period": period.pk, "unit": units["other_town"].pk})

    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["leader", "inspector", "auditor"])
def test_readers_see_the_counts_and_no_button(sign_in, noon, period, who):
    client = sign_in(who)

    text = client.get(PAGE).content.decode()

    assert ("桃源村" in text, reverse("reports:ledger-remind") in text) == (True, False)
    assert client.post(REMIND, {"period": period.pk}).status_code == 403


def numbers(asked):
    """How many were told, were left alone, have nobody."""
    return len(asked.told), len(asked.cooling), len(asked.unreachable)


def test_only_those_who_still_owe_are_reminded(noon, cast, period, units):
    for key in ["sibling", "school"]:
        Report.objects.filter(period=period, unit=units[key]).update(state=S.SUBMITTED)
    Report.objects.filter(period=period, unit=units["bank"]).update(
        state=S.EXEMPT, exempt_reason="停业"
    )

    counted = remind_now(period, by=cast["coordinator"])

    assert numbers(counted) == (2, 0, 0)
    assert told("reporter", "other_reporter")


def test_a_returned_report_is_still_owed(noon, cast, period, units):
    period.reports.update(state=S.APPROVED)
    Report.objects.filter(period=period, unit=units["school"]).update(state=S.RETURNED)

    remind_now(period, by=cast["coordinator"])

    assert told("school", "two_hats")


def test_pressing_again_within_two_hours_tells_nobody_twice(cast, period):
    with clock.at(NOON):
        first = remind_now(period, by=cast["coordinator"])
    with clock.at(NOON + timedelta(minutes=119)):
        second = remind_now(period, by=cast["second_coordinator"])
    with clock.at(NOON + timedelta(minutes=121)):
        third = remind_now(period, by=cast["coordinator"])

    assert [numbers(one) for one in (first, second, third)] == [(5, 0, 0), (0, 5, 0), (5, 0, 0)]
    assert second.again_at == NOON + timedelta(hours=2)


def test_a_town_reminds_its_own_units_alone(noon, cast, period):
    counted = remind_now(period, by=cast["town"])

    assert numbers(counted) == (3, 0, 0)
    assert told("reporter", "sibling", "school", "two_hats")


def test_reminding_can_be_narrowed_to_a_subtree(noon, cast, period, units):
    counted = remind_now(period, units["other_town"], by=cast["coordinator"])

    assert numbers(counted) == (1, 0, 0)
    assert told("other_reporter")


def test_a_unit_without_a_reporter_is_left_out_and_said(noon, cast, period, units):
    Grant.objects.filter(unit=units["bank"]).update(ended_at=NOON)

    assert numbers(remind_now(period, by=cast["coordinator"])) == (4, 0, 1)


def test_a_reminder_goes_out_by_mail_and_says_which_report(
    noon, cast, period, units, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        remind_now(period, units["other_town"], by=cast["coordinator"])

    notice = Notice.objects.get(kind=REMINDER)
    report = period.reports.get(unit=units["other_village"])
    assert (notice.url, notice.about) == (report.get_absolute_url(), f"report:{report.pk}")
    assert [message.to for message in mail.outbox] == [["other_reporter@example.cn"]]


def test_reminding_leaves_its_trace(noon, cast, period, units):
    remind_now(period, units["other_town"], by=cast["coordinator"])

    entry = AuditEntry.objects.get(action="report.reminded")
    assert (entry.actor, entry.path, entry.changes) == (
        cast["coordinator"], units["other_town"].path, {"units": [None, ["石桥村"]]},
    )  # fmt: skip


def test_the_ledger_says_when_each_was_last_reminded(cast, period, units):
    with clock.at(NOON):
        remind_now(period, units["other_town"], by=cast["coordinator"])
    page = page_of(cast["coordinator"], period)
    page.choose("", "")

    moments = {
        line.row.report.unit.name: line.reminded_at
        for _parent, lines in page.groups
        for line in lines
    }

    assert (moments["石桥村"], moments["桃源村"]) == (NOON, None)


def test_the_button_comes_back_to_the_page_it_stood_on(sign_in, noon, period):
    client = sign_in("coordinator")

    back = client.post(REMIND, {"period": period.pk, "next": f"{PAGE}?period={period.pk}"})
    away = client.post(REMIND, {"period": period.pk, "next": "https://example.org/"})

    assert (back.url, away.url) == (f"{PAGE}?period={period.pk}", PAGE)


@pytest.mark.parametrize("data", [{}, {"period": "x"}, {"period": "1", "unit": "x"}])
def test_nonsense_is_not_found(sign_in, noon, cast, data):
    assert sign_in("coordinator").post(REMIND, data).status_code == 404


def test_the_list_to_copy_names_who_is_absent(sign_in, noon, five_truths, units):
    Report.objects.filter(period=five_truths, unit=units["village"]).update(state=S.DRAFT)

    page = sign_in("coordinator").get(PAGE, headers={"accept-language": "en"})

    names = [row.report.unit.name for row in page.context["ledger"].absent]
    assert names == ["桃源村", "石桥村"]
    assert "not submitted 2/4" in page.content.decode()


def test_earlier_periods_stand_beside_with_their_counts(cast, make_period, units):
    last, this = make_period(1), make_period()
    last.reports.update(state=S.APPROVED, timeliness=Timeliness.ON_TIME)

    page = page_of(cast["coordinator"], this)

    seen = [(past.period, past.counts["reported"], past.counts["owed"]) for past in page.history]
    assert seen == [(this, 0, 5), (last, 5, 5)]


def test_before_the_first_period_it_says_so(sign_in, noon, template):
    page = sign_in("coordinator").get(PAGE, headers={"accept-language": "en"})

    assert "No period has opened yet" in page.content.decode()


@pytest.mark.parametrize("owing", [1, 3])
def test_the_page_asks_the_same_questions_for_one_unit_and_for_three(
    sign_in, noon, template, make_period, units, django_assert_num_queries, owing
):
    keys = ["village", "other_village", "bank"][:owing]
    ReportingUnit.objects.filter(template=template).exclude(
        unit__in=[units[key] for key in keys]
    ).delete()
    make_period()
    client = sign_in("coordinator")
    client.get(PAGE)

    with django_assert_num_queries(8):
        client.get(PAGE)
