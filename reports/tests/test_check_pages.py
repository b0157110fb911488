"""The pages of a template's checks: write, try on the past, switch on; and its versions."""

import pytest
from django.utils import translation

from conftest import MONDAY
from reports.actions.template_checks import add_check, switch_check
from reports.actions.template_content import BlockSpec, ItemSpec, revise_template
from reports.models import Report, TemplateCheck
from reports.queries.template_checks import in_words, trial_of
from reports.queries.template_versions import compare
from reports.rule_checks import read_rule

RANGE = "as in the library → … – 50"
NOTHING = {"visits": "0", "losses": "3"}
EN = {"accept-language": "en"}
RULE = {
    "expression": "losses <= visits", "message": "损失高于走访", "message_en": "More lost.",
    "severity": "error", "about": "",
}  # fmt: skip


def address(template, part=""):
    return f"/reports/templates/{template.pk}/{part}"


@pytest.fixture
def past(make_period, units):
    """Three weeks of the village: kept, broken, without the figure; a zero report besides."""
    figures = [{"visits": "5", "losses": "9"}, {"visits": "5", "losses": "2"}, {"visits": "5"}]
    for back, values in enumerate(figures, start=1):
        period = make_period(back=back)
        period.reports.filter(unit=units["village"]).update(state="approved", values=values)
        period.reports.filter(unit=units["bank"]).update(
            state="approved",
            is_zero=True,
            zero_reason="农忙",
            values={"visits": "0", "losses": "3"},
        )


def test_a_check_is_written_tried_and_switched_on(sign_in, noon, template, past):
    client = sign_in("coordinator")

    added = client.post(address(template, "checks/"), RULE)
    check = TemplateCheck.objects.get()
    tried = client.get(added.url, headers=EN).content.decode()
    client.post(address(template, f"checks/{check.pk}/switch/"), {"to": "on"})

    check.refresh_from_db()
    assert added.url == address(template, f"checks/{check.pk}/trial/")
    assert (check.is_on, check.about, check.tried_found, check.tried_of) == (True, "losses", 1, 3)
    assert "1 report of 3 would have been stopped" in tried
    assert "1 skipped: a figure was missing" in tried
    stopped = Report.objects.get(unit__name="桃源村", values__losses="9")
    assert f'href="/reports/{stopped.pk}/"' in tried


def test_a_trial_looks_back_as_the_form_does(noon, cast, template, past):
    check = add_check(
        template, expression="visits <= mean(visits, 8) and visits <= last.visits",
        message="x", by=cast["coordinator"],
    )  # fmt: skip

    trial = trial_of(cast["coordinator"], template, check)

    assert (trial.of, trial.untold, trial.found) == (3, 1, 0)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"expression": "losses <= visit"}, "Character 11: This report does not ask for"),
        ({"expression": "losses"}, "A comparison is needed here"),
        ({"message": ""}, "This field is required"),
        ({"expression": "visits > " + "9" * 500}, "at most 500 characters"),
        ({"about": "nonsense"}, "nonsense"),
    ],
)
def test_a_slip_keeps_what_was_typed(sign_in, noon, template, fields, said):
    data = {**RULE, **fields}

    answer = sign_in("coordinator").post(address(template, "checks/"), data, headers=EN)

    text = answer.content.decode()
    assert (answer.status_code, TemplateCheck.objects.count()) == (422, 0)
    assert said in text
    assert "More lost." in text


def test_the_page_offers_figures_and_examples_that_fit(sign_in, noon, template, indicators):
    indicators["visits"].breakdown = [
        {"key": "new", "name": "新走访", "name_en": ""},
        {"key": "again", "name": "回访", "name_en": ""},
    ]
    indicators["visits"].save()

    text = sign_in("coordinator").get(address(template, "checks/"), headers=EN).content.decode()

    assert 'data-text="visits/again"' in text
    assert 'data-expression="app_users &gt;= last.app_users"' in text


def test_a_change_is_said_to_make_a_version_when_a_period_uses_this_one(
    sign_in, noon, template, period
):
    client = sign_in("coordinator")
    before = client.get(address(template, "checks/"), headers=EN).content.decode()
    client.post(address(template, "checks/"), RULE)
    after = client.get(address(template, "checks/"), headers=EN).content.decode()

    assert "Version 1 is in use; a change makes version 2" in before
    assert "Changes go into version 2, which no period uses yet" in after


def test_a_check_is_changed_and_removed(sign_in, noon, cast, template):
    check = add_check(template, expression="visits > 0", message="x", by=cast["coordinator"])
    switch_check(check, is_on=True, by=cast["coordinator"])
    client = sign_in("coordinator")

    client.post(address(template, f"checks/{check.pk}/"), RULE)
    check.refresh_from_db()
    changed = (check.expression, check.is_on, check.severity)
    client.post(address(template, f"checks/{check.pk}/switch/"), {"to": "remove"})

    assert changed == ("losses <= visits", False, "error")
    assert TemplateCheck.objects.count() == 0


def test_a_check_of_another_template_is_not_found(sign_in, noon, cast, template, campaign):
    check = add_check(template, expression="visits > 0", message="x", by=cast["coordinator"])
    other = campaign.templates.create(name="月报", first_on=MONDAY)
    other.versions.create(number=1)

    answer = sign_in("coordinator").get(address(other, f"checks/{check.pk}/"))

    assert answer.status_code == 404


def test_a_condition_reads_as_a_sentence(template):
    items = list(template.versions.get().items.select_related("indicator"))
    known = frozenset({"visits", "losses", "awareness"})
    read = read_rule("visits <= 3*last.visits and awareness.n > mean(losses, 4)", known)

    with translation.override("en"):
        words = in_words(read, items)

    assert words == ("入户宣传 ≤ 3*last 入户宣传 and 知晓率 (counted) > mean 群众损失 of 4 periods")


def test_two_versions_are_compared_line_by_line(noon, cast, template, indicators, period):
    office = cast["coordinator"]
    add_check(template, expression="visits > 0", message="x", by=office)
    specs = [
        ItemSpec(indicators["losses"], "宣传防范"),
        ItemSpec(indicators["visits"], "入户", is_required=False, has_own_range=True, high=50),
    ]
    blocks = [
        BlockSpec("work", "主要做法", is_required=True, max_length=300),
        BlockSpec("p", "打算"),
    ]
    revise_template(template, items=specs, blocks=blocks, by=office)

    with translation.override("en"):
        found = compare(template, 1, 2)

    seen = {name: [(c.how, c.name, c.details) for c in changes] for name, changes in found.groups}
    assert seen == {
        "Indicators asked for": [
            ("removed", "反诈应用注册", []),
            ("removed", "知晓率", []),
            (
                "changed", "入户宣传",
                ["section: 宣传防范 → 入户", "now optional", f"usual range: {RANGE}"],
            ),
            ("changed", "Order", ["another order, from “群众损失” on"]),
        ],
        "Texts": [
            ("added", "打算", []),
            ("changed", "主要做法", ["now required", "length: 0–500 → 0–300"]),
        ],
        "Figure checks": [("added", "入户宣传 > 0", [])],
    }  # fmt: skip


def test_the_versions_page_says_who_uses_which(sign_in, noon, cast, template, period):
    add_check(template, expression="visits > 0", message="x", by=cast["coordinator"])

    text = sign_in("reporter").get(address(template, "versions/"), headers=EN).content.decode()

    assert "2026-06-08 — 2026-06-14" in text
    assert "From version 1 to version 2" in text
    assert "the next period" in text


@pytest.mark.parametrize("query", ["?from=1&to=1", "?from=9&to=1", "?from=x&to=-1"])
def test_versions_that_are_not_there_are_not_compared(sign_in, noon, template, query):
    answer = sign_in("coordinator").get(address(template, f"versions/{query}"), headers=EN)

    assert (answer.status_code, "From version" in answer.content.decode()) == (200, False)


@pytest.mark.parametrize("number", [1, 6])
def test_the_checks_page_asks_the_same_questions_for_one_and_for_six(
    sign_in, noon, cast, template, number, django_assert_max_num_queries
):
    for n in range(number):
        add_check(template, expression=f"visits > {n}", message="x", by=cast["coordinator"])
    client = sign_in("coordinator")

    with django_assert_max_num_queries(15):
        client.get(address(template, "checks/"))


def test_on_a_chinese_page_the_words_between_are_chinese(template):
    items = list(template.versions.get().items.select_related("indicator"))
    read = read_rule("visits >= 1 and not losses > 2", frozenset({"visits", "losses"}))

    with translation.override("zh-hans"):
        assert in_words(read, items) == "入户宣传 ≥ 1 且 非 群众损失 > 2"
