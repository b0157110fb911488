"""The order of the plan: sections moved, renamed, split, joined, promoted and demoted.

Sentences keep their keys through all of it, so whatever comes from them still does.
"""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.clauses import FIRST, PLAIN, THIRD, clean_heading
from campaigns.edits import LONGEST_HEADING
from campaigns.enums import ClauseKind, SectionKind
from campaigns.errors import CampaignError
from campaigns.models import Campaign, Clause, Section
from campaigns.prose import plain
from campaigns.queries.sources import hanging, orphan_sentence
from fraudwatch.lib import clock
from orgs.actions.audit import record
from orgs.models import User

from .guards import check_text_open, next_step


def _open(campaign: Campaign) -> int:
    """Queue behind other saves of this plan; CampaignError while it is with the reviewers."""
    step = next_step(campaign)
    check_text_open(campaign)
    return step


@transaction.atomic
def place_section(section: Section, *, place: int, by: User) -> None:
    """Put a section at ``place`` (0 is the first); beyond the last it becomes the last."""
    _open(section.campaign)
    order = list(section.campaign.sections.all())
    was = order.index(section)
    order.insert(min(max(place, 0), len(order) - 1), order.pop(was))
    now = order.index(section)
    if now == was:
        return
    _number(order)
    record(
        "plan.section_moved", section, by=by, path=section.campaign.owner.path,
        changes={"position": [was + 1, now + 1]},
    )  # fmt: skip


@transaction.atomic
def insert_section(
    campaign: Campaign, *, heading: str, kind: str, after: Section | None, by: User
) -> Section:
    """A new section with no text behind ``after``, or as the first one."""
    _open(campaign)
    section = _new(campaign, heading, kind, after, by)
    record("plan.section_added", section, by=by, path=campaign.owner.path)
    return section


@transaction.atomic
def rename_section(section: Section, *, heading: str, kind: str, by: User) -> Section:
    """Another heading or kind; a number typed into the heading is taken off."""
    _open(section.campaign)
    before = [section.heading, section.get_kind_display()]
    section.heading, section.kind = _heading(heading), kind
    _touch(section, by, heading=section.heading, kind=kind)
    after = [section.heading, section.get_kind_display()]
    names = ("heading", "kind")
    changes = {n: [b, a] for n, b, a in zip(names, before, after, strict=True) if b != a}
    if changes:
        record(
            "plan.section_renamed", section, by=by, path=section.campaign.owner.path,
            changes=changes,
        )  # fmt: skip
    return section


@transaction.atomic
def split_section(clause: Clause, *, heading: str, by: User) -> Section:
    """Begin a new section called ``heading`` with this sentence; what follows it goes along."""
    section = clause.section
    step = _open(section.campaign)
    rows = list(section.clauses.all())
    at = rows.index(clause)
    if at == 0:
        raise CampaignError(
            _("This is the first sentence of its section; there is nothing to split off before it.")
        )
    new = _new(section.campaign, heading, section.kind, section, by)
    _carry(rows[at:], new, 0, step)
    _touch(section, by)
    _record_split(section, new, by)
    return new


@transaction.atomic
def promote_clause(clause: Clause, *, by: User) -> Section:
    """Make a sentence the heading of a new section; what follows it goes along.

    What stood below the sentence moves up one level. CampaignError when the sentence is longer
    than a heading, a table, or the source of something.
    """
    section = clause.section
    step = _open(section.campaign)
    if clause.kind == ClauseKind.TABLE:
        raise CampaignError(_("A table cannot become a heading."))
    sources = hanging([clause.pk]).get(clause.pk)
    if sources:
        raise CampaignError(orphan_sentence(clause, sources))
    rows = list(section.clauses.all())
    tail = rows[rows.index(clause) + 1 :]
    below = _below(clause, tail)
    new = _new(section.campaign, plain(clause.text), section.kind, section, by)
    Clause.objects.filter(pk__in=[row.pk for row in below], level__gt=FIRST).update(
        level=F("level") - 1, version=F("version") + 1
    )
    _carry(tail, new, 0, step)
    clause.delete()
    _touch(section, by)
    _record_split(section, new, by)
    return new


@transaction.atomic
def join_section(section: Section, *, keeps_heading: bool, by: User) -> Section:
    """Put a section's sentences behind those of the section before it, which is returned.

    With ``keeps_heading`` (demoting) the heading becomes a （一） sentence and what is numbered
    below it moves down a level; otherwise the heading goes. CampaignError for the first section.
    """
    campaign = section.campaign
    step = _open(campaign)
    order = list(campaign.sections.all())
    at = order.index(section)
    if at == 0:
        raise CampaignError(_("“%(name)s” is the first section.") % {"name": section})
    before, rows = order[at - 1], list(section.clauses.all())
    start = before.clauses.count()
    if keeps_heading:
        Clause.objects.filter(section=section, level__in=range(FIRST, THIRD)).update(
            level=F("level") + 1, version=F("version") + 1
        )
        Clause.objects.create(
            section=before, text=section.heading, level=FIRST, position=start, step=step,
            edited_by=by, edited_at=clock.now(),
        )  # fmt: skip
        start += 1
    _carry(rows, before, start, step)
    _touch(before, by)
    path = campaign.owner.path
    record(
        "plan.section_joined", before, by=by, path=path,
        changes={"section": [section.heading, before.heading]},
    )  # fmt: skip
    left = [one for one in order if one != section]
    section.delete()
    _number(left)
    return before


def _heading(text: str) -> str:
    heading = clean_heading(text)
    if not heading:
        raise CampaignError(_("Write a heading for the section."))
    if len(heading) > LONGEST_HEADING:
        raise CampaignError(
            _("A heading holds at most %(limit)d characters; this one has %(now)d. Shorten it.")
            % {"limit": LONGEST_HEADING, "now": len(heading)}
        )
    return heading


def _new(campaign: Campaign, heading: str, kind: str, after: Section | None, by: User) -> Section:
    order = list(campaign.sections.all())
    section = Section.objects.create(
        campaign=campaign, heading=_heading(heading), edited_by=by, edited_at=clock.now(),
        kind=SectionKind.OTHER if kind == SectionKind.PREAMBLE else kind, position=len(order),
    )  # fmt: skip
    order.insert(order.index(after) + 1 if after else 0, section)
    _number(order)
    return section


def _number(order: list[Section]) -> None:
    for position, one in enumerate(order):
        if one.position != position:
            Section.objects.filter(pk=one.pk).update(position=position)
            one.position = position


def _below(clause: Clause, tail: list[Clause]) -> list[Clause]:
    """The sentences that belong to ``clause``: until the next of its level or above."""
    found = []
    for row in tail:
        if PLAIN < row.level <= max(clause.level, FIRST):
            break
        found.append(row)
    return found


def _carry(rows: list[Clause], to: Section, start: int, step: int) -> None:
    """Put sentences into another section from position ``start`` on."""
    for position, row in enumerate(rows, start=start):
        Clause.objects.filter(pk=row.pk).update(section=to, position=position, step=step)


def _touch(section: Section, by: User, **fields: object) -> None:
    Section.objects.filter(pk=section.pk).update(
        **fields, version=F("version") + 1, edited_by=by, edited_at=clock.now()
    )


def _record_split(section: Section, new: Section, by: User) -> None:
    record(
        "plan.section_split", new, by=by, path=section.campaign.owner.path,
        changes={"section": [section.heading, new.heading]},
    )  # fmt: skip
