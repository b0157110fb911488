"""Which figures the analysis grid offers, and which one it is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from campaigns.models import Target
from reports.figures import part_key, split_key
from reports.models import TemplateItem
from reports.pivot import INDICATORS, MEASURES, SIDES, UNITS, Subject
from reports.pivot_ask import Ask
from reports.queries.dashboard import target_of


def subjects_of(items: Iterable[TemplateItem], below: Mapping[int, Target | None]) -> list[Subject]:
    """The report's figures in its order; ``below`` are the targets of single units."""
    found = []
    for item in items:
        one, goal = item.indicator, target_of(item)
        own = below.get(one.pk) if below else goal
        found.append(Subject(one, one.code, one.shown_name, one.shown_unit, own, goal))
    return found


def parts_of(subject: Subject) -> list[Subject]:
    """The parts of a figure that is typed in parts."""
    if subject.key != subject.indicator.code:
        return []
    return [
        Subject(subject.indicator, part_key(subject.key, one.key), one.shown_name, subject.unit)
        for one in subject.indicator.options
    ]


def choices_of(subjects: Sequence[Subject], ask: Ask) -> list[tuple[str, str]]:
    """The figures to choose one from, as keys and names; with parts those that have any."""
    found = []
    for one in subjects:
        if not ask.has_parts or one.indicator.options:
            found.append((one.key, one.label))
        if not ask.has_parts:
            found += [(part.key, f"{one.label} · {part.label}") for part in parts_of(one)]
    return found


def settled(ask: Ask, subjects: Sequence[Subject]) -> tuple[Ask, Subject | None, list[str]]:
    """The wish as this report can fill it, the figure it is about, and what was put right."""
    notes = []
    if ask.has_parts and not any(one.indicator.options for one in subjects):
        ask = ask.with_axes(INDICATORS, SIDES if ask.beside else MEASURES)
        notes.append(_("This report asks for no figure in parts. All its figures are shown."))
    if ask.columns == SIDES and ask.rows == UNITS:
        ask = ask.with_axes(INDICATORS, SIDES)
        notes.append(_("Two sides have different units below them. Figures stand in the rows."))
    if not subjects:
        return ask, None, notes
    known = {key for key, _name in choices_of(subjects, ask)}
    first = min(subjects, key=lambda one: one.own_target is None)
    default = (
        first.key if first.key in known else next(iter(k for k, _n in choices_of(subjects, ask)))
    )
    ask = replace(ask, code=ask.code if ask.code in known else default)
    return ask, subject_at(ask.code, subjects), notes


def subject_at(key: str, subjects: Sequence[Subject]) -> Subject:
    """The figure or part under a key that is known."""
    code, option = split_key(key)
    whole = next(one for one in subjects if one.key == code)
    if not option:
        return whole
    return next(one for one in parts_of(whole) if one.key == key)
