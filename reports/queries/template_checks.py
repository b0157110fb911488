"""A template's checks in words, and what they would have said of past reports (试算)."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.http import Http404
from django.utils.translation import gettext as _

from campaigns.models.indicators import is_chinese
from fraudwatch.lib.numbers import format_number
from reports.enums import COUNTED
from reports.expression_nodes import Expression, Ref
from reports.models import Report, ReportTemplate, TemplateCheck, TemplateItem, TemplateVersion
from reports.queries.content import items_of, known_keys, past_of, wording
from reports.rule_checks import facts_of, read_rule

IN_CHINESE = {"and": "且", "or": "或", "not": "非"}  # the language takes both
PERIODS = 26
SHOWN = 50


@dataclass(frozen=True)
class Name:
    """A figure that a condition may name; ``written`` is how it is typed."""

    written: str
    label: str
    unit: str
    is_part: bool


@dataclass(frozen=True)
class CheckRow:
    """A check with its condition in words; ``words`` is empty when it can no longer be read."""

    check: TemplateCheck
    words: str
    about: str
    message: str


@dataclass
class ChecksPage:
    """The checks of the version that the next period opens with."""

    version: TemplateVersion
    is_used: bool
    rows: list[CheckRow]
    names: list[Name]


@dataclass(frozen=True)
class Stopped:
    """A past report that the check would have stopped, with the figures it names."""

    report: Report
    figures: list[tuple[str, str]]


@dataclass
class Trial:
    """A check held against past reports: of how many, how many could not be told, which stopped."""

    of: int = 0
    untold: int = 0
    found: int = 0
    stopped: list[Stopped] = field(default_factory=list)


def latest_version(template: ReportTemplate) -> TemplateVersion:
    """The version that the next period opens with."""
    return template.versions.order_by("-number").first()


def checks_page(template: ReportTemplate) -> ChecksPage:
    """The checks of the latest version and the names that conditions may use."""
    version = latest_version(template)
    items = items_of(version)
    return ChecksPage(
        version=version,
        is_used=version.periods.exists(),
        rows=[_row(check, items) for check in version.checks.all()],
        names=names_of(items),
    )


def check_of(template: ReportTemplate, key: int) -> TemplateCheck:
    """A check of the latest version. Http404 for any other."""
    check = TemplateCheck.objects.filter(template_version__template=template, pk=key).first()
    if check is None or check.template_version_id != latest_version(template).pk:
        raise Http404
    return check


def names_of(items: Iterable[TemplateItem]) -> list[Name]:
    """How each figure is written in a condition, parts after their sum."""
    names = []
    for item in items:
        one = item.indicator
        unit = wording(one.unit_of_measure, one.unit_of_measure_en)
        label = wording(one.name, one.name_en)
        names.append(Name(_written(one.code), label, unit, False))
        names += [
            Name(_written(f"{one.code}/{part.key}"), f"{label}·{part.shown_name}", unit, True)
            for part in one.options
        ]
    return names


def _written(key: str) -> str:
    """A key as it is typed: in brackets when it is not a plain word."""
    plain = all(word.isascii() and word.replace("_", "a").isalnum() for word in key.split("/"))
    return key if plain and not any(word.isdigit() for word in key.split("/")) else f"[{key}]"


def said(check: TemplateCheck, items: Iterable[TemplateItem]) -> str:
    """The condition in words; as it was typed when it can no longer be read."""
    return _words(check, items) or check.expression


def _words(check: TemplateCheck, items: Iterable[TemplateItem]) -> str:
    read = read_rule(check.expression, known_keys(items))
    return in_words(read, items) if read else ""


def _row(check: TemplateCheck, items: list[TemplateItem]) -> CheckRow:
    labels = _labels(items)
    return CheckRow(
        check,
        words=_words(check, items),
        about=labels.get(check.about, check.about),
        message=wording(check.message, check.message_en),
    )


def _labels(items: Iterable[TemplateItem]) -> dict[str, str]:
    labels = {}
    for item in items:
        one = item.indicator
        labels[one.code] = wording(one.name, one.name_en)
        for part in one.options:
            labels[f"{one.code}/{part.key}"] = f"{labels[one.code]}·{part.shown_name}"
    return labels


def in_words(read: Expression, items: Iterable[TemplateItem]) -> str:
    """The condition with the names of the figures in place of their codes."""
    labels, words, at = _labels(items), [], 0
    for mention in read.mentions:
        words += [_signs(read.text[at : mention.start]), ref_words(mention.ref, labels)]
        at = mention.end
    return "".join([*words, _signs(read.text[at:])])


def _signs(text: str) -> str:
    """What stands between the figures: the signs of print, on a Chinese page its keywords."""
    for typed, printed in (("<=", "≤"), (">=", "≥"), ("!=", "≠")):
        text = text.replace(typed, printed)
    if is_chinese():
        text = re.sub(r"(?i)\b(and|or|not)\b", lambda word: IN_CHINESE[word[0].lower()], text)
    return text


def ref_words(ref: Ref, labels: dict[str, str]) -> str:
    """A figure as a condition means it: “last period's visits”."""
    name = labels[ref.key]
    if ref.side:
        name = (_("%(name)s (counted)") if ref.side == "n" else _("%(name)s (out of)")) % {
            "name": name
        }
    if ref.when == "last":
        return _("last %(name)s") % {"name": name}
    if ref.when == "cumulative":
        return _("cumulative %(name)s") % {"name": name}
    if ref.when == "mean":
        return _("mean %(name)s of %(n)d periods") % {"name": name, "n": ref.periods}
    return name


def trial_of(user: object, template: ReportTemplate, check: TemplateCheck) -> Trial:
    """Hold the condition against the reports handed in during the last half year."""
    items = items_of(check.template_version)
    read = read_rule(check.expression, known_keys(items))
    trial = Trial()
    if read is None:
        return trial
    labels = _labels(items)
    starts = list(template.periods.values_list("starts_on", flat=True)[:PERIODS])
    by_unit: dict[int, list[Report]] = defaultdict(list)
    for report in _reports(user, template):
        by_unit[report.unit_id].append(report)
    for rows in by_unit.values():
        for n, report in enumerate(rows):
            if report.state in COUNTED and not report.is_zero and report.period.starts_on in starts:
                facts = facts_of(report.values, past_of(items, rows[n + 1 :]))
                _count(trial, report, read, facts, labels)
    trial.stopped.sort(key=lambda one: one.report.period.starts_on, reverse=True)
    del trial.stopped[SHOWN:]
    return trial


def _reports(user: object, template: ReportTemplate) -> list[Report]:
    """All reports of the template in sight, latest first."""
    rows = Report.objects.visible_to(user).filter(period__template=template)
    return list(
        rows.select_related("unit", "period__template__campaign").order_by("-period__starts_on")
    )


def _count(trial: Trial, report: Report, read: Expression, facts: object, labels: dict) -> None:
    holds = read.holds(facts)
    trial.of += 1
    if holds is None:
        trial.untold += 1
    elif not holds:
        trial.found += 1
        refs = dict.fromkeys(mention.ref for mention in read.mentions)
        figures = [(ref_words(ref, labels), _shown(facts(ref))) for ref in refs]
        trial.stopped.append(Stopped(report, figures))


def _shown(value: Decimal | None) -> str:
    return format_number(None if value is None else value.quantize(Decimal("0.0001")).normalize())
