"""Pages a unit reads: home, list, report, receipt."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from fraudwatch.lib import clock
from orgs.models import Grant
from reports.actions.drafts import save_draft
from reports.actions.reviews import return_report
from reports.actions.submissions import submit_report
from reports.enums import ReportState
from reports.models import Report

GOOD = {
    "visits": "1200",
    "app_users": "300",
    "losses": "0",
    "awareness": {"n": "90", "d": "100"},
}
HOME = reverse("reports:home")
LIST = reverse("reports:report-list")


@pytest.fixture(autouse=True)
def _english(settings, noon):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def handed_in(report, cast):
    """The village's report of this week, handed in."""
    submit_report(
        report, submission_id=uuid.uuid4(), values=GOOD, texts={"work": "宣传"}, reasons={},
        by=cast["reporter"],
    )  # fmt: skip
    report.refresh_from_db()
    return report


def test_the_home_shows_this_week_with_what_is_filled(sign_in, report, cast):
    save_draft(
        report, values={"visits": "1", "app_users": "2"}, texts={}, reasons={}, version=0,
        by=cast["reporter"],
    )  # fmt: skip

    home = sign_in("reporter").get(HOME).context["home"]

    (card,) = home.cards
    assert (card.report, card.filled, card.total) == (report, 2, 4)


def test_a_returned_report_comes_first_with_its_reasons(sign_in, handed_in, cast, make_period):
    return_report(
        handed_in, version=handed_in.version, reason="台账不符", marks={"visits": "248"},
        correct_by=clock.now() + timedelta(days=1), by=cast["coordinator"],
    )  # fmt: skip

    answer = sign_in("reporter").get(HOME)

    (card,) = answer.context["home"].returned
    assert (card.report, card.review.reason) == (handed_in, "台账不符")
    assert "Correct it (1 field)" in answer.text


def test_a_late_week_stays_beside_the_new_one_until_it_closes(sign_in, make_period, units):
    last, this = make_period(1), make_period(0)
    with clock.at(last.due_at + timedelta(hours=1)):
        client = sign_in("reporter")
        late = [card.report.period for card in client.get(HOME).context["home"].cards]
    client.logout()
    with clock.at(last.closes_at + timedelta(hours=1)):
        client = sign_in("reporter")
        closed = [card.report.period for card in client.get(HOME).context["home"].cards]

    assert (late, closed) == ([last, this], [this])


def test_two_units_are_told_apart(sign_in, period):
    answer = sign_in("two_hats").get(HOME)

    assert [str(card.report.unit) for card in answer.context["home"].cards] == [
        "柳溪村",
        "河湾镇中心小学",
    ]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("leader", "reports:dashboard"),
        ("inspector", "reports:dashboard"),
        ("auditor", "orgs:audit-list"),
        ("administrator", "orgs:admin-home"),
    ],
)
def test_each_role_lands_on_its_own_home(sign_in, name, address):
    assert sign_in(name).get(HOME)["Location"] == reverse(address)


def test_the_office_lands_on_its_workbench(sign_in, period):
    assert sign_in("coordinator").get(HOME).templates[0].name == "reports/workbench.html"


def test_an_account_without_a_role_is_told_whom_to_ask(sign_in):
    assert "Your account has no role yet" in sign_in("nobody").get(HOME).text


def test_the_list_holds_ones_own_units_only(sign_in, period, units):
    rows = sign_in("reporter").get(LIST).context["page"].rows

    assert [report.unit for report in rows] == [units["village"]]


def test_the_report_shows_figures_and_course_to_those_who_see_it(sign_in, handed_in):
    for name in ("reporter", "town", "coordinator", "leader", "inspector", "auditor"):
        answer = sign_in(name).get(handed_in.get_absolute_url())

        assert (name, answer.status_code) == (name, 200)
        assert '<td class="num v" data-label="This week"><span>1,200</span>' in answer.text


def test_what_a_unit_types_after_a_return_is_not_shown_to_others(sign_in, handed_in, cast):
    return_report(
        handed_in, version=handed_in.version, reason="改", marks={},
        correct_by=clock.now() + timedelta(days=1), by=cast["coordinator"],
    )  # fmt: skip
    save_draft(
        handed_in, values={"visits": "777"}, texts={"work": "还没想好"}, reasons={}, version=0,
        by=cast["reporter"],
    )  # fmt: skip

    text = sign_in("coordinator").get(handed_in.get_absolute_url()).text

    assert ("777" in text, "还没想好" in text, "1,200" in text) == (False, False, True)


def test_a_receipt_of_nothing_is_not_there(sign_in, report):
    url = reverse("reports:report-receipt", args=[report.pk])

    assert sign_in("reporter").get(url).status_code == 404


@pytest.mark.parametrize("names", [["village"], ["village", "sibling", "school"]])
@pytest.mark.parametrize(("url", "count"), [(HOME, 11), (LIST, 7)])
def test_pages_ask_the_same_number_of_questions(
    sign_in, make_period, cast, units, names, url, count, django_assert_num_queries
):
    for back in range(len(names)):
        make_period(back)
    for name in names[1:]:
        Grant.objects.create(user=cast["reporter"], role="reporter", unit=units[name])
    Report.objects.filter(unit=units["village"]).update(state=ReportState.RETURNED)
    client = sign_in("reporter")
    client.get(url)

    with django_assert_num_queries(count):
        client.get(url)


@pytest.mark.parametrize("weeks", [1, 3])
@pytest.mark.parametrize(("name", "count"), [("report-detail", 13), ("report-edit", 11)])
def test_a_report_asks_the_same_number_of_questions(
    sign_in, report, make_period, weeks, name, count, django_assert_num_queries
):
    for back in range(1, weeks):
        make_period(back)
    client = sign_in("reporter")
    url = reverse(f"reports:{name}", args=[report.pk])
    client.get(url)

    with django_assert_num_queries(count):
        client.get(url)
