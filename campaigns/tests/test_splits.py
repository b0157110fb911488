"""Splitting a unit: what was chosen moves in one step, what is past stays, refusals say why."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from campaigns.enums import AssignmentState, Part
from campaigns.models import Assignment, Member, Task
from fraudwatch.lib.errors import StaleVersion
from orgs.actions.liaisons import appoint_liaison
from orgs.actions.people import add_person
from orgs.actions.unit_groups import create_unit_group
from orgs.actions.unit_splits import NewUnit, split_preview, split_unit
from orgs.actions.units import create_unit, deactivate_unit
from orgs.errors import OrgError
from orgs.models import AuditEntry, Grant, Liaison, Person, Unit
from orgs.queries.splits import divisible
from orgs.queries.tree import tree_faults
from orgs.tests.counting import queries_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def office(cast, noon):
    return cast["coordinator"]


@pytest.fixture
def staff(units, office, cast) -> dict[str, Person]:
    """The town's primary and backup liaison, and somebody with an account."""
    people = {name: add_person(units["town"], name=name, by=office) for name in ("甲", "乙", "丙")}
    appoint_liaison(units["town"], person=people["甲"], by=office)
    appoint_liaison(units["town"], person=people["乙"], post="deputy", by=office)
    cast["town_reporter"].person = people["丙"]
    cast["town_reporter"].save()
    return people


@pytest.fixture
def part(campaign, units, noon) -> Assignment:
    """The town's open part in a task."""
    task = Task.objects.create(campaign=campaign, number=1, title="入户", state="issued")
    due = noon + timedelta(days=5)
    return Assignment.objects.create(task=task, unit=units["town"], part=Part.LEAD, due_at=due)


def north(**what) -> NewUnit:
    return NewUnit(**{"code": "N1", "name": "河湾北镇", "kind": "town"} | what)


def split(unit, by, *into, version=1):
    return split_unit(unit, into=into or (north(),), version=version, by=by)


def test_what_was_chosen_goes_and_the_rest_stays(units, staff, part, office, cast, template):
    closed = Assignment.objects.create(
        task=Task.objects.create(campaign=part.task.campaign, number=2, title="旧", state="issued"),
        unit=units["town"], part=Part.LEAD, state=AssignmentState.CLOSED,
    )  # fmt: skip
    create_unit_group(units["county"], name="各镇", units=[units["town"]], by=office)

    done = split(
        units["town"], office,
        north(children=[units["village"].pk], people=[staff["丙"].pk], work=[f"task-{part.pk}"]),
    )  # fmt: skip

    made = Unit.objects.get(code="N1")
    assert (made.parent, made.split_from, made.kind) == (units["county"], units["town"], "town")
    assert list(made.children.values_list("name", flat=True)) == ["桃源村"]
    assert set(units["town"].children.values_list("name", flat=True)) == {
        "柳溪村", "河湾镇中心小学",
    }  # fmt: skip
    assert (Assignment.objects.get(pk=part.pk).unit, closed.unit) == (made, units["town"])
    moved = Person.objects.get(pk=staff["丙"].pk)
    account = cast["town_reporter"]
    account.refresh_from_db()
    assert (moved.unit, account.home_unit) == (made, made)
    held = Grant.objects.in_force().filter(user=account).values_list("role", "unit")
    assert list(held) == [("reporter", made.pk)]
    assert Member.objects.filter(campaign=part.task.campaign, unit=made).exists()
    assert list(made.in_groups.values_list("name", flat=True)) == ["各镇"]
    assert tree_faults() == []
    assert [(len(one.children), len(one.people), one.work) for one in done] == [(1, 1, 1)]
    entry = AuditEntry.objects.get(action="unit.split")
    assert entry.changes == {
        "into": [None, "河湾北镇"], "children": [0, 1], "people": [0, 1], "open_items": [0, 1],
    }  # fmt: skip


def test_new_units_report_from_their_next_period_and_the_old_one_goes_on(
    units, office, period, template
):
    split(units["village"], office, north(kind="village", name="北村"))

    made = Unit.objects.get(code="N1")
    duties = template.reporting_units.filter(to_on=None)
    assert set(duties.values_list("unit__name", flat=True)) >= {"桃源村", "北村"}
    assert period.reports.filter(unit=made).count() == 0
    assert period.reports.filter(unit=units["village"]).count() == 1


def test_a_backup_who_goes_ends_the_term_and_the_history_stays(units, staff, office):
    done = split(units["town"], office, north(people=[staff["乙"].pk]))

    terms = Liaison.objects.filter(unit=units["town"], to_on=None).values_list("person__name")
    assert list(terms) == [("甲",)]
    assert [term.person.name for term in done[0].ended] == ["乙"]
    assert Liaison.objects.filter(unit=units["town"], person=staff["乙"]).count() == 1


def test_two_new_units_at_once(units, office):
    done = split(
        units["town"], office,
        north(children=[units["village"].pk]),
        north(code="S1", name="河湾南镇", children=[units["sibling"].pk]),
    )  # fmt: skip

    assert [(one.unit.name, one.children[0].name) for one in done] == [
        ("河湾北镇", "桃源村"), ("河湾南镇", "柳溪村"),
    ]  # fmt: skip


def test_a_preview_promises_what_the_split_does_and_keeps_nothing(units, staff, part, office):
    before = Unit.objects.count(), AuditEntry.objects.count()
    asked = [north(children=[units["village"].pk], work=[f"task-{part.pk}"])]

    shown = split_preview(units["town"], into=asked, version=1, by=office)

    assert [(one.unit.name, len(one.children), one.work) for one in shown] == [("河湾北镇", 1, 1)]
    assert [names for _label, names in shown[0].shared] == [["全民反诈·平安青澜"]]
    assert (Unit.objects.count(), AuditEntry.objects.count()) == before
    assert Assignment.objects.get(pk=part.pk).unit == units["town"]


def test_work_follows_or_holds_the_one_who_looks_after_it(units, staff, part, office):
    Assignment.objects.filter(pk=part.pk).update(handler=staff["丙"])
    with pytest.raises(OrgError, match=r"丙 looks after open items of 河湾镇: .* \(1\)\. Let them"):
        split(units["town"], office, north(people=[staff["丙"].pk]))
    assert not Unit.objects.filter(code="N1").exists()

    split(units["town"], office, north(people=[staff["丙"].pk], work=[f"task-{part.pk}"]))
    part.refresh_from_db()
    assert (part.unit.code, part.handler) == ("N1", staff["丙"])


def test_who_stays_lets_go_of_work_that_goes(units, staff, part, office):
    Assignment.objects.filter(pk=part.pk).update(handler=staff["丙"])

    split(units["town"], office, north(work=[f"task-{part.pk}"]))

    part.refresh_from_db()
    assert (part.unit.code, part.handler) == ("N1", None)


def test_what_was_passed_on_stays_with_who_passed_it_on(units, part, office):
    Assignment.objects.create(
        task=part.task, unit=units["village"], part=Part.RESPONSIBLE, parent=part
    )

    split(units["town"], office, north(work=[f"task-{part.pk}"]))

    part.refresh_from_db()
    assert part.unit == units["town"]


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"code": "U004"}, "The code “U004” is already in use"),
        ({"name": "沙溪镇"}, "already a “沙溪镇” under 青澜县"),
        ({"code": " "}, "Give the unit a code"),
        ({"name": ""}, "Give the unit a name"),
        ({"kind": "castle"}, "not a kind of unit"),
        ({"children": [999999]}, "not in service below 河湾镇 any more"),
        ({"people": [999999]}, "does not work for 河湾镇 any more"),
    ],
)
def test_a_split_that_cannot_be_is_refused_with_nothing_written(
    units, staff, office, wanted, sentence
):
    before = Unit.objects.count(), AuditEntry.objects.count()

    with pytest.raises(OrgError, match=sentence):
        split(units["town"], office, north(**wanted))
    assert (Unit.objects.count(), AuditEntry.objects.count()) == before


def test_refusals_name_what_stands_in_the_way(units, staff, office):
    town = units["town"]
    with pytest.raises(OrgError, match="甲 is the primary liaison of 河湾镇"):
        split(town, office, north(people=[staff["甲"].pk]))
    with pytest.raises(OrgError, match="is not in service below"):
        split(town, office, north(children=[units["other_village"].pk]))
    key = [units["village"].pk]
    with pytest.raises(OrgError, match="given to two new units"):
        split(town, office, north(children=key), north(code="N2", name="乙镇", children=key))
    with pytest.raises(OrgError, match="at least one new unit"):
        split_unit(town, into=[], version=1, by=office)
    with pytest.raises(OrgError, match="The code “N1” is already in use"):
        split(town, office, north(), north(name="另一个"))
    with pytest.raises(OrgError, match="already a “河湾北镇”"):
        split(town, office, north(), north(code="N2"))
    with pytest.raises(StaleVersion):
        split(town, office, version=7)
    assert not Unit.objects.filter(code="N1").exists()


def test_a_unit_out_of_service_is_not_split(units, office):
    deactivate_unit(units["bank"], version=1, reason="撤销", by=office)
    with pytest.raises(OrgError, match="“青澜农商银行” is out of service"):
        split(units["bank"], office, version=2)


@pytest.mark.parametrize(
    ("key", "who"),
    [
        ("town", "town"),  # its own root: only who looks after the county
        ("other_town", "town"),
        ("town", "leader"),
        ("town", "reporter"),
        ("far_village", "coordinator"),
        ("county", "coordinator"),
    ],
)
def test_nobody_splits_what_they_do_not_look_after(units, cast, noon, key, who):
    with pytest.raises(OrgError, match="not among the units you look after"):
        split(units[key], cast[who])


def test_a_top_unit_is_split_by_the_operator_only(units, cast, noon):
    with pytest.raises(OrgError, match="Choose a parent unit"):
        split(units["county"], cast["administrator"])


def test_a_role_that_may_not_be_given_holds_the_person_back(units, staff, cast, noon):
    Grant.objects.create(user=cast["town_reporter"], role="auditor", unit=units["town"])
    with pytest.raises(OrgError, match="holds the role “auditor” for 河湾镇"):
        split(units["town"], cast["coordinator"], north(people=[staff["丙"].pk]))


def form(units, **data):
    return {
        "version": 1, "name_1": "河湾北镇", "code_1": "N1", "kind_1": "town", "kind_2": "town",
        "kind_3": "town", f"child_{units['village'].pk}": "1",
    } | data  # fmt: skip


def test_the_page_shows_first_and_splits_on_the_second_click(units, staff, part, office, sign_in):
    client, path = sign_in("coordinator"), reverse("orgs:unit-split", args=[units["town"].pk])
    page = text_of(client.get(path))
    assert "Primary liaison: stays, or hands over first." in page
    assert "入户" in page

    shown = client.post(path, form(units))
    assert (shown.status_code, Unit.objects.filter(code="N1").exists()) == (200, False)
    assert 'name="confirmed"' in shown.content.decode()
    again = client.post(path, form(units, confirmed="1", back="1"))
    assert (again.status_code, Unit.objects.filter(code="N1").exists()) == (200, False)
    assert 'value="河湾北镇"' in again.content.decode()

    done = client.post(path, form(units, confirmed="1"))
    assert (done.status_code, Unit.objects.get(code="N1").children.count()) == (302, 1)


def test_bad_input_keeps_every_choice(units, office, sign_in):
    client, path = sign_in("coordinator"), reverse("orgs:unit-split", args=[units["town"].pk])
    key = f"child_{units['village'].pk}"

    answer = client.post(path, form(units, **{key: "2", "name_1": "河湾北镇", "code_3": "X"}))

    text = text_of(answer)
    assert answer.status_code == 422
    assert "“桃源村” goes to new unit 2, which has no name yet." in text
    assert "Give new unit 3 both a name and a code." in text
    assert 'value="河湾北镇"' in answer.content.decode()
    taken = client.post(path, form(units, code_1="U004"))
    assert (taken.status_code, "already in use" in text_of(taken)) == (422, True)


def test_the_page_takes_as_many_queries_for_one_row_as_for_more(
    units, staff, part, sign_in, office
):
    client, path = sign_in("coordinator"), reverse("orgs:unit-split", args=[units["town"].pk])
    before = queries_of(client, path)
    for number in range(2):
        create_unit(units["town"], code=f"G{number}", name=f"第{number}组", kind="grid", by=None)
        add_person(units["town"], name=f"新{number}", by=None)

    assert queries_of(client, path) == before


def test_who_does_not_see_a_task_neither_reads_nor_moves_it(units, part, cast):
    draft = Task.objects.create(campaign=part.task.campaign, number=2, title="草稿")
    Assignment.objects.create(task=draft, unit=units["town"], part=Part.LEAD)

    found = {
        who: [piece.title for piece in divisible(cast[who], units["town"]).pieces]
        for who in ("coordinator", "administrator")
    }
    split(units["town"], cast["administrator"], north(work=[f"task-{part.pk}"]))

    part.refresh_from_db()
    assert (found, part.unit) == (
        {"coordinator": ["入户 · lead unit"], "administrator": []}, units["town"],
    )  # fmt: skip
    assert divisible(cast["administrator"], units["town"]).shared == []
