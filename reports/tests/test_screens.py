"""Big screens: opened by a link, without an account or a name; no work while nothing changes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from conftest import NOON
from fraudwatch.lib import clock
from orgs.models import AuditEntry
from reports.actions.screens import make_screen, revoke_screen
from reports.actions.totals import rebuild_totals
from reports.enums import ReportState as S
from reports.enums import Timeliness
from reports.errors import ReportError
from reports.models import Report, ScreenLink

SETTLED = NOON + timedelta(days=6)
LIST = reverse("reports:screen-list")
EN = {"accept-language": "en"}


@pytest.fixture
def made(campaign, units, cast):
    """A link to the county's screen for a month."""
    with clock.at(SETTLED):
        return make_screen(
            campaign, units["county"], name="一楼会议室", days=31, by=cast["coordinator"]
        )


@pytest.fixture
def approve(units):
    """Approve units' reports of a period."""

    def act(period, *keys):
        Report.objects.filter(period=period, unit__in=[units[key] for key in keys]).update(
            state=S.APPROVED, values={"visits": "12"}, timeliness=Timeliness.ON_TIME,
            first_submitted_at=period.due_at - timedelta(hours=1),
        )  # fmt: skip
        rebuild_totals()

    return act


def page(made):
    return reverse("reports:screen", args=[made.token])


def now(made):
    return reverse("reports:screen-now", args=[made.token])


def ask(client, made, mark="", at=SETTLED, **query):
    with clock.at(at):
        return client.get(now(made), query, headers={"If-None-Match": mark} if mark else {})


def uses(link):
    rows = AuditEntry.objects.filter(object_type="reports.screenlink", object_id=str(link.pk))
    return list(rows.order_by("pk").values_list("action", flat=True))


def test_a_stranger_with_the_link_reads_figures_and_no_person(made, period, approve, cast):
    approve(period, "village", "bank")
    with clock.at(SETTLED):
        answer = Client().get(page(made), headers=EN)

    text = answer.content.decode()
    assert (answer.status_code, "全民反诈·平安青澜" in text, "河湾镇" in text) == (200, True, True)
    assert [one.name for one in cast.values() if one.name in text] == []
    assert answer["Referrer-Policy"] == "strict-origin"


def test_the_token_stands_in_no_row(made):
    assert made.token not in str(ScreenLink.objects.values().get())


def test_while_nothing_changes_the_answer_is_304_after_two_questions(
    made, period, approve, django_assert_num_queries
):
    approve(period, "village")
    client = Client()
    first = ask(client, made)
    with django_assert_num_queries(2):
        again = ask(client, made, first["ETag"], SETTLED + timedelta(seconds=15))

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_an_approval_changes_the_mark(made, period, approve):
    approve(period, "village")
    client = Client()
    first = ask(client, made)
    with clock.at(SETTLED + timedelta(seconds=30)):
        approve(period, "bank")
    second = ask(client, made, first["ETag"], SETTLED + timedelta(seconds=40))

    assert (second.status_code, "2/5" in second.content.decode()) == (200, True)


def test_tasks_and_lamps_are_looked_at_again_after_five_minutes(made, period):
    client = Client()
    first = ask(client, made)

    assert ask(client, made, first["ETag"], SETTLED + timedelta(minutes=5)).status_code == 200


def test_each_language_has_its_own_mark(made, period):
    client = Client()
    marks = {ask(client, made, lang=language)["ETag"] for language in ("en", "zh-hans")}

    assert len(marks) == 2


def test_a_single_unit_s_own_report_changes_the_mark(campaign, units, cast, period):
    with clock.at(SETTLED):
        made = make_screen(campaign, units["village"], name="村部", days=7, by=cast["coordinator"])
    client = Client()
    first = ask(client, made)
    Report.objects.filter(unit=units["village"]).update(version=2, state=S.SUBMITTED)

    assert ask(client, made, first["ETag"]).status_code == 200
    assert "桃源村" in first.content.decode()


@pytest.mark.parametrize(("days", "status"), [(30, 200), (32, 410)])
def test_it_runs_out(made, period, days, status):
    assert ask(Client(), made, at=SETTLED + timedelta(days=days)).status_code == status


def test_taken_back_it_shows_nothing(made, period, cast):
    revoke_screen(made.link, by=cast["coordinator"])

    assert ask(Client(), made).status_code == 410
    with pytest.raises(ReportError):
        revoke_screen(made.link, by=cast["coordinator"])


def test_an_unknown_address_is_a_plain_page_and_soon_no_page_at_all(db):
    client = Client()
    address = reverse("reports:screen", args=["x" * 43])
    with clock.at(SETTLED):
        statuses = [client.get(address + "/").status_code for _ in range(2)]
        found = [client.get(reverse("reports:screen", args=[f"a{n}"])).status_code
                 for n in range(22)]  # fmt: skip

    assert (statuses, found[0], found[-1]) == ([404, 404], 404, 429)


def test_a_link_that_asks_too_often_is_told_to_wait(made, period):
    client = Client()
    first = ask(client, made)
    statuses = [ask(client, made, first["ETag"]).status_code for _ in range(61)]

    assert (statuses[0], statuses[-1]) == (304, 429)
    assert ask(client, made, first["ETag"], SETTLED + timedelta(seconds=61)).status_code == 304


def test_each_use_is_on_record_once_in_ten_minutes(made, period, cast):
    for minutes in (0, 1, 15):
        with clock.at(SETTLED + timedelta(minutes=minutes)):
            Client().get(page(made))
    revoke_screen(made.link, by=cast["coordinator"])

    assert uses(made.link) == ["screen.made", "screen.opened", "screen.opened", "screen.revoked"]


def test_an_empty_campaign_shows_its_title_and_that_there_are_no_figures(campaign, made):
    with clock.at(SETTLED):
        text = Client().get(page(made), headers=EN).content.decode()

    assert ("No figures yet" in text, "No task has been issued yet." in text) == (True, True)


@pytest.mark.parametrize("keys", [["village"], ["village", "sibling", "school", "bank"]])
def test_the_questions_do_not_grow_with_the_units(
    made, period, approve, keys, django_assert_num_queries
):
    approve(period, *keys)
    client = Client()
    ask(client, made)
    with django_assert_num_queries(8):
        ask(client, made)


def test_the_coordinator_makes_a_link_and_sees_its_address_once(sign_in, campaign, units, period):
    with clock.at(SETTLED):
        client = sign_in("coordinator")
        client.post(reverse("reports:screen-make"), {
            "node": units["county"].pk, "name": " 一楼 会议室 ", "days": "31",
        })  # fmt: skip
        shown = client.get(LIST, headers=EN)
    with clock.at(SETTLED + timedelta(minutes=16)):
        later = client.get(LIST, headers=EN)
    link = ScreenLink.objects.get()

    assert (link.name, link.unit, link.expires_at - link.made_at) == (
        "一楼 会议室", units["county"], timedelta(days=31),
    )  # fmt: skip
    assert ("/screen/" in shown.content.decode(), "/screen/" in later.content.decode()) == (
        True, False,
    )  # fmt: skip
    with clock.at(SETTLED):
        assert Client().get(shown.context["made"]["address"]).status_code == 200


@pytest.mark.parametrize(
    ("name", "days", "word"), [(" ", "31", "where the screen hangs"), ("厅", "400", "366 days")]
)
def test_what_cannot_be_made_is_said(sign_in, units, period, name, days, word):
    with clock.at(SETTLED):
        client = sign_in("coordinator")
        data = {"node": units["county"].pk, "name": name, "days": days}
        said = client.post(reverse("reports:screen-make"), data, headers=EN, follow=True)

    assert (word in said.content.decode(), ScreenLink.objects.count()) == (True, 0)


def test_a_town_s_coordinator_makes_one_for_the_town_alone(sign_in, units, period):
    with clock.at(SETTLED):
        client = sign_in("town")
        for key in ("county", "other_town", "town"):
            client.post(reverse("reports:screen-make"),
                        {"node": units[key].pk, "name": "镇", "days": "7"})  # fmt: skip

    assert [link.unit for link in ScreenLink.objects.all()] == [units["town"]]


def test_no_view_is_turned_to_that_has_neither_a_target_nor_a_task(client, made, period, approve):
    approve(period, "village")
    with clock.at(SETTLED):
        html = client.get(page(made), headers=EN).content.decode()

    assert ('data-part="trend"' in html, 'data-part="tasks"' in html) == (True, False)


def test_the_list_says_the_year_of_a_link_that_opens_into_the_next(client, made, cast):
    ScreenLink.objects.update(expires_at=SETTLED.replace(year=SETTLED.year + 1))
    client.force_login(cast["coordinator"])

    with clock.at(SETTLED):
        html = client.get(LIST, headers=EN).content.decode()

    assert f"16 June {SETTLED.year + 1} 12:00" in html
