"""Those who still owe stand beside the queue and are reminded from there."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from fraudwatch.lib import clock
from fraudwatch.lib.weeks import moment_label
from orgs.tests.counting import text_of
from reports.actions.reminders import remind_now
from reports.actions.submissions import submit_report
from reports.enums import PeriodState

GOOD = {
    "visits": "1200", "app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"},
}  # fmt: skip
REVIEW = reverse("reports:report-review")
REMIND = reverse("reports:ledger-remind")


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def village_in(period, units, cast):
    """The village has handed in; four units still owe."""
    report = period.reports.get(unit=units["village"])
    submit_report(
        report, submission_id=uuid.uuid4(), values=GOOD, texts={"work": "宣传"}, reasons={},
        by=cast["reporter"],
    )  # fmt: skip
    return report


def missing(client, **params):
    return client.get(REVIEW, params).context["missing"]


def names(found):
    return [row.report.unit.name for row in found.rows]


def test_only_those_who_still_owe_are_listed(village_in, sign_in, units, period):
    exempt = period.reports.filter(unit=units["bank"])
    exempt.update(state="exempt", exempt_reason="停业装修")

    found = missing(sign_in("coordinator"))

    assert names(found) == ["柳溪村", "河湾镇中心小学", "石桥村"]
    assert (found.period, found.free, found.again_at) == (period, 3, None)


def test_the_button_reminds_them_and_comes_back(village_in, sign_in, period):
    client = sign_in("coordinator")
    page = client.get(REVIEW)
    assert "Not submitted 4" in text_of(page)
    assert "Remind 4 units" in text_of(page)

    answer = client.post(REMIND, {"period": period.pk, "unit": "", "next": REVIEW}, follow=True)

    text = text_of(answer)
    assert answer.redirect_chain == [(REVIEW, 302)]
    assert "4 units were reminded." in text
    assert "All of them were reminded a short while ago. Possible again from 10 June 14:00." in text
    assert ("Remind 4 units" in text, text.count("reminded 10 June 12:00 · coordinator先生")) == (
        False, 4,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("minutes", "free", "again"), [(119, 3, "10 June 12:01"), (120, 4, ""), (1500, 4, "")]
)
def test_who_was_reminded_a_short_while_ago_is_left_alone(
    village_in, sign_in, cast, period, units, minutes, free, again
):
    with clock.at(clock.now() - timedelta(minutes=minutes)):
        remind_now(period, units["other_town"], by=cast["coordinator"])

    found = missing(sign_in("coordinator"))

    assert (found.free, moment_label(found.again_at) if found.again_at else "") == (free, again)


def test_a_town_sees_its_own_units_alone(village_in, sign_in):
    assert names(missing(sign_in("town"))) == ["柳溪村", "河湾镇中心小学"]


def test_the_list_is_narrowed_as_the_queue_is(village_in, sign_in, units, period):
    client = sign_in("coordinator")

    assert names(missing(client, unit=units["other_town"].pk)) == ["石桥村"]
    assert missing(client, period=period.pk + 1) is None
    assert missing(client, unit=999999) is None
    page = client.get(REVIEW, {"unit": units["other_town"].pk})
    assert f'name="unit" value="{units["other_town"].pk}"' in page.content.decode()


def test_nobody_is_asked_once_the_period_is_closed_or_all_are_in(village_in, sign_in, period):
    client = sign_in("coordinator")
    period.state = PeriodState.CLOSED
    period.save()
    assert missing(client) is None

    period.state = PeriodState.OPEN
    period.save()
    period.reports.update(state="submitted")
    assert missing(client) is None


def test_more_than_fit_are_left_to_the_ledger(village_in, sign_in, monkeypatch, period):
    monkeypatch.setattr("reports.queries.review_missing.SHOWN", 1)
    page = sign_in("coordinator").get(REVIEW)

    assert "and 3 more in the ledger" in text_of(page)
    assert page.context["missing"].free == 4
