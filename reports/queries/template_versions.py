"""The versions of a template: which periods use which, and what differs between two."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Max, Min, Prefetch
from django.utils.translation import gettext as _

from fraudwatch.lib.numbers import format_number
from reports.models import ReportTemplate, TemplateItem, TemplateVersion
from reports.queries.content import wording
from reports.queries.template_checks import said


@dataclass(frozen=True)
class VersionRow:
    """A version with what it holds and the periods that use it."""

    version: TemplateVersion
    items: int
    blocks: int
    checks: int
    periods: int
    first: object
    last: object
    before: int


@dataclass(frozen=True)
class Change:
    """One line of a comparison: what, ``how`` (added, removed, changed) and the details."""

    how: str
    name: str
    details: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions, by kind of content."""

    old: TemplateVersion
    new: TemplateVersion
    groups: list[tuple[str, list[Change]]]

    @property
    def is_empty(self) -> bool:
        """Whether both ask for the same."""
        return not any(changes for _name, changes in self.groups)


def version_rows(template: ReportTemplate) -> list[VersionRow]:
    """The versions, newest first."""
    rows = list(
        template.versions.annotate(
            n_items=Count("items", distinct=True),
            n_blocks=Count("blocks", distinct=True),
            n_checks=Count("checks", distinct=True),
            n_periods=Count("periods", distinct=True),
            first_on=Min("periods__starts_on"),
            last_on=Max("periods__ends_on"),
        ).order_by("-number")
    )
    return [
        VersionRow(
            version=one, items=one.n_items, blocks=one.n_blocks, checks=one.n_checks,
            periods=one.n_periods, first=one.first_on, last=one.last_on,
            before=rows[n + 1].number if n + 1 < len(rows) else 0,
        )
        for n, one in enumerate(rows)
    ]  # fmt: skip


def compare(template: ReportTemplate, old: int, new: int) -> Comparison | None:
    """What differs between two versions by number; ``None`` when one is not there."""
    found = {
        one.number: one
        for one in template.versions.filter(number__in=[old, new]).prefetch_related(
            Prefetch("items", TemplateItem.objects.select_related("indicator")),
            "blocks",
            "checks",
        )
    }
    if old not in found or new not in found or old == new:
        return None
    before, after = found[old], found[new]
    return Comparison(
        before,
        after,
        [
            (_("Indicators asked for"), _changes(_items(before), _items(after), _item_details)),
            (_("Texts"), _changes(_blocks(before), _blocks(after), _block_details)),
            (_("Figure checks"), _changes(_checks(before), _checks(after), _check_details)),
        ],
    )


def _changes(
    before: Mapping[str, tuple[str, object]],
    after: Mapping[str, tuple[str, object]],
    details: Callable[[object, object], Iterable[str]],
) -> list[Change]:
    found = [Change("added", name) for key, (name, _row) in after.items() if key not in before]
    found += [Change("removed", name) for key, (name, _row) in before.items() if key not in after]
    for key, (name, row) in after.items():
        if key in before:
            differs = list(details(before[key][1], row))
            if differs:
                found.append(Change("changed", name, differs))
    return found + _moved(before, after)


def _moved(before: Mapping[str, tuple], after: Mapping[str, tuple]) -> list[Change]:
    """One line when what both have stands in another order."""
    old = [key for key in before if key in after]
    new = [key for key in after if key in before]
    if old == new:
        return []
    first = next(key for key, other in zip(new, old, strict=True) if key != other)
    name = after[first][0]
    words = _("another order, from “%(name)s” on") % {"name": name}
    return [Change("changed", _("Order"), [words])]


def _items(version: TemplateVersion) -> dict[str, tuple[str, TemplateItem]]:
    return {
        item.indicator.code: (wording(item.indicator.name, item.indicator.name_en), item)
        for item in version.items.all()
    }


def _item_details(old: TemplateItem, new: TemplateItem) -> Iterable[str]:
    if old.section != new.section:
        yield _("section: %(old)s → %(new)s") % {
            "old": wording(old.section, old.section_en),
            "new": wording(new.section, new.section_en),
        }
    if old.is_required != new.is_required:
        yield _("now required") if new.is_required else _("now optional")
    ranges = [_range_words(one) for one in (old, new)]
    if ranges[0] != ranges[1]:
        yield _("usual range: %(old)s → %(new)s") % {"old": ranges[0], "new": ranges[1]}


def _range_words(item: TemplateItem) -> str:
    if not item.has_own_range:
        return _("as in the library")
    return f"{_edge(item.low)} – {_edge(item.high)}"


def _edge(value: Decimal | None) -> str:
    return format_number(value) if value is not None else "…"


def _blocks(version: TemplateVersion) -> dict[str, tuple[str, object]]:
    return {
        block.key: (wording(block.label, block.label_en), block) for block in version.blocks.all()
    }


def _block_details(old: object, new: object) -> Iterable[str]:
    labels = [wording(one.label, one.label_en) for one in (old, new)]
    if labels[0] != labels[1]:
        yield _("called “%(old)s” before") % {"old": labels[0]}
    if old.is_required != new.is_required:
        yield _("now required") if new.is_required else _("now optional")
    spans = [(one.min_length, one.max_length) for one in (old, new)]
    if spans[0] != spans[1]:
        yield _("length: %(a)d–%(b)d → %(c)d–%(d)d") % {
            "a": spans[0][0], "b": spans[0][1], "c": spans[1][0], "d": spans[1][1],
        }  # fmt: skip


def _checks(version: TemplateVersion) -> dict[str, tuple[str, object]]:
    items = version.items.all()
    return {check.expression: (said(check, items), check) for check in version.checks.all()}


def _check_details(old: object, new: object) -> Iterable[str]:
    if old.is_on != new.is_on:
        yield _("switched on") if new.is_on else _("switched off")
    if old.severity != new.severity:
        yield _("now: %(what)s") % {"what": new.get_severity_display()}
    if (old.message, old.message_en) != (new.message, new.message_en):
        yield _("told: %(message)s") % {"message": wording(new.message, new.message_en)}
