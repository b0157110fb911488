"""A web process killed in the middle of a form: nothing by halves, and the retry counts once."""

import uuid

import pytest
from django.urls import reverse

from fraudwatch.tests.faults.deadly import AFTER_COMMIT, IN_TRANSACTION
from fraudwatch.tests.faults.server import Died, Visitor, serving
from fraudwatch.tests.faults.test_at_once import FORM
from fraudwatch.tests.world import picture
from orgs.actions.audit import broken_entries
from orgs.models import AuditEntry, StoredFile
from reports.enums import ReportState
from reports.models import DirtyReport, Photo, Revision

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def submitted():
    """What stands of submissions: revisions, entries in the trail, notes for the totals."""
    entries = AuditEntry.objects.filter(action="report.submitted")
    return Revision.objects.count(), entries.count(), DirtyReport.objects.count()


def test_killed_before_the_commit_nothing_stands_and_the_retry_does(cast, report):
    path = reverse("reports:report-submit", args=[report.pk])
    form = FORM | {"submission_id": str(uuid.uuid4())}
    with serving() as address:
        phone = Visitor(address, "reporter")
        with pytest.raises(Died):
            phone.post(path, form, die=IN_TRANSACTION)

        report.refresh_from_db()
        assert (submitted(), report.state) == ((0, 0, 0), ReportState.DUE)

        status, place, _text = phone.post(path, form)

    report.refresh_from_db()
    assert (status, place) == (
        200, reverse("reports:report-receipt", args=[report.pk]) + "?number=1",
    )  # fmt: skip
    assert (submitted(), report.state) == ((1, 1, 1), ReportState.SUBMITTED)
    assert list(broken_entries()) == []


def test_an_answer_lost_after_the_commit_is_given_again(cast, report):
    path = reverse("reports:report-submit", args=[report.pk])
    form = FORM | {"submission_id": str(uuid.uuid4())}
    with serving() as address:
        phone = Visitor(address, "reporter")
        with pytest.raises(Died):
            phone.post(path, form, die=AFTER_COMMIT)
        assert submitted() == (1, 1, 1)

        answers = [phone.post(path, form)[:2] for _ in range(2)]

    receipt = reverse("reports:report-receipt", args=[report.pk]) + "?number=1"
    assert answers == [(200, receipt)] * 2
    assert submitted() == (1, 1, 1)


def test_a_photo_killed_on_its_way_is_one_photo_after_the_retry(cast, report):
    path = reverse("reports:photo-add", args=[report.pk])
    form = {"upload_id": str(uuid.uuid4())}
    with serving() as address:
        phone = Visitor(address, "reporter")
        for moment, kept in [(IN_TRANSACTION, 0), (AFTER_COMMIT, 1)]:
            with pytest.raises(Died):
                phone.post_file(path, "photo", picture(), form, die=moment)
            assert (Photo.objects.count(), StoredFile.objects.count()) == (kept, 2 * kept)

        status, _place, text = phone.post_file(path, "photo", picture(), form)

    photo = Photo.objects.get()
    assert (status, str(photo.pk) in text) == (200, True)
    assert AuditEntry.objects.filter(action="photo.added").count() == 1
