"""Taking over what a revised text changes, by the actions of the workshop."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.errors import CampaignError
from campaigns.models import Campaign, Clause, PlanImport
from campaigns.queries.import_changes import (
    GONE,
    NEW,
    Change,
    ImportChanges,
    import_changes,
    section_words,
    units_of,
)
from campaigns.sketches import SketchTask
from fraudwatch.lib import clock
from fraudwatch.lib.errors import DomainError
from orgs.actions.audit import record
from orgs.models import User

from .campaigns import enrol_units
from .parts import Parts
from .phases import delete_phase, save_phase
from .plan import add_section, save_section
from .plan_imports import stale
from .targets import delete_target, save_target
from .task_edits import edit_task
from .tasks import create_task, delete_task


@transaction.atomic
def take_changes(
    plan: PlanImport, keys: Collection[str], *, version: int, by: User, reason: str = ""
) -> list[str]:
    """Take over the changes chosen; returns a sentence for each that an action refused.

    Those that were refused leave nothing behind, the others stand. The import is finished by
    it. StaleVersion when somebody worked on it since ``version``, CampaignError when nothing
    is chosen or nothing could be taken over.
    """
    now = PlanImport.objects.select_for_update(no_key=True, of=("self",)).get(pk=plan.pk)
    if now.campaign_id or now.version != version:
        raise stale(now)
    found = import_changes(plan)
    chosen = [one for one in found.changes if one.key in keys and not one.obstacle]
    if not chosen:
        raise CampaignError(_("Choose what is to be taken over."))
    taker, refusals = _Taker(plan.revises, found, reason, by), []
    # what is gone goes first: its sentence may leave the text only then
    for change in sorted(chosen, key=lambda one: one.action != GONE):
        try:
            with transaction.atomic():
                taker.take(change)
        except DomainError as refusal:
            refusals.append(f"{change.title}: {refusal}")
    if len(refusals) == len(chosen):
        raise CampaignError(" ".join(refusals))
    PlanImport.objects.filter(pk=plan.pk).update(
        campaign=plan.revises, saved_at=clock.now(), undo=[]
    )
    record(
        "plan_import.taken", plan.revises, by=by, path=plan.unit.path, note=plan.name,
        changes={"taken": [0, len(chosen) - len(refusals)]},
    )  # fmt: skip
    return refusals


class _Taker:
    """Takes changes over one by one; sentences are found by their words, also new ones."""

    def __init__(self, campaign: Campaign, found: ImportChanges, reason: str, by: User) -> None:
        self.campaign, self.reason, self.by = campaign, reason, by
        self.words = {
            clause.key: clause.text for section in found.sketch.sections
            for clause in section.clauses
        }  # fmt: skip

    def take(self, change: Change) -> None:
        getattr(self, f"_{change.kind}")(change)

    def source(self, key: str) -> Clause | None:
        rows = Clause.objects.filter(section__campaign=self.campaign, text=self.words.get(key, ""))
        return rows.first()

    def _section(self, change: Change) -> None:
        given = {"kind": change.new.kind, "heading": change.new.heading, "by": self.by}
        words = section_words(change.new)
        if change.action == NEW:
            add_section(self.campaign, text=words, **given)
        else:
            save_section(change.old, version=change.old.version, text=words, **given)

    def _phase(self, change: Change) -> None:
        if change.action == GONE:
            return delete_phase(change.old, by=self.by)
        new = change.new
        save_phase(
            self.campaign, name=new.name, starts_on=new.starts_on, ends_on=new.ends_on,
            clause=self.source(new.source), phase=change.old, by=self.by,
        )  # fmt: skip
        return None

    def _target(self, change: Change) -> None:
        if change.action == GONE:
            return delete_target(change.old, by=self.by)
        new, old = change.new, change.old
        save_target(
            self.campaign, indicator=new.indicator, op=new.op, value=new.value,
            per_unit=old.per_unit if old else new.per_unit,
            due_on=old.due_on if old else new.due_on, clause=self.source(new.source), target=old,
            by=self.by,
        )  # fmt: skip
        return None

    def _task(self, change: Change) -> None:
        if change.action == GONE:
            return delete_task(change.old, by=self.by)
        new: SketchTask = change.new
        enrol_units(self.campaign, units_of(new), by=self.by)
        parts = Parts(new.lead, new.responsible, new.support)
        clause = self.source(new.source)
        facts = {"title": new.title, "requirement": new.requirement}
        if new.due_at:
            facts["due_at"] = new.due_at
        if change.action == NEW:
            phase = self.campaign.phases.filter(name=new.phase).first()
            create_task(
                self.campaign, parts=parts, clause=clause, phase=phase, by=self.by,
                **facts, **new.extras,
            )  # fmt: skip
            return None
        edit_task(
            change.old, version=change.old.version, reason=self.reason, by=self.by,
            parts=parts if units_of(new) else None, clause=clause or change.old.clause, **facts,
        )  # fmt: skip
        return None
