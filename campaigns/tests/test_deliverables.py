"""What a task wants handed in: refused by name until it is there, whatever else is said."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation
from PIL import Image

from campaigns.actions.assignments import ask_close, give_feedback, sign
from campaigns.actions.parts import Parts
from campaigns.actions.tasks import issue_task
from campaigns.enums import AssignmentState
from campaigns.errors import CampaignError
from campaigns.models import Feedback

EN = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def picture(name="a.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (len(name), 9, 9)).save(out, "JPEG")
    return name, out.getvalue()


PAPER = ("台账.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")


@pytest.fixture
def wanted(make_task, units, cast, indicators, noon):
    """Make an issued task that wants something, and sign for it as the village."""

    def make(**wants):
        if "indicator" in wants:
            wants["indicator"] = indicators[wants["indicator"]]
        task = make_task(parts=Parts(units["town"], [units["village"]]), **wants)
        issue_task(task, by=cast["coordinator"])
        part = task.assignments.get(unit=units["village"])
        return sign(part, by=cast["reporter"])

    return make


@pytest.mark.parametrize(
    ("wants", "given", "missing"),
    [
        ({"wants_photos": 2}, {}, "2 photos"),
        ({"wants_photos": 2}, {"files": [picture()]}, "1 more photo"),
        ({"wants_photos": 1}, {"files": [PAPER]}, "1 photo"),
        ({"wants_file": True}, {}, "a file"),
        ({"wants_file": True}, {"files": [picture()]}, "a file"),
        ({"indicator": "visits"}, {}, "the figure “入户宣传”"),
        (
            {"wants_photos": 1, "wants_file": True, "indicator": "visits"}, {},
            "1 photo、a file、the figure “入户宣传”",
        ),
    ],
)  # fmt: skip
def test_completion_is_refused_with_what_is_missing(wants, given, missing, wanted, cast):
    part = wanted(**wants)

    with pytest.raises(CampaignError) as refusal:
        ask_close(part, text="做完了", by=cast["reporter"], **given)

    part.refresh_from_db()
    assert str(refusal.value) == f"Still missing: {missing}. Add it here, then ask for completion."
    assert part.state == AssignmentState.WORKING
    assert not Feedback.objects.filter(kind="asked_close").exists()


def test_what_was_handed_in_before_counts(wanted, cast):
    part = wanted(wants_photos=2, wants_file=True, indicator="visits")
    reporter = cast["reporter"]
    give_feedback(part, text="一半", files=[picture("a.jpg")], by=reporter, figure=Decimal(3))
    give_feedback(part, text="", files=[PAPER], by=reporter)

    ask_close(part, text="齐了", files=[picture("bb.jpg")], by=reporter)

    assert part.state == AssignmentState.TO_VERIFY


def test_what_another_unit_handed_in_does_not_count(wanted, units, cast):
    part = wanted(wants_photos=1)
    other = part.task.assignments.get(unit=units["town"])
    sign(other, by=cast["town_reporter"])
    give_feedback(other, text="", files=[picture()], by=cast["town_reporter"])

    with pytest.raises(CampaignError, match="1 photo"):
        ask_close(part, text="做完了", by=cast["reporter"])


@pytest.mark.parametrize(
    ("wants", "figure", "sentence"),
    [
        ({}, "3", "asks for no figure"),
        ({"indicator": "visits"}, "-1", "zero or more"),
        ({"indicator": "visits"}, "1.5", "whole numbers"),
    ],
)
def test_a_figure_that_does_not_fit_is_refused(wants, figure, sentence, wanted, cast):
    with pytest.raises(CampaignError, match=sentence):
        give_feedback(wanted(**wants), text="甲", figure=Decimal(figure), by=cast["reporter"])
    assert not Feedback.objects.filter(kind="progress").exists()


def test_a_figure_alone_is_feedback(wanted, cast):
    entry = give_feedback(
        wanted(indicator="losses"), text="", figure=Decimal("12.50"), by=cast["reporter"]
    )

    assert entry.figure == Decimal("12.50")


def test_the_unit_types_its_figure_as_people_do(wanted, sign_in):
    part = wanted(indicator="visits")
    client = sign_in("reporter")
    path = reverse("campaigns:assignment-feedback", args=[part.pk])

    response = client.post(path, {"text": "", "figure": "１，２００"}, headers=EN)

    assert response.status_code == 302
    assert Feedback.objects.get(kind="progress").figure == 1200


def test_a_figure_that_is_none_keeps_what_was_typed(wanted, sign_in):
    part = wanted(indicator="visits")
    client = sign_in("reporter")
    path = reverse("campaigns:assignment-feedback", args=[part.pk])

    response = client.post(path, {"text": "入户", "figure": "很多"}, headers=EN)

    page = response.content.decode()
    assert response.status_code == 422
    assert ('value="很多"' in page, "入户</textarea>" in page) == (True, True)


def test_no_figure_is_asked_for_where_none_is_wanted(wanted, sign_in):
    part = wanted()

    page = sign_in("reporter").get(reverse("campaigns:assignment-detail", args=[part.pk]))

    assert "figure" not in page.context["form"].fields
