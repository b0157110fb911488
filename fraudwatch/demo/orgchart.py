"""The organisation of the demo beyond its first day: a town's leading group, terms that changed."""

from datetime import datetime, timedelta

from django.utils import timezone

from fraudwatch.lib import clock
from orgs.actions.groups import create_group, edit_group, seat_person
from orgs.actions.people import add_person, leave_person
from orgs.enums import SeatRole
from orgs.models import Person

from .stage import Stage

TOWN_GROUP = "河湾镇反诈工作领导小组"
# person, unit, post when the person is new, seat
TOWN_SEATS = [
    ("郭志宏", "QL01", "镇党委书记", SeatRole.LEADER),
    ("姚建国", "QL01", "副镇长", SeatRole.EXECUTIVE_DEPUTY),
    ("郑卫东", "QL01-31", "", SeatRole.DEPUTY),
    ("李文静", "QL01", "", SeatRole.OFFICE_HEAD),
    ("唐伟", "QL01", "", SeatRole.OFFICE_DEPUTY),
    ("陈思远", "QL01-21", "", SeatRole.MEMBER),
    ("钱立新", "QL01-41", "", SeatRole.MEMBER),
    ("蒋玉兰", "QL01-01", "", SeatRole.PUBLICITY),
    ("何水生", "QL01-04", "", SeatRole.VOLUNTEERS),
]
# Who sat in the county's group before, and until how many days before the demo begins.
EARLIER = [
    ("冯树林", "县委常委、政法委书记", SeatRole.LEADER, 240),
    ("苏婉如", "县政府办主任", SeatRole.DEPUTY, 95),
]
NEVER_CAME = ("QL06", "QL01-12", "QL01-42", "QL01-63")
TERM = timedelta(days=730)


def change_terms(stage: Stage) -> None:
    """Give the town its own leading group, and the county's group a past."""
    office, today = stage.users["coordinator"], clock.today()
    stage.group = edit_group(
        stage.group, version=1, name=stage.group.name, office_unit=stage.group.office_unit,
        from_on=today - 2 * TERM, to_on=None, by=office,
    )  # fmt: skip
    for name, post, role, days in EARLIER:
        ended = today - timedelta(days=days)
        person = _person(stage, name, "QL", post)
        seat_person(
            stage.group, person=person, role=role, from_on=ended - TERM, to_on=ended, by=office
        )
        leave_person(person, version=1, by=None)
    town = stage.users["town"]
    group = create_group(
        stage.units["QL01"], name=TOWN_GROUP, office_unit=stage.units["QL01-61"], by=town
    )
    for position, (name, code, post, role) in enumerate(TOWN_SEATS):
        person = _person(stage, name, code, post)
        seat_person(group, person=person, role=role, position=position, by=town)


def note_sign_ins(stage: Stage, now: datetime) -> None:
    """People have been here lately, all but a few whose accounts nobody has used yet."""
    people = stage.users | stage.reporters
    for number, (key, user) in enumerate(people.items()):
        if key not in NEVER_CAME:
            day = timezone.localtime(now) - timedelta(days=1 + number * 5 % 6)
            user.last_login = day.replace(hour=8 + number * 7 % 10, minute=number * 11 % 60)
            user.save(update_fields=["last_login"])


def _person(stage: Stage, name: str, code: str, post: str) -> Person:
    if name not in stage.people:
        stage.people[name] = add_person(stage.units[code], name=name, post=post, by=None)
    return stage.people[name]
