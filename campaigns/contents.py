"""The pinned content of a plan: its canonical form, its digest, its numbering (pure).

A content is plain JSON (see ``campaigns.queries.snapshots.plan_content``): words, keys and
ISO dates. Two contents with the same digest say the same, whatever database made them.
"""

import hashlib
import json
from collections.abc import Iterable

from .clauses import chinese_number, numbers
from .enums import SectionKind, TaskState

Content = dict


def canonical(content: Content) -> str:
    """The one way to write a content down: sorted keys, no spaces, characters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(content: Content) -> str:
    """The SHA-256 of the canonical form, in 64 small hexadecimal figures."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def section_labels(kinds: Iterable[str]) -> list[str]:
    """一、二、 in front of each heading; a preamble has no number and takes none away."""
    labels, at = [], 0
    for kind in kinds:
        at += kind != SectionKind.PREAMBLE
        labels.append("" if kind == SectionKind.PREAMBLE else f"{chinese_number(at)}、")
    return labels


def numbered_sections(content: Content) -> list[tuple[str, dict, list[tuple[str, dict]]]]:
    """The sections in order: label, section, and its clauses each with its label."""
    sections = content["sections"]
    labels = section_labels(section["kind"] for section in sections)
    found = []
    for label, section in zip(labels, sections, strict=True):
        clauses = section["clauses"]
        inner = numbers(clause["level"] for clause in clauses)
        found.append((label, section, list(zip(inner, clauses, strict=True))))
    return found


def clauses_of(content: Content) -> dict[str, dict]:
    """Every clause by its key."""
    return {
        clause["key"]: clause for section in content["sections"] for clause in section["clauses"]
    }


def is_blank(content: Content) -> bool:
    """Whether the plan has no text at all."""
    return not any(clause["text"].strip() for clause in clauses_of(content).values())


def live_tasks(content: Content) -> dict[int, dict]:
    """The tasks that count, by their keys: those that were withdrawn are left out."""
    return {task["id"]: task for task in content["tasks"] if task["state"] != TaskState.WITHDRAWN}


def characters(content: Content) -> int:
    """How many characters the text has."""
    return sum(len(clause["text"]) for clause in clauses_of(content).values())
