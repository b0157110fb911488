"""Submissions by people without an account: the name they typed stands where an account's would."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from fraudwatch.tests.world import picture
from orgs.models import AuditEntry
from reports.actions.drafts import save_draft
from reports.actions.photos import add_photo
from reports.actions.reviews import approve_report
from reports.actions.submissions import submit_report
from reports.models import Revision
from reports.signers import Signer

CADRE = Signer("张建国")
GOOD = {"visits": "12", "app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"}}


def hand_in(report):
    return submit_report(
        report, submission_id=uuid.uuid4(), values=GOOD, texts={"work": "在集市设点宣传"},
        reasons={}, by=CADRE, source="link",
    )  # fmt: skip


def test_the_typed_name_is_kept_with_draft_report_and_revision(noon, report):
    draft = save_draft(report, values={"visits": "5"}, texts={}, reasons={}, version=0, by=CADRE)
    revision = hand_in(report)

    assert (draft.saved_by, draft.who) == (None, "张建国")
    assert (revision.by, revision.who, revision.source) == (None, "张建国", "link")
    assert (report.submitted_by, report.who) == (None, "张建国")
    entry = AuditEntry.objects.filter(action="report.submitted").latest("pk")
    assert (entry.actor_id, entry.actor_name) == (None, "张建国")


def test_a_photo_needs_no_account(noon, report):
    photo = add_photo(report, picture(), upload_id=uuid.uuid4(), by=CADRE)

    assert (photo.added_by, photo.picture.stored_by) == (None, None)


def test_the_office_reads_the_name_and_may_approve(noon, report, sign_in, cast):
    hand_in(report)

    review = sign_in("coordinator").get(f"{reverse('reports:report-review')}?at={report.pk}")
    detail = sign_in("reporter").get(report.get_absolute_url())
    approve_report(report, version=report.version, by=cast["coordinator"])

    assert (review.content.decode().count("张建国") > 0, "张建国" in detail.content.decode()) == (
        True, True,
    )  # fmt: skip
    assert report.state == "approved"


def test_a_revision_without_any_hand_is_refused_by_the_database(noon, report):
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(report=report, number=9)
