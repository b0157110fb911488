"""What the plan's editor shows and hears: who else is there, and what they changed."""

from datetime import timedelta

from django.db.models import Count

from campaigns.enums import LOCKING_VERSIONS
from campaigns.models import Campaign, Clause, PlanComment, PlanPresence, PlanVersion, Section
from fraudwatch.lib import clock
from fraudwatch.lib.weeks import moment_label

STALE = timedelta(seconds=30)


def block_row(clause: Clause) -> dict:
    """A paragraph as the browser takes it; ``by`` and ``at`` say who wrote it last."""
    return {
        "key": str(clause.key),
        "id": clause.pk,
        "section": clause.section_id,
        "version": clause.version,
        "kind": clause.kind,
        "level": clause.level,
        "text": clause.text,
        "by": str(clause.edited_by or ""),
        "at": moment_label(clause.edited_at) if clause.edited_at else "",
    }


def who_else(campaign: Campaign, user: object) -> list[dict]:
    """Who else has the editor open, and in which section (None while reading)."""
    there = PlanPresence.objects.filter(campaign=campaign, seen_at__gte=clock.now() - STALE)
    rows = there.exclude(user=user).select_related("user__person").order_by("pk")
    return [{"name": str(row.user), "section": row.section_id} for row in rows]


def changes_since(campaign: Campaign, step: int) -> dict:
    """Paragraphs written after ``step``, and the order of all as it is now.

    ``sections`` holds key, heading and the paragraphs' keys in order: what an editor has and
    this lacks was taken out.
    """
    sections = {
        section.pk: {"id": section.pk, "heading": section.heading, "kind": section.kind, "keys": []}
        for section in Section.objects.filter(campaign=campaign)
    }
    rows = Clause.objects.filter(section__campaign=campaign).order_by("position", "pk")
    for section, key in rows.values_list("section_id", "key"):
        if section in sections:
            sections[section]["keys"].append(str(key))
    newer = rows.filter(step__gt=step).select_related("edited_by__person")
    return {"sections": list(sections.values()), "blocks": [block_row(row) for row in newer]}


def open_comments(campaign: Campaign) -> dict[str, int]:
    """How many unsettled comments each sentence has, by its key."""
    rows = PlanComment.objects.filter(
        version__campaign=campaign, answers=None, settled_at=None, clause_key__isnull=False
    )
    counted = rows.order_by().values_list("clause_key").annotate(n=Count("pk"))
    return {str(key): n for key, n in counted}


def is_locked(campaign: Campaign) -> bool:
    """Whether the plan is with the reviewers, so that its text does not move."""
    return PlanVersion.objects.filter(campaign=campaign, state__in=LOCKING_VERSIONS).exists()
