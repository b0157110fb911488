"""What does not fit together in a plan: the list to go through before publishing (pure).

``find_flaws`` looks at facts alone. What blocks is what publishing could not carry out: a
task without a lead unit, or without a due moment that its units can still meet. All else is
for a person to judge.
"""

from . import attachments, owners, parts, text
from .facts import (
    AttachmentFact,
    ClauseFact,
    Flaw,
    MemberFact,
    PartFact,
    PhaseFact,
    PlanFacts,
    SectionFact,
    TaskFact,
)

__all__ = [
    "AttachmentFact",
    "ClauseFact",
    "Flaw",
    "MemberFact",
    "PartFact",
    "PhaseFact",
    "PlanFacts",
    "SectionFact",
    "TaskFact",
    "find_flaws",
]
CHECKS = (
    parts.task_flaws,
    parts.phase_flaws,
    text.date_flaws,
    text.length_flaws,
    text.blank_flaws,
    text.seat_flaws,
    parts.leader_flaws,
    attachments.attachment_flaws,
    text.number_flaws,
    owners.unit_flaws,
    owners.unassigned_flaws,
    parts.member_flaws,
    parts.target_flaws,
    parts.source_flaws,
)


def find_flaws(facts: PlanFacts) -> list[Flaw]:
    """Everything that does not fit, what blocks publishing first."""
    empty = [] if facts.has_text else [text.no_text()]
    found = [*empty, *(flaw for check in CHECKS for flaw in check(facts))]
    return sorted(found, key=lambda flaw: not flaw.blocks)
