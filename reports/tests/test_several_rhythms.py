"""Reports of several rhythms side by side: the unit's home, the ledger's picker, the editor."""

from datetime import date, datetime, time
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import translation

from campaigns.actions.due_reminders import remind_due
from conftest import NOON, ZONE
from fraudwatch.lib import clock
from orgs.actions.calendar import DaySpec, set_days
from orgs.models import Notice
from reports.actions.period_steps import close_period, reopen_period
from reports.actions.periods import close_due_periods, open_due_periods
from reports.actions.schedules import LevelSpec, set_levels
from reports.actions.submissions import submit_report
from reports.actions.templates import create_template, set_reporting_units, switch_on
from reports.enums import ReportState
from reports.errors import ReportError
from reports.models import Period, Report, ReportTemplate, Revision
from reports.queries.unit_home import unit_home

EN = {"accept-language": "en"}
VALUES = {"visits": "12", "app_users": "30", "losses": "0", "awareness": {"n": "9", "d": "10"}}


def at(*parts):
    return datetime(*parts, tzinfo=ZONE)


@pytest.fixture
def daily(template, campaign, cast, units):
    """A daily report of the village and the school, due at 20:00, switched on."""
    with clock.at(at(2026, 6, 8, 8)):
        made = create_template(
            campaign, name="反诈日报", cadence="daily", first_on=date(2026, 6, 1), due_day=0,
            due_time=time(20), close_day=1, close_time=time(12), shift_holidays=False,
            by=cast["coordinator"],
        )  # fmt: skip
        made.versions.get().blocks.create(key="work", label="当日情况")
        set_reporting_units(made, [units["village"], units["school"]], by=cast["coordinator"])
        switch_on(made, by=cast["coordinator"])
    return made


def hand_in(report, by):
    return submit_report(
        report, submission_id=uuid4(), values=VALUES, texts={"work": "做了"}, reasons={}, by=by
    )


def test_the_home_shows_what_is_due_next_first(daily, template, cast):
    with clock.at(NOON), translation.override("en"):
        open_due_periods()
        close_due_periods()
        home = unit_home(cast["reporter"], NOON)
        cards = [(card.report.period.label, card.report.state) for card in home.cards]

    past = [(row.name, row.is_weekly, len(row.reports)) for row in home.weeks]
    assert cards[:2] == [("10 June 2026 (Wed)", "due"), ("Week 6 (8–14 June)", "due")]
    assert sorted(past) == [("反诈周报", True, 6), ("反诈日报", False, 8)]


def test_each_of_the_reports_has_its_own_periods_in_the_ledger(daily, sign_in):
    with clock.at(NOON):
        open_due_periods()
        client = sign_in("coordinator")
        first = client.get("/reports/ledger/", headers=EN).content.decode()
        chosen = client.get(f"/reports/ledger/?template={daily.pk}", headers=EN).content.decode()
        lost = client.get("/reports/ledger/?template=999999")

    assert ("Week 6 (8–14 June)" in first, "反诈日报 · daily" in first) == (True, True)
    assert ("10 June 2026 (Wed)" in chosen, "Week 6 (8–14 June)" in chosen) == (True, False)
    assert lost.status_code == 404


def test_a_clock_that_jumps_back_reminds_nobody_twice(daily, template, cast):
    ReportTemplate.objects.filter(pk=template.pk).update(is_active=False)
    told = []
    with clock.at(at(2026, 6, 8, 20)):
        open_due_periods()
    for now in (at(2026, 6, 8, 20, 1), at(2026, 6, 8, 19, 51), at(2026, 6, 8, 20, 1)):
        with clock.at(now):
            remind_due()
            told.append(Notice.objects.filter(recipient=cast["reporter"]).count())

    assert told[0] > 0
    assert told == [told[0]] * 3


def test_the_numbers_follow_each_other_though_the_clock_jumps_back(report, cast):
    with clock.at(at(2026, 6, 10, 12)):
        hand_in(report, cast["reporter"])
    Report.objects.filter(pk=report.pk).update(state=ReportState.RETURNED)
    with clock.at(at(2026, 6, 10, 11, 50)):
        hand_in(report, cast["reporter"])

    numbers = Revision.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == [1, 2]


def test_the_week_stated_on_the_form_wins_and_the_server_says_late(make_period, units, cast):
    last, this = make_period(1), make_period()
    report = last.reports.get(unit=units["village"])
    with clock.at(at(2026, 6, 8, 12, 0, 1)):  # in this week, a second after last week was due
        hand_in(report, cast["reporter"])

    report.refresh_from_db()
    other = this.reports.get(unit=units["village"])
    assert (report.state, report.timeliness, other.state) == ("submitted", "late", "due")


def race(*steps):
    """Run the steps on threads at once; what each returned or raised."""
    found, start = [None] * len(steps), Barrier(len(steps))

    def run(number, step):
        start.wait()
        try:
            found[number] = step() or True
        except ReportError as refusal:
            found[number] = refusal
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_a_submission_and_the_closing_beat_agree_on_one_outcome(report, cast):
    last, closing = at(2026, 6, 16, 17, 59, 59), at(2026, 6, 16, 18)

    def submit():
        with clock.at(last):
            return hand_in(report, cast["reporter"])

    sent, _closed = race(submit, lambda: close_due_periods(closing))

    report.refresh_from_db()
    if isinstance(sent, Revision):
        assert (report.state, report.timeliness, report.revision_number) == ("submitted", "late", 1)
    else:
        assert "closed" in str(sent) or "关闭" in str(sent)
        assert (report.state, report.timeliness, report.revision_number) == ("missing", "", 0)
    assert Period.objects.get().state == "closed"


@pytest.mark.django_db(transaction=True)
def test_two_beats_open_a_day_once(daily):
    now = at(2026, 6, 9, 0, 1)
    opened = race(lambda: open_due_periods(now), lambda: open_due_periods(now))

    assert all(not isinstance(one, Exception) for one in opened)
    days = daily.periods.values_list("starts_on", flat=True)
    assert len(days) == len(set(days))
    assert daily.periods.get(starts_on=date(2026, 6, 9)).reports.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_offices_one_reopens_the_period(period, cast):
    with clock.at(at(2026, 6, 16, 18)):
        close_due_periods()
    until = at(2026, 6, 22, 18)

    def reopen(who):
        with clock.at(at(2026, 6, 17, 9)):
            return reopen_period(period, until=until, reason="补报", by=cast[who])

    found = race(lambda: reopen("coordinator"), lambda: reopen("second_coordinator"))

    assert sorted(isinstance(one, ReportError) for one in found) == [False, True]
    assert Period.objects.get().closes_at == until


SCHEDULE = {
    "name": "反诈月报", "cadence": "monthly", "counts_from": "end", "first_on": "2026-09-01",
    "last_on": "", "due_day": "2", "due_time": "18:00", "close_day": "5", "close_time": "18:00",
    "lock_days": "10", "shift_holidays": "on", "photos_min": "0", "photos_max": "9",
    "levels-TOTAL_FORMS": "1", "levels-INITIAL_FORMS": "0", "levels-0-kind": "village",
    "levels-0-due_day": "1", "levels-0-due_time": "12:00",
}  # fmt: skip


def preview(client, **more):
    answer = client.get("/reports/templates/preview/", SCHEDULE | more, headers=EN)
    return answer.content.decode()


def test_the_preview_says_what_moves_and_why(sign_in, noon, campaign, cast):
    set_days([DaySpec(date(2026, 12, 2), False, "国家公祭准备")], by=cast["administrator"])
    text = preview(sign_in("coordinator"))

    for words in (
        "Open from 00:00 of the first day, due 2 days after the last 18:00",
        "September 2026 (1–30 September)", "moved past 2 October (National Day)",
        "8 October 18:00", "2 December (国家公祭准备)", "It locks 10 days after closing.",
        "The days off of 2027 are not known yet",
    ):  # fmt: skip
        assert words in text


def test_the_preview_waits_until_the_moments_are_right(sign_in, noon, campaign):
    text = preview(sign_in("coordinator"), close_day="1")

    assert "Once all moments are right" in text


def test_choosing_a_rhythm_proposes_its_usual_moments(sign_in, noon, campaign):
    headers = {**EN, "HX-Trigger-Name": "cadence"}
    data = SCHEDULE | {"cadence": "daily"}
    answer = sign_in("coordinator").get("/reports/templates/preview/", data, headers=headers)

    text = answer.content.decode()
    assert "due the same day 20:00, closed the next day 12:00" in text
    assert 'id="schedule-days"' in text


def test_a_monthly_report_with_a_level_is_made(sign_in, noon, campaign):
    answer = sign_in("coordinator").post("/reports/templates/add/", SCHEDULE)

    made = ReportTemplate.objects.get(name="反诈月报")
    assert answer.url == f"/reports/templates/{made.pk}/"
    level = made.level_dues.get()
    assert (made.cadence, made.lock_days, level.kind, level.due_day) == (
        "monthly",
        10,
        "village",
        1,
    )


def test_a_page_of_the_template_names_rhythm_and_levels(sign_in, noon, campaign):
    client = sign_in("coordinator")
    client.post("/reports/templates/add/", SCHEDULE)
    made = ReportTemplate.objects.get(name="反诈月报")
    text = client.get(f"/reports/templates/{made.pk}/", headers=EN).content.decode()

    assert "village (community): due the day after the last 12:00" in text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"close_day": "1"}, "cannot close before it is due"),
        ({"cadence": "phase"}, "has no phases"),
        ({"levels-0-due_day": "9"}, "the due moment is after the report closes"),
        ({"cadence": "hourly"}, "not one of the available choices"),
        ({"last_on": "2026-08-01"}, "cannot be before the first"),
        ({"lock_days": "-1"}, "greater than or equal to 0"),
    ],
)
def test_a_schedule_that_does_not_fit_is_refused_in_a_sentence(
    sign_in, noon, campaign, more, words
):
    client = sign_in("coordinator")
    answer = client.post("/reports/templates/add/", SCHEDULE | more, headers=EN)

    text = answer.content.decode()
    assert (answer.status_code, words in text, "反诈月报" in text) == (422, True, True)
    assert not ReportTemplate.objects.filter(name="反诈月报").exists()


def test_the_rhythm_stays_once_a_period_has_opened(sign_in, noon, template, period):
    data = SCHEDULE | {"version": template.version, "name": template.name, "due_day": "4"}
    data |= {"close_day": "6", "levels-0-kind": ""}
    answer = sign_in("coordinator").post(f"/reports/templates/{template.pk}/schedule/", data)

    template.refresh_from_db()
    assert (answer.status_code, template.cadence, template.due_day) == (302, "weekly", 4)


def test_a_kind_has_one_due_moment(template, cast):
    twice = [LevelSpec("village", 5, time(18)), LevelSpec("village", 6, time(18))]
    with pytest.raises(ReportError):
        set_levels(template, twice, by=cast["coordinator"])

    assert not template.level_dues.exists()


PERIOD = "/reports/periods/{}/"


def test_the_page_of_a_period_says_what_was_done_and_allowed(sign_in, period, report, cast):
    with clock.at(at(2026, 6, 15, 15)):
        close_period(period, reason="数据已齐", by=cast["coordinator"])
        client = sign_in("coordinator")
        client.post(PERIOD.format(period.pk) + "exempt/", {
            "units": [report.unit_id], "reason": "整村搬迁",
        })  # fmt: skip
        client.post(PERIOD.format(period.pk) + "reopen/", {
            "until": "2026-06-20T18:00", "reason": "省办要求补报",
        })  # fmt: skip
        text = client.get(PERIOD.format(period.pk), headers=EN).content.decode()

    words = ("整村搬迁", "unit exempted", "省办要求补报", "period opened again", "数据已齐",
             "20 June 18:00")  # fmt: skip
    assert [word for word in words if word not in text] == []


def test_a_step_without_its_reason_changes_nothing(sign_in, period):
    with clock.at(at(2026, 6, 15, 15)):
        client = sign_in("coordinator")
        for step in ("close", "lock", "reopen", "exempt"):
            assert client.post(f"{PERIOD.format(period.pk)}{step}/", {}).status_code == 302

    period.refresh_from_db()
    assert (period.state, period.reports.filter(state="exempt").count()) == ("open", 0)


def test_more_time_and_taking_back_from_the_page_of_a_report(sign_in, noon, report):
    client = sign_in("coordinator")
    page = client.get(report.get_absolute_url(), headers=EN).content.decode()
    client.post(f"/reports/{report.pk}/extend/", {"until": "2026-06-17T12:00", "reason": "防汛"})
    report.refresh_from_db()
    assert ("Give more time" in page, report.due_at) == (True, at(2026, 6, 17, 12))

    client.post(f"/reports/{report.pk}/exempt/", {"reason": "停业"})
    page = client.get(report.get_absolute_url(), headers=EN).content.decode()
    client.post(f"/reports/{report.pk}/due-again/", {"reason": "复业"})
    report.refresh_from_db()
    assert ("Take the exemption back" in page, report.state) == (True, "due")


@pytest.mark.parametrize("count", [1, 3])
def test_the_period_pages_ask_the_same_number_of_questions(
    sign_in, noon, template, period, units, cast, count, django_assert_num_queries
):
    client = sign_in("coordinator")
    keys = [units[key].pk for key in ("village", "school", "bank")][:count]
    client.post(f"{PERIOD.format(period.pk)}exempt/", {"units": keys, "reason": "放假"})
    client.get(PERIOD.format(period.pk))
    with django_assert_num_queries(9):
        client.get(PERIOD.format(period.pk))
    with django_assert_num_queries(7):
        client.get(f"/reports/templates/{template.pk}/periods/")
