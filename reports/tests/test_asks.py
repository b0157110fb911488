"""What a leader asks about: by stated rules, one unit each, with whom to call."""

from datetime import timedelta

import pytest

from campaigns.enums import ClauseKind, SectionKind
from campaigns.models import Clause, Section
from conftest import NOON
from fraudwatch.lib import clock
from orgs.actions.liaisons import appoint_liaison
from orgs.actions.people import add_person
from orgs.models import Grant
from reports.actions.totals import rebuild_totals
from reports.asks import Rule
from reports.enums import PeriodState, Timeliness
from reports.enums import ReportState as S
from reports.models import Report

PAGE = "/dashboard/today/"
SETTLED = NOON + timedelta(days=6)
EN = {"accept-language": "en"}
ALL = ("village", "sibling", "school", "other_village", "bank")


@pytest.fixture
def approve(units):
    """Approve units' reports of a period with so many visits each."""

    def act(period, visits):
        for key, count in visits.items():
            values = {"visits": str(count), "losses": "0"}
            Report.objects.filter(period=period, unit=units[key]).update(
                state=S.APPROVED, values=values, timeliness=Timeliness.ON_TIME,
                first_submitted_at=period.due_at - timedelta(hours=1),
            )  # fmt: skip
        rebuild_totals()

    return act


def today(client, period, **query):
    with clock.at(SETTLED):
        return client.get(PAGE, {"period": period.pk, **query}, headers=EN)


def told(page):
    return [
        (one.ask.rule, one.ask.unit, one.ask.what, one.ask.why)
        for one in page.context["today"].callers
    ]


def test_each_rule_names_one_unit_and_none_twice(sign_in, make_period, approve):
    older, last, this = make_period(2), make_period(1), make_period()
    approve(older, dict.fromkeys(ALL, 10))
    approve(last, {"village": 10, "sibling": 10, "bank": 10, "school": 10})
    approve(this, {"village": 9, "bank": 4})
    Report.objects.filter(period=last, state=S.DUE).update(state=S.MISSING)
    older.__class__.objects.filter(pk__in=[older.pk, last.pk]).update(state=PeriodState.CLOSED)

    assert told(today(sign_in("leader"), this)) == [
        (Rule.OVERDUE, "柳溪村", "反诈周报", "overdue for 1 day, due 15 June 12:00"),
        (Rule.WORSE, "青澜农商银行", "入户宣传", "4 after 10, 60.0% worse"),
        (Rule.SILENT, "石桥村", "Nothing handed in for 2 periods",
         "last report: Week 4 (25–31 May)"),
    ]  # fmt: skip


def test_a_small_base_or_an_incomplete_period_is_no_worsening(sign_in, make_period, approve):
    last, this = make_period(1), make_period()
    approve(last, {"village": 4, "bank": 4})
    approve(this, {"village": 1, "bank": 1})
    rules = [rule for rule, *_rest in told(today(sign_in("leader"), this))]

    assert Rule.WORSE not in rules


def test_before_the_due_moment_nobody_is_silent(sign_in, make_period):
    make_period(1)
    this = make_period()
    with clock.at(NOON):
        page = sign_in("leader").get(PAGE, {"period": this.pk}, headers=EN)

    assert Rule.SILENT not in [rule for rule, *_rest in told(page)]


def test_the_liaison_is_the_one_to_call_with_a_masked_phone(sign_in, period, approve, units, cast):
    approve(period, {"village": 9, "school": 9, "other_village": 9, "bank": 9})
    office = cast["coordinator"]
    person = add_person(units["sibling"], name="何水生", phone="13812342047", by=office)
    appoint_liaison(units["sibling"], person=person, by=office)
    text = today(sign_in("leader"), period).content.decode()

    assert ("何水生" in text, "138****2047" in text, "13812342047" in text) == (True, True, False)


def test_the_sentence_of_the_plan_stands_beside_it(sign_in, period, campaign):
    section = Section.objects.create(
        campaign=campaign, kind=SectionKind.REQUIREMENTS, heading="工作要求"
    )
    clause = Clause.objects.create(
        section=section, kind=ClauseKind.TEXT, text="各单位每周一中午前报送周报。"
    )
    page = today(sign_in("leader"), period).content.decode()

    assert f"#clause-{clause.key}" in page


def test_what_changed_since_yesterday_is_counted(sign_in, period, approve, units):
    approve(period, {"village": 9})
    Report.objects.filter(period=period, unit=units["village"]).update(
        first_submitted_at=SETTLED - timedelta(hours=2), decided_at=SETTLED - timedelta(hours=1)
    )
    page = today(sign_in("leader"), period)

    counts = {one.kind: one.count for one in page.context["today"].changes}
    assert counts == {
        "handed_in": 1, "approved": 1, "returned": 0, "overdue": 0, "done": 0, "late": 0,
    }  # fmt: skip


def test_nothing_to_say_is_said(sign_in, period, approve):
    approve(period, dict.fromkeys(ALL, 3))
    text = today(sign_in("leader"), period).content.decode()

    assert "Nothing to ask about" in text
    assert "Nothing was handed in, decided or became overdue since then." in text


def test_a_leader_of_a_town_asks_of_the_town_alone(sign_in, cast, period, units, approve):
    approve(period, {"village": 3})
    Grant.objects.filter(user=cast["leader"]).update(unit=units["town"])
    client = sign_in("leader")
    text = today(client, period).content.decode()

    assert ("柳溪村" in text, "石桥村" in text, "青澜农商银行" in text) == (True, False, False)
    assert today(client, period, node=units["county"].pk).status_code == 404


@pytest.mark.parametrize("weeks", [1, 3])
def test_the_fragment_asks_six_questions(
    sign_in, make_period, approve, django_assert_num_queries, weeks
):
    for back in reversed(range(weeks)):
        period = make_period(back)
        approve(period, {"village": 3})
    client = sign_in("leader")
    today(client, period)
    with clock.at(SETTLED), django_assert_num_queries(6):
        client.get(PAGE, {"period": period.pk}, headers={**EN, "HX-Request": "true"})
