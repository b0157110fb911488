"""Collection links when several hands reach for the same one at the same moment."""

import uuid
from functools import partial

import pytest

from fraudwatch.tests.faults.at_once import at_once
from reports.actions.links import enter_link, hand_in_through, make_links, revoke_link
from reports.actions.submissions import submit_report
from reports.errors import ReportError
from reports.models import CollectLink, Report, Revision
from reports.queries.links import link_behind
from reports.signers import Signer

VALUES = {"visits": "12", "app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"}}


@pytest.fixture
def made(transactional_db, noon, period, units, cast):
    """A link of the village, made by the town."""
    return make_links(period, [units["village"].pk], by=cast["town"])[0]


def test_wrong_codes_tried_at_the_same_moment_count_each(made):
    wrong = f"{(int(made.code) + 1) % 10**6:06}"
    tries = [
        partial(enter_link, link_behind(pk=made.link.pk), code=wrong, name="甲") for _ in range(8)
    ]
    answers = at_once(*tries)
    kept = CollectLink.objects.get(pk=made.link.pk)

    assert [isinstance(answer, ReportError) for answer in answers] == [True] * 8
    assert (kept.wrong_tries, kept.locked_at is not None, kept.pass_hash) == (5, True, "")


def test_handed_in_and_taken_back_at_once_is_one_or_the_other(made, cast):
    secret = enter_link(link_behind(pk=made.link.pk), code=made.code, name="张建国")
    link, form = link_behind(pk=made.link.pk), uuid.uuid4()

    def hand_in():
        report = Report.objects.get(pk=link.report_id)
        return hand_in_through(
            link, secret, form,
            lambda: submit_report(
                report, submission_id=form, values=VALUES, texts={"work": "赶集"}, reasons={},
                by=Signer("张建国"), source="link",
            ),
        )  # fmt: skip

    sent, _revoked = at_once(hand_in, partial(revoke_link, link, by=cast["town"]))
    report = Report.objects.get(pk=link.report_id)

    assert CollectLink.objects.get(pk=link.pk).revoked_at is not None
    if isinstance(sent, Revision):
        assert (report.state, report.who) == ("submitted", "张建国")
    else:
        assert (isinstance(sent, ReportError), report.state) == (True, "due")
