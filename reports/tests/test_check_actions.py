"""Writing a template's checks: versions, slips, two people at once."""

import threading

import pytest
from django.db import connection
from django.utils import translation

from fraudwatch.lib.errors import StaleVersion
from orgs.models import AuditEntry
from reports.actions.template_checks import (
    add_check,
    change_check,
    note_trial,
    remove_check,
    switch_check,
)
from reports.actions.template_content import ItemSpec, revise_template
from reports.errors import ReportError
from reports.models import TemplateCheck, TemplateVersion

WORDS = {"message": "走访数超出上报户数"}


@pytest.fixture
def office(cast):
    return cast["coordinator"]


@pytest.fixture
def items(indicators):
    return [ItemSpec(one, "宣传") for one in indicators.values()]


def test_a_new_check_is_off_and_said_at_the_first_figure_it_names(noon, template, office):
    made = add_check(template, expression=" losses <= visits ", by=office, **WORDS)

    seen = (made.expression, made.about, made.is_on, made.severity, made.template_version.number)
    assert seen == ("losses <= visits", "losses", False, "warning", 1)
    assert AuditEntry.objects.latest("pk").action == "template.checks_changed"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"expression": "losses <= visit"}, "Character 11"),
        ({"expression": "1 = 1"}, "names no figure"),
        ({"expression": "visits > 0", "about": "cases"}, "does not ask for “cases”"),
        ({"expression": "visits > 0", "message": " "}, "Write what the unit is told"),
    ],
)
def test_a_slip_leaves_nothing_behind(noon, template, office, period, fields, said):
    with translation.override("en"), pytest.raises(ReportError) as refusal:
        add_check(template, by=office, **{**WORDS, **fields})

    assert said in str(refusal.value)
    assert (TemplateCheck.objects.count(), TemplateVersion.objects.count()) == (0, 1)


def test_a_version_that_was_used_keeps_its_checks(noon, template, office, make_period):
    check = add_check(template, expression="visits >= 0", by=office, **WORDS)
    make_period()

    on = switch_check(check, is_on=True, by=office)

    check.refresh_from_db()
    assert (check.is_on, check.template_version.number) == (False, 1)
    assert (on.is_on, on.template_version.number) == (True, 2)
    old, new = template.versions.order_by("number")
    asked = [list(v.items.values_list("indicator__code", "section")) for v in (old, new)]
    assert (asked[0], new.blocks.get().key) == (asked[1], "work")


def test_another_condition_switches_a_check_off(noon, template, office):
    check = add_check(template, expression="visits >= 0", by=office, **WORDS)
    note_trial(check, found=1, of=4)
    switch_check(check, is_on=True, by=office)

    same = change_check(check, expression="visits >= 0", by=office, message="新说法")
    kept = (same.is_on, same.tried_of, same.message)
    other = change_check(check, expression="visits >= 1", by=office, **WORDS)

    assert kept == (True, 4, "新说法")
    assert (other.is_on, other.tried_at, other.tried_of) == (False, None, 0)


def test_a_check_that_somebody_removed_is_not_changed(noon, template, office):
    check = add_check(template, expression="visits >= 0", by=office, **WORDS)
    remove_check(check, by=office)

    with pytest.raises(ReportError):
        switch_check(check, is_on=True, by=office)


def test_a_figure_that_a_check_needs_stays(noon, template, office, items):
    add_check(template, expression="losses <= visits", by=office, **WORDS)

    with translation.override("en"), pytest.raises(ReportError) as refusal:
        revise_template(template, items=items[:1], blocks=[], by=office)

    assert "“losses <= visits” needs a figure you took out" in str(refusal.value)


def test_checks_go_along_into_the_next_version(noon, template, office, items, period):
    TemplateCheck.objects.create(
        template_version=template.versions.get(), expression="visits > 0", message="x",
        about="visits", is_on=True,
    )  # fmt: skip

    version = revise_template(template, items=items[:2], blocks=[], by=office)

    check = version.checks.get()
    assert (version.number, check.expression, check.is_on) == (2, "visits > 0", True)


def test_a_range_of_ones_own_is_kept_and_checked(noon, template, office, indicators):
    visits = indicators["visits"]
    spec = ItemSpec(visits, "宣传", has_own_range=True, low=5, high=1)
    with pytest.raises(ReportError):
        revise_template(template, items=[spec], blocks=[], by=office)

    spec = ItemSpec(visits, "宣传", has_own_range=True, high=50)
    item = revise_template(template, items=[spec], blocks=[], by=office).items.get()

    assert (item.has_own_range, item.lowest, item.highest) == (True, None, 50)


def test_who_saves_second_hears_of_it(template, office, items):
    seen = template.versions.get().made_at
    revise_template(template, items=items[:2], blocks=[], by=office, made_at=seen)

    with pytest.raises(StaleVersion):
        revise_template(template, items=items[:3], blocks=[], by=office, made_at=seen)


@pytest.mark.django_db(transaction=True)
def test_two_people_change_a_used_version_and_one_new_one_comes_of_it(
    template, office, make_period
):
    make_period()
    start, failures = threading.Barrier(2), []

    def add(expression):
        start.wait()
        try:
            add_check(template, expression=expression, by=office, **WORDS)
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=(f"visits > {n}",)) for n in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert failures == []
    assert sorted(template.versions.values_list("number", "checks__expression")) == [
        (1, None), (2, "visits > 0"), (2, "visits > 1"),
    ]  # fmt: skip
