"""People who come by an unusual way: an old link, a unit that is gone, a report that was off."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from fraudwatch.lib import clock
from fraudwatch.tests.cast import MONDAY
from orgs.models import Unit
from reports.actions.activities import add_activity
from reports.actions.exceptions import ask_again
from reports.actions.links import enter_link, hand_in_through, make_links
from reports.actions.reviews import exempt_report
from reports.actions.submissions import submit_report
from reports.errors import ReportError
from reports.models import Report
from reports.signers import Signer

VALUES = {"visits": "12", "app_users": "30", "losses": "0", "awareness": {"n": "9", "d": "10"}}
DAY = MONDAY + timedelta(days=2)


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


def hand_in(report, by, **values):
    return submit_report(
        report, submission_id=uuid.uuid4(), values={**VALUES, **values}, texts={"work": "宣传"},
        reasons=dict.fromkeys([*VALUES, *values], "属实"), by=by,
    )  # fmt: skip


def test_changing_an_activity_keeps_a_unit_that_is_out_of_service_by_now(
    report, units, cast, sign_in
):
    activity = add_activity(
        report, name="集市宣传", kind="street", state="held", held_on=DAY, venue="集市", reach=9,
        co_units=[units["sibling"], units["school"]], by=cast["reporter"],
    )  # fmt: skip
    Unit.objects.filter(pk=units["sibling"].pk).update(active_to=DAY)
    client = sign_in("reporter")
    address = reverse("reports:activity-edit", args=[activity.pk])

    shown = client.get(address).content.decode()
    answer = client.post(address, {
        "name": "集市宣传", "kind": "street", "course": "held", "held_on": DAY.isoformat(),
        "venue": "集市", "reach": "10", "version": activity.version,
        "co_units": [units["sibling"].pk, units["school"].pk],
    })  # fmt: skip

    activity.refresh_from_db()
    assert ("柳溪村" in shown, answer.status_code, activity.reach) == (True, 302, 10)
    shared = activity.shares.values_list("unit__name", flat=True)
    assert sorted(shared) == ["柳溪村", "河湾镇中心小学"]


def test_a_link_of_a_unit_taken_out_meanwhile_hands_nothing_in(report, units, cast):
    made = make_links(report.period, [report.unit_id], by=cast["coordinator"])[0]
    secret = enter_link(made.link, code=made.code, name="老王")
    Unit.objects.filter(pk=report.unit_id).update(active_to=DAY)

    with pytest.raises(ReportError):
        hand_in_through(made.link, secret, uuid.uuid4(), lambda: hand_in(report, Signer("老王")))
    report.refresh_from_db()
    assert report.revision_number == 0


def test_a_link_goes_on_when_an_exemption_is_taken_back(report, cast, client):
    made = make_links(report.period, [report.unit_id], by=cast["coordinator"])[0]
    exempt_report(report, reason="撤并", by=cast["coordinator"])
    gone = client.get(reverse("reports:collect", args=[made.token]))
    ask_again(report, reason="仍在", by=cast["coordinator"])
    back = client.get(reverse("reports:collect", args=[made.token]))

    assert (gone.status_code, back.status_code) == (410, 200)


def test_a_link_opens_as_long_as_its_report_does(report, cast, client):
    """The office gives more time after the cards were printed."""
    made = make_links(report.period, [report.unit_id], by=cast["coordinator"])[0]
    later = report.closes_at + timedelta(days=2)
    Report.objects.filter(pk=report.pk).update(closes_at=later)

    with clock.at(later - timedelta(hours=1)):
        assert client.get(reverse("reports:collect", args=[made.token])).status_code == 200


@pytest.mark.parametrize("key", ["9" * 30, "²", "-1", "x"])
def test_strange_keys_of_units_make_no_links(report, sign_in, key):
    answer = sign_in("coordinator").post(
        reverse("reports:link-make"), {"period": report.period_id, "units": [key]}
    )
    assert answer.status_code == 302
