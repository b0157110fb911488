"""Starting a campaign (新建行动) from a sketch: an outline, an earlier campaign, a higher one."""

import uuid

from django.db import transaction

from campaigns.models import Campaign, Clause, PlanAttachment, Section, Task
from campaigns.sketches import Sketch, SketchSection, SketchTask
from orgs.actions.audit import record
from orgs.models import Unit, User

from .campaigns import create_campaign, enrol_units
from .duties import save_duty
from .higher_plans import link_campaign
from .parts import Parts
from .phases import save_phase
from .plan import add_section
from .targets import save_target
from .tasks import create_task


@transaction.atomic
def start_campaign(
    owner: Unit,
    sketch: Sketch,
    *,
    title: str,
    kind: str,
    by: User,
    theme: str = "",
    leading_group: object = None,
    parent: Campaign | None = None,
    note: str = "",
) -> Campaign:
    """Make the campaign that ``sketch`` shows, as a draft: all of it or nothing.

    Members, text, phases, targets, duties and draft tasks are made by their own actions and
    refused by them; phases, targets, duties and tasks point to their sentences. With
    ``parent`` the campaign implements the higher one. ``note`` says in the audit trail
    where it comes from. CampaignError as from the actions.
    """
    campaign = create_campaign(
        owner, title=title, kind=kind, theme=theme, leading_group=leading_group,
        starts_on=sketch.starts_on, ends_on=sketch.ends_on, by=by,
    )  # fmt: skip
    if parent is not None:
        link_campaign(campaign, parent=parent, version=campaign.version, by=by)
    if sketch.members:
        enrol_units(campaign, sketch.members, by=by)
    sources = _write_text(campaign, sketch, by)
    phases = {
        phase.name: save_phase(
            campaign, name=phase.name, starts_on=phase.starts_on, ends_on=phase.ends_on,
            clause=sources.get(phase.source), by=by,
        )
        for phase in sketch.phases
    }  # fmt: skip
    for target in sketch.targets:
        save_target(
            campaign, indicator=target.indicator, op=target.op, value=target.value,
            per_unit=target.per_unit, due_on=target.due_on, clause=sources.get(target.source),
            by=by,
        )  # fmt: skip
    for duty in sketch.duties:
        clause = sources.get(duty.source)
        save_duty(campaign, unit=duty.unit, text=duty.text, clause=clause, by=by)
    for task in sketch.tasks:
        _write_task(campaign, task, sources.get(task.source), phases.get(task.phase), by)
    record("campaign.started", campaign, by=by, path=owner.path, note=note)
    return campaign


def _write_text(campaign: Campaign, sketch: Sketch, by: User) -> dict[str, Clause]:
    """The sections with their sentences; returns the sentences by their key in the sketch."""
    sources: dict[str, Clause] = {}
    for part in sketch.sections:
        section = add_section(campaign, kind=part.kind, heading=part.heading, by=by)
        sources |= _write_clauses(section, part)
    PlanAttachment.objects.bulk_create(
        PlanAttachment(campaign=campaign, number=number, title=title)
        for number, title in sketch.attachments
    )
    return sources


def _write_clauses(section: Section, part: SketchSection) -> dict[str, Clause]:
    rows = [
        Clause(
            section=section, key=uuid.uuid4(), kind=clause.kind, level=clause.level,
            text=clause.text, position=position,
        )
        for position, clause in enumerate(part.clauses)
    ]  # fmt: skip
    made = Clause.objects.bulk_create(rows)
    return {
        clause.key: row for clause, row in zip(part.clauses, made, strict=True) if clause.key
    }  # fmt: skip


def _write_task(
    campaign: Campaign, task: SketchTask, clause: Clause | None, phase: object, by: User
) -> Task:
    return create_task(
        campaign, title=task.title, requirement=task.requirement, deliverable=task.deliverable,
        clause=clause, phase=phase, parent=task.parent, due_at=task.due_at, by=by,
        parts=Parts(task.lead, task.responsible, task.support), **task.extras,
    )  # fmt: skip
