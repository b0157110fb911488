"""Level by level: the township checks and forwards, the office decides; or straight."""

import uuid

import pytest
from django.urls import reverse

from orgs.models import AuditEntry, User
from reports.actions.forwarding import forward_report
from reports.actions.review_levels import set_levels
from reports.actions.reviews import approve_report, return_report
from reports.actions.submissions import submit_report
from reports.enums import ReportState
from reports.errors import ReportError
from reports.queries.review_queue import Wanted, review_queue, waiting_for
from reports.stages import Stage

GOOD = {"visits": "120", "app_users": "300", "losses": "0", "awareness": {"n": "9", "d": "10"}}
OWNERS = {"village": "reporter", "sibling": "sibling", "school": "school", "bank": "bank"}


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def by_level(template, cast):
    """Reports go through the township first."""
    set_levels(template, by_town=True, by=cast["coordinator"])


@pytest.fixture
def hand_in(period, units, cast):
    """Hand in the report of a unit."""

    def act(name, by=None):
        report = period.reports.get(unit=units[name])
        submit_report(
            report, submission_id=uuid.uuid4(), values=GOOD, texts={}, reasons={},
            by=cast[by or OWNERS[name]],
        )  # fmt: skip
        return report

    return act


def desk(cast, name, **wanted):
    """The reports on somebody's desk, as the queue and as the number beside it say."""
    queue = review_queue(cast[name], Wanted(**wanted))
    if not wanted:
        assert set(queue.keys) == set(waiting_for(cast[name]).values_list("pk", flat=True))
    return [str(row.report.unit) for row in queue.waiting]


def test_a_village_lies_with_its_town_a_bank_with_the_office(by_level, hand_in, cast):
    village, bank = hand_in("village"), hand_in("bank")

    assert (village.stage, bank.stage) == (Stage.TOWN, Stage.OFFICE)
    assert (desk(cast, "town"), desk(cast, "coordinator")) == (["桃源村"], ["青澜农商银行"])
    assert desk(cast, "coordinator", level="town") == ["桃源村"]


def test_straight_reports_lie_on_both_desks(hand_in, cast):
    hand_in("village")

    assert (desk(cast, "town"), desk(cast, "coordinator")) == (["桃源村"], ["桃源村"])


def test_forwarding_moves_it_to_the_office_and_stays_in_its_course(by_level, hand_in, cast):
    report = hand_in("village")

    forward_report(report, version=report.version, by=cast["town"])

    assert (report.stage, report.forwarded_by) == (Stage.OFFICE, cast["town"])
    assert report.revisions.get().forwarded_by == cast["town"]
    assert (desk(cast, "town"), desk(cast, "coordinator")) == ([], ["桃源村"])
    assert AuditEntry.objects.filter(action="report.forwarded").count() == 1


def test_the_office_waits_for_the_town(by_level, hand_in, cast):
    report = hand_in("village")

    with pytest.raises(ReportError, match="township has to check"):
        approve_report(report, version=report.version, by=cast["coordinator"])


def test_the_town_forwards_and_does_not_approve(by_level, hand_in, cast):
    report = hand_in("village")
    forward_report(report, version=report.version, by=cast["town"])

    with pytest.raises(ReportError, match="office of the campaign decides"):
        approve_report(report, version=report.version, by=cast["town"])
    approve_report(report, version=report.version, by=cast["coordinator"])

    assert report.state == ReportState.APPROVED


def test_who_forwarded_does_not_decide(by_level, hand_in, cast):
    report = hand_in("village")
    forward_report(report, version=report.version, by=cast["coordinator"])

    with pytest.raises(ReportError, match="forwarded this report yourself"):
        approve_report(report, version=report.version, by=cast["coordinator"])
    approve_report(report, version=report.version, by=cast["second_coordinator"])

    assert report.state == ReportState.APPROVED


def test_nothing_is_forwarded_twice_nor_ones_own_nor_unseen(by_level, hand_in, cast):
    report, own = hand_in("village"), hand_in("sibling", by="town")

    with pytest.raises(ReportError, match="changed this report since"):
        forward_report(report, version=report.version - 1, by=cast["town"])
    with pytest.raises(ReportError, match="submitted this report yourself"):
        forward_report(own, version=own.version, by=cast["town"])
    forward_report(report, version=report.version, by=cast["town"])
    with pytest.raises(ReportError, match="nothing to forward"):
        forward_report(report, version=report.version, by=cast["town"])


@pytest.mark.parametrize("who", ["town", "coordinator"])
def test_either_level_may_return_and_then_it_begins_anew(by_level, hand_in, cast, period, who):
    report = hand_in("village")
    if who == "coordinator":
        forward_report(report, version=report.version, by=cast["town"])

    return_report(
        report, version=report.version, reason="核对", marks={}, correct_by=period.due_at,
        by=cast[who],
    )  # fmt: skip
    submit_report(
        report, submission_id=uuid.uuid4(), values=GOOD, texts={}, reasons={}, by=cast["reporter"]
    )

    assert (report.stage, report.forwarded_by) == (Stage.TOWN, None)


def test_the_town_cannot_return_what_lies_with_the_office(by_level, hand_in, cast, period):
    report = hand_in("village")
    forward_report(report, version=report.version, by=cast["town"])

    with pytest.raises(ReportError, match="office of the campaign decides"):
        return_report(
            report, version=report.version, reason="核对", marks={}, correct_by=period.due_at,
            by=cast["town"],
        )  # fmt: skip


def test_switched_off_nothing_is_left_with_a_town(by_level, hand_in, cast, template):
    report = hand_in("village")

    moved = set_levels(template, by_town=False, by=cast["coordinator"])

    report.refresh_from_db()
    assert (moved, report.stage, desk(cast, "coordinator")) == (1, Stage.OFFICE, ["桃源村"])


def test_the_same_person_under_another_account_does_not_review(hand_in, cast):
    report = hand_in("village")
    User.objects.filter(pk=cast["coordinator"].pk).update(email="Reporter@example.cn")
    cast["coordinator"].refresh_from_db()

    with pytest.raises(ReportError, match="submitted this report yourself"):
        approve_report(report, version=report.version, by=cast["coordinator"])


def test_the_pages_lead_a_report_through_both_levels(
    by_level, hand_in, cast, client, template, sign_in
):
    report = hand_in("village")
    town = sign_in("town")
    page = town.get(reverse("reports:report-review")).content.decode()
    assert "Forward" in page
    assert "The township has to check" in page

    answer = town.post(
        reverse("reports:report-forward", args=[report.pk]), {"version": report.version}
    )

    report.refresh_from_db()
    assert (answer.status_code, report.stage) == (302, Stage.OFFICE)
    office = sign_in("coordinator").get(reverse("reports:report-review")).content.decode()
    assert "Checked and forwarded by town先生" in office


def test_levels_are_chosen_on_the_page_of_the_report(sign_in, template):
    client = sign_in("coordinator")
    url = reverse("reports:template-levels", args=[template.pk])

    client.post(url, {"to": "town"})
    template.refresh_from_db()
    assert template.review_by_town
    assert "Level by level" in client.get(
        reverse("reports:template-detail", args=[template.pk])
    ).content.decode()  # fmt: skip

    client.post(url, {"to": "straight"})
    template.refresh_from_db()
    assert not template.review_by_town
