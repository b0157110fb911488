"""The fields of a plan's facts and tasks, and their values, as a page prints them (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from fraudwatch.lib.weeks import day_label, moment_label
from fraudwatch.lib.wording import NOTHING

from .enums import Part, Repeat, Shift, TargetOp

NAMES: dict[str, Promise] = {
    "title": gettext_lazy("title"),
    "theme": gettext_lazy("theme"),
    "starts_on": gettext_lazy("first day"),
    "ends_on": gettext_lazy("last day"),
    "name": gettext_lazy("name"),
    "op": gettext_lazy("held against"),
    "value": gettext_lazy("target value"),
    "per_unit": gettext_lazy("for each unit"),
    "due_on": gettext_lazy("due on"),
    "unit": gettext_lazy("unit"),
    "text": gettext_lazy("text"),
    "sha256": gettext_lazy("file"),
    "requirement": gettext_lazy("requirement"),
    "deliverable": gettext_lazy("deliverable"),
    "phase": gettext_lazy("phase"),
    "due_at": gettext_lazy("due date"),
    "repeat": gettext_lazy("how often"),
    "every": gettext_lazy("interval"),
    "until": gettext_lazy("repeats until"),
    "shift": gettext_lazy("on days off"),
    "part": pgettext_lazy("in a task", "part"),
    "own_due_at": gettext_lazy("own due date"),
    "own_requirement": gettext_lazy("own requirement"),
}
THINGS: dict[str, Promise] = {
    "campaign": gettext_lazy("Campaign"),
    "phase": gettext_lazy("Phase"),
    "target": gettext_lazy("Target"),
    "duty": gettext_lazy("Unit duty"),
    "attachment": gettext_lazy("Attachment"),
}
CHOICES = {"part": Part, "repeat": Repeat, "shift": Shift, "op": TargetOp}
DAYS = frozenset({"starts_on", "ends_on", "due_on", "until"})
MOMENTS = frozenset({"due_at", "own_due_at"})
SHOWN_DIGITS = 8


@dataclass(frozen=True)
class FieldWords:
    """A field's name, and what it said before and says now."""

    name: str
    old: str
    new: str


def field_words(fields: Iterable[tuple[str, object, object]]) -> list[FieldWords]:
    """Fields as ``(name, before, now)``, each in words."""
    return [
        FieldWords(str(NAMES.get(name, name)), value_words(name, old), value_words(name, new))
        for name, old, new in fields
    ]


def value_words(name: str, value: object) -> str:
    """A value of a content as a reader knows it; a dash for nothing."""
    if value is None or value == "":
        return NOTHING
    if name in MOMENTS:
        return moment_label(datetime.fromisoformat(str(value)))
    if name in DAYS:
        return day_label(date.fromisoformat(str(value)))
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)[:SHOWN_DIGITS] if name == "sha256" else str(value)


def thing_words(what: str) -> str:
    """What kind of fact it is: phase, target, duty."""
    return str(THINGS[what])
