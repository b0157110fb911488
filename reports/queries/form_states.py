"""What autosave answers with, and how a refused form lists what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from fraudwatch.lib.errors import StaleVersion
from fraudwatch.lib.privacy import find_personal_data
from reports.figures import part_key
from reports.models import ReportDraft
from reports.queries.forms import Field, FormPage


@dataclass(frozen=True)
class Problem:
    """One line of the error summary; ``target`` is the input it leads to."""

    label: str
    text: str
    target: str


def problems_of(page: FormPage, problems: dict[str, str]) -> list[Problem]:
    """The refused form's problems in the order of the form."""
    found = [
        Problem(one.label, problems[one.code], _input_of(one))
        for one in page.fields
        if one.code in problems
    ]
    found += [
        Problem(f"{one.label} · {part.label}", problems[key], f"v.{key}")
        for one in page.fields
        for part in one.parts
        if (key := part_key(one.code, part.key)) in problems
    ]
    found += [
        Problem(one.label, problems[one.key], f"t.{one.key}")
        for one in page.blocks
        if one.key in problems
    ]
    if "photos" in problems:
        found.append(Problem(_("Photos"), problems["photos"], "photos"))
    return found


def _input_of(one: Field) -> str:
    if one.warning:
        return f"r.{one.code}"
    if one.parts:
        return f"v.{part_key(one.code, one.parts[0].key)}"
    return f"v.{one.code}.n" if one.kind == "rate" else f"v.{one.code}"


def state_of(page: FormPage, draft: ReportDraft) -> dict:
    """The draft's version and moment, and what the checks say of each figure and text."""
    return {
        "version": draft.version,
        "saved_at": clock_time(draft),
        "checks": {one.code: _said_of(one) for one in page.fields},
        "private": private_hints(page),
    }


def _said_of(one: Field) -> dict[str, str]:
    part = next((part for part in one.parts if part.problem), None)
    problem = f"{part.label}: {part.problem}" if part else one.problem
    return {"problem": problem, "warning": one.warning}


def private_hints(page: FormPage) -> dict[str, dict]:
    """Free texts that seem to hold somebody's number, by input name: a sentence, and what to
    write in the place of what (nothing more is kept of it).
    """
    texts = {f"t.{one.key}": one.value for one in page.blocks}
    texts |= {f"r.{one.code}": one.reason for one in page.fields}
    hints = {name: _private_hint(text) for name, text in texts.items() if text}
    return {name: hint for name, hint in hints.items() if hint}


def _private_hint(text: str) -> dict | None:
    found = find_personal_data(text)
    if not found:
        return None
    words = _("“%(part)s” looks like personal data. Write how many, not who.")
    return {
        "say": words % {"part": found[0].masked},
        "parts": [[one.text, one.masked] for one in found],
    }


def conflict_of(stale: StaleVersion) -> dict:
    """Both sides of a conflict: what the other device saved, by input name, and who did."""
    draft = stale.current
    if draft is None:
        return {"sentence": str(stale), "closed": True}
    return {
        "sentence": _("%(who)s saved this report at %(at)s on another device.")
        % {"who": draft.who, "at": clock_time(draft)},
        "version": draft.version,
        "fields": dict(_inputs(draft)),
    }


def clock_time(draft: ReportDraft | FormPage) -> str:
    """When the draft was saved: 09:14:20."""
    return f"{timezone.localtime(draft.saved_at):%H:%M:%S}"


def _inputs(draft: ReportDraft) -> Iterator[tuple[str, str]]:
    for code, value in draft.values.items():
        if isinstance(value, dict):
            yield from ((f"v.{code}.{part}", str(text)) for part, text in value.items())
        else:
            yield f"v.{code}", str(value)
    yield from ((f"t.{key}", text) for key, text in draft.texts.items())
    yield from ((f"r.{code}", text) for code, text in draft.reasons.items())
