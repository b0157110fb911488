"""A photo used again is found, told of, and decided on; none is refused for it."""

import io
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from PIL import Image, ImageOps

from fraudwatch.lib import clock
from fraudwatch.tests.cast import NOON
from fraudwatch.tests.test_fingerprints import encoded, scene
from orgs.models import AuditEntry
from reports.actions.photos import add_photo, remove_photo, restore_photo
from reports.actions.reuse import compare_photo, decide_reuse
from reports.errors import ReportError
from reports.models import Photo, PhotoReuse
from reports.queries.reuse import earlier_uses, later_uses, reuse_hint

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def add(cast):
    """Add a picture to a report; later ones come in later."""
    moments = iter(range(100))

    def put(report, content, by="reporter"):
        with clock.at(NOON + timedelta(minutes=next(moments))):
            return add_photo(report, content, upload_id=uuid.uuid4(), by=cast[by])

    return put


@pytest.fixture
def weeks(make_period, units):
    """The reports of village and sibling, last week and this."""
    last, this = make_period(1), make_period()
    return {
        (name, week): period.reports.get(unit=units[name])
        for week, period in (("last", last), ("this", this))
        for name in ("village", "sibling")
    }


def pairs():
    return [
        (row.photo, row.earlier, row.is_same_file, row.is_mirrored)
        for row in PhotoReuse.objects.order_by("pk")
    ]


def test_the_same_file_of_another_week_is_found(add, weeks):
    first = add(weeks["village", "last"], encoded(scene(1)))
    fresh = add(weeks["village", "this"], encoded(scene(2)))
    again = add(weeks["village", "this"], encoded(scene(1)))

    assert pairs() == [(again, first, True, False)]
    assert set(earlier_uses([first.pk, fresh.pk, again.pk])) == {again.pk}


@pytest.mark.parametrize(
    ("copy", "is_mirrored"),
    [
        (lambda image: encoded(image.resize((400, 300)), 40), False),
        (lambda image: encoded(ImageOps.mirror(image)), True),
        (lambda image: encoded(image.convert("L").convert("RGB"), 70), False),
    ],
    ids=["smaller", "mirrored", "grey"],
)
def test_a_changed_copy_in_another_unit_is_found(add, weeks, copy, is_mirrored):
    first = add(weeks["village", "last"], encoded(scene(3)))
    again = add(weeks["sibling", "this"], copy(scene(3)), by="sibling")

    assert pairs() == [(again, first, False, is_mirrored)]


def test_a_picture_of_nothing_is_like_no_other(add, weeks):
    def wall(colour):
        out = io.BytesIO()
        Image.new("RGB", (640, 480), colour).save(out, "JPEG")
        return out.getvalue()

    add(weeks["village", "last"], wall("white"))
    add(weeks["sibling", "last"], wall("navy"), by="sibling")
    same = add(weeks["sibling", "this"], wall("white"), by="sibling")

    assert [(row.photo, row.distance) for row in PhotoReuse.objects.all()] == [(same, 0)]


def test_the_hint_names_own_reports_and_no_other_unit(add, weeks, cast):
    add(weeks["village", "last"], encoded(scene(1)))
    own = add(weeks["village", "this"], encoded(scene(1)))
    twice = add(weeks["village", "this"], encoded(scene(1)))
    other = add(weeks["sibling", "this"], encoded(scene(1)), by="sibling")
    fresh = add(weeks["sibling", "this"], encoded(scene(9)), by="sibling")

    assert weeks["village", "last"].period.label in reuse_hint(own, cast["reporter"])
    assert reuse_hint(twice, cast["reporter"]).startswith(("You handed", "This photo is already"))
    told = reuse_hint(other, cast["sibling"])
    assert told.startswith("Another unit handed in this photo before.")
    assert weeks["village", "this"].unit.name not in told
    assert reuse_hint(fresh, cast["sibling"]) == ""


def test_who_may_not_see_the_earlier_report_learns_neither_unit_nor_name(add, weeks, cast, units):
    add(weeks["village", "last"], encoded(scene(1)))
    again = add(weeks["sibling", "this"], encoded(scene(1)), by="sibling")
    seen = {
        name: earlier_uses([again.pk], cast[name])[again.pk][0]
        for name in ("coordinator", "town", "sibling")
    }

    village = units["village"].name
    assert {name: (village in use.where, bool(use.who)) for name, use in seen.items()} == {
        "coordinator": (True, True), "town": (True, True), "sibling": (False, False),
    }  # fmt: skip


def test_a_photo_taken_back_is_no_use_until_it_is_put_back(add, weeks, cast):
    first = add(weeks["village", "this"], encoded(scene(1)))
    remove_photo(first, by=cast["reporter"])
    again = add(weeks["sibling", "this"], encoded(scene(1)), by="sibling")

    assert earlier_uses([again.pk]) == {}
    restore_photo(first, by=cast["reporter"])
    assert [use.earlier for use in earlier_uses([again.pk])[again.pk]] == [first]
    assert [row.photo for row in later_uses(first, cast["coordinator"])] == [again]


def test_a_campaign_is_compared_with_itself_alone(add, weeks):
    first = add(weeks["village", "last"], encoded(scene(1)))
    campaign = weeks["village", "last"].period.template.campaign
    campaign.pk = None
    campaign.title = "另一个专项"
    campaign.save()
    template = weeks["village", "last"].period.template
    type(template).objects.filter(pk=template.pk).update(campaign=campaign)
    Photo.objects.filter(pk=first.pk).update(compared_at=None)

    assert compare_photo(Photo.objects.get(pk=first.pk)) == 0


def test_photos_older_than_the_comparison_are_made_up_for(add, weeks):
    first = add(weeks["village", "last"], encoded(scene(5)))
    again = add(weeks["sibling", "this"], encoded(scene(5).resize((500, 375))), by="sibling")
    PhotoReuse.objects.all().delete()
    Photo.objects.update(
        sha256="", phash="", band_1=None, band_2=None, band_3=None, band_4=None, compared_at=None
    )

    call_command("fingerprint_photos", stdout=io.StringIO())
    call_command("fingerprint_photos", stdout=io.StringIO())

    assert pairs() == [(again, first, False, False)]
    assert not Photo.objects.filter(compared_at=None).exists()
    assert not Photo.objects.filter(phash="").exists()


def test_a_verdict_stands_with_reason_name_and_trail(add, weeks, cast):
    add(weeks["village", "last"], encoded(scene(1)))
    again = add(weeks["sibling", "this"], encoded(scene(1)), by="sibling")
    row = PhotoReuse.objects.get()

    decide_reuse(
        row, verdict="allowed", reason=" 联合\n活动 ", version=row.version, by=cast["coordinator"]
    )

    use = earlier_uses([again.pk])[again.pk][0]
    assert (use.is_open, use.row.reason, use.row.decided_by) == (
        False, "联合 活动", cast["coordinator"],
    )  # fmt: skip
    entry = AuditEntry.objects.get(action="photo.reuse_decided")
    assert (entry.actor, entry.changes["verdict"]) == (cast["coordinator"], ["", "allowed"])


@pytest.mark.parametrize(
    ("verdict", "reason", "sentence"),
    [
        ("allowed", " ", "Say in a few words why"),
        ("perhaps", "x", "Choose whether"),
        ("", "x", "Choose whether"),
    ],
)
def test_a_verdict_needs_a_word_and_a_reason(add, weeks, cast, verdict, reason, sentence):
    add(weeks["village", "last"], encoded(scene(1)))
    add(weeks["sibling", "this"], encoded(scene(1)), by="sibling")
    row = PhotoReuse.objects.get()

    with pytest.raises(ReportError, match=sentence):
        decide_reuse(row, verdict=verdict, reason=reason, version=1, by=cast["town"])

    row.refresh_from_db()
    assert (row.verdict, row.reason) == ("", "")


def test_of_two_verdicts_on_one_version_the_second_is_told(add, weeks, cast):
    add(weeks["village", "last"], encoded(scene(1)))
    add(weeks["sibling", "this"], encoded(scene(1)), by="sibling")
    row = PhotoReuse.objects.get()
    decide_reuse(row, verdict="allowed", reason="一起", version=1, by=cast["coordinator"])

    with pytest.raises(ReportError, match="meanwhile"):
        decide_reuse(row, verdict="refused", reason="旧照片", version=1, by=cast["town"])

    assert PhotoReuse.objects.get().verdict == "allowed"
