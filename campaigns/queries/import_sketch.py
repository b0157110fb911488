"""What an imported plan becomes: everything confirmed, as the sketch of a draft campaign."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from campaigns.enums import IndicatorKind, PieceState, Repeat, SectionKind
from campaigns.enums import PieceKind as K
from campaigns.import_text import Heading, Written, write_text
from campaigns.models import ImportPiece, PlanImport
from campaigns.sketches import Sketch, SketchDuty, SketchPhase, SketchTarget, SketchTask
from fraudwatch.lib.weeks import day_label, moment
from orgs.models import Unit

from .import_facts import ImportFacts

DUE = time(18, 0)
PREAMBLE, WHOLE, HAND_IN = "前言", "方案正文", "报送"  # words of the plan, whatever the page speaks
WEEKDAYS = "一二三四五六日"
RHYTHMS = {"daily": Repeat.DAILY, "weekly": Repeat.WEEKS, "monthly": Repeat.MONTHLY}


def import_sketch(plan: PlanImport, *, undecided: bool = False) -> Sketch:
    """The draft campaign as it will be made; ``open`` says in sentences what is left out.

    With ``undecided`` as if everything that still waits were confirmed.
    """
    return _Writer(plan, undecided=undecided).sketch()


class _Writer:
    """One plan on its way; sentences on what is left open gather in ``open``."""

    def __init__(self, plan: PlanImport, *, undecided: bool) -> None:
        self.plan, self.facts = plan, ImportFacts(plan)
        states = [PieceState.CONFIRMED, *([PieceState.OPEN] if undecided else [])]
        self.pieces = list(plan.pieces.filter(state__in=states))
        self.open: list[str] = []
        self.phases: dict[str, SketchPhase] = {}
        self.text = self._text()

    def of(self, kind: str) -> Iterable[ImportPiece]:
        return (piece for piece in self.pieces if piece.kind == kind)

    def sketch(self) -> Sketch:
        phases = [made for piece in self.of(K.PHASE) if (made := self._phase(piece))]
        targets = [made for piece in self.of(K.TARGET) if (made := self._target(piece))]
        duties = [
            SketchDuty(unit, piece.text, self.source(piece))
            for piece in self.of(K.DUTY)
            for unit in self._units(piece.fields.get("units", ""))
        ]
        tasks = [self._task(piece) for piece in self.of(K.TASK)]
        tasks += [self._report(piece) for piece in self.of(K.REPORTING)]
        tasks.sort(key=lambda task: task.number)
        units = {duty.unit.pk: duty.unit for duty in duties}
        for task in tasks:
            named = [*([task.lead] if task.lead else []), *task.responsible, *task.support]
            units |= {unit.pk: unit for unit in named}
        self._say_open(tasks)
        return Sketch(
            starts_on=self.plan.starts_on, ends_on=self.plan.ends_on,
            sections=self.text.sections, phases=phases, targets=targets, duties=duties,
            tasks=tasks, attachments=self._attachments(),
            members=sorted(units.values(), key=lambda one: (one.depth, one.position, one.code)),
            open=list(dict.fromkeys(self.open)),
        )  # fmt: skip

    def source(self, piece: ImportPiece) -> str:
        return self.text.key_at(piece.start)

    def _text(self) -> Written:
        headings = [
            Heading(one.start, one.end, int(one.fields.get("level") or 1), one.text,
                    one.fields.get("kind") or SectionKind.OTHER)
            for one in self.of(K.SECTION)
        ]  # fmt: skip
        first = (PREAMBLE, SectionKind.PREAMBLE) if headings else (WHOLE, SectionKind.OTHER)
        return write_text(self.plan.text, headings, *first, title=self.plan.title)

    def _units(self, words: str) -> list[Unit]:
        found = self.facts.units(words)
        self.open += found.problems
        return found.units

    def _inside(self, day: date | None, about: str) -> date | None:
        if day is None or self.plan.starts_on <= day <= self.plan.ends_on:
            return day
        sentence = _("“%(what)s”: %(day)s lies outside the campaign's days and is left out.")
        self.open.append(sentence % {"what": about, "day": day_label(day)})
        return None

    def _phase(self, piece: ImportPiece) -> SketchPhase | None:
        name, fields = piece.text[:60], piece.fields
        first = self._inside(self.facts.day(fields.get("starts_on", "")), name)
        last = self._inside(self.facts.day(fields.get("ends_on", "")), name)
        if first is None or last is None or last < first or name in self.phases:
            sentence = _("The phase “%(name)s” has no days of its own and stays text only.")
            self.open.append(sentence % {"name": name})
            return None
        self.phases[name] = SketchPhase(name, first, last, self.source(piece))
        return self.phases[name]

    def _target(self, piece: ImportPiece) -> SketchTarget | None:
        indicator = self.facts.indicator(piece.fields)
        try:
            value = Decimal(piece.fields.get("value", ""))
        except InvalidOperation:
            value = None
        is_fit = indicator is not None and value is not None and value >= 0
        if is_fit and indicator.kind == IndicatorKind.RATE:
            is_fit = value <= 100
        if is_fit and indicator.kind == IndicatorKind.WHOLE:
            is_fit = value == value.to_integral_value()
        if not is_fit or not piece.fields.get("op") or self._is_set(indicator.pk):
            sentence = _("The target “%(text)s” has no indicator of its own and stays text only.")
            self.open.append(sentence % {"text": piece.text[:40]})
            return None
        return SketchTarget(
            indicator, piece.fields["op"], value, due_on=self.plan.ends_on,
            source=self.source(piece),
        )  # fmt: skip

    def _is_set(self, indicator: int) -> bool:
        """Whether an earlier target has the indicator already; it has from now on."""
        self._set = getattr(self, "_set", set())
        was, self._set = indicator in self._set, self._set | {indicator}
        return was

    def _task(self, piece: ImportPiece) -> SketchTask:
        fields = piece.fields
        title = (fields.get("title") or piece.text)[:120]
        lead, responsible, support = self._parts(fields)
        phase = self.phases.get(fields.get("phase", ""))
        day = self._inside(self.facts.day(fields.get("due_on", "")), title)
        return SketchTask(
            title=title, requirement="" if piece.text == title else piece.text,
            source=self.source(piece), phase=phase.name if phase else "",
            due_at=self._due(day or (phase.ends_on if phase else None)), lead=lead,
            responsible=responsible, support=support, number=piece.position,
        )  # fmt: skip

    def _due(self, day: date | None) -> datetime | None:
        day = day or self.plan.due_on
        return moment(day, 0, DUE) if day else None

    def _parts(self, fields: dict[str, str]) -> tuple[Unit | None, list[Unit], list[Unit]]:
        """Who leads, who answers, who supports; a unit named first leads, a group does not."""
        leads = self._units(fields.get("lead", ""))
        answers = self._units(fields.get("responsible", ""))
        lead = leads[0] if leads else None
        if lead is None and answers:
            first = self.facts.units(fields["responsible"]).lines[0].units
            lead = first[0] if len(first) == 1 else None
        if lead is None:
            standing = self._units(self.plan.lead)
            lead = standing[0] if standing else None
        taken = {lead.pk} if lead else set()
        return lead, _fresh(leads + answers, taken), _fresh(
            self._units(fields.get("support", "")), taken
        )  # fmt: skip

    def _report(self, piece: ImportPiece) -> SketchTask:
        fields, title = piece.fields, f"{HAND_IN}{piece.text[:80]}"
        units = self._units(fields.get("units", ""))
        lead = units[0] if len(units) == 1 else next(iter(self._units(self.plan.lead)), None)
        day = self._inside(self.facts.day(fields.get("due_on", "")), title)
        day = day or self._weekday(fields.get("due", ""))
        repeat, extras = RHYTHMS.get(fields.get("frequency", "")), {}
        if repeat and day:
            extras = {"repeat": repeat, "every": 1, "until": self.plan.ends_on}
        elif repeat:
            sentence = _("“%(what)s” comes back regularly: set its first day.")
            self.open.append(sentence % {"what": title})
        return SketchTask(
            title=title, requirement=self.plan.text[piece.start : piece.end].strip()[:4000],
            source=self.source(piece), due_at=self._due(day), lead=lead,
            responsible=_fresh(units, {lead.pk} if lead else set()), number=piece.position,
            extras=extras,
        )  # fmt: skip

    def _weekday(self, words: str) -> date | None:
        """每周五前: the first such day of the campaign."""
        name = words.partition("周")[2][:1]
        if not name or name not in WEEKDAYS + "天":
            return None
        wanted = WEEKDAYS.replace("天", "日").index("日" if name == "天" else name)
        first = self.plan.starts_on
        day = first + timedelta(days=(wanted - first.weekday()) % 7)
        return day if day <= self.plan.ends_on else None

    def _attachments(self) -> list[tuple[int, str]]:
        found: dict[int, str] = {}
        for at, piece in enumerate(self.of(K.ATTACHMENT), start=1):
            number = piece.fields.get("number", "")
            number = int(number) if number.isdecimal() and len(number) < 4 else at
            if found.setdefault(number, piece.text[:120]) != piece.text[:120]:
                sentence = _("Two attachments have the number %(n)d. The first one is kept.")
                self.open.append(sentence % {"n": number})
        return sorted(found.items())

    def _say_open(self, tasks: list[SketchTask]) -> None:
        unlooked = self.plan.pieces.filter(state=PieceState.OPEN).count()
        if unlooked:
            sentence = _("%(n)d pieces are not confirmed: they stay text only.")
            self.open.insert(0, sentence % {"n": unlooked})
        for task in tasks if self.plan.revises_id is None else ():
            if task.lead is None:
                sentence = _("The task “%(task)s” has no lead unit yet.")
                self.open.append(sentence % {"task": task.title})
            if task.due_at is None:
                sentence = _("The task “%(task)s” has no due date yet.")
                self.open.append(sentence % {"task": task.title})


def _fresh(units: Iterable[Unit], taken: set[int]) -> list[Unit]:
    """Those that have no part yet; they have one from now on."""
    found = []
    for unit in units:
        if unit.pk not in taken:
            taken.add(unit.pk)
            found.append(unit)
    return found
