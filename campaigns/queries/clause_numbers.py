"""The whole number of each sentence of a plan (四（二）1), by which sheets point to it."""

from campaigns.clauses import chinese_number, numbers
from campaigns.enums import SectionKind
from campaigns.models import Campaign, Clause


def numbered_clauses(campaign: Campaign) -> list[tuple[Clause, str]]:
    """Every sentence with its number within the plan, in order; two queries.

    A paragraph without a number of its own bears that of the one above it and its place
    below that: 四（二）第1段.
    """
    found = []
    at = 0
    for section in campaign.sections.prefetch_related("clauses"):
        at += section.kind != SectionKind.PREAMBLE
        top = "" if section.kind == SectionKind.PREAMBLE else chinese_number(at)
        clauses = list(section.clauses.all())
        chain, loose = [top, "", "", ""], 0
        labels = numbers(clause.level for clause in clauses)
        for clause, label in zip(clauses, labels, strict=True):
            if clause.level:
                chain[clause.level :] = [label.strip(" ."), *[""] * (3 - clause.level)]
                loose = 0
                found.append((clause, "".join(chain)))
            else:
                loose += 1
                found.append((clause, f"{''.join(chain)}第{loose}段"))
    return found
