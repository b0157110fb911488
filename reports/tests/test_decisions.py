"""Taking a decision back, approving together, and comparing what was handed in."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from fraudwatch.lib import clock
from orgs.models import AuditEntry
from reports.actions.corrections import open_correction
from reports.actions.drafts import save_draft
from reports.actions.reviews import approve_report, return_report
from reports.actions.submissions import submit_report
from reports.actions.totals import fold_totals
from reports.actions.undoing import undo_decision
from reports.enums import ReportState
from reports.errors import ReportError
from reports.models import Report, Review, Total
from reports.queries.revisions import comparison
from reports.stages import CorrectionState

GOOD = {"visits": "1200", "app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"}}
OWNERS = {"village": "reporter", "sibling": "sibling", "school": "school", "bank": "bank"}


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


def hand_in(report, by, text="宣传", **values):
    return submit_report(
        report, submission_id=uuid.uuid4(), values={**GOOD, **values}, texts={"work": text},
        reasons=dict.fromkeys(GOOD, "属实"), by=by,
    )  # fmt: skip


@pytest.fixture
def submitted(report, cast):
    """The village's report, waiting."""
    hand_in(report, cast["reporter"])
    return report


def send_back(report, by):
    return_report(
        report, version=report.version, reason="核对", marks={"visits": ""}, by=by,
        correct_by=clock.now() + timedelta(days=1),
    )  # fmt: skip


def undo(report, by, version=None):
    undo_decision(report, version=version or report.version, by=by)


def test_an_approval_is_taken_back_with_its_figures(submitted, cast, units):
    approve_report(submitted, version=submitted.version, by=cast["coordinator"])

    undo(submitted, cast["coordinator"])

    fold_totals()
    total = Total.objects.get(unit=units["county"])
    assert (submitted.state, submitted.decided_by, submitted.carried) == (
        ReportState.SUBMITTED, None, {},
    )  # fmt: skip
    assert (total.approved, total.sums) == (0, {})
    assert Review.objects.get().undone_at == clock.now()
    assert AuditEntry.objects.filter(action="report.undone").count() == 1


def test_after_that_it_is_decided_anew(submitted, cast):
    send_back(submitted, cast["coordinator"])
    undo(submitted, cast["coordinator"])

    approve_report(submitted, version=submitted.version, by=cast["second_coordinator"])

    decisions = Review.objects.order_by("pk").values_list("decision", "undone_at")
    assert [(name, at is None) for name, at in decisions] == [
        ("returned", False), ("approved", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "minutes", "behind"),
    [("second_coordinator", 1, 0), ("coordinator", 11, 0), ("coordinator", 1, 1)],
)
def test_others_the_late_and_the_outdated_take_nothing_back(submitted, cast, who, minutes, behind):
    approve_report(submitted, version=submitted.version, by=cast["coordinator"])

    later = clock.at(clock.now() + timedelta(minutes=minutes))
    with later, pytest.raises(ReportError, match="no longer be taken back"):
        undo(submitted, cast[who], submitted.version - behind)


def test_a_unit_that_has_begun_is_not_interrupted(submitted, cast):
    send_back(submitted, cast["coordinator"])
    with clock.at(clock.now() + timedelta(minutes=2)):
        save_draft(
            submitted, values={"visits": "3"}, texts={}, reasons={}, version=0,
            by=cast["reporter"],
        )  # fmt: skip

        with pytest.raises(ReportError, match="already begun to correct"):
            undo(submitted, cast["coordinator"])


def test_an_approved_correction_taken_back_goes_on(submitted, cast, units):
    approve_report(submitted, version=submitted.version, by=cast["coordinator"])
    open_correction(
        submitted, fields=["visits"], reason="核对", by=cast["coordinator"],
        correct_by=clock.now() + timedelta(days=1),
    )  # fmt: skip
    hand_in(submitted, cast["reporter"], visits="120")
    approve_report(submitted, version=submitted.version, by=cast["coordinator"])

    undo(submitted, cast["coordinator"])

    fold_totals()
    assert (submitted.standing["visits"], submitted.corrected_at) == ("1200", None)
    assert submitted.corrections.get().state == CorrectionState.GRANTED
    assert Total.objects.get(unit=units["county"]).sums["visits"] == "1200"


def test_opening_for_correction_is_not_undone(submitted, cast):
    approve_report(submitted, version=submitted.version, by=cast["coordinator"])
    open_correction(
        submitted, fields=["visits"], reason="核对", by=cast["coordinator"],
        correct_by=clock.now() + timedelta(days=1),
    )  # fmt: skip

    with pytest.raises(ReportError, match="take the correction back instead"):
        undo(submitted, cast["coordinator"])


def test_the_page_of_a_fresh_decision_offers_to_take_it_back(sign_in, submitted, cast):
    approve_report(submitted, version=submitted.version, by=cast["coordinator"])
    client = sign_in("coordinator")
    page = client.get(reverse("reports:report-review"), {"at": submitted.pk}).content.decode()
    assert "Take it back" in page

    client.post(reverse("reports:report-undo", args=[submitted.pk]), {"version": submitted.version})

    assert Report.objects.get(pk=submitted.pk).state == ReportState.SUBMITTED


# together


@pytest.fixture
def three(period, units, cast):
    """Three waiting reports; the village's has an unusual figure."""
    rows = {name: period.reports.get(unit=units[name]) for name in ("village", "sibling", "school")}
    for name, report in rows.items():
        hand_in(report, cast[OWNERS[name]])
        risks = [["unusual", 1]] if name == "village" else []
        Report.objects.filter(pk=report.pk).update(risk=len(risks) * 12, risks=risks)
    return rows


def bulk(client, reports):
    return client.post(
        reverse("reports:report-bulk-approve"),
        {"report": [f"{one.pk}:{one.version}" for one in reports]},
    )


def test_the_list_tells_apart_what_is_approved_and_what_is_left_out(sign_in, three):
    preview = sign_in("coordinator").get(reverse("reports:report-bulk-approve")).context["preview"]

    assert {report.pk for report in preview.ready} == {three["sibling"].pk, three["school"].pk}
    assert [(one.report, one.reasons) for one in preview.skipped] == [
        (three["village"], ["1 unusual figure"])
    ]


def test_ones_own_are_left_out_with_the_reason(sign_in, period, units, cast):
    report = period.reports.get(unit=units["village"])
    hand_in(report, cast["town"])
    Report.objects.filter(pk=report.pk).update(risk=0, risks=[])

    preview = sign_in("town").get(reverse("reports:report-bulk-approve")).context["preview"]

    assert (preview.ready, preview.skipped[0].reasons) == (
        [], ["You submitted this report yourself; somebody else has to review it."],
    )  # fmt: skip


def test_together_each_is_approved_by_itself(sign_in, three, cast):
    three["school"].version -= 1  # the page was opened before the unit changed it

    answer = bulk(sign_in("coordinator"), three.values())

    states = {name: Report.objects.get(pk=report.pk).state for name, report in three.items()}
    assert states == {"village": "submitted", "sibling": "approved", "school": "submitted"}
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "1 report approved.",
        "桃源村: There is something to look at in this report.",
        "河湾镇中心小学: The unit has changed this report since; look at it again.",
    ]


@pytest.mark.parametrize("posted", ["", "x:1", "999999:1", "1", "²:1", "1:" + "9" * 400])
def test_a_broken_list_approves_nothing(sign_in, three, posted):
    answer = sign_in("coordinator").post(reverse("reports:report-bulk-approve"), {"report": posted})

    assert (answer.status_code, Review.objects.count()) == (302, 0)


# versions


def test_two_submissions_side_by_side(submitted, cast):
    send_back(submitted, cast["coordinator"])
    hand_in(submitted, cast["reporter"], "在集市宣传", visits="120")

    page = comparison(submitted, None, None)

    lines = {line.label: (line.old, line.new, line.change) for line in page.lines}
    assert (page.old.number, page.new.number, page.changed) == (1, 2, 1)
    assert lines["入户宣传"] == (1200, 120, -90)
    assert lines["知晓率"] == (90, 90, 0)
    assert [(piece.kind, piece.text) for piece in page.words[0].pieces] == [
        ("added", "在集市"), ("same", "宣传"),
    ]  # fmt: skip


def test_photos_that_came_and_went_are_told_apart(submitted, cast):
    first = submitted.revisions.get()
    page = comparison(submitted, "1", "1")

    assert (page.old, page.new, page.added, page.removed, page.kept) == (first, first, [], [], 0)


@pytest.mark.parametrize("query", [{"old": "7"}, {"new": "99999"}])
def test_a_submission_that_never_was_is_not_found(sign_in, submitted, query):
    url = reverse("reports:report-versions", args=[submitted.pk])

    assert sign_in("coordinator").get(url, query).status_code == 404


def test_numbers_the_wrong_way_round_are_put_in_order(sign_in, submitted, cast):
    send_back(submitted, cast["coordinator"])
    hand_in(submitted, cast["reporter"], visits="120")
    url = reverse("reports:report-versions", args=[submitted.pk])

    page = sign_in("reporter").get(url, {"old": "2", "new": "1"}).context["page"]

    assert (page.old.number, page.new.number) == (1, 2)


# the queue, narrowed


def test_the_queue_is_narrowed_to_units_and_kinds(sign_in, three, units):
    client, url = sign_in("coordinator"), reverse("reports:report-review")

    def listed(**params):
        queue = client.get(url, params).context["queue"]
        return {str(row.report.unit) for row in queue.waiting}

    assert listed(only="figures") == {"桃源村"}
    assert listed(only="plain") == {"柳溪村", "河湾镇中心小学"}
    assert len(listed(unit=units["town"].pk)) == 3
    assert listed(unit=units["other_town"].pk) == set()
    assert len(listed(only="nonsense", unit="x", level="²", page="0")) == 3


def test_a_long_queue_is_paged_and_knows_its_neighbours(
    sign_in, three, template, units, monkeypatch
):
    monkeypatch.setattr("reports.queries.review_queue.PER_PAGE", 2)
    client, url = sign_in("coordinator"), reverse("reports:report-review")

    first, second = (client.get(url, {"page": n}).context["queue"] for n in ("1", "2"))

    assert ([len(first.waiting), len(second.waiting)], first.pages) == ([2, 1], 2)
    assert first.beside(first.waiting[1].report.pk, 1) == second.waiting[0].report.pk
    assert client.get(url, {"page": "9"}).context["queue"].number == 2
