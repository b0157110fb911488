"""The evidence ledger and the page of one photo: what stands there, what a person can do."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fraudwatch.lib import clock
from fraudwatch.lib.uploads import MB
from fraudwatch.tests.cast import NOON
from fraudwatch.tests.test_fingerprints import encoded, scene
from orgs.actions.files import disk_path
from orgs.errors import OrgError
from orgs.models import AuditEntry, StoredFile
from orgs.tests.counting import queries_of, text_of
from reports.actions.photos import add_photo, caption_photo, remove_photo
from reports.actions.reviews import approve_report
from reports.actions.submissions import submit_report
from reports.errors import ReportError
from reports.models import Photo, PhotoReuse, Report
from reports.tests.test_evidence_package import FIGURES

pytestmark = pytest.mark.django_db
LEDGER = reverse("reports:evidence")


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def hand_in(cast, units):
    """Hand in a period's report of a unit with pictures; returns the photos."""

    def put(period, unit, *pictures, by, caption=""):
        report = period.reports.get(unit=units[unit])
        photos = [
            add_photo(report, one, upload_id=uuid.uuid4(), by=cast[by], caption=caption)
            for one in pictures
        ]
        submit_report(
            report, submission_id=uuid.uuid4(), values=FIGURES, texts={"work": "宣传"},
            reasons={}, by=cast[by],
        )  # fmt: skip
        return photos

    return put


@pytest.fixture
def evidence(make_period, hand_in):
    """Two weeks of two units; the sibling uses the village's picture of the week before."""
    last, this = make_period(1), make_period()
    with clock.at(NOON - timedelta(days=6)):
        first = hand_in(last, "village", encoded(scene(1)), by="reporter", caption="入户宣传")[0]
    fresh, again = hand_in(this, "sibling", encoded(scene(2)), encoded(scene(1)), by="sibling")
    other = hand_in(this, "other_village", encoded(scene(4)), by="other_reporter")[0]
    return {"first": first, "fresh": fresh, "again": again, "other": other, "period": this}


def shown(client, **query):
    """The photos a page of the ledger lists."""
    response = client.get(LEDGER, query)
    assert response.status_code == 200
    return {tile.photo for tile in response.context["ledger"].tiles}


def test_the_ledger_lists_what_was_handed_in_in_ones_sight(sign_in, evidence):
    photos = {name: evidence[name] for name in ("first", "fresh", "again", "other")}
    seen = {
        name: {key for key, photo in photos.items() if photo in shown(sign_in(name))}
        for name in ("coordinator", "town", "other_town", "reporter", "bank", "leader")
    }

    assert seen == {
        "coordinator": set(photos), "leader": set(photos), "town": {"first", "fresh", "again"},
        "other_town": {"other"}, "reporter": {"first"}, "bank": set(),
    }  # fmt: skip


def test_it_is_narrowed_by_subtree_period_reuse_and_caption(sign_in, evidence, units):
    office = sign_in("coordinator")

    assert shown(office, unit=units["town"].pk) == {
        evidence["first"], evidence["fresh"], evidence["again"],
    }  # fmt: skip
    assert shown(office, period=evidence["period"].pk, unit=units["village"].pk) == set()
    assert shown(office, mark="reused") == shown(office, mark="undecided") == {evidence["again"]}
    assert shown(office, mark="bare") == {
        evidence["fresh"], evidence["again"], evidence["other"],
    }  # fmt: skip


def test_what_is_not_handed_in_stands_there_for_its_own_unit_alone(sign_in, report, cast):
    photo = add_photo(report, encoded(scene(1)), upload_id=uuid.uuid4(), by=cast["reporter"])

    assert shown(sign_in("reporter")) == {photo}
    assert shown(sign_in("coordinator")) == set()


def test_pages_turn_by_keys_and_every_photo_comes_once(sign_in, evidence, monkeypatch):
    monkeypatch.setattr("reports.queries.evidence_page.PER_PAGE", 2)
    office, address, found = sign_in("coordinator"), LEDGER, []
    while address:
        page = office.get(address).context["ledger"]
        found += [tile.photo for tile in page.tiles]
        address = page.page.next and LEDGER + page.page.next

    assert found == sorted(found, key=lambda one: (-one.added_at.timestamp(), one.pk))
    assert len(found) == len(set(found)) == 4


@pytest.mark.parametrize("kind", ["photos", "tasks", "plan"])
def test_the_ledger_asks_as_much_for_many_as_for_one(sign_in, evidence, kind):
    office = sign_in("coordinator")
    few = queries_of(office, LEDGER, kind=kind)
    clone(evidence["fresh"], 20)

    assert queries_of(office, LEDGER, kind=kind) == few <= 15


def clone(photo, times):
    """More rows of the same picture."""
    for _ in range(times):
        files = []
        for file in (photo.picture, photo.thumbnail):
            file.pk = uuid.uuid4()
            file.save(force_insert=True)
            files.append(file)
        Photo.objects.create(
            report=photo.report, picture=files[0], thumbnail=files[1], added_by=photo.added_by
        )


def test_a_photo_page_leads_on_within_the_filters(sign_in, evidence, units):
    office = sign_in("coordinator")
    query = {"unit": units["town"].pk}
    page = office.get(reverse("reports:photo", args=[evidence["first"].pk]), query)

    assert page.context["at"].next is None
    assert page.context["at"].previous in {evidence["fresh"], evidence["again"]}
    assert queries_of(office, reverse("reports:photo", args=[evidence["again"].pk])) <= 15


def test_a_reviewer_decides_beside_both_pictures(sign_in, evidence):
    town = sign_in("town")
    page = reverse("reports:photo", args=[evidence["again"].pk])
    words = text_of(town.get(page))
    assert "Used before the very same file" in words
    assert evidence["first"].report.period.label in words

    row = PhotoReuse.objects.get()
    data = {"verdict": "allowed", "reason": "两村联合活动", "version": row.version}
    answer = town.post(reverse("reports:reuse-decide", args=[row.pk]), data)

    assert (answer.status_code, answer.url) == (302, page)
    assert "may be used again — 两村联合活动 town先生" in text_of(town.get(page))
    assert shown(town, mark="undecided") == set()


def test_the_review_page_shows_both_uses_and_asks_once(sign_in, evidence):
    town = sign_in("town")
    report = evidence["again"].report
    words = text_of(town.get(reverse("reports:report-detail", args=[report.pk])))

    assert words.count("the very same file") == 1
    assert "河湾镇" not in evidence["first"].caption
    assert evidence["first"].report.period.label in words


def test_the_unit_whose_photo_was_used_before_reads_no_foreign_name(sign_in, evidence, units):
    mine = sign_in("sibling")
    words = text_of(mine.get(reverse("reports:photo", args=[evidence["again"].pk])))

    assert "a unit outside your sight" in words
    assert units["village"].name not in words
    assert mine.get(reverse("reports:photo", args=[evidence["first"].pk])).status_code == 404


def test_adding_a_used_photo_by_script_answers_with_a_hint(sign_in, evidence, period_report):
    client, report = sign_in("reporter"), period_report
    data = {"photo": SimpleUploadedFile("a.jpg", encoded(scene(2)), "image/jpeg")}
    with clock.at(NOON + timedelta(minutes=1)):
        facts = client.post(
            reverse("reports:photo-add", args=[report.pk]),
            data,
            headers={"accept": "application/json"},
        ).json()

    assert facts["hint"].startswith("Another unit handed in this photo before.")
    form = text_of(client.get(reverse("reports:report-edit", args=[report.pk])))
    assert "Another unit handed in this photo before." in form


@pytest.fixture
def period_report(evidence, units):
    """The village's report of this week, not handed in."""
    return evidence["period"].reports.get(unit=units["village"])


def test_a_caption_is_one_line_and_ends_with_the_approval(sign_in, evidence, cast):
    client, photo = sign_in("reporter"), evidence["first"]
    address = reverse("reports:photo-caption", args=[photo.pk])
    json = {"accept": "application/json"}

    kept = client.post(address, {"caption": " 村民\n小组会 " + "长" * 99}, headers=json).json()
    assert kept["caption"] == ("村民 小组会 " + "长" * 99)[:80]
    entry = AuditEntry.objects.filter(action="photo.captioned").latest("at")
    assert entry.changes["caption"] == ["入户宣传", kept["caption"]]

    private = client.post(address, {"caption": "11010519491231002X"}, headers=json)
    assert (private.status_code, "11010519491231002X" in private.json()["sentence"]) == (422, False)

    report = Report.objects.get(pk=photo.report_id)
    approve_report(report, version=report.version, by=cast["coordinator"])
    with pytest.raises(ReportError, match="captions stay"):
        caption_photo(photo, caption="别的", by=cast["reporter"])
    assert Photo.objects.get(pk=photo.pk).caption == kept["caption"]


def test_a_full_quota_is_refused_in_words_and_the_bin_frees_it(
    sign_in, report, cast, settings, units
):
    settings.UNIT_QUOTA_MB = 1
    first = add_photo(report, encoded(scene(1)), upload_id=uuid.uuid4(), by=cast["reporter"])
    StoredFile.objects.filter(pk=first.picture_id).update(size=MB)

    with pytest.raises(OrgError, match="empty the bin"):
        add_photo(report, encoded(scene(2)), upload_id=uuid.uuid4(), by=cast["reporter"])
    assert Photo.objects.count() == 1

    remove_photo(first, by=cast["reporter"])
    client = sign_in("reporter")
    assert "1 photo was taken back" in text_of(client.get(LEDGER))
    client.post(reverse("reports:bin-empty", args=[units["village"].pk]))
    assert (Photo.objects.count(), StoredFile.objects.count()) == (0, 0)
    add_photo(report, encoded(scene(2)), upload_id=uuid.uuid4(), by=cast["reporter"])


def test_the_bin_keeps_what_a_submission_showed(
    evidence, cast, sign_in, units, django_capture_on_commit_callbacks
):
    submitted, report = evidence["first"], evidence["period"].reports.get(unit=units["village"])
    Photo.objects.filter(pk=submitted.pk).update(removed_at=NOON)
    loose = add_photo(report, encoded(scene(8)), upload_id=uuid.uuid4(), by=cast["reporter"])
    remove_photo(loose, by=cast["reporter"])
    paths = {name: disk_path(photo.picture) for name, photo in
             (("submitted", submitted), ("loose", loose))}  # fmt: skip

    with django_capture_on_commit_callbacks(execute=True):
        sign_in("reporter").post(reverse("reports:bin-empty", args=[units["village"].pk]))

    assert Photo.objects.filter(pk=submitted.pk).exists()
    assert not Photo.objects.filter(pk=loose.pk).exists()
    assert {name: path.exists() for name, path in paths.items()} == {
        "submitted": True, "loose": False,
    }  # fmt: skip
