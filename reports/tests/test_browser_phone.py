"""What phones bring with them: pictures of forty megabytes, and clocks that are wrong."""

import os
from datetime import timedelta

import pytest
from PIL import Image
from playwright.sync_api import expect

from conftest import PASSWORD
from fraudwatch.lib import clock
from fraudwatch.tests.browser import PHONE
from orgs.actions.files import disk_path
from reports.models import Photo, Report
from reports.tests.browser_form import edit, fill

pytestmark = pytest.mark.browser
MB = 1024 * 1024
WIDE, HIGH = 5000, 3600


def test_a_picture_of_forty_megabytes_arrives_small(cast, open_report, sit_down, tmp_path):
    large = tmp_path / "large.jpg"
    noise = Image.frombytes("RGB", (WIDE, HIGH), os.urandom(WIDE * HIGH * 3))
    noise.save(large, "JPEG", quality=97, subsampling=0)
    assert large.stat().st_size > 40 * MB
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.goto(edit(open_report))
    phone.set_input_files("[data-photo-input][multiple]", large)
    expect(phone.locator("[data-photo] [data-photo-remove][data-remove]")).to_have_count(1)

    photo = Photo.objects.get()
    with Image.open(disk_path(photo.picture)) as kept:
        assert max(kept.size) == 1600
    assert phone.wrong == []


@pytest.mark.parametrize(("days", "timeliness"), [(-1, "late"), (1, "on_time")])
def test_a_phone_whose_clock_is_wrong_by_a_day_changes_nothing(
    cast, open_report, sit_down, days, timeliness
):
    """Its clock says the day before the deadline when it is over, or the day after when not."""
    due = clock.now() - timedelta(hours=1) * (1 if days < 0 else -1)
    Report.objects.filter(pk=open_report.pk).update(due_at=due)
    phone = sit_down("reporter", PASSWORD, on=PHONE)
    phone.clock.set_system_time(clock.now() + timedelta(days=days))
    phone.goto(edit(open_report))
    fill(phone)
    phone.get_by_role("button", name="Submit").click()
    expect(phone.get_by_role("heading", name="Your report was received")).to_be_visible()

    open_report.refresh_from_db()
    assert open_report.timeliness == timeliness
    assert abs(open_report.submitted_at - clock.now()) < timedelta(minutes=5)
    assert phone.wrong == []
