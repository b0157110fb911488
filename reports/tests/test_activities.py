"""Activities of several units: entered once by the lead, shown to those who took part."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fraudwatch.lib.errors import StaleVersion
from fraudwatch.tests.cast import MONDAY
from reports.actions.activities import SeemsEntered, add_activity, are_alike, change_activity
from reports.errors import ReportError
from reports.models import JointActivity, Period
from reports.queries.activities import activities_of, companions, joint_of

DAY = MONDAY + timedelta(days=2)


@pytest.fixture
def rows(noon, period, units):
    """This week's reports by the short name of their unit."""
    names = {unit.pk: name for name, unit in units.items()}
    return {names[report.unit_id]: report for report in period.reports.select_related("unit")}


@pytest.fixture
def enter(rows, cast):
    """Enter an activity led by a unit."""

    def make(lead="village", *, co_units=(), by="reporter", **more):
        facts = {
            "name": "集市反诈宣传", "kind": "street", "state": "held", "held_on": DAY,
            "venue": "河湾集市", "reach": 120,
        }  # fmt: skip
        return add_activity(rows[lead], co_units=list(co_units), by=cast[by], **facts | more)

    return make


def shown(report):
    return [(line.activity.name, line.is_own) for line in activities_of(report)]


def test_the_lead_and_those_who_took_part_see_it_and_it_counts_once(enter, rows, units, period):
    enter(co_units=[units["sibling"], units["school"]])
    joint = joint_of(units["county"], period)

    assert shown(rows["village"]) == [("集市反诈宣传", True)]
    assert shown(rows["sibling"]) == shown(rows["school"]) == [("集市反诈宣传", False)]
    assert shown(rows["bank"]) == []
    assert (joint.held, joint.reach, len(joint.activities)) == (1, 120, 1)
    assert joint_of(units["other_town"], period).held == 0


def test_what_is_planned_or_cancelled_is_listed_and_does_not_count(enter, units, period):
    enter(state="planned", reach=None)
    enter(name="校园讲座", state="cancelled", reach=None)
    joint = joint_of(units["county"], period)

    assert (joint.held, joint.reach, len(joint.activities)) == (0, 0, 2)


def test_entering_it_again_asks_first(enter, units):
    enter(co_units=[units["sibling"]])
    with pytest.raises(SeemsEntered) as asked:
        enter("sibling", by="sibling", name="集市反诈宣传活动", co_units=[units["village"]])
    enter("sibling", by="sibling", name="集市反诈宣传活动", co_units=[units["village"]], again=True)

    assert ("桃源村" in str(asked.value), "集市反诈宣传" in str(asked.value)) == (True, True)
    assert JointActivity.objects.count() == 2


@pytest.mark.parametrize(
    ("lead", "more"),
    [
        ("bank", {}),  # no unit in common
        ("sibling", {"held_on": DAY + timedelta(days=1)}),
        ("sibling", {"name": "校园防骗讲座"}),
    ],
)
def test_another_day_name_or_unit_is_another_activity(enter, units, cast, lead, more):
    enter(co_units=[units["sibling"]])
    enter(lead, by="coordinator", **more)

    assert JointActivity.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"reach": None},
        {"held_on": MONDAY - timedelta(days=1)},
        {"held_on": MONDAY + timedelta(days=7)},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_stays(enter, wrong):
    with pytest.raises(ReportError):
        enter(**wrong)

    assert JointActivity.objects.count() == 0


def test_the_lead_is_not_its_own_companion(enter, units):
    with pytest.raises(ReportError):
        enter(co_units=[units["village"]])


def test_in_a_locked_period_nothing_is_entered(enter, period):
    Period.objects.filter(pk=period.pk).update(state="locked")
    with pytest.raises(ReportError):
        enter()


def test_a_planned_activity_is_held_later_by_whoever_looks_at_it_last(enter, units, cast):
    activity = enter(state="planned", reach=None, co_units=[units["sibling"]])
    facts = {
        "name": activity.name, "kind": "street", "state": "held", "held_on": DAY, "venue": "",
        "reach": 80, "co_units": [units["school"]],
    }  # fmt: skip
    change_activity(activity, version=1, by=cast["reporter"], **facts)
    with pytest.raises(StaleVersion):
        change_activity(activity, version=1, by=cast["town"], **facts)
    activity.refresh_from_db()

    assert (activity.state, activity.reach, activity.version) == ("held", 80, 2)
    assert list(activity.co_units.all()) == [units["school"]]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("集市反诈宣传", "集市 反诈宣传", True),
        ("集市反诈宣传", "反诈宣传", True),
        ("ＡＢ讲座", "AB讲座", True),
        ("集市反诈宣传", "校园主题班会", False),
        ("", "集市", False),
    ],
)
def test_names_that_may_mean_the_same(first, second, alike):
    assert are_alike(first, second) is alike


def test_companions_are_near_and_in_the_campaign(rows, units, cast):
    found = set(companions(rows["village"], cast["reporter"]))

    assert found == {units["town"], units["sibling"], units["school"]}


def test_the_form_asks_before_a_second_entry_and_keeps_what_was_typed(enter, rows, units, sign_in):
    enter(co_units=[units["sibling"]])
    address = reverse("reports:activity-add", args=[rows["sibling"].pk])
    form = {
        "name": "集市反诈宣传", "kind": "street", "course": "held", "held_on": DAY.isoformat(),
        "venue": "集市东头", "reach": "90", "co_units": [units["school"].pk],
    }  # fmt: skip
    client = sign_in("sibling")
    asked = client.post(address, form)
    done = client.post(address, form | {"again": "on"})

    assert (asked.status_code, "集市东头" in asked.content.decode()) == (422, True)
    assert (done.status_code, JointActivity.objects.count()) == (302, 2)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_day_is_filled_in_as_browsers_read_it(rows, sign_in, language):
    client = sign_in("reporter")
    client.cookies["django_language"] = language
    page = client.get(reverse("reports:activity-add", args=[rows["village"].pk])).content.decode()

    assert 'value="2026-06-14"' in page


def test_the_report_form_says_that_it_is_counted_elsewhere(enter, rows, units, sign_in):
    enter(co_units=[units["sibling"]])
    client = sign_in("sibling")
    form = client.get(reverse("reports:report-edit", args=[rows["sibling"].pk])).content.decode()
    detail = client.get(rows["sibling"].get_absolute_url()).content.decode()

    assert ("集市反诈宣传" in form, "桃源村" in form) == (True, True)
    assert "集市反诈宣传" in detail
