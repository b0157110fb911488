"""What the review queue can be narrowed to, with how much each choice would leave."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fraudwatch.lib.numbers import posted_whole
from reports.enums import Timeliness
from reports.stages import Stage

FIGURES = frozenset({"unusual", "extreme", "reused"})


@dataclass(frozen=True)
class Wanted:
    """What the queue is narrowed to, read from the address; unknown words mean everything.

    ``period``, ``unit`` and ``template`` are keys; ``level`` is a desk other than one's own;
    ``only`` is ``figures`` (something unusual), ``late``, ``first`` or ``plain`` (nothing to
    remark).
    """

    period: int | None = None
    unit: int | None = None
    template: int | None = None
    level: str = ""
    only: str = ""
    page: int = 1

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "Wanted":
        """From the parameters of an address."""
        level, only = params.get("level", ""), params.get("only", "")
        return cls(
            period=posted_whole(params.get("period")) or None,
            unit=posted_whole(params.get("unit")) or None,
            template=posted_whole(params.get("template")) or None,
            level=level if level in Stage.values else "",
            only=only if only in KINDS else "",
            page=posted_whole(params.get("page")) or 1,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.period or self.unit or self.template or self.level or self.only)


KINDS = {
    "figures": lambda row: any(code in FIGURES for code, _count in row["risks"]),
    "late": lambda row: row["timeliness"] == Timeliness.LATE or row["is_corrected_late"],
    "first": lambda row: any(code == "first" for code, _count in row["risks"]),
    "plain": lambda row: not row["risks"],
}


@dataclass(frozen=True)
class Choice:
    """One thing to narrow the queue to, with how many reports it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool


def unit_choices(rows: list[dict], wanted: Wanted) -> list[Choice]:
    """The units above what waits, in tree order."""
    counts = Counter(row["unit__parent_id"] for row in rows if row["unit__parent_id"])
    names = {row["unit__parent_id"]: row for row in rows}
    ordered = sorted(counts, key=lambda key: names[key]["unit__parent__path"])
    return [
        Choice(str(key), names[key]["unit__parent__name"], counts[key], key == wanted.unit)
        for key in ordered
    ]


def report_choices(rows: list[dict], wanted: Wanted) -> list[Choice]:
    """The reports that something waits for, those of the lowest keys first."""
    counts = Counter(row["template"] for row in rows)
    names = {row["template"]: row["template_name"] for row in rows}
    return [
        Choice(str(key), names[key], counts[key], key == wanted.template) for key in sorted(counts)
    ]


def kind_choices(rows: list[dict], wanted: Wanted) -> list[Choice]:
    labels = {
        "figures": _("Unusual figures"),
        "late": _("Late"),
        "first": _("First report"),
        "plain": _("Nothing to remark"),
    }
    found = [
        Choice(code, labels[code], sum(map(test, rows)), code == wanted.only)
        for code, test in KINDS.items()
    ]
    return [choice for choice in found if choice.count or choice.is_chosen]
