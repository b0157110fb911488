"""The package that is taken to an inspection: what is in it, under which names, for whom."""

import hashlib
import io
import re
import uuid
import zipfile
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from PIL import Image

from campaigns.actions.assignments import give_feedback, sign
from campaigns.actions.parts import Parts
from campaigns.actions.tasks import create_task, issue_task
from fraudwatch.lib.stamps import stamped
from fraudwatch.lib.uploads import MB
from fraudwatch.tests.cast import NOON
from fraudwatch.tests.test_fingerprints import encoded, scene
from orgs.actions.files import disk_path
from orgs.actions.jobs import cancel_job, order_document, run_job
from orgs.enums import WorkState
from orgs.errors import OrgError
from orgs.models import Job, StoredFile
from reports.actions.photos import add_photo
from reports.actions.submissions import submit_report
from reports.exports import evidence_zip
from reports.packing import file_part, part

pytestmark = pytest.mark.django_db
FIGURES = {
    "visits": "120", "app_users": "300", "losses": "0", "awareness": {"n": "80", "d": "100"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def evidence(period, units, cast, campaign):
    """Two reports with a photo each, and a task with a picture."""
    for name in ("village", "other_village"):
        who = cast["reporter" if name == "village" else "other_reporter"]
        report = period.reports.get(unit=units[name])
        add_photo(
            report, encoded(scene(len(name))), upload_id=uuid.uuid4(), by=who,
            caption=f"../{name} = cmd",
        )  # fmt: skip
        submit_report(
            report, submission_id=uuid.uuid4(), values=FIGURES, texts={"work": f"{name}的做法"},
            reasons={}, by=who,
        )  # fmt: skip
    task = create_task(
        campaign, title="张贴海报", parts=Parts(units["town"], [units["village"]]),
        due_at=NOON + timedelta(days=9), by=cast["coordinator"],
    )  # fmt: skip
    mine = issue_task(task, by=cast["coordinator"]).assignments.get(unit=units["village"])
    sign(mine, by=cast["reporter"])
    give_feedback(mine, text="贴好了", files=[("海报.jpg", encoded(scene(7)))], by=cast["reporter"])
    return task


@pytest.fixture
def order(campaign, cast):
    """Order the package and make it; returns the finished job."""

    def make(by="coordinator", **parameters):
        job = order_document(
            "evidence-package", {"campaign": campaign.pk, **parameters}, by=cast[by]
        )
        if job.state == WorkState.QUEUED:
            run_job(Job.objects.claim(1)[0])
        job.refresh_from_db()
        return job

    return make


def opened(job):
    assert job.state == WorkState.DONE, job.error
    return zipfile.ZipFile(disk_path(job.file))


def test_the_package_holds_stamped_photos_figures_files_index_and_hashes(evidence, order):
    archive = opened(order())
    names = archive.namelist()

    assert [name.rpartition("/")[2] for name in names if name.startswith("reports/")] == [
        "report.xlsx", "01-village_cmd.jpg", "report.xlsx", "01-other_village_cmd.jpg",
    ]  # fmt: skip
    assert names[-2:] == ["index.xlsx", "sha256.txt"]
    hashes = dict(
        reversed(line.split("  ", 1)) for line in archive.read("sha256.txt").decode().splitlines()
    )
    assert hashes == {
        name: hashlib.sha256(archive.read(name)).hexdigest()
        for name in names
        if name != "sha256.txt"
    }


def test_no_name_in_it_leads_anywhere(evidence, order):
    for name in opened(order()).namelist():
        assert not name.startswith("/")
        assert ".." not in name.split("/")
        assert re.fullmatch(r"[\w\-./]+", name), name


def test_the_photo_in_it_is_stamped_and_the_kept_one_is_not(evidence, order, period, units):
    archive = opened(order())
    photo = period.reports.get(unit=units["village"]).photos.get()
    kept = disk_path(photo.picture).read_bytes()
    name = next(name for name in archive.namelist() if name.endswith("-village_cmd.jpg"))
    copy = archive.read(name)

    assert hashlib.sha256(kept).hexdigest() == photo.picture.sha256
    clean, shown = (Image.open(io.BytesIO(one)).convert("L") for one in (kept, copy))
    assert shown.size == clean.size
    foot = (0, clean.height - 20, clean.width, clean.height)
    assert sum(shown.crop(foot).histogram()[:70]) > sum(clean.crop(foot).histogram()[:70])
    assert dict(Image.open(io.BytesIO(copy)).getexif()) == {}


def test_the_index_tells_what_lies_where_as_text(evidence, order):
    book = load_workbook(io.BytesIO(opened(order()).read("index.xlsx")))
    rows = [list(row) for row in book["Index"].iter_rows(min_row=3)]

    assert [row[3].value for row in rows] == [
        "figures", "photo", "figures", "photo", "file of a task",
    ]  # fmt: skip
    captions = {row[4].value for row in rows}
    assert "../village = cmd" in captions
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d"}
    assert len(book["Reports"]["A"]) == 3


def test_a_person_gets_what_they_see_and_no_more(evidence, order, units):
    mine = opened(order("reporter")).namelist()
    towns = opened(order("town", unit=units["town"].pk)).namelist()

    for names in (mine, towns):
        assert sum("village_cmd" in name for name in names) == 1
        assert not any("other_village" in name for name in names)


@pytest.mark.parametrize(
    ("by", "unit"), [("reporter", "other_village"), ("other_town", "village"), ("nobody", None)]
)
def test_who_may_not_have_it_is_refused(evidence, order, units, by, unit):
    asked = {"unit": units[unit].pk} if unit else {}

    with pytest.raises(OrgError, match="may not export"):
        order(by, **asked)


def test_one_task_gives_its_files_alone(evidence, order):
    names = opened(order(task=evidence.pk)).namelist()

    assert [name.split("/")[0] for name in names] == ["tasks", "index.xlsx", "sha256.txt"]
    assert re.fullmatch(r"tasks/\d{3}-张贴海报/U003-桃源村/\d+-海报\.jpg", names[0])


def test_a_file_that_the_disk_lost_is_named_in_the_index(evidence, order, period, units):
    photo = period.reports.get(unit=units["village"]).photos.get()
    disk_path(photo.picture).unlink()

    book = load_workbook(io.BytesIO(opened(order()).read("index.xlsx")))

    notes = [row[11].value for row in book["Index"].iter_rows(min_row=3)]
    assert [note for note in notes if note] == ["The server's disk has lost this file."]


def test_too_much_for_one_zip_is_said_in_megabytes(evidence, order, monkeypatch):
    monkeypatch.setattr(evidence_zip, "LARGEST", 1)

    job = order()

    assert (job.state, job.file) == (WorkState.FAILED, None)
    assert "Choose a unit or a reporting period." in job.error


def half_files(settings):
    return [path.name for path in settings.MEDIA_ROOT.rglob("*.half")]


def test_a_cancelled_package_leaves_nothing_and_can_be_made_again(
    evidence, order, cast, campaign, monkeypatch, settings
):
    monkeypatch.setattr(evidence_zip, "EACH", 1)
    job = order_document("evidence-package", {"campaign": campaign.pk}, by=cast["coordinator"])
    claimed = Job.objects.claim(1)[0]
    put = evidence_zip.Packing._photo

    def put_and_cancel(self, photo, path):
        if Job.objects.filter(pk=job.pk, state=WorkState.RUNNING).exists():
            cancel_job(job, by=cast["coordinator"])
        put(self, photo, path)

    monkeypatch.setattr(evidence_zip.Packing, "_photo", put_and_cancel)
    before = StoredFile.objects.count()
    run_job(claimed)

    job.refresh_from_db()
    assert (job.state, job.file, StoredFile.objects.count()) == (
        WorkState.CANCELLED, None, before,
    )  # fmt: skip
    assert half_files(settings) == []
    monkeypatch.setattr(evidence_zip.Packing, "_photo", put)
    assert order().state == WorkState.DONE


def test_a_full_disk_fails_the_package_in_one_sentence(evidence, order, monkeypatch, settings):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    job = order()

    assert job.state == WorkState.FAILED
    assert "disk is full" in job.error
    assert half_files(settings) == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("../../etc/passwd", "7-passwd"), ("..\\..\\x", "7-x"), ("", "7"), ("...", "7"),
        ("\u202egpj.exe", "7-gpj_exe"), ("=cmd|'C calc'!A0", "7-cmd__C_calc_A0"),
        ("con", "7-con"), ("桃源村 第1次", "7-桃源村_第1次"), ("x" * 300, "7-" + "x" * 40),
    ],
)  # fmt: skip
def test_a_name_is_the_key_and_harmless_words(words, name):
    assert part(words, 7) == name


def test_a_file_keeps_a_plain_ending():
    assert file_part("a.b/海报.JPG", 3) == "3-海报.jpg"
    assert file_part("x.<svg>", 3) == "3-x__svg"


@pytest.mark.parametrize("size", [(40, 30), (2000, 200), (320, 2000)])
def test_a_stamp_fits_any_picture(size):
    content = stamped(
        encoded(Image.new("RGB", size, "white")), ["河湾镇 · 桃源村" * 30, "\x00\u202e"]
    )

    assert Image.open(io.BytesIO(content)).size == size
    assert len(content) < MB
