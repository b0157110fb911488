"""Recomputing all totals as work in the background, and the period that a schedule takes."""

from datetime import timedelta

import pytest
from django.utils import translation

from fraudwatch.lib import clock
from orgs import documents
from orgs.actions.jobs import order_document, run_waiting
from orgs.errors import OrgError
from orgs.models import Job
from reports.actions.totals import fold_totals, rebuild_totals
from reports.exports.rebuild_work import COMPARE, MEND
from reports.models import DirtyReport, Period, Report, Total


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def spoiled(report):
    """One total that differs from its reports."""
    for row in Report.objects.filter(period=report.period):
        DirtyReport.objects.create(report=row, period=row.period, path=row.path)
    fold_totals()
    Total.objects.filter(pk=Total.objects.earliest("pk").pk).update(approved=99)


def outcome_of(way, user):
    job = order_document("rebuild-totals", {"way": way}, by=user)
    run_waiting()
    job = Job.objects.get(pk=job.pk)
    return job.state, job.outcome, job.file


def test_totals_are_compared_then_mended_then_agree(spoiled, cast, noon):
    keeper = cast["administrator"]

    found = []
    for minute, way in enumerate((COMPARE, MEND, COMPARE)):
        with clock.at(noon + timedelta(minutes=minute)):
            found.append(outcome_of(way, keeper))

    assert found == [
        ("done", "1 total differs; nothing was changed.", None),
        ("done", "1 total was mended.", None),
        ("done", "Every total agrees with its reports.", None),
    ]
    assert rebuild_totals(check=True) == []


@pytest.mark.parametrize("who", ["coordinator", "town", "leader", "reporter", "far_coordinator"])
def test_only_who_keeps_the_site_recomputes_it(cast, noon, who):
    with pytest.raises(OrgError):
        order_document("rebuild-totals", {"way": MEND}, by=cast[who])


def test_a_way_that_is_none_is_refused():
    for data in ({}, {"way": "3"}, {"way": "x"}):
        with pytest.raises(ValueError, match="way|int"):
            documents.find("rebuild-totals").read(data)


def test_a_scheduled_summary_takes_the_last_period_that_is_over(make_period, cast, units, noon):
    first, second = make_period(1), make_period()
    summary = documents.find("weekly-summary-xlsx")
    stands = {"period": first.pk, "unit": units["county"].pk}

    found = {}
    for name, day in (("before", first.ends_on), ("between", second.ends_on)):
        with clock.at(noon.replace(year=day.year, month=day.month, day=day.day)):
            try:
                found[name] = summary.settle(cast["coordinator"], stands)["period"]
            except OrgError as refusal:
                found[name] = str(refusal)
    with clock.at(noon + timedelta(weeks=60)):
        found["long after"] = summary.settle(cast["coordinator"], stands)["period"]

    assert found == {
        "before": "No period of this report is over yet.",
        "between": first.pk,
        "long after": Period.objects.latest("ends_on").pk,
    }


def test_a_schedule_is_offered_reports_instead_of_periods(make_period, cast, noon):
    make_period(1), make_period()
    summary = documents.find("weekly-summary-xlsx")

    period, unit = summary.standing_choices(cast["leader"], {})

    assert (period.name, len(period.options), unit.name) == ("period", 1, "unit")
    assert summary.standing_choices(cast["reporter"], {}) == []
