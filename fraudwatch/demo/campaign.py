"""The campaign of the demo: plan, phases, targets, duties and tasks, and how they went."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from campaigns.actions.assignments import (
    ask_close,
    close_assignment,
    give_feedback,
    send_back,
    sign,
)
from campaigns.actions.campaigns import create_campaign, enrol_units
from campaigns.actions.duties import save_duty
from campaigns.actions.indicators import create_indicator
from campaigns.actions.parts import Parts
from campaigns.actions.phases import save_phase
from campaigns.actions.plan import add_section
from campaigns.actions.targets import save_target
from campaigns.actions.tasks import create_task
from campaigns.enums import CampaignKind
from campaigns.library import built_ins
from campaigns.models import Assignment, Campaign, Clause, Indicator, Task

from . import plan
from .calendar import Story
from .indicators import INDICATORS, RATE_LABELS
from .places import MEMBERS
from .stage import Stage

Events = list[tuple[datetime, object]]


def make_indicators(by: object) -> dict[str, Indicator]:
    """The indicator library of the demo, by code."""
    made = {}
    for row in INDICATORS:
        (code, name, name_en, unit, unit_en, kind, measure, direction, text, text_en) = row[:10]
        top, base, top_en, base_en = RATE_LABELS.get(code, ("",) * 4)
        high = row[12]
        made[code] = create_indicator(
            code=code, name=name, name_en=name_en, unit_of_measure=unit, unit_of_measure_en=unit_en,
            kind=kind, measure=measure, direction=direction, help=text, help_en=text_en,
            numerator_label=top, denominator_label=base, numerator_label_en=top_en,
            denominator_label_en=base_en, group=built_ins()[code].fields["group"],
            low=None if high is None else Decimal(0), high=None if high is None else Decimal(high),
            by=by,
        )  # fmt: skip
    return made


def make_campaign(stage: Stage, story: Story, indicators: dict[str, Indicator]) -> Campaign:
    """The campaign with its whole plan, as a draft."""
    by = stage.users["coordinator"]
    start = story.campaign_start
    campaign = create_campaign(
        stage.units["QL"],
        title=plan.TITLE % start.year,
        theme=plan.THEME,
        kind=CampaignKind.TELECOM_FRAUD,
        starts_on=start,
        ends_on=start + timedelta(weeks=plan.WEEKS, days=-1),
        leading_group=stage.group,
        by=by,
    )
    enrol_units(campaign, [stage.units[code] for code in MEMBERS], by=by)
    for kind, heading, lines in plan.SECTIONS:
        add_section(campaign, kind=kind, heading=heading, text="\n".join(lines), by=by)
    for name, first, weeks in plan.PHASES:
        begins = start + timedelta(weeks=first)
        save_phase(
            campaign, name=name, starts_on=begins,
            ends_on=begins + timedelta(weeks=weeks, days=-1), clause=_clause(campaign, name), by=by,
        )  # fmt: skip
    for code, op, value, per_unit, source in plan.TARGETS:
        save_target(
            campaign, indicator=indicators[code], op=op, value=Decimal(value), per_unit=per_unit,
            due_on=campaign.ends_on, clause=_clause(campaign, source), by=by,
        )  # fmt: skip
    for code, text, source in plan.DUTIES:
        save_duty(
            campaign, unit=stage.units[code], text=text, clause=_clause(campaign, source), by=by
        )
    return campaign


def _clause(campaign: Campaign, source: str) -> Clause:
    return Clause.objects.get(section__campaign=campaign, text__startswith=source)


def make_tasks(stage: Stage, story: Story, campaign: Campaign) -> list[tuple[plan.TaskSpec, Task]]:
    """Every task as a draft; they go out when the plan is published."""
    by = stage.users["coordinator"]
    phases = {phase.name: phase for phase in campaign.phases.all()}
    made = []
    for spec in plan.TASKS:
        clause = _clause(campaign, spec.source)
        parts = Parts(
            lead=stage.units.get(spec.lead),
            responsible=[stage.units[code] for code in spec.responsible],
            support=[stage.units[code] for code in spec.support],
        )
        task = create_task(
            campaign, title=spec.title, requirement=clause.text, deliverable=spec.deliverable,
            clause=clause, phase=phases.get(spec.phase), due_at=story.day(spec.due, time(18, 0)),
            parts=parts, by=by,
        )  # fmt: skip
        made.append((spec, task))
    return made


def task_events(stage: Stage, story: Story, made: list[tuple[plan.TaskSpec, Task]]) -> Events:
    """What units and office did with the tasks since, as moments and deeds."""
    events: Events = []
    for number, (spec, task) in enumerate(made):
        done = dict(spec.done)
        for place, part in enumerate(task.assignments.select_related("unit").order_by("pk")):
            how = done.get(part.unit.code, done.get("*"))
            if how:
                begun = timedelta(minutes=17 * (place + 3 * number) % 400)
                events += _part_events(stage, story, part, how, spec.due, begun)
    return events


def _part_events(
    stage: Stage, story: Story, part: Assignment, how: str, due: int, begun: timedelta
) -> Events:
    unit_user = stage.reporters[part.unit.code]
    office = stage.users["reviewer"]
    end = due + 2 if how == "late" else min(due - 3, 36)
    text = plan.FEEDBACK.get(how, "")
    events: Events = [(story.day(3) + begun, lambda: sign(part, by=unit_user))]
    if how in ("working", "asked"):
        when = story.day(30) + begun
        events.append(
            (when, lambda: give_feedback(part, text=plan.FEEDBACK["working"], by=unit_user))
        )
    if how == "asked":
        events.append((story.day(47) + begun, lambda: ask_close(part, text=text, by=unit_user)))
    if how in ("closed", "late", "returned"):
        events.append((story.day(end) + begun, lambda: ask_close(part, text=text, by=unit_user)))
        when = story.day(end, time(16, 30)) + begun
        if how == "returned":
            events.append((when, lambda: send_back(part, reason=plan.SENT_BACK, by=office)))
        else:
            events.append((when, lambda: close_assignment(part, by=office)))
    return events
