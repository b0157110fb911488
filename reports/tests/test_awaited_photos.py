"""A report does not wait for a slow upload: photos announced with it join it when they come."""

import io
import uuid

import pytest
from PIL import Image

from fraudwatch.lib import clock
from reports.actions.photos import add_photo, remove_photo
from reports.actions.reviews import approve_report
from reports.actions.submissions import submit_report
from reports.errors import FieldProblems, ReportError
from reports.models import AwaitedPhoto, Revision

VALUES = {"visits": "1", "app_users": "2", "losses": "0", "awareness": {"n": "9", "d": "10"}}


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


def picture():
    made = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(made, "JPEG")
    return made.getvalue()


def hand_in(report, cast, awaiting, form=None):
    return submit_report(
        report, submission_id=form or uuid.uuid4(), values=VALUES, texts={"work": "在集市设点宣传"},
        reasons={}, by=cast["reporter"], awaiting=awaiting,
    )  # fmt: skip


def send(report, cast, upload):
    return add_photo(report, picture(), upload_id=upload, by=cast["reporter"])


def test_an_announced_photo_joins_the_report_handed_in(report, cast):
    first, second, stranger = (uuid.uuid4() for _one in range(3))
    before = send(report, cast, first)
    hand_in(report, cast, [first, second])

    late = send(report, cast, second)
    again = send(report, cast, second)
    with pytest.raises(ReportError, match="handed in"):
        send(report, cast, stranger)

    assert again == late
    assert Revision.objects.get().photos == [str(before.pk), str(late.pk)]
    assert not AwaitedPhoto.objects.exists()


def test_announced_photos_count_towards_those_asked_for(report, cast, template):
    template.photos_min = 2
    template.save()
    report.refresh_from_db()

    with pytest.raises(FieldProblems):
        hand_in(report, cast, [uuid.uuid4()])
    hand_in(report, cast, [uuid.uuid4(), uuid.uuid4()])

    assert AwaitedPhoto.objects.count() == 2


def test_no_more_are_awaited_than_the_report_may_hold(report, cast, template):
    template.photos_max = 2
    template.save()
    send(report, cast, uuid.uuid4())

    hand_in(report, cast, [uuid.uuid4() for _one in range(5)])

    assert AwaitedPhoto.objects.count() == 1


def test_after_the_decision_it_is_too_late_for_a_photo(report, cast):
    upload = uuid.uuid4()
    hand_in(report, cast, [upload])
    approve_report(report, version=report.version, by=cast["coordinator"])

    with pytest.raises(ReportError, match="handed in"):
        send(report, cast, upload)

    assert Revision.objects.get().photos == []


def test_a_photo_that_came_late_is_not_taken_back(report, cast):
    upload = uuid.uuid4()
    hand_in(report, cast, [upload])
    photo = send(report, cast, upload)

    with pytest.raises(ReportError):
        remove_photo(photo, by=cast["reporter"])

    assert photo.report.photos.kept().count() == 1


def test_handing_in_again_forgets_what_never_came(report, cast):
    form = uuid.uuid4()
    hand_in(report, cast, [uuid.uuid4()], form)

    hand_in(report, cast, [uuid.uuid4(), uuid.uuid4()], form)  # the same form, sent twice

    assert (AwaitedPhoto.objects.count(), clock.now() >= AwaitedPhoto.objects.get().since) == (
        1,
        True,
    )
