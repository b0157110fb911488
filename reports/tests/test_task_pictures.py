"""Pictures handed in with a task are known again: in other tasks, and in reports."""

import uuid

import pytest
from django.urls import reverse

from campaigns.actions.assignments import give_feedback
from campaigns.enums import AssignmentState
from campaigns.models import FeedbackFile
from campaigns.tests.conftest import *  # noqa: F403
from fraudwatch.tests.test_fingerprints import encoded, scene
from reports.actions.photos import add_photo, remove_photo
from reports.actions.reuse import compare_waiting
from reports.actions.submissions import submit_zero
from reports.models import TaskPicture, TaskPictureUse
from reports.queries.task_pictures import picture_remarks, uses_in_tasks


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def working(part, bring):
    """The village's part, signed for."""
    return bring(part, AssignmentState.WORKING)


@pytest.fixture
def hand_in(working, cast):
    """Hand a picture in with the village's part; the file's row."""

    def act(number):
        files = [("现场.jpg", encoded(scene(number)))]
        entry = give_feedback(working, text="附照片", files=files, by=cast["reporter"])
        return entry.files.get()

    return act


@pytest.fixture
def add(report, cast):
    """Add a picture to the village's report."""

    def act(number):
        content = encoded(scene(number))
        return add_photo(report, content, upload_id=uuid.uuid4(), by=cast["reporter"])

    return act


def remarks(file, user):
    return picture_remarks([file], user).get(file.pk, [])


def test_a_picture_of_an_earlier_feedback_is_named_to_whoever_decides(hand_in, working, cast):
    first, other, again = hand_in(1), hand_in(2), hand_in(1)
    title = working.task.title

    assert remarks(again, cast["coordinator"]) == [
        f"桃源村 handed in this picture before, with the task “{title}”."
    ]
    assert remarks(first, cast["coordinator"]) == remarks(other, cast["coordinator"]) == []


def test_a_picture_that_stands_in_a_report_is_named(hand_in, add, report, cast):
    photo = add(3)
    file = hand_in(3)
    seen, unseen = remarks(file, cast["coordinator"]), remarks(file, cast["far_coordinator"])
    remove_photo(photo, by=cast["reporter"])

    assert seen == [f"This picture also stands in the report of 桃源村, {report.period.label}."]
    assert unseen == ["This picture also stands in the report of a unit outside your sight."]
    assert remarks(file, cast["coordinator"]) == []


def test_the_reviewer_of_a_report_reads_of_the_task_before(hand_in, add, working, cast):
    hand_in(4)
    photo, fresh = add(4), add(5)
    told = uses_in_tasks([photo.pk, fresh.pk], cast["coordinator"])

    title = working.task.title
    assert told == {photo.pk: [f"Handed in before with the task “{title}” by 桃源村."]}


def test_what_came_in_before_the_comparison_is_caught_up_once(hand_in, cast):
    hand_in(6)
    again = hand_in(6)
    TaskPicture.objects.all().delete()
    caught_up, nothing_left = compare_waiting(), compare_waiting()

    assert (caught_up, nothing_left, TaskPictureUse.objects.count()) == (2, 0, 1)
    assert len(remarks(again, cast["coordinator"])) == 1


def test_both_pages_say_it(hand_in, add, working, cast, sign_in):
    add(7)
    hand_in(7)
    url = reverse("campaigns:assignment-detail", args=[working.pk])
    page = sign_in("coordinator").get(url).content.decode()
    photo = add(7)
    submit_zero(photo.report, submission_id=uuid.uuid4(), reason="农忙", by=cast["reporter"])

    assert "also stands in the report" in page
    shown = sign_in("coordinator").get(photo.report.get_absolute_url()).content.decode()
    assert "Handed in before with the task" in shown


def test_however_many_pictures_there_are_it_is_one_query(hand_in, cast, django_assert_num_queries):
    for number in (1, 2, 1, 2, 1):
        hand_in(number)
    files, user = list(FeedbackFile.objects.all()), cast["coordinator"]
    assert user.holdings
    with django_assert_num_queries(1):
        assert len(picture_remarks(files, user)) == 3
