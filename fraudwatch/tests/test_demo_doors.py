"""Where the demo may come in, and the data for measuring."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from fraudwatch.demo import scale
from fraudwatch.demo.scale import CYCLE
from orgs.models import Unit
from reports.actions.totals import rebuild_totals
from reports.models import Period, Report, Revision


def test_it_stays_out_of_a_database_with_other_content(cast):
    with pytest.raises(CommandError):
        call_command("demo")


def test_it_stays_out_of_a_site_that_others_can_reach(db, settings):
    settings.LOOPBACK_ONLY = False
    with pytest.raises(CommandError):
        call_command("demo")


def test_measuring_data_has_true_totals(db):
    call_command("demo", scale=45, weeks=CYCLE + 2, verbosity=0)

    assert (Report.objects.count(), rebuild_totals(check=True)) == (45 * (CYCLE + 2), [])


def test_measuring_data_asks_for_as_many_figures_as_wanted(db):
    with pytest.raises(CommandError, match="18 to 80"):
        call_command("demo", scale=2, weeks=1, indicators=3, verbosity=0)
    call_command("demo", scale=2, weeks=1, indicators=20, verbosity=0)

    report = Report.objects.filter(state="approved").first()
    assert report.period.template_version.items.count() == 20
    assert "scale_02" in report.values


def test_many_units_for_measuring_stand_under_several_counties(db, monkeypatch):
    monkeypatch.setattr(scale, "COUNTY_SIZE", 2)
    call_command("demo", scale=45, weeks=1, verbosity=0)

    depths = Unit.objects.values_list("depth").annotate(n=Count("pk")).order_by("depth")
    assert (list(depths), rebuild_totals(check=True)) == ([(1, 1), (2, 2), (3, 3), (4, 45)], [])


def test_weeks_copied_for_measuring_say_what_the_first_ones_said_later(db, noon):
    call_command("demo", scale=3, weeks=CYCLE + 1, verbosity=0)
    first, *_between, last = Period.objects.filter(state="closed").order_by("starts_on")
    later = last.due_at - first.due_at

    assert _said(last, -later) == _said(first, timedelta())
    assert [one.at for one in _handed_in(last)] == [
        one.report.submitted_at for one in _handed_in(last)
    ]
    assert len({one.submission_id for one in _handed_in(first) + _handed_in(last)}) == 6


def _said(period, later):
    fields = "path", "state", "timeliness", "values", "carried", "revision_number"
    rows = Report.objects.filter(period=period).order_by("path")
    return [
        (
            *(getattr(row, name) for name in fields),
            *(getattr(row, name) + later for name in ("due_at", "closes_at", "submitted_at")),
            [(one.number, one.values, one.by) for one in row.revisions.all()],
        )
        for row in rows
    ]


def _handed_in(period):
    return list(Revision.objects.filter(report__period=period).select_related("report"))
