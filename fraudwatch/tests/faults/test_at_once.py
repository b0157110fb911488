"""The same thing done twice at the same moment: one effect, and everybody hears the truth."""

import uuid
from copy import copy
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from fraudwatch.tests.cast import NOON
from fraudwatch.tests.faults.at_once import at_once
from fraudwatch.tests.world import FIGURES
from orgs.actions.audit import broken_entries, record
from orgs.actions.notices import tell
from orgs.models import AuditEntry, Notice
from reports.actions.period_steps import close_period
from reports.actions.reviews import approve_report, return_report
from reports.actions.submissions import submit_report
from reports.enums import Decision, ReportState
from reports.errors import ReportError
from reports.models import Period, Report, Review, Revision

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

FORM = {
    "v.visits": "120", "v.app_users": "300", "v.losses": "0",
    "v.awareness.n": "80", "v.awareness.d": "100",
}  # fmt: skip
WEEKS = 4  # of five reports each


@pytest.fixture
def reports(make_period):
    """Twenty reports that may be handed in; the earlier weeks were opened late."""
    weeks = [make_period(back) for back in range(WEEKS)]
    Report.objects.update(closes_at=NOON + timedelta(days=2))
    return [report for week in weeks for report in week.reports.select_related("unit")]


@pytest.fixture
def browser_of(cast):
    """Open a browser of somebody; it may be used in any thread."""
    keys = {}

    def start(name):
        client = Client()
        if name not in keys:
            client.force_login(cast[name], backend="orgs.queries.backend.AccountBackend")
            keys[name] = client.cookies
        client.cookies = keys[name]
        return client

    return start


def hand_in(key, by, submission_id):
    """Hand a report in as a request does, with the report freshly read."""
    return submit_report(
        Report.objects.get(pk=key), submission_id=submission_id, values=FIGURES, texts={},
        reasons={}, by=by,
    )  # fmt: skip


def test_the_same_form_three_times_at_once_is_one_submission(browser_of, reports, noon):
    def post_three_times(report):
        form = FORM | {"submission_id": str(uuid.uuid4())}
        path = reverse("reports:report-submit", args=[report.pk])
        clients = [browser_of("coordinator") for _ in range(3)]
        answers = at_once(*(partial(client.post, path, form) for client in clients))
        return {getattr(answer, "url", repr(answer)) for answer in answers}

    places = {report.pk: post_three_times(report) for report in reports}

    assert places == {
        report.pk: {reverse("reports:report-receipt", args=[report.pk]) + "?number=1"}
        for report in reports
    }
    assert Revision.objects.count() == len(reports)
    assert AuditEntry.objects.filter(action="report.submitted").count() == len(reports)
    assert list(broken_entries()) == []


def test_two_phones_at_once_are_one_submission_and_the_second_hears_who(cast, reports, noon):
    people = [cast["reporter"], cast["coordinator"]]
    for report in reports:
        outcomes = at_once(*(partial(hand_in, report.pk, by, uuid.uuid4()) for by in people))

        won, refused = sorted(outcomes, key=lambda one: isinstance(one, ReportError))
        assert (type(won), type(refused)) == (Revision, ReportError)
        assert won.by.name in str(refused)

    assert Revision.objects.count() == len(reports)
    assert AuditEntry.objects.filter(action="report.submitted").count() == len(reports)


def test_approved_and_returned_at_once_one_decision_stands(cast, reports, noon, units):
    states = {Decision.APPROVED: ReportState.APPROVED, Decision.RETURNED: ReportState.RETURNED}
    back = {"reason": "请补充", "marks": {}, "correct_by": NOON.replace(day=30)}
    for report in reports:
        hand_in(report.pk, cast["town"], uuid.uuid4())
        report.refresh_from_db()
        same = copy(report)

        outcomes = at_once(
            partial(approve_report, report, version=report.version, by=cast["coordinator"]),
            partial(
                return_report, same, version=same.version, by=cast["second_coordinator"], **back
            ),
        )

        won, refused = sorted(outcomes, key=lambda one: isinstance(one, ReportError))
        assert (type(won), type(refused)) == (Review, ReportError)
        assert won.by.name in str(refused)
        report.refresh_from_db()
        assert report.state == states[won.decision]

    assert Review.objects.count() == len(reports)
    decided = AuditEntry.objects.filter(action__in=["report.approved", "report.returned"])
    assert decided.count() == len(reports)
    told = Notice.objects.filter(recipient=cast["reporter"], kind="review")
    assert told.count() == sum(report.unit_id == units["village"].pk for report in reports)


def test_handed_in_while_the_office_closes_it_is_in_or_missing_never_both(cast, make_period, noon):
    weeks = [make_period(back) for back in range(1, WEEKS)]
    for model in (Period, Report):
        model.objects.update(closes_at=NOON + timedelta(days=1))
    for week in weeks:
        key = week.reports.order_by("pk").first().pk
        closing = partial(
            close_period, Period.objects.get(pk=week.pk), reason="领导要数", by=cast["coordinator"]
        )

        handed, missing = at_once(partial(hand_in, key, cast["coordinator"], uuid.uuid4()), closing)

        report = Report.objects.get(pk=key)
        outcome = (type(handed), report.state, missing, Revision.objects.filter(report=key).count())
        assert outcome in [
            (Revision, ReportState.SUBMITTED, 4, 1), (ReportError, ReportState.MISSING, 5, 0),
        ]  # fmt: skip


def test_twenty_writers_lose_nothing_and_none_hears_that_the_database_is_busy(cast, noon, units):
    writers, rounds = 20, 50

    def write(writer):
        for number in range(rounds):
            with transaction.atomic():
                tell(
                    [cast["reporter"]], kind="note", occasion=f"{writer}/{number}", title="x",
                    channels=(),
                )  # fmt: skip
                record("test.written", units["village"], by=cast["reporter"])

    outcomes = at_once(*(partial(write, writer) for writer in range(writers)))

    assert [one for one in outcomes if one is not None] == []
    assert Notice.objects.count() == writers * rounds
    assert AuditEntry.objects.filter(action="test.written").count() == writers * rounds
    assert list(broken_entries()) == []
