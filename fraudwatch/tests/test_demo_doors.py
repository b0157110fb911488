"""Where the demo may come in, and the data for measuring."""

import pytest
from django.core.management import CommandError, call_command

from reports.actions.totals import rebuild_totals
from reports.models import Report


def test_it_stays_out_of_a_database_with_other_content(cast):
    with pytest.raises(CommandError):
        call_command("demo")


def test_it_stays_out_of_a_site_that_others_can_reach(db, settings):
    settings.LOOPBACK_ONLY = False
    with pytest.raises(CommandError):
        call_command("demo")


def test_measuring_data_has_true_totals(db):
    call_command("demo", scale=45, weeks=3, verbosity=0)

    assert (Report.objects.count(), rebuild_totals(check=True)) == (135, [])
