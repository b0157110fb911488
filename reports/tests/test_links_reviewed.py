"""What came in by a collection link is approved by somebody other than the link's maker."""

import uuid

import pytest
from django.urls import reverse

from reports.actions.bulk_reviews import approve_together
from reports.actions.forwarding import forward_report
from reports.actions.links import make_links
from reports.actions.review_levels import set_levels
from reports.actions.reviews import approve_report, return_report
from reports.actions.submissions import submit_report
from reports.errors import ReportError
from reports.queries.bulk_reviews import bulk_preview
from reports.queries.review_queue import Wanted

GOOD = {
    "v.visits": "12", "v.app_users": "300", "v.losses": "0", "v.awareness.n": "90",
    "v.awareness.d": "100", "t.work": "在集市设点宣传",
}  # fmt: skip
WHY = "whose code you know"


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def by_link(period, units, cast, client, report):
    """Hand the village's report in by a link of the town (or somebody else)."""

    def act(maker="town"):
        made = make_links(period, [units["village"].pk], by=cast[maker])[0]
        door = reverse("reports:collect", args=[made.token])
        client.post(door, {"code": made.code, "name": "张建国"})
        client.post(reverse("reports:collect-submit", args=[made.link.pk]), GOOD)
        report.refresh_from_db()
        assert report.state == "submitted"
        return report

    return act


def test_the_maker_does_not_approve_and_somebody_else_does(by_link, cast):
    report = by_link()
    with pytest.raises(ReportError, match=WHY):
        approve_report(report, version=report.version, by=cast["town"])

    approve_report(report, version=report.version, by=cast["coordinator"])
    assert (report.state, report.let_in_by) == ("approved", cast["town"])


def test_the_same_human_under_another_account_does_not_either(by_link, cast):
    cast["coordinator"].email = cast["town"].email = "li@example.org"
    cast["coordinator"].save()
    cast["town"].save()
    report = by_link()

    with pytest.raises(ReportError, match=WHY):
        approve_report(report, version=report.version, by=cast["coordinator"])


def test_the_maker_may_send_it_back(by_link, cast, period):
    report = by_link()
    return_report(
        report, version=report.version, reason="再核", marks={}, by=cast["town"],
        correct_by=period.closes_at,
    )  # fmt: skip

    assert report.state == "returned"


def test_handed_in_again_by_an_account_the_link_no_longer_matters(by_link, cast, period):
    report = by_link()
    return_report(
        report, version=report.version, reason="再核", marks={}, by=cast["coordinator"],
        correct_by=period.closes_at,
    )  # fmt: skip
    values = {"visits": "9", "app_users": "300", "losses": "0", "awareness": {"n": "9", "d": "10"}}
    submit_report(
        report, submission_id=uuid.uuid4(), values=values, texts={"work": "宣传"},
        reasons=dict.fromkeys(values, "属实"), by=cast["reporter"],
    )  # fmt: skip

    approve_report(report, version=report.version, by=cast["town"])
    assert (report.state, report.let_in_by) == ("approved", None)


def test_level_by_level_the_town_forwards_what_came_by_its_link(by_link, cast, template, period):
    set_levels(template, by_town=True, by=cast["coordinator"])
    report = by_link()
    forward_report(report, version=report.version, by=cast["town"])

    approve_report(report, version=report.version, by=cast["coordinator"])
    assert report.state == "approved"


def test_the_office_that_made_the_link_itself_is_told_so_on_the_page(by_link, sign_in):
    report = by_link("coordinator")
    at = {"at": report.pk}
    shown = sign_in("coordinator").get(reverse("reports:report-review"), at).content.decode()
    other = sign_in("second_coordinator").get(reverse("reports:report-review"), at)

    assert WHY in shown
    assert WHY not in other.content.decode()


def test_bulk_approval_leaves_it_out_and_says_why(by_link, cast):
    report = by_link()
    preview = bulk_preview(cast["town"], Wanted())
    outcome = approve_together([(report, report.version)], by=cast["town"])

    assert preview.ready == []
    assert WHY in preview.skipped[0].reasons[0]
    assert ([], [report]) == (outcome.approved, [one for one, _why in outcome.refused])


def test_whoever_makes_links_reads_that_somebody_else_approves(sign_in, period):
    page = sign_in("town").get(reverse("reports:link-list"), {"period": period.pk})

    assert "somebody else approves every report" in page.content.decode()
