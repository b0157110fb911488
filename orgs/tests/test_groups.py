"""Leading groups and seats: set up, changed with the version, seats with their terms."""

from datetime import date

import pytest

from fraudwatch.lib.errors import StaleVersion
from orgs.actions.groups import create_group, edit_group, edit_seat, end_seat, seat_person
from orgs.actions.people import add_person, leave_person
from orgs.enums import SeatRole
from orgs.errors import OrgError
from orgs.models import AuditEntry, LeadingGroup
from orgs.queries.groups import group_chart

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(units, cast, noon) -> LeadingGroup:
    """The county's leading group with its office at the bank."""
    return create_group(
        units["county"], name="反诈领导小组", office_unit=units["bank"], by=cast["coordinator"]
    )


@pytest.fixture
def people(units, cast):
    """Two people of the county."""
    return [add_person(units["county"], name=name, by=None) for name in ["陈立新", "丁海燕"]]


def test_a_group_of_that_name_exists_once(group, units, cast):
    with pytest.raises(OrgError, match="already has a leading group “反诈领导小组”"):
        create_group(units["county"], name=" 反诈领导小组", by=cast["coordinator"])


def test_two_group_leaders_at_once_are_seated_with_a_warning(group, people, cast):
    _first, calm = seat_person(
        group, person=people[0], role=SeatRole.LEADER, by=cast["coordinator"]
    )
    _second, warning = seat_person(
        group, person=people[1], role=SeatRole.LEADER, by=cast["coordinator"]
    )

    assert calm == ""
    assert warning == (
        "反诈领导小组 now has two group leaders: 陈立新 and 丁海燕. "
        "End one seat if that is not meant."
    )
    assert group.seats.count() == 2


def test_a_seat_ends_once_and_stays_in_the_history(group, people, cast):
    seat, _ = seat_person(group, person=people[0], role=SeatRole.DEPUTY, by=cast["coordinator"])
    with pytest.raises(OrgError, match="陈立新 already holds this seat"):
        seat_person(group, person=people[0], role=SeatRole.DEPUTY, by=cast["coordinator"])

    end_seat(seat, by=cast["coordinator"])

    seat.refresh_from_db()
    assert seat.to_on == date(2026, 6, 10)
    with pytest.raises(OrgError, match="already ended"):
        end_seat(seat, by=cast["coordinator"])
    assert seat_person(group, person=people[0], role=SeatRole.DEPUTY, by=cast["coordinator"])


def edit(group, by, version=1, **changes):
    facts = {
        "name": group.name, "office_unit": group.office_unit,
        "from_on": group.from_on, "to_on": None,
    }  # fmt: skip
    return edit_group(group, version=version, by=by, **(facts | changes))


def test_a_group_is_edited_with_its_version(group, units, cast):
    changed = edit(group, cast["coordinator"], office_unit=units["school"])

    assert (changed.office_unit, changed.version) == (units["school"], 2)
    assert AuditEntry.objects.get(action="group.edited").changes == {
        "office_unit": ["青澜农商银行", "河湾镇中心小学"]
    }
    with pytest.raises(StaleVersion):
        edit(group, cast["coordinator"], name="新领导小组")


def test_a_dissolved_group_takes_nobody_in(group, people, cast):
    with pytest.raises(OrgError, match="The last day lies before the first"):
        edit(group, cast["coordinator"], to_on=date(2026, 1, 1))
    dissolved = edit(group, cast["coordinator"], to_on=date(2026, 6, 10))

    with pytest.raises(OrgError, match="is dissolved"):
        seat_person(dissolved, person=people[0], role=SeatRole.MEMBER, by=cast["coordinator"])


@pytest.mark.parametrize("who", ["administrator", "town", "reporter", "leader", "far_coordinator"])
def test_only_the_coordinator_over_the_unit_changes_the_group(group, cast, who):
    with pytest.raises(OrgError, match="not among the units you look after"):
        edit(group, cast[who], name="改名")


def seat(group, person, by, role=SeatRole.LEADER, **term):
    return seat_person(group, person=person, role=role, by=by, **term)


TODAY = date(2026, 6, 10)
PAST, SOON, LATER = date(2026, 1, 1), date(2026, 7, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("first", "second", "is_warned"),
    [
        ((PAST, None), (TODAY, None), True),
        ((PAST, SOON), (TODAY, None), True),
        ((PAST, SOON), (SOON, None), False),  # one ends as the other begins
        ((PAST, TODAY), (TODAY, LATER), False),
        ((SOON, LATER), (TODAY, None), True),
        ((LATER, None), (PAST, SOON), False),
    ],
)
def test_group_leaders_warn_when_their_terms_share_a_day(
    group, people, cast, first, second, is_warned
):
    office = cast["coordinator"]
    seat(group, people[0], office, from_on=first[0], to_on=first[1])
    _second, warning = seat(group, people[1], office, from_on=second[0], to_on=second[1])

    assert bool(warning) is is_warned
    shown = group_chart(office, group).warning
    in_force = first[1] is None or first[1] > TODAY
    assert bool(shown) is (is_warned and in_force)


def test_a_term_with_a_known_end_counts_until_then(group, people, cast):
    office = cast["coordinator"]
    now, _ = seat(group, people[0], office, from_on=PAST, to_on=SOON)
    soon, _ = seat(group, people[1], office, role=SeatRole.DEPUTY, from_on=SOON)
    over, _ = seat(group, people[1], office, role=SeatRole.MEMBER, from_on=PAST, to_on=TODAY)

    chart = group_chart(office, group)

    assert (chart.current, chart.coming, chart.past) == ([now], [soon], [over])


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ({"from_on": SOON, "to_on": TODAY}, "The last day lies before the first"),
        ({"from_on": PAST, "to_on": LATER}, "陈立新 already holds this seat"),
    ],
)
def test_a_term_that_cannot_be_is_refused(group, people, cast, term, sentence):
    seat(group, people[0], cast["coordinator"], from_on=TODAY)

    with pytest.raises(OrgError, match=sentence):
        seat(group, people[0], cast["coordinator"], **term)
    assert group.seats.count() == 1


def test_a_term_is_corrected_against_the_groups_version(group, people, cast):
    office = cast["coordinator"]
    made, _ = seat(group, people[0], office)
    facts = {"from_on": PAST, "to_on": LATER, "position": 2}

    after, warning = edit_seat(made, version=1, by=office, **facts)

    made.refresh_from_db()
    assert (made.from_on, made.to_on, made.position, warning) == (PAST, LATER, 2, "")
    assert AuditEntry.objects.get(action="seat.edited").changes == {
        "from_on": ["2026-06-10", "2026-01-01"],
        "to_on": [None, "2026-12-31"],
        "position": [0, 2],
    }
    with pytest.raises(StaleVersion):
        edit_seat(made, version=1, by=office, **facts | {"position": 3})
    with pytest.raises(OrgError, match="last day lies before"):
        edit_seat(made, version=2, by=office, **facts | {"to_on": date(2025, 1, 1)})
    with pytest.raises(OrgError, match="not among the units you look after"):
        edit_seat(made, version=2, by=cast["town"], **facts)
    assert after.to_on == LATER


def test_a_person_who_leaves_leaves_the_seat_even_with_a_known_end(group, people, cast):
    made, _ = seat(group, people[0], cast["coordinator"], from_on=PAST, to_on=LATER)

    leave_person(people[0], version=1, by=cast["coordinator"])

    made.refresh_from_db()
    assert made.to_on == TODAY
