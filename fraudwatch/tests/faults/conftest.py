"""What the processes of their own find: they go by the real clock, which no test sets."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.models import Report


@pytest.fixture
def report(report):
    """The village's report of this week, still open by the real clock."""
    Report.objects.filter(pk=report.pk).update(closes_at=timezone.now() + timedelta(days=1))
    report.refresh_from_db()
    return report
