"""Saving what an open editor holds: paragraph by paragraph, each guarded by its own version."""

import uuid
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns import prose
from campaigns.clauses import clean_heading
from campaigns.edits import Block, Edit, Gone, Heading
from campaigns.models import Campaign, Clause, Section
from campaigns.queries.editor import block_row
from campaigns.queries.sources import Source, hanging, orphan_sentence
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import User

from .guards import check_text_open, next_step
from .sources import move_sources

Key = uuid.UUID


@dataclass
class Saved:
    """What became of each part of an edit, as the browser reads it.

    ``saved`` names paragraphs with their new version, ``gone`` sentences that are out,
    ``headings`` sections renamed; ``conflicts`` carry the text that somebody else saved first,
    ``refused`` a sentence why not, and what hangs on a sentence that was to go.
    """

    step: int
    saved: list[dict] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    conflicts: list[dict] = field(default_factory=list)
    refused: list[dict] = field(default_factory=list)


@dataclass
class _Work:
    """One save under way: who writes, the rows it is about, and what changed so far."""

    campaign: Campaign
    by: User
    saved: Saved
    rows: dict[Key, Clause]
    sections: dict[int, Section]
    sources: dict[int, list[Source]]
    orders: dict[int, list[Key]] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    changes: dict[str, list] = field(default_factory=dict)

    def order(self, section: int) -> list[Key]:
        """The keys of a section in their order, read once."""
        if section not in self.orders:
            keys = Clause.objects.filter(section=section).values_list("key", flat=True)
            self.orders[section] = list(keys)
        return self.orders[section]

    def stamp(self) -> dict[str, object]:
        """What every paragraph written now carries."""
        return {"step": self.saved.step, "edited_by": self.by, "edited_at": clock.now()}


@transaction.atomic
def save_text(campaign: Campaign, *, edit: Edit, by: User) -> Saved:
    """Write what an editor sent; each paragraph by itself, so that one conflict stops no other.

    A paragraph that somebody else saved first is not touched and comes back as a conflict with
    their text; the same message sent twice has one effect. A sentence that a task, target, duty
    or phase comes from does not go. CampaignError while the plan is with the reviewers.
    """
    step = next_step(campaign)
    check_text_open(campaign)
    keys = [one.key for one in (*edit.blocks, *edit.gone)]
    keys += [one.into for one in edit.gone if one.into]
    rows = Clause.objects.filter(key__in=keys).select_related("section", "edited_by")
    found = {row.key: row for row in rows}
    leaving = [found[one.key].pk for one in edit.gone if one.key in found]
    work = _Work(
        campaign, by, Saved(step), found,
        {section.pk: section for section in campaign.sections.all()}, hanging(leaving),
    )  # fmt: skip
    for heading in edit.headings:
        _save_heading(work, heading)
    for block in edit.blocks:
        _save_block(work, block)
    for gone in edit.gone:
        _take_out(work, gone)
    _put_in_order(work)
    _finish(work)
    return work.saved


def _finish(work: _Work) -> None:
    Section.objects.filter(pk__in=work.touched).update(
        version=F("version") + 1, edited_by=work.by, edited_at=clock.now()
    )
    if work.changes:
        record(
            "plan.text_saved", work.campaign, by=work.by, path=work.campaign.owner.path,
            changes=work.changes, technical=True,
        )  # fmt: skip


def _save_heading(work: _Work, heading: Heading) -> None:
    section = work.sections.get(heading.section)
    text = clean_heading(heading.text)
    if section is None:
        return
    done = section.heading == text or Section.objects.filter(
        pk=section.pk, heading__in=[heading.was, text]
    ).update(heading=text)
    if not done:
        who = str(section.edited_by or "")
        theirs = {"section": section.pk, "heading": section.heading, "by": who}
        work.saved.conflicts.append(theirs)
        return
    work.saved.headings.append(section.pk)
    if section.heading != text:
        work.changes[f"section {section.pk}"] = [section.heading, text]
        work.touched.add(section.pk)


def _save_block(work: _Work, block: Block) -> None:
    clause = work.rows.get(block.key)
    sentence = _objection(work, block, clause)
    if sentence:
        work.saved.refused.append({"key": str(block.key), "sentence": sentence})
    elif clause is None and block.version:
        work.saved.conflicts.append({"key": str(block.key), "gone": True})
    elif clause is None:
        _add(work, block)
    elif (clause.kind, clause.level, clause.text) == (block.kind, block.level, block.text):
        _place(work, block, clause)
        _say_saved(work, clause)
    else:
        _rewrite(work, block, clause)


def _objection(work: _Work, block: Block, clause: Clause | None) -> str:
    if block.section not in work.sections:
        return _("The section of this sentence is no longer there. Put it into another one.")
    if clause is not None and clause.section.campaign_id != work.campaign.pk:
        return _("This sentence belongs to another plan. Copy its words into a new one.")
    return prose.flaw(block.kind, block.text)


def _add(work: _Work, block: Block) -> None:
    order = work.order(block.section)
    clause = Clause.objects.create(
        key=block.key, section=work.sections[block.section], kind=block.kind, level=block.level,
        text=block.text, position=len(order), **work.stamp(),
    )  # fmt: skip
    work.rows[block.key] = clause
    _insert(order, block)
    work.changes[str(clause.pk)] = ["", block.text]
    work.touched.add(block.section)
    _say_saved(work, clause)


def _rewrite(work: _Work, block: Block, clause: Clause) -> None:
    version = block.version
    if clause.edited_by_id == work.by.pk and clause.text == block.tried:
        version = clause.version  # the answer to one's own earlier save got lost on the way
    fields = {"kind": block.kind, "level": block.level, "text": block.text, **work.stamp()}
    written = Clause.objects.filter(pk=clause.pk, version=version).update(
        **fields, version=F("version") + 1
    )
    if not written:
        work.saved.conflicts.append(block_row(clause))
        return
    work.changes[str(clause.pk)] = [clause.text, block.text]
    clause.text, clause.version = block.text, version + 1
    work.touched.add(clause.section_id)
    _place(work, block, clause)
    _say_saved(work, clause)


def _place(work: _Work, block: Block, clause: Clause) -> None:
    if not block.is_placed:
        return
    order = work.order(clause.section_id)
    if clause.key in order:
        order.remove(clause.key)
    work.touched |= {clause.section_id, block.section}
    if clause.section_id != block.section:
        Clause.objects.filter(pk=clause.pk).update(section=block.section, **work.stamp())
        clause.section = work.sections[block.section]
    _insert(work.order(block.section), block)


def _insert(order: list[Key], block: Block) -> None:
    if block.key in order:
        order.remove(block.key)
    if block.after is None:
        order.insert(0, block.key)
    elif block.after in order:
        order.insert(order.index(block.after) + 1, block.key)
    else:  # its neighbour went meanwhile
        order.append(block.key)


def _say_saved(work: _Work, clause: Clause) -> None:
    row = {"key": str(clause.key), "id": clause.pk, "version": clause.version}
    work.saved.saved.append(row)


def _take_out(work: _Work, gone: Gone) -> None:
    clause = work.rows.get(gone.key)
    if clause is None or clause.section.campaign_id != work.campaign.pk:
        work.saved.gone.append(str(gone.key))
        return
    into = _heir(work, gone)
    mine = gone.version == 0 and clause.edited_by_id == work.by.pk
    if clause.version != gone.version and not mine:
        work.saved.conflicts.append(block_row(clause))
        return
    sources = [] if into else work.sources.get(clause.pk, [])
    if sources:
        holds = [source.as_json() for source in sources]
        sentence = orphan_sentence(clause, sources)
        work.saved.refused.append(block_row(clause) | {"sentence": sentence, "holds": holds})
        return
    if into:
        move_sources([clause.pk], into)
        work.sources |= hanging([into.pk])
    order = work.order(clause.section_id)
    Clause.objects.filter(pk=clause.pk, version=clause.version).delete()
    if clause.key in order:
        order.remove(clause.key)
    work.changes[str(clause.pk)] = [clause.text, ""]
    work.touched.add(clause.section_id)
    work.saved.gone.append(str(gone.key))


def _heir(work: _Work, gone: Gone) -> Clause | None:
    """The sentence that took up the words: another one of this plan that is still there."""
    into = work.rows.get(gone.into) if gone.into not in (None, gone.key) else None
    is_here = into is not None and into.section.campaign_id == work.campaign.pk
    return into if is_here and str(into.key) not in work.saved.gone else None


def _put_in_order(work: _Work) -> None:
    """Positions follow the orders that changed; untouched sections are not read at all."""
    places: dict[str, list] = {}
    for section, keys in work.orders.items():
        rows = {row.key: row for row in Clause.objects.filter(section=section)}
        moved = []
        for position, key in enumerate(key for key in keys if key in rows):
            if rows[key].position != position:
                places.setdefault(f"place {rows[key].pk}", [rows[key].position + 1, position + 1])
                rows[key].position = position
                moved.append(rows[key])
        Clause.objects.bulk_update(moved, ["position"])
    if not work.changes:  # a new order by itself is a change; otherwise it follows from one
        work.changes = places
