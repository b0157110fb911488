"""A task of the demo that comes back every week, and how its rounds went."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from campaigns.actions.assignments import ask_close, close_assignment, sign
from campaigns.actions.occurrences import open_due_occurrences
from campaigns.actions.parts import Own, Parts
from campaigns.actions.tasks import create_task, issue_task
from campaigns.enums import Repeat, Shift
from campaigns.models import Assignment, Campaign, Clause, Indicator
from campaigns.queries.units import member_units
from orgs.queries.expressions import resolve_units

from .calendar import Story
from .places import VILLAGES
from .stage import Stage

Events = list[tuple[datetime, object]]

TITLE = "每周五入户送提示单"
REQUIREMENT = "每周五前把当周的警情提示单送到户，独居老人户当面讲一遍，按户登记。"
SOURCE = "把反诈宣传纳入网格员"
FAIR = "逢集日在集口设点，一并发放"
BEGUN, FIRST_DUE = 35, 39
# round -> villages that are behind: still to sign, signed only, or late
BEHIND = {
    1: {"QL01-09": "signed", "QL01-05": "late"},
    2: {"QL01-04": "signed", "QL01-09": "to_sign", "QL01-11": "asked", "QL01-12": "signed"},
    3: {"QL01-04": "asked", "QL01-09": "signed", "QL01-10": "late"},
}
# who signs for the open round on its first evening
PROMPT = ("QL01-01", "QL01-02", "QL01-03", "QL01-06", "QL01-07", "QL01")
WORDS = "本周提示单已送到户，登记册在村部。"


def weekly_task_events(stage: Stage, story: Story, campaign: Campaign) -> Events:
    """The task, its rounds so far, and what the villages did in each."""
    events: Events = [
        (story.day(BEGUN, time(9, 30)), lambda: _make(stage, story, campaign)),
    ]
    number, due = 1, FIRST_DUE
    while (ends := story.day(due, time(18, 1))) <= story.now:
        events.append((ends, lambda at=ends: open_due_occurrences(at)))
        for place, code in enumerate(("QL01", *VILLAGES)):
            how = BEHIND.get(number, {}).get(code, "closed")
            events += _part_events(stage, story, campaign, (number, code, how), due, place)
        number, due = number + 1, due + 7
    for place, code in enumerate(PROMPT):
        when = story.day(due - 7, time(18, 40)) + timedelta(minutes=9 * place)
        events.append((when, lambda c=code, n=number: _sign(stage, campaign, n, c)))
    return events


def _make(stage: Stage, story: Story, campaign: Campaign) -> None:
    office = stage.users["coordinator"]
    members, root = member_units(campaign), stage.units["QL"]
    villages = resolve_units("各村（社区）", within=members, root=root).units
    task = create_task(
        campaign, title=TITLE, requirement=REQUIREMENT, deliverable="送达户数",
        clause=Clause.objects.get(section__campaign=campaign, text__startswith=SOURCE),
        due_at=story.day(FIRST_DUE, time(18, 0)), repeat=Repeat.WEEKS, shift=Shift.BEFORE,
        indicator=Indicator.objects.get(code="visits"), by=office,
        parts=Parts(
            stage.units["QL01"], villages, own={stage.units["QL01-02"].pk: Own(None, FAIR)}
        ),
    )  # fmt: skip
    issue_task(task, by=office)


def _part_events(
    stage: Stage, story: Story, campaign: Campaign, who: tuple[int, str, str], due: int, place: int
) -> Events:
    number, code, how = who
    if how == "to_sign":
        return []
    later = timedelta(minutes=23 * place)
    events: Events = [
        (story.day(due - 3) + later, lambda: _sign(stage, campaign, number, code)),
    ]
    if how == "signed":
        return events
    done = due + 1 if how == "late" else due - 1
    events.append((story.day(done) + later, lambda: _ask(stage, campaign, number, code, place)))
    if how != "asked":
        events.append((story.day(done, time(17)), lambda: _close(stage, campaign, number, code)))
    return events


def _part(campaign: Campaign, number: int, code: str) -> Assignment:
    parts = Assignment.objects.filter(task__campaign=campaign, task__title=TITLE)
    return parts.select_related("task__campaign", "unit").get(occurrence=number, unit__code=code)


def _sign(stage: Stage, campaign: Campaign, number: int, code: str) -> None:
    sign(_part(campaign, number, code), by=stage.reporters[code])


def _ask(stage: Stage, campaign: Campaign, number: int, code: str, place: int) -> None:
    part, figure = _part(campaign, number, code), Decimal(46 + 7 * place + number)
    ask_close(part, text=WORDS, figure=figure, by=stage.reporters[code])


def _close(stage: Stage, campaign: Campaign, number: int, code: str) -> None:
    close_assignment(_part(campaign, number, code), by=stage.users["reviewer"])
