"""Units by weeks: one letter a report, what was red and made good, towns, filters, drawers."""

import json
import re
from datetime import timedelta

import pytest
from django.http import Http404, QueryDict
from django.urls import reverse

from conftest import NOON
from fraudwatch.lib import same_rows
from orgs.models import AuditEntry
from reports.actions.reviews import return_report
from reports.actions.totals import rebuild_totals
from reports.enums import ReportState as S
from reports.enums import Timeliness
from reports.models import Report, ReportingUnit, Review, Revision
from reports.queries import wall_page
from reports.queries.wall_cells import TownCell, week_cell
from reports.queries.week_wall import week_wall

LATER = NOON + timedelta(days=6)  # Tuesday of the next week: this week's report is past due
STATES = {
    "village": {"state": S.APPROVED, "timeliness": Timeliness.ON_TIME},
    "sibling": {"state": S.SUBMITTED, "timeliness": Timeliness.LATE},
    "school": {
        "state": S.APPROVED, "timeliness": Timeliness.ON_TIME, "is_zero": True,
        "zero_reason": "本周放假",
    },
    "other_village": {"state": S.MISSING},
    "bank": {"state": S.EXEMPT, "exempt_reason": "停业装修"},
}  # fmt: skip


@pytest.fixture
def two_weeks(make_period, units):
    """Everything of last week as it may be; this week nothing yet."""
    last, this = make_period(1), make_period()
    for key, fields in STATES.items():
        Report.objects.filter(period=last, unit=units[key]).update(**fields)
    return last, this


def shown(cast, campaign, *, who="coordinator", now=NOON, **params):
    """The rows that somebody sees: name, letters, notes, end."""
    asked = QueryDict(mutable=True)
    asked.update({name: str(value) for name, value in params.items()})
    page = week_wall(cast[who], campaign, asked, now)
    return [(row.unit.name, row.letters, row.notes, row.end) for row in page.wall.rows]


def test_every_report_is_a_letter_and_a_town_shows_its_worst(cast, campaign, two_weeks):
    assert shown(cast, campaign) == [
        ("河湾镇", "vn", {0: "1", 1: "3"}, "66%"),
        ("桃源村", "kn", {}, "100%"),
        ("柳溪村", "Vn", {}, "0%"),
        ("河湾镇中心小学", "zn", {}, "100%"),
        ("沙溪镇", "mn", {0: "1", 1: "1"}, "0%"),
        ("石桥村", "mn", {}, "0%"),
        ("青澜农商银行", "en", {}, ""),
    ]


def test_what_nobody_handed_in_is_overdue_after_its_moment(cast, campaign, two_weeks, units):
    Report.objects.filter(period=two_weeks[1], unit=units["sibling"]).update(state=S.DRAFT)

    now = shown(cast, campaign, now=NOON, unit=units["town"].pk)
    later = shown(cast, campaign, now=LATER, unit=units["town"].pk)

    assert [letters[1] for _name, letters, _notes, _end in now] == ["n", "d", "n"]
    assert [letters[1] for _name, letters, _notes, _end in later] == ["o", "o", "o"]


def test_a_report_that_was_returned_and_made_good_keeps_a_mark(cast, campaign, two_weeks, units):
    report = two_weeks[0].reports.get(unit=units["village"])
    revision = Revision.objects.create(report=report, number=1, by=cast["reporter"])
    Review.objects.create(
        report=report, revision=revision, decision="returned", reason="数字有误",
        by=cast["coordinator"],
    )  # fmt: skip

    rows = {name: letters for name, letters, _notes, _end in shown(cast, campaign)}

    assert (rows["桃源村"], rows["河湾镇中心小学"]) == ("Kn", "zn")


def test_a_return_that_was_taken_back_leaves_no_mark(cast, campaign, two_weeks, units):
    report = two_weeks[0].reports.get(unit=units["village"])
    revision = Revision.objects.create(report=report, number=1, by=cast["reporter"])
    Review.objects.create(
        report=report, revision=revision, decision="returned", reason="数字有误",
        by=cast["coordinator"], undone_at=NOON,
    )  # fmt: skip

    rows = {name: letters for name, letters, _notes, _end in shown(cast, campaign)}

    assert rows["桃源村"] == "kn"


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({"kind": "bank"}, ["青澜农商银行"]),
        ({"red": 1}, ["沙溪镇", "石桥村"]),
        ({"kind": "school", "red": 1}, []),
        ({"kind": "nonsense", "span": "7"}, 7),
    ],
)
def test_filters(cast, campaign, two_weeks, params, names):
    found = [name for name, *_rest in shown(cast, campaign, **params)]

    assert (found if isinstance(names, list) else len(found)) == names


def test_a_town_reads_its_own_units_alone(cast, campaign, two_weeks):
    names = [name for name, *_rest in shown(cast, campaign, who="town")]

    assert names == ["河湾镇", "桃源村", "柳溪村", "河湾镇中心小学"]


def test_a_unit_out_of_sight_does_not_narrow(cast, campaign, two_weeks, units):
    with pytest.raises(Http404):
        shown(cast, campaign, who="town", unit=units["other_town"].pk)


def test_the_report_of_another_campaign_is_not_drawn(cast, campaign, two_weeks, sign_in):
    address = reverse("reports:wall-weeks", args=[campaign.pk])

    assert sign_in("coordinator").get(address, {"template": "9999"}).status_code == 404


def test_very_many_units_are_drawn_town_by_town(cast, campaign, two_weeks, units, monkeypatch):
    rebuild_totals()
    monkeypatch.setattr(wall_page, "MOST_UNITS", 4)

    assert shown(cast, campaign) == [
        ("河湾镇", "vn", {0: "1", 1: "3"}, "66%"),
        ("沙溪镇", "mn", {0: "1", 1: "1"}, "0%"),
        ("青澜农商银行", "en", {}, ""),
    ]
    assert len(shown(cast, campaign, unit=units["town"].pk)) == 3
    assert [name for name, *_rest in shown(cast, campaign, kind="bank")] == ["青澜农商银行"]


def test_a_chart_by_town_counts_all_the_units_it_speaks_for(cast, campaign, two_weeks, monkeypatch):
    rebuild_totals()
    monkeypatch.setattr(wall_page, "MOST_UNITS", 2)

    wall = week_wall(cast["coordinator"], campaign, QueryDict(), NOON).wall

    assert (wall.units, len(wall.rows), wall.is_folded) == (5, 3, False)


def test_towns_speak_for_units_of_every_kind(cast, campaign, two_weeks, monkeypatch):
    rebuild_totals()
    monkeypatch.setattr(wall_page, "MOST_UNITS", 2)

    assert shown(cast, campaign, kind="village") == shown(cast, campaign)


@pytest.mark.parametrize("owing", [1, 3])
@pytest.mark.parametrize("weeks", [1, 3])
def test_the_chart_asks_the_same_for_few_and_many(
    owing, weeks, sign_in, noon, campaign, template, make_period, units, django_assert_num_queries
):
    keys = ["village", "other_village", "bank"][:owing]
    ReportingUnit.objects.filter(template=template).exclude(
        unit__in=[units[key] for key in keys]
    ).delete()
    for back in range(weeks):
        make_period(back)
    client, address = sign_in("coordinator"), reverse("reports:wall-weeks", args=[campaign.pk])
    client.get(address)
    same_rows.shelf.forget()

    with django_assert_num_queries(11):
        client.get(address)


def test_the_script_gets_the_rows_that_the_page_draws(sign_in, noon, campaign, two_weeks):
    page = sign_in("coordinator").get(reverse("reports:wall-weeks", args=[campaign.pk]))

    text = page.content.decode()
    data = json.loads(re.search(r'id="wall-data"[^>]*>(.*?)</script>', text, re.S).group(1))
    assert [row[6] for row in data["rows"]] == ["vn", "kn", "Vn", "zn", "mn", "mn", "en"]
    assert text.count('<button type="submit" name="c"') == 14


def test_every_cell_is_spoken(sign_in, noon, campaign, two_weeks):
    address = reverse("reports:wall-weeks", args=[campaign.pk])

    text = sign_in("coordinator").get(address, headers={"accept-language": "en"}).content.decode()

    assert 'aria-label="柳溪村, Week 5 (1–7 June): Pending, once overdue or returned' in text


def test_before_the_first_period_it_says_so(sign_in, noon, campaign, template):
    address = reverse("reports:wall-weeks", args=[campaign.pk])

    text = sign_in("coordinator").get(address, headers={"accept-language": "en"}).content.decode()

    assert "No period has opened yet" in text


def cell_of(cast, campaign, unit, period, *, who="coordinator", now=NOON):
    return week_cell(cast[who], campaign, f"{unit}.{period.pk}", now)


def test_the_drawer_says_what_a_report_lacks_and_how_the_last_ones_stood(
    cast, campaign, two_weeks, units
):
    report = two_weeks[0].reports.get(unit=units["village"])
    Report.objects.filter(pk=report.pk).update(revision_number=1, values={"visits": "12"})

    cell = cell_of(cast, campaign, units["village"].pk, two_weeks[0])

    assert cell.figures[0] == ("入户宣传", "12", "—")
    assert cell.lacking == ["反诈应用注册", "群众损失", "知晓率"]
    assert [one.css for one in cell.past] == ["ontime"]


def test_the_drawer_of_a_returned_report_says_why(cast, campaign, two_weeks, units, noon):
    report = two_weeks[0].reports.get(unit=units["sibling"])
    Revision.objects.create(report=report, number=1, by=cast["sibling"])
    Report.objects.filter(pk=report.pk).update(revision_number=1)
    report.refresh_from_db()
    return_report(
        report, version=report.version, reason="数字有误", marks={}, by=cast["coordinator"],
        correct_by=NOON + timedelta(days=2),
    )  # fmt: skip

    cell = cell_of(cast, campaign, units["sibling"].pk, two_weeks[0])

    assert (cell.returned.reason, cell.is_owed) == ("数字有误", True)


def test_a_late_report_says_by_how_many_days(cast, campaign, two_weeks, units):
    reports = Report.objects.filter(period=two_weeks[0], unit=units["sibling"])
    due = reports.get().due_at
    reports.update(first_submitted_at=due + timedelta(days=1, hours=3))

    assert cell_of(cast, campaign, units["sibling"].pk, two_weeks[0]).late_by == 2


def test_the_drawer_of_a_town_lists_the_worst_first(cast, campaign, two_weeks, units):
    cell = cell_of(cast, campaign, -units["town"].pk, two_weeks[0])

    assert isinstance(cell, TownCell)
    names = [report.unit.name for report in cell.reports]
    assert (names, cell.owed) == (["柳溪村", "桃源村", "河湾镇中心小学"], 3)


@pytest.mark.parametrize("key", ["", "x.y", "-.1", "1", "--1.1", "1.99999999999999"])
def test_a_cell_that_is_not_there_is_not_found(sign_in, campaign, two_weeks, key):
    address = reverse("reports:wall-cell", args=[campaign.pk])

    assert sign_in("coordinator").get(address, {"c": key}).status_code == 404


def test_a_town_cannot_look_into_the_next_one(cast, campaign, two_weeks, units):
    for unit in (units["other_village"].pk, -units["other_town"].pk):
        with pytest.raises(Http404):
            cell_of(cast, campaign, unit, two_weeks[0], who="town")


def test_the_drawer_reminds_those_who_still_owe(sign_in, noon, campaign, two_weeks, units):
    key = f"-{units['town'].pk}.{two_weeks[1].pk}"
    client, address = sign_in("coordinator"), reverse("reports:wall-remind", args=[campaign.pk])

    answer = client.post(address, {"c": key})

    assert answer.url == reverse("reports:wall-cell", args=[campaign.pk]) + f"?c={key}"
    entry = AuditEntry.objects.get(action="report.reminded")
    assert sorted(entry.changes["units"][1]) == ["柳溪村", "桃源村", "河湾镇中心小学"]


def test_the_drawer_is_a_fragment_and_without_a_script_a_page(
    sign_in, noon, campaign, two_weeks, units
):
    client, address = sign_in("coordinator"), reverse("reports:wall-cell", args=[campaign.pk])
    key = {"c": f"{units['village'].pk}.{two_weeks[0].pk}"}

    whole = client.get(address, key).content.decode()
    part = client.get(address, key, headers={"hx-request": "true"}).content.decode()

    assert ("<html" in whole, "<html" in part, "桃源村" in part) == (True, False, True)
