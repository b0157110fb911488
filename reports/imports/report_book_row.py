"""Checking one unit's line of a workbook by the same checks as the form's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from campaigns.privacy import private_problem
from fraudwatch.lib.numbers import PLACES, NumberProblem, parse_number, plain
from reports.actions.submissions import why_not
from reports.book_words import LONGEST_REASON, LONGEST_TEXT, says_yes, typed_figure
from reports.checks import check_texts
from reports.queries.book import FIGURE, BookRow, Slot
from reports.queries.content import Asked, checked

from .report_book_xlsx import Line, Problem

MOST_CHANGES = 60


@dataclass(frozen=True)
class Known:
    """What all lines of a workbook are checked with."""

    slots: list[Slot]
    blocks: list
    asked: Mapping[int, Asked]
    photos: Mapping[int, int]
    photos_wanted: int

    @property
    def flows(self) -> list[Slot]:
        """The figures of the period itself, which a zero report counts as 0."""
        return [slot for slot in self.slots if slot.sort == FIGURE and not slot.is_stock]


class Gathers(Protocol):
    """Where problems go."""

    problems: list[Problem]
    notices: list[str]


class RowCheck:
    """Reads a line into ``planned`` and notes what is wrong with it."""

    def __init__(
        self, known: Known, row: BookRow, line: Line, planned: object, sheet: str, plan: Gathers
    ) -> None:
        self.known, self.row, self.line, self.planned = known, row, line, planned
        self.sheet, self.plan = sheet, plan
        self.before = len(plan.problems)

    def run(self) -> None:
        """Decide the line's outcome."""
        self._read()
        zero = says_yes(self.line.value("zero"))
        if zero is None:
            self.problem("zero", _("Answer “yes” or “no”, or leave the cell empty."))
        elif not self.row.is_open:
            self.planned.outcome = self._closed(zero)
        elif zero:
            self.planned.outcome = "zero"
            self._check_zero()
        elif not self._is_touched():
            self.planned.outcome = "empty"
        else:
            self.planned.outcome = "changed" if self.row.report.revision_number else "new"
            self._check()
        if len(self.plan.problems) > self.before:
            self.planned.outcome = "bad"

    def problem(self, key: str, text: str, value: object = None, meant: str = "") -> None:
        """A problem at this line's cell of that key; ``meant`` is the likely right figure."""
        value = self.line.value(key) if value is None else value
        shown, address = "" if value is None else str(value)[:60], self.line.address(key)
        offer = {"label": meant, "cells": {address: meant}} if meant else {}
        self.plan.problems.append(Problem(self.sheet, address, shown, text, offer))

    def _read(self) -> None:
        """What was typed, as the form would have got it."""
        planned, line = self.planned, self.line
        for slot in self.known.slots:
            value = line.value(slot.key)
            is_whole = type(value) is int and line.is_plain  # as nearly all of them are
            text = str(value) if is_whole else self._typed(slot, value)
            if slot.sort != FIGURE:
                planned.texts[slot.code] = text
            elif slot.part:
                planned.values.setdefault(slot.code, {"n": "", "d": ""})[slot.part] = text
            else:
                planned.values[slot.code] = text

    def _typed(self, slot: Slot, value: object) -> str:
        if not self.line.is_plain and (wrong := self.line.problem(slot.key)):
            self.problem(slot.key, wrong)
            return ""
        if value is None:
            return ""
        if slot.sort != FIGURE:
            return str(value)[:LONGEST_TEXT]
        try:
            return typed_figure(value, slot.kind)
        except NumberProblem as problem:
            self.problem(slot.key, str(problem))
            return ""

    def _is_touched(self) -> bool:
        """Whether anything stands here that was not in the workbook's own stocks."""
        if len(self.plan.problems) > self.before:
            return True
        typed = ((slot, self._text_of(slot)) for slot in self.known.slots)
        return any(text and text != str(self.row.prefilled(slot)) for slot, text in typed)

    def _text_of(self, slot: Slot) -> str:
        found = self.planned.texts if slot.sort != FIGURE else self.planned.values
        return str(slot.of(found)).strip()

    def _closed(self, zero: bool) -> str:
        """A report that no longer waits: the same figures change nothing, others are refused."""
        report = self.row.report
        found = checked(report, self.planned.values, asked=self.known.asked[report.pk])
        texts = {key: text.strip() for key, text in self.planned.texts.items() if text.strip()}
        is_same = zero and report.is_zero or (found.values, texts) == (report.values, report.texts)
        if is_same or not self._is_touched():
            return "same"
        self.problem("code", why_not(report), self.row.unit.name)
        return "bad"

    def _check_zero(self) -> None:
        for slot in self.known.flows:
            if self._text_of(slot) not in ("", "0"):
                self.problem(
                    slot.key, _("A zero report has no figures. Clear this, or answer “no”.")
                )
        reason = str(self.line.value("zero_reason") or "").strip()[:LONGEST_REASON]
        if not reason:
            self.problem("zero_reason", _("Say in a few words why there is nothing to report."))
        elif sentence := private_problem(reason):
            self.problem("zero_reason", sentence)
        self.planned.zero_reason = reason
        self.planned.changes = [[_("Zero report"), "", reason]]

    def _check(self) -> None:
        report, planned = self.row.report, self.planned
        found = checked(report, planned.values, asked=self.known.asked[report.pk])
        for code, text in found.errors.items():
            self._figure_problem(code, text)
        for code, text in found.warnings.items():
            slot = self._slot(code)
            reason = self._remark(slot)
            if sentence := private_problem(reason):
                self._figure_problem(code, sentence)
                reason = ""
            planned.reasons[code] = reason
            planned.warnings.append(
                {"code": code, "label": slot.heading, "cell": self.line.address(slot.key),
                 "text": text, "reason": reason}
            )  # fmt: skip
        for key, text in check_texts(self.known.blocks, planned.texts).items():
            planned.has_text_problem = True
            self.problem(f"t.{key}", text, "")
        missing = self.known.photos_wanted - self.known.photos.get(report.pk, 0)
        if missing > 0:
            text = _("Add at least %(wanted)s photos; there are %(there)s.")
            there = self.known.photos_wanted - missing
            self.problem("code", text % {"wanted": self.known.photos_wanted, "there": there})
        planned.changes = self._changes(found.values)

    def _figure_problem(self, code: str, text: str) -> None:
        slot = self._slot(code)
        address = self.line.address(slot.key)
        if all(found.cell != address for found in self.plan.problems[self.before :]):
            self.problem(slot.key, text, meant=self._meant(slot))

    def _meant(self, slot: Slot) -> str:
        """The figure that something like “20户” or “3.2万” stands for, to be offered."""
        if slot.kind in PLACES:
            try:
                parse_number(self._text_of(slot), kind=slot.kind, unit=slot.unit)
            except NumberProblem as problem:
                return "" if problem.suggestion is None else plain(problem.suggestion)
        return ""

    def _slot(self, code: str) -> Slot:
        """The column of a figure; of a broken-down or two-number one the first to blame."""
        named = [slot for slot in self.known.slots if slot.sort == FIGURE and slot.code == code]
        named = named or [slot for slot in self.known.slots if slot.item == code]
        blank = [slot for slot in named if not self._text_of(slot)]
        return (blank or named)[0]

    def _remark(self, slot: Slot) -> str:
        """The reason given in the sheet: beside the figure, or at the end of the unit's row."""
        for key in (f"remark:{slot.key}", "remark"):
            value = self.line.value(key)
            if value is not None:
                return str(value).strip()[:LONGEST_REASON]
        return ""

    def _changes(self, understood: Mapping[str, object]) -> list[list[str]]:
        """What differs from what is there: heading, before, after."""
        found, there, texts = [], self.row.values, self.row.texts
        for slot in self.known.slots:
            is_figure = slot.sort == FIGURE
            before = str(slot.of(there if is_figure else texts)).strip()
            after = str((is_figure and slot.of(understood)) or self._text_of(slot))
            if before != after:
                found.append([slot.heading, before[:80], after[:80]])
        return found[:MOST_CHANGES]
