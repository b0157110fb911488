"""The page of a report template: what, when to the minute, who; and changing each."""

from datetime import date

import pytest
from django.utils import translation

from conftest import MONDAY, NOON
from fraudwatch.lib import clock
from reports.models import ReportingUnit, ReportTemplate
from reports.queries.templates_page import template_page
from reports.schedule_words import day_words

EN = {"accept-language": "en"}
SCHEDULE = {
    "name": "反诈周报", "cadence": "weekly", "counts_from": "start", "first_on": "2026-05-04",
    "last_on": "", "due_day": "4", "lock_days": "7", "levels-TOTAL_FORMS": "0",
    "levels-INITIAL_FORMS": "0",
    "due_time": "18:00", "close_day": "7", "close_time": "12:00", "shift_holidays": "on",
    "photos_min": "1", "photos_max": "6", "version": "1",
}  # fmt: skip


def address(template, part=""):
    return f"/reports/templates/{template.pk}/{part}"


def rows(prefix, forms, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": initial}
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


@pytest.mark.parametrize(
    ("offset", "words"),
    [(0, "Monday"), (4, "Friday"), (7, "Monday of the next week"), (15, "Tuesday, 2 weeks later")],
)
def test_a_day_is_counted_from_the_monday(offset, words):
    with translation.override("en"):
        assert day_words(offset) == words


def test_the_next_six_moments_stand_to_the_minute(cast, template):
    with translation.override("en"):
        page = template_page(cast["coordinator"], template, MONDAY)

    seen = [(one.label, f"{one.moments.due_at:%m-%d %H:%M}", one.is_shifted) for one in page.coming]
    assert seen == [
        ("Week 6 (8–14 June)", "06-15 12:00", False),
        ("Week 7 (15–21 June)", "06-22 12:00", False),
        ("Week 8 (22–28 June)", "06-29 12:00", False),
        ("Week 9 (29 June–5 July)", "07-06 12:00", False),
        ("Week 10 (6–12 July)", "07-13 12:00", False),
        ("Week 11 (13–19 July)", "07-20 12:00", False),
    ]


def test_a_due_day_that_is_a_day_off_is_moved_and_said(cast, template):
    template.due_day, template.close_day = 4, 5
    template.save()

    page = template_page(cast["coordinator"], template, date(2026, 9, 21))

    first = page.coming[0]
    assert first.is_shifted
    assert first.moments.due_at.date() > date(2026, 9, 25)


def test_nothing_is_planned_after_the_last_week(cast, template):
    template.last_on = date(2026, 6, 15)
    template.save()

    page = template_page(cast["coordinator"], template, MONDAY)

    assert [one.moments.starts_on.day for one in page.coming] == [8, 15]


def test_everybody_of_the_campaign_reads_what_is_asked(sign_in, noon, template):
    for who in ["coordinator", "reporter", "leader", "town"]:
        page = sign_in(who).get(address(template), headers=EN)
        text = page.content.decode()
        seen = ("入户宣传" in text, address(template, "items/") in text)
        assert (who, *seen) == (who, True, who == "coordinator")


def test_a_reporter_reads_no_other_unit_that_owes(sign_in, noon, template):
    text = sign_in("reporter").get(address(template)).content.decode()

    assert ("桃源村" in text, "石桥村" in text, "青澜农商银行" in text) == (True, False, False)


@pytest.mark.parametrize("part", ["", "schedule/", "items/", "units/"])
def test_the_other_county_finds_no_template(sign_in, noon, template, part):
    assert sign_in("far_coordinator").get(address(template, part)).status_code == 404


@pytest.mark.parametrize("part", ["schedule/", "items/", "units/"])
@pytest.mark.parametrize("who", ["town", "leader", "reporter"])
def test_only_the_leading_office_changes_it(sign_in, noon, template, part, who):
    assert sign_in(who).get(address(template, part)).status_code == 403


def test_the_list_shows_the_reports_of_the_campaign(sign_in, noon, template):
    text = sign_in("coordinator").get("/reports/templates/").content.decode()

    assert ("反诈周报" in text, address(template) in text) == (True, True)


def test_the_schedule_is_changed(sign_in, noon, template):
    answer = sign_in("coordinator").post(address(template, "schedule/"), SCHEDULE)

    template.refresh_from_db()
    assert answer.url == address(template)
    assert (template.due_day, f"{template.due_time:%H:%M}", template.photos_min) == (4, "18:00", 1)


def test_a_report_cannot_close_before_it_is_due(sign_in, noon, template):
    answer = sign_in("coordinator").post(
        address(template, "schedule/"), SCHEDULE | {"close_day": "3"}, headers=EN
    )

    assert answer.status_code == 422
    assert "cannot close before it is due" in answer.content.decode()


def test_who_saved_second_is_told(sign_in, noon, template):
    ReportTemplate.objects.filter(pk=template.pk).update(version=2)

    answer = sign_in("coordinator").post(address(template, "schedule/"), SCHEDULE)

    assert answer.status_code == 409


def test_a_version_that_was_used_is_kept(sign_in, noon, template, period, indicators):
    visits, losses = indicators["visits"].pk, indicators["losses"].pk
    data = rows("items", [
        {"indicator": losses, "section": "案件", "ORDER": "2"},
        {"indicator": visits, "section": "宣传", "is_required": "on", "ORDER": "1"},
        {"indicator": "", "section": "", "is_required": "on", "ORDER": "3"},
    ])  # fmt: skip
    data |= rows("blocks", [
        {"key": "work", "label": "主要做法", "max_length": "300", "ORDER": "1"},
        {"key": "", "label": "下步打算", "min_length": "10", "ORDER": "2"},
    ])  # fmt: skip
    client = sign_in("coordinator")
    said = client.get(address(template, "items/"), headers=EN).content.decode()

    answer = client.post(address(template, "items/"), data)

    old, new = template.versions.order_by("number")
    assert "saving makes version 2" in said
    assert (answer.url, old, old.items.count()) == (address(template), period.template_version, 4)
    assert [(row.indicator.code, row.is_required) for row in new.items.all()] == [
        ("visits", True), ("losses", False),
    ]  # fmt: skip
    assert [(row.key, row.max_length) for row in new.blocks.all()] == [
        ("work", 300), ("text1", 500),
    ]  # fmt: skip


def test_a_row_can_be_taken_out(sign_in, noon, template, indicators):
    data = rows("items", [
        {"indicator": indicators["visits"].pk, "section": "宣传", "ORDER": "1"},
        {"indicator": indicators["losses"].pk, "section": "案件", "ORDER": "2", "DELETE": "on"},
    ]) | rows("blocks", [])  # fmt: skip

    sign_in("coordinator").post(address(template, "items/"), data)

    version = template.versions.get()
    assert [row.indicator.code for row in version.items.all()] == ["visits"]


@pytest.mark.parametrize(
    ("forms", "words"),
    [
        ([{"section": "宣传", "ORDER": "1"}], "at least one indicator or text"),
        ([{"indicator": "visits", "section": "", "ORDER": "1"}], "in which section"),
        (
            [
                {"indicator": "visits", "section": "宣传", "ORDER": "1"},
                {"indicator": "visits", "section": "宣传", "ORDER": "2"},
            ],
            "stands in the report twice",
        ),
    ],
)
def test_content_that_makes_no_report_is_refused(sign_in, noon, template, indicators, forms, words):
    forms = [
        form | ({"indicator": indicators[form["indicator"]].pk} if "indicator" in form else {})
        for form in forms
    ]

    answer = sign_in("coordinator").post(
        address(template, "items/"), rows("items", forms) | rows("blocks", []), headers=EN
    )

    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert template.versions.get().items.count() == 4


def test_units_are_named_by_an_expression_and_confirmed_as_a_list(
    sign_in, noon, template, units, campaign
):
    client = sign_in("coordinator")
    asked = client.post(address(template, "units/"), {"pick-kind": "village"})
    shown = asked.context["chosen"]

    client.post(address(template, "units/"), {"units": [unit.pk for unit in shown]})

    owing = ReportingUnit.objects.filter(template=template, to_on=None)
    names = ["桃源村", "柳溪村", "石桥村"]
    assert [unit.name for unit in shown] == names
    assert {row.unit.name for row in owing} == set(names)


def test_a_name_nobody_bears_is_said(sign_in, noon, template, campaign):
    answer = sign_in("coordinator").post(
        address(template, "units/"), {"pick-names": "不存在村"}, headers=EN
    )

    assert "No unit here is called 不存在村" in answer.content.decode()


def test_a_unit_of_another_county_is_not_taken(sign_in, noon, template, units):
    sign_in("coordinator").post(address(template, "units/"), {"units": [units["far_village"].pk]})

    assert not ReportingUnit.objects.filter(unit=units["far_village"]).exists()


def test_a_new_report_is_set_up_and_switched_on(sign_in, campaign, indicators, units):
    with clock.at(NOON):
        client = sign_in("coordinator")
        made = client.post(f"/reports/templates/add/?campaign={campaign.pk}", SCHEDULE)
        template = ReportTemplate.objects.get()
        early = client.post(address(template, "switch/"), {"to": "on"}, follow=True, headers=EN)
        item = {"indicator": indicators["visits"].pk, "section": "宣传", "ORDER": "1"}
        client.post(address(template, "items/"), rows("items", [item]) | rows("blocks", []))
        client.post(address(template, "units/"), {"units": [units["village"].pk]})
        client.post(address(template, "switch/"), {"to": "on"})

    template.refresh_from_db()
    assert made.url == address(template)
    assert "Choose at least one indicator" in early.content.decode()
    assert template.is_active


def test_it_is_switched_off(sign_in, noon, template):
    sign_in("coordinator").post(address(template, "switch/"), {"to": "off"})

    template.refresh_from_db()
    assert not template.is_active


def test_nobody_sets_up_a_report_for_a_campaign_led_elsewhere(sign_in, noon, campaign):
    add = f"/reports/templates/add/?campaign={campaign.pk}"

    assert sign_in("town").get(add).status_code == 403
    assert sign_in("far_coordinator").get(add).status_code == 404
    assert sign_in("reporter").get(add).status_code == 403


def test_a_campaign_without_reports_says_what_comes_next(sign_in, noon, campaign):
    page = sign_in("coordinator").get("/reports/templates/", headers=EN)

    assert "This campaign asks for no report yet" in page.content.decode()


@pytest.mark.parametrize("owing", [1, 3])
def test_the_page_asks_the_same_questions_for_one_unit_and_for_three(
    sign_in, noon, template, units, django_assert_num_queries, owing
):
    keep = [units[key] for key in ["village", "sibling", "school"][:owing]]
    ReportingUnit.objects.filter(template=template).exclude(unit__in=keep).delete()
    client = sign_in("coordinator")
    client.get(address(template))

    with django_assert_num_queries(12):
        client.get(address(template))
