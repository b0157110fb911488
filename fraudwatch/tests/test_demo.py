"""The demo tells the story it promises, through the product's own actions."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.test import override_settings

from campaigns.models import Assignment, Campaign, PlanImport, Task
from campaigns.queries.children import child_rows, rollup
from campaigns.queries.consistency import plan_flaws
from campaigns.queries.import_changes import import_changes
from campaigns.queries.plan_imports import import_page
from fraudwatch.demo.calendar import story_at
from fraudwatch.demo.places import SHOWN
from fraudwatch.demo.play import PASSWORD, play_demo
from fraudwatch.lib import clock
from orgs.actions.audit import broken_entries
from orgs.models import Job, Notice, User
from reports.actions.totals import rebuild_totals
from reports.enums import ReportState, Timeliness
from reports.models import ImportJob, LeaderDigest, Period, PhotoReuse, Report, Review, Revision
from reports.risings import SIX

ZONE = ZoneInfo("Asia/Shanghai")
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SATURDAY = datetime(2026, 11, 21, 20, 0, tzinfo=ZONE)


@pytest.mark.parametrize("day", range(16, 30))
@pytest.mark.parametrize("hour", [0, 11, 13, 23])
def test_whenever_it_is_loaded_four_weeks_are_due_and_one_is_open(day, hour):
    now = datetime(2026, 11, day, hour, 30, tzinfo=ZONE)

    story = story_at(now)

    assert story.week(4).due_at <= now < story.week(5).due_at
    assert story.week(5).opens_at <= now


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo as loaded on a Saturday evening, once for this module."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"), PASSWORD_HASHERS=FAST)
    with files, django_db_blocker.unblock(), transaction.atomic():
        with clock.at(SATURDAY):
            play_demo(SATURDAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """The demo, seen on that evening; what a test changes is undone."""
    with clock.at(SATURDAY):
        yield


def test_the_report_asks_for_all_that_is_to_rise_and_to_fall(demo):
    approved = Report.objects.filter(state=ReportState.APPROVED)
    asked = Period.objects.first().template_version.items.values_list("indicator__code", flat=True)
    police = [one.values for one in approved.filter(unit__kind="police")]

    assert set(SIX) <= set(asked)
    assert [int(one["recovered"]) <= int(one["losses"]) for one in police] == [True] * 4
    villages = approved.filter(unit__kind="village", is_zero=False)
    assert not villages.filter(values__has_key="solved").exists()


def test_the_story_is_as_told(demo):
    reports = Report.objects.all()
    assert Period.objects.count() == 5
    reported = reports.filter(period__in=Period.objects.order_by("starts_on")[:4])
    states = Counter(reported.values_list("state", flat=True))
    assert states == {ReportState.APPROVED: 4 * 25 - 1, ReportState.MISSING: 1}
    late = reports.filter(timeliness=Timeliness.LATE).values_list("unit__name", flat=True)
    assert list(late) == ["古渡村"]
    zero = reports.filter(is_zero=True).values_list("unit__name", flat=True)
    assert list(zero) == ["新民村"]
    returned = Review.objects.filter(decision="returned").values_list("report__unit__name")
    assert list(returned) == [("柳溪村",)]
    victims = [one.unit.name for one in reports if one.values.get("staff_victims", "0") != "0"]
    assert victims == ["河湾中学"]
    assert set(reports.filter(period__starts_on="2026-11-16").values_list("state", flat=True)) == {
        ReportState.DUE
    }


def test_a_town_handed_in_by_workbook_and_one_upload_waits_to_be_corrected(demo):
    by_book = Revision.objects.filter(source="excel_for").values_list("report__unit__name", "by")
    town = User.objects.get(username="town").pk
    waiting = ImportJob.objects.get(state="refused")
    wrong = [found["value"] for found in waiting.plan["problems"]]

    assert len(by_book) == 3
    assert {by for _unit, by in by_book} == {town}
    assert sorted(wrong) == ["-1", "3.2百", "300张", "约40"]
    assert waiting.expires_at > SATURDAY


def test_only_the_two_photos_shown_again_are_found_as_used_before(demo):
    found = PhotoReuse.objects.order_by("photo__added_at", "earlier__added_at").values_list(
        "photo__report__unit__name", "earlier__report__unit__name", "is_same_file"
    )
    assert list(found) == [
        ("上湾村", "上湾村", True), ("石桥村", "上湾村", True), ("石桥村", "上湾村", True),
    ]  # fmt: skip


def test_every_figure_and_trace_of_it_holds(demo):
    assert rebuild_totals(check=True) == []
    assert list(broken_entries()) == []


def test_the_plan_has_its_tasks_with_their_sentences(demo):
    assert Task.objects.count() >= 17
    assert Task.objects.filter(clause=None).count() == 0
    assert Assignment.objects.overdue(SATURDAY).count() > 0


def test_a_plan_and_a_revised_text_wait_to_be_looked_over(demo):
    plan, revised = PlanImport.objects.order_by("made_at")

    page = import_page(plan)
    assert (plan.unit.name, page.done, page.left > 0) == ("青澜县", 6, True)
    assert [one.name for one in page.unknown] == ["邮政网点"]
    words = [
        "".join(piece.text for piece in line.pieces if piece.kind == "added")
        for one in import_changes(revised).changes for line in one.lines
    ]  # fmt: skip
    assert any("每周" in text or "周" in text for text in words)


def test_the_accounts_shown_can_sign_in(demo, client):
    for name in SHOWN:
        user = User.objects.get(username=name)
        assert (user.check_password(PASSWORD), user.must_change_password) == (True, False)


def test_the_leaders_had_their_digest_on_monday_with_the_summary_ordered(demo):
    told = Notice.objects.filter(kind="leader.digest").order_by("recipient__username")
    jobs = Job.objects.filter(kind="weekly-summary-pdf")

    assert {one.recipient.username for one in told} == {"leader"}
    assert {f"{one.at.astimezone(ZONE):%m-%d %H:%M}" for one in told} == {"11-16 08:01"}
    assert {one.asked_by.username for one in jobs} == {"leader"}
    assert LeaderDigest.objects.get().is_active


def test_a_second_load_changes_nothing(demo, capsys):
    before = Report.objects.count(), User.objects.count()

    call_command("demo")

    assert (Report.objects.count(), User.objects.count()) == before


def test_nothing_stands_out_in_the_plan_of_the_county(demo):
    county = Campaign.objects.get(owner__code="QL")

    assert [flaw.text for flaw in plan_flaws(county)] == []


def test_one_town_carries_out_the_countys_plan_and_the_others_have_none_yet(demo):
    office = User.objects.get(username="coordinator")
    county = Campaign.objects.get(owner__code="QL")

    rows = child_rows(office, county, SATURDAY)

    assert [row.unit.name for row in rows if row.campaign] == ["河湾镇"]
    assert [row.unit.name for row in rows if row.reminded_at] == ["松坪镇"]
    tasks = list(Campaign.objects.get(parent=county).tasks.select_related("parent"))
    taken = [task for task in tasks if task.parent]
    assert [task.parent.title for task in taken] == [task.title for task in taken]
    assert (len(taken), rollup(rows).total, len(tasks)) == (3, 4, 4)


def test_no_unit_is_asked_twice_for_what_the_county_asks_of_it(demo):
    below = Assignment.objects.exclude(task__parent=None).exclude(unit__code="QL01")

    assert list(below.filter(task__parent__assignments__unit=F("unit"))) == []
