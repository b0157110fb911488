"""Figures in parts and a template's own checks, from the form to the totals."""

import uuid
from decimal import Decimal

import pytest
from django.utils import translation

from reports.actions.reviews import approve_report
from reports.actions.submissions import submit_report, submit_zero
from reports.actions.totals import fold_totals
from reports.errors import FieldProblems
from reports.models import Report, TemplateCheck, TemplateItem, Total
from reports.queries.content import checked
from reports.queries.forms import form_page
from reports.rule_checks import read_rule

LOANS = [
    {"key": "loan", "name": "贷款诈骗", "name_en": "Loans"},
    {"key": "parcel", "name": "冒充客服", "name_en": "Parcels"},
]
REST = {"app_users": "300", "losses": "0", "awareness": {"n": "90", "d": "100"}}


@pytest.fixture
def in_parts(indicators, template):
    """Visits are typed by kind."""
    indicators["visits"].breakdown = LOANS
    indicators["visits"].save()
    return indicators["visits"]


@pytest.fixture
def hand_in(cast):
    def act(report, values, reasons=None):
        return submit_report(
            report, submission_id=uuid.uuid4(), values=values, texts={"work": "入户走访"},
            reasons=reasons or {}, by=cast["reporter"],
        )  # fmt: skip

    return act


@pytest.fixture
def rule(template):
    def make(expression, **more):
        fields = {"message": "请核对", "message_en": "Check this.", "severity": "error"}
        fields |= {"about": "visits", "is_on": True, **more}
        version = template.versions.get(number=1)
        return TemplateCheck.objects.create(
            template_version=version, expression=expression, **fields
        )

    return make


def test_a_figure_in_parts_is_their_sum_up_to_the_totals(
    noon, in_parts, period, units, cast, hand_in
):
    for key in ("village", "sibling"):
        report = period.reports.get(unit=units[key])
        hand_in(report, {"visits/loan": "1,200", "visits/parcel": "30", "visits": "7", **REST})
        report.refresh_from_db()
        approve_report(report, version=report.version, by=cast["coordinator"])
    fold_totals()

    kept = Report.objects.get(period=period, unit=units["village"]).values
    sums = Total.objects.get(period=period, unit=units["town"]).sums
    keys = ("visits", "visits/loan", "visits/parcel")
    assert [kept[key] for key in keys] == ["1230", "1200", "30"]
    assert [sums[key] for key in keys] == ["2460", "2400", "60"]


def test_a_required_figure_wants_every_part(noon, in_parts, report, hand_in):
    with translation.override("en"), pytest.raises(FieldProblems) as refusal:
        hand_in(report, {"visits/loan": "3x", **REST})

    assert refusal.value.problems == {
        "visits/loan": "Enter the number alone, without words: 3 instead of “3x”.",
        "visits/parcel": "Fill this in; type 0 if there was none.",
    }


def test_a_total_without_its_parts_is_not_guessed_apart(noon, in_parts, report):
    with translation.override("en"):
        found = checked(report, {"visits": "12", **REST})

    assert found.errors == {"visits": "Fill in the parts; the total is their sum."}


def test_an_optional_figure_keeps_the_parts_that_were_typed(noon, in_parts, report):
    TemplateItem.objects.filter(indicator=in_parts).update(is_required=False)

    found = checked(report, {"visits/parcel": "4", **REST})

    assert (found.values["visits"], found.values.get("visits/loan"), found.errors) == (
        "4", None, {},
    )  # fmt: skip


def test_a_zero_report_is_zero_in_every_part(noon, in_parts, report, cast):
    submit_zero(report, submission_id=uuid.uuid4(), reason="农忙停办", by=cast["reporter"])

    assert report.values == {"visits": "0", "visits/loan": "0", "visits/parcel": "0", "losses": "0"}


def test_the_form_has_a_part_for_each_option_with_last_weeks_figure(
    noon, in_parts, make_period, units
):
    before = {"visits": "7", "visits/loan": "5", "visits/parcel": "2", **REST}
    make_period(back=1).reports.filter(unit=units["village"]).update(
        state="approved", values=before
    )
    report = make_period().reports.get(unit=units["village"])

    with translation.override("en"):
        field = form_page(report, typed={
            "values": {"visits/loan": "6", "visits/parcel": "x"}, "texts": {}, "reasons": {},
        }).fields[0]  # fmt: skip

    seen = [(one.key, one.label, one.value, one.last) for one in field.parts]
    assert seen == [("loan", "Loans", "6", Decimal(5)), ("parcel", "Parcels", "x", Decimal(2))]
    assert [bool(one.problem) for one in field.parts] == [False, True]
    assert (field.last, field.value) == (Decimal(7), "")


def test_a_part_of_a_stock_that_falls_asks_for_a_reason(noon, in_parts, make_period, units):
    in_parts.measure = "stock"
    in_parts.save()
    before = {"visits": "7", "visits/loan": "5", "visits/parcel": "2", **REST}
    make_period(back=1).reports.filter(unit=units["village"]).update(
        state="approved", values=before
    )
    report = make_period().reports.get(unit=units["village"])

    with translation.override("en"):
        found = checked(report, {"visits/loan": "4", "visits/parcel": "4", **REST})

    assert found.warnings == {
        "visits": "Loans: Lower than the 5 reported before. If correct, say why."
    }


def test_the_templates_own_range_wins(noon, indicators, template, report):
    indicators["visits"].high = 10
    indicators["visits"].save()
    TemplateItem.objects.filter(indicator=indicators["visits"]).update(
        has_own_range=True, high=2000
    )

    assert checked(report, {"visits": "1500", **REST}).warnings == {}
    with translation.override("en"):
        assert checked(report, {"visits": "2500", **REST}).warnings == {
            "visits": "Above the usual 2,000. If correct, say why."
        }


@pytest.mark.parametrize(
    ("past", "now", "said"),
    [
        ("20", "200000", "About 10,000 times the usual 20. Is this the right unit?"),
        ("200000", "20", "About a 10,000th of the usual 200,000. Is this the right unit?"),
        ("20", "70", "3.5 times the last period (20)."),
        ("20", "50", None),
    ],
)
def test_money_beside_last_week(noon, make_period, units, past, now, said):
    make_period(back=1).reports.filter(unit=units["village"]).update(
        state="approved", values={"visits": "1", **REST, "losses": past}
    )
    report = make_period().reports.get(unit=units["village"])

    with translation.override("en"):
        warning = checked(report, {"visits": "1", **REST, "losses": now}).warnings.get("losses")

    assert (warning or "").startswith(said or "")
    assert bool(warning) == bool(said)


@pytest.mark.parametrize(("typed", "kept"), [("是", "1"), ("0", "0"), ("No", "0"), ("maybe", None)])
def test_yes_or_no_is_kept_as_one_or_nought(noon, indicators, report, typed, kept):
    indicators["visits"].kind = "yesno"
    indicators["visits"].save()

    found = checked(report, {"visits": typed, **REST})

    assert (found.values.get("visits"), "visits" in found.errors) == (kept, kept is None)


def test_a_check_that_is_not_met_blocks_or_asks(noon, report, rule, hand_in):
    rule("visits >= app_users")
    rule("losses < 10", severity="warning", about="losses", message_en="So much?")
    rule("visits < 0", is_on=False)
    values = {"visits": "3", **REST, "losses": "10"}

    with translation.override("en"):
        found = checked(report, values)

    assert (found.errors, found.warnings) == ({"visits": "Check this."}, {"losses": "So much?"})
    with pytest.raises(FieldProblems) as refusal:
        hand_in(report, values, reasons={"losses": "一起大案"})
    assert set(refusal.value.problems) == {"visits"}


def test_a_check_is_skipped_when_a_figure_is_missing(noon, report, rule):
    TemplateItem.objects.filter(indicator__code="app_users").update(is_required=False)
    rule("visits >= app_users")
    rule("visits <= last.visits")

    assert checked(report, {"visits": "3", **REST, "app_users": ""}).errors == {}


def test_checks_see_earlier_periods_and_what_is_approved(noon, make_period, units, rule):
    rule("cumulative.visits <= 10", message_en="Too many in all.")
    rule("visits <= mean(visits, 2)", about="losses", message_en="Above the mean.")
    for back, visits in ((2, "4"), (1, "6")):
        before = make_period(back=back).reports.filter(unit=units["village"])
        before.update(state="approved", values={"visits": visits, **REST})
    report = make_period().reports.get(unit=units["village"])

    with translation.override("en"):
        found = checked(report, {"visits": "5", **REST})
        more = checked(report, {"visits": "6", **REST})

    assert (found.errors, more.errors) == (
        {"visits": "Too many in all."},
        {"visits": "Too many in all.", "losses": "Above the mean."},
    )


def test_a_condition_is_read_once_for_all_reports_of_its_version(noon, period, rule):
    rule("visits >= 1")
    rule("losses <= visits")
    read_rule.cache_clear()

    for report in period.reports.all():
        checked(report, {"visits": "3", **REST})

    told = read_rule.cache_info()
    assert (told.misses, told.hits, told.maxsize) == (2, 2 * 4, 512)


def test_a_changed_condition_or_another_set_of_figures_is_read_anew(noon, report, rule):
    row = rule("visits >= 1")
    values = {"visits": "3", **REST}
    assert checked(report, values).errors == {}

    row.expression = "visits >= 4"
    row.save()
    assert set(checked(report, values).errors) == {"visits"}

    known = frozenset({"losses"})
    assert (read_rule("visits >= 4", known), read_rule("losses >= 4", known) is None) == (
        None,
        False,
    )
