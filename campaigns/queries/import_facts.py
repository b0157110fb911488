"""What the pieces of an imported plan mean here: units, days, indicators, and what is in doubt."""

from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from campaigns.enums import PieceKind as K
from campaigns.import_words import DAYS_OF, is_masked, read_day, units_words
from campaigns.models import ImportPiece, Indicator, PlanImport
from fraudwatch.lib.weeks import day_label
from orgs.models import Unit
from orgs.queries.expressions import Resolved, UnitReader

CERTAIN = 0.75


class ImportFacts:
    """Reads the words of one imported plan; every expression is looked up once."""

    def __init__(self, plan: PlanImport) -> None:
        self.plan = plan
        within = Unit.objects.under(plan.unit).active()
        self._reader = UnitReader(within=within, root=plan.unit)
        self._known: dict[str, Resolved] = {}

    def units(self, words: str) -> Resolved:
        """The units an expression means below the unit whose plan it is."""
        if words not in self._known:
            self._known[words] = self._reader.resolve(words)
        return self._known[words]

    def day(self, text: str) -> date | None:
        """The day a field means in the plan's year."""
        return read_day(text, self.plan.year)

    @cached_property
    def indicators(self) -> dict[int, Indicator]:
        """The library, by key."""
        return {row.pk: row for row in Indicator.objects.in_use()}

    def indicator(self, fields: dict[str, str]) -> Indicator | None:
        """The one chosen, or else the only one of the library that the words name."""
        chosen = fields.get("indicator") or ""
        if chosen:
            return self.indicators.get(int(chosen)) if chosen.isdecimal() else None
        said = _plain(fields.get("metric", ""))
        rows = self.indicators.values()
        same = [row for row in rows if _plain(row.name) == said]
        if not same:
            same = [row for row in rows if said and _plain(row.name) in said]
        return same[0] if len(same) == 1 else None

    def problems(self, piece: ImportPiece) -> list[str]:
        """What somebody has to look at, in sentences; none when the piece is clear."""
        found = self._unit_problems(piece) + self._day_problems(piece)
        if piece.kind == K.TARGET and self.indicator(piece.fields) is None:
            found.append(_("No indicator of the library is meant for sure. Choose one."))
        if piece.kind == K.TARGET and not piece.fields.get("op"):
            found.append(_("It compares with an earlier period. Set a value, or leave it as text."))
        if piece.kind == K.SEAT and is_masked(piece.fields.get("person", "")):
            found.append(_("No name of a person stands here. Fill it in, or leave it as text."))
        return found

    def _unit_problems(self, piece: ImportPiece) -> list[str]:
        words = units_words(piece.kind, piece.fields)
        if piece.kind in (K.TASK, K.DUTY) and not words:
            return [_("No unit is named. Choose who does it.")]
        return [sentence for text in words.values() for sentence in self.units(text).problems]

    def _day_problems(self, piece: ImportPiece) -> list[str]:
        found = []
        for key in DAYS_OF.get(K(piece.kind), ()):
            text = piece.fields.get(key, "")
            day = self.day(text)
            if not text and piece.kind == K.PHASE:
                found.append(_("The phase has no first or last day. Fill them in."))
            elif text and day is None:
                found.append(self._no_day(text))
            elif day and not self._is_inside(day):
                found.append(
                    _("%(day)s lies outside the campaign's days. Correct it, or the campaign's.")
                    % {"day": day_label(day)}
                )
        return list(dict.fromkeys(found))

    def _no_day(self, text: str) -> str:
        if text.startswith("????"):
            sentence = _("The plan leaves out the year of %(day)s. Set it under “Basics”.")
            return sentence % {"day": text.removeprefix("????-")}
        return _("“%(day)s” is no day. Correct it.") % {"day": text}

    def _is_inside(self, day: date) -> bool:
        first, last = self.plan.starts_on, self.plan.ends_on
        return (first is None or first <= day) and (last is None or day <= last)

    def is_certain(self, piece: ImportPiece) -> bool:
        """Whether the reader was sure and nothing is in doubt."""
        return piece.confidence >= CERTAIN and not self.problems(piece)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold().removesuffix("率")
