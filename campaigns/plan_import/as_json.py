"""A draft in the exchange schema of predictions: plain lists and texts (pure)."""

from .draft import Draft, PartialDate
from .script import in_its_script


def as_json(draft: Draft, source: str = "") -> dict:
    """The draft as a dictionary that ``json`` writes, in the script of its ``source``."""
    draft = in_its_script(draft, source)
    return {
        "title": draft.title.value if draft.title else None,
        "theme": draft.theme.value if draft.theme else None,
        "period": _period(draft),
        "leading_group": _group(draft),
        "sections": [
            {"level": one.level, "number": one.number, "heading": one.heading}
            for one in draft.sections
        ],
        "targets": [
            {
                "text": one.text, "metric": one.metric, "op": one.op,
                "value": int(one.value) if one.value == int(one.value) else one.value,
                "unit": one.unit,
            }
            for one in draft.targets
        ],
        "phases": [
            {"name": one.name, "start": _day(one.start), "end": _day(one.end)}
            for one in draft.phases
        ],
        "tasks": [
            {"quote": one.quote, "units": one.units, "deadline": _day(one.deadline)}
            for one in draft.tasks
        ],
        "reporting": [
            {"frequency": one.frequency, "due": one.due, "to": one.to, "what": one.what}
            for one in draft.reporting
        ],
    }  # fmt: skip


def _day(day: PartialDate | None) -> str | None:
    return str(day) if day else None


def _period(draft: Draft) -> dict | None:
    if draft.period is None:
        return None
    return {"start": _day(draft.period.start), "end": _day(draft.period.end)}


def _group(draft: Draft) -> dict | None:
    group = draft.group
    if group is None:
        return None
    return {
        "name": group.name.value if group.name else None,
        "office_at": group.office_at.value if group.office_at else None,
        "members": [
            {"role": one.role, "person": one.person, "post": one.post, "unit": one.unit}
            for one in group.members
        ],
    }
