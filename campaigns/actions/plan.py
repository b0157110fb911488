"""Everything that changes the plan's text: sections, their clauses, and unsaved drafts."""

import uuid

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from campaigns import prose
from campaigns.clauses import Paragraph, clean_heading, compose, match_clauses, parse_text
from campaigns.errors import CampaignError
from campaigns.models import Campaign, Clause, Section, SectionDraft
from campaigns.queries.sources import hanging, orphan_sentence
from fraudwatch.lib import clock
from fraudwatch.lib.errors import StaleVersion
from orgs.actions.audit import record
from orgs.models import User

from .guards import check_text_open, next_step, write_fresh

LONGEST = 20_000


def section_text(section: Section) -> str:
    """The section as its editor shows it: numbered, one clause a line."""
    clauses = section.clauses.all()
    return compose([Paragraph(clause.level, clause.text, clause.kind) for clause in clauses])


@transaction.atomic
def add_section(
    campaign: Campaign, *, kind: str, heading: str, by: User, text: str = ""
) -> Section:
    """A new section at the end of the plan; a number typed into the heading is taken off."""
    step = next_step(campaign)
    check_text_open(campaign)
    last = campaign.sections.aggregate(last=Max("position"))["last"]
    section = Section.objects.create(
        campaign=campaign, kind=kind, heading=clean_heading(heading), edited_by=by,
        edited_at=clock.now(), position=0 if last is None else last + 1,
    )  # fmt: skip
    _write_clauses(section, text, step, by)
    record("plan.section_added", section, by=by, path=campaign.owner.path)
    return section


def save_section(
    section: Section, *, version: int, heading: str, kind: str, text: str, by: User
) -> Section:
    """Save a section that the editor opened as ``version``.

    Sentences that were only reworded keep their identity, so tasks, targets, duties and
    phases keep their source. When somebody else saved in between nothing is overwritten:
    the text is kept as this person's draft and StaleVersion carries the section as it
    stands. CampaignError when a sentence would vanish that something still comes from.
    """
    try:
        return _save(section, version, heading, kind, text, by)
    except StaleVersion:
        keep_draft(section, heading=heading, text=text, based_on=version, by=by)
        raise


@transaction.atomic
def _save(section: Section, version: int, heading: str, kind: str, text: str, by: User) -> Section:
    step = next_step(section.campaign)
    check_text_open(section.campaign)
    heading = clean_heading(heading)
    if len(text) > LONGEST:
        raise CampaignError(
            _("A section holds at most %(limit)d characters; this one has %(now)d. Split it.")
            % {"limit": LONGEST, "now": len(text)}
        )
    before = {"heading": section.heading, "text": section_text(section)}
    write_fresh(section, version, heading=heading, kind=kind, edited_by=by, edited_at=clock.now())
    _write_clauses(section, text, step, by)
    SectionDraft.objects.filter(section=section, user=by).delete()
    after = {"heading": heading, "text": section_text(section)}
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changes:
        record(
            "plan.section_saved", section, by=by, path=section.campaign.owner.path,
            changes=changes,
        )  # fmt: skip
    return section


def _write_clauses(section: Section, text: str, step: int, by: User) -> None:
    old = list(section.clauses.all())
    new = parse_text(text)
    for paragraph in new:
        if sentence := prose.flaw(paragraph.kind, paragraph.text):
            raise CampaignError(sentence)
    places = match_clauses([clause.text for clause in old], [one.text for one in new])
    kept = {at for at in places if at is not None}
    _refuse_orphans([clause for at, clause in enumerate(old) if at not in kept])
    Clause.objects.filter(pk__in=[c.pk for at, c in enumerate(old) if at not in kept]).delete()
    stamp = {"step": step, "edited_by": by, "edited_at": clock.now()}
    for position, (paragraph, at) in enumerate(zip(new, places, strict=True)):
        words = {"level": paragraph.level, "text": paragraph.text, "kind": paragraph.kind}
        if at is None:
            Clause.objects.create(
                section=section, key=uuid.uuid4(), position=position, **words, **stamp
            )
            continue
        clause = old[at]
        row = Clause.objects.filter(pk=clause.pk)
        if (clause.level, clause.text, clause.kind) != tuple(words.values()):
            row.update(position=position, version=F("version") + 1, **words, **stamp)
        elif clause.position != position:
            row.update(position=position)


def _refuse_orphans(gone: list[Clause]) -> None:
    """A sentence that a task, target, duty or phase comes from does not vanish unasked."""
    sources = hanging(clause.pk for clause in gone)
    for clause in gone:
        if clause.pk in sources:
            raise CampaignError(orphan_sentence(clause, sources[clause.pk]))


@transaction.atomic
def keep_draft(
    section: Section, *, heading: str, text: str, based_on: int, by: User
) -> SectionDraft:
    """Keep what somebody typed and has not saved; never touches the section itself."""
    draft, _is_new = SectionDraft.objects.update_or_create(
        section=section,
        user=by,
        defaults={
            "heading": heading[:120],
            "text": text[:LONGEST],
            "based_on": based_on,
            "saved_at": clock.now(),
        },
    )
    return draft


def drop_draft(section: Section, *, by: User) -> None:
    """Forget one's own draft of a section: the saved text stands."""
    SectionDraft.objects.filter(section=section, user=by).delete()


@transaction.atomic
def move_section(section: Section, *, step: int, by: User) -> None:
    """Move a section up (``step`` -1) or down (1); at the edge nothing happens."""
    next_step(section.campaign)
    check_text_open(section.campaign)
    order = list(section.campaign.sections.all())
    at = order.index(section)
    to = at + (1 if step > 0 else -1)
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, one in enumerate(order):
        if one.position != position:
            Section.objects.filter(pk=one.pk).update(position=position)
    record(
        "plan.section_moved", section, by=by, path=section.campaign.owner.path,
        changes={"position": [at + 1, to + 1]},
    )  # fmt: skip


@transaction.atomic
def delete_section(section: Section, *, version: int, by: User) -> None:
    """Take a section out of the plan; its text stays in the audit trail.

    StaleVersion when somebody changed it meanwhile; CampaignError when a task, target,
    duty or phase comes from one of its sentences.
    """
    next_step(section.campaign)
    check_text_open(section.campaign)
    text = section_text(section)
    write_fresh(section, version, edited_by=by)
    _refuse_orphans(list(section.clauses.all()))
    record(
        "plan.section_deleted", section.campaign, by=by, path=section.campaign.owner.path,
        changes={"section": [section.heading, ""], "text": [text, ""]},
    )  # fmt: skip
    after = Section.objects.filter(campaign=section.campaign, position__gt=section.position)
    after.update(position=F("position") - 1)
    section.delete()
