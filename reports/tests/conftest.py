"""What several journeys of the report form start from."""

from datetime import timedelta

import pytest
from PIL import Image

from fraudwatch.lib import clock
from reports.models import Report


@pytest.fixture
def open_report(transactional_db, report):
    """The village's report of a week that is open now."""
    now = clock.now()
    report.period.due_at = now + timedelta(days=2)
    report.period.closes_at = now + timedelta(days=3)
    report.period.save()
    Report.objects.filter(pk=report.pk).update(
        due_at=report.period.due_at, closes_at=report.period.closes_at
    )
    return report


@pytest.fixture
def photos(tmp_path):
    """Pictures as a phone takes them: nine, told apart by their colour."""
    made = []
    for number in range(9):
        path = tmp_path / f"photo{number}.jpg"
        Image.new("RGB", (800, 600), (number * 25, 80, 160)).save(path, "JPEG")
        made.append(path)
    return made
