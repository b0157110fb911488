"""The page on which an imported plan is looked over: its text beside what was found in it."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.enums import PieceKind as K
from campaigns.enums import PieceState
from campaigns.import_words import UNITS_OF
from campaigns.models import ImportPiece, PlanImport
from orgs.models import User
from orgs.queries.expressions import ResolvedTerm

from .import_facts import ImportFacts
from .import_source import Paragraph, source_paragraphs

ORDER = (K.SEAT, K.TARGET, K.PHASE, K.DUTY, K.TASK, K.REPORTING, K.SECTION, K.ATTACHMENT)
STANDING = (K.SECTION, K.ATTACHMENT)  # confirmed from the start: no work to look at
LABELS: dict[str, str | Promise] = {
    K.SEAT: _("Leading group"), K.TARGET: _("Targets"), K.PHASE: _("Phases"),
    K.DUTY: _("Unit duties"), K.TASK: _("Tasks"), K.REPORTING: _("Reports to hand in"),
    K.SECTION: _("Sections"), K.ATTACHMENT: _("Attachments"),
}  # fmt: skip
PARTS = {
    "lead": _("Lead unit"), "responsible": _("Responsible units"),
    "support": _("Supporting units"), "units": _("Units"), "unit": _("Unit"),
}  # fmt: skip


@dataclass
class UnitsLine:
    """Words for units in a card, and what each of them means."""

    label: str | Promise
    terms: list[ResolvedTerm]


@dataclass
class Card:
    """One piece on the page; ``number`` counts within its kind."""

    piece: ImportPiece
    number: int
    problems: list[str]
    units: list[UnitsLine]
    is_certain: bool
    indicator: object | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.piece.state == PieceState.OPEN

    @property
    def title(self) -> str:
        """What stands in bold: the title of a task, else the words."""
        return self.piece.fields.get("title") or self.piece.text


@dataclass
class Block:
    """All pieces of one kind."""

    kind: str
    label: str | Promise
    cards: list[Card]

    @property
    def left(self) -> int:
        """How many are still to be looked at."""
        return sum(card.is_open for card in self.cards)


@dataclass
class UnknownName:
    """A name that means no unit here, how often it stands, and names to write instead."""

    name: str
    problem: str
    count: int = 0
    choices: list[str] = field(default_factory=list)


@dataclass
class ImportPage:
    """Everything on the page."""

    plan: PlanImport
    blocks: list[Block]
    paragraphs: list[Paragraph]
    unknown: list[UnknownName]
    total: int
    left: int
    certain: int
    current: int | None

    @property
    def done(self) -> int:
        """How many pieces somebody confirmed or left out."""
        return self.total - self.left

    @property
    def share(self) -> int:
        """The same in percent."""
        return 100 * self.done // self.total if self.total else 100


def open_imports(user: User) -> list[PlanImport]:
    """Imports the person can go on with, latest first, with ``total`` and ``left`` pieces."""
    counted = ~Q(pieces__kind__in=STANDING)
    seen = PlanImport.objects.visible_to(user).open().select_related("unit")
    return list(
        seen.defer("text", "undo")
        .annotate(
            total=Count("pieces", filter=counted),
            left=Count("pieces", filter=counted & Q(pieces__state=PieceState.OPEN)),
        )
        .order_by("-saved_at", "-pk")
    )


def import_page(plan: PlanImport, *, only_open: bool = False, after: int = 0) -> ImportPage:
    """The page as it stands; ``only_open`` leaves out what is done, ``after`` is the piece
    that was looked at last: the next open one is where the work goes on.
    """
    facts = ImportFacts(plan)
    pieces = list(plan.pieces.all())
    cards = [_card(piece, facts) for piece in pieces]
    blocks = [block for block in (_block(kind, cards) for kind in ORDER) if block.cards]
    unknown = _unknown(cards)
    counted = [card for card in cards if card.piece.kind not in STANDING]
    left = [card for block in blocks for card in block.cards if card.is_open]
    certain = [card for card in left if card.is_certain]
    page = ImportPage(
        plan, blocks, source_paragraphs(plan.text, pieces), unknown, len(counted),
        sum(card.is_open for card in counted), len(certain), _current(left, cards, after),
    )  # fmt: skip
    if only_open:
        for block in blocks:
            block.cards = [card for card in block.cards if card.is_open]
        page.blocks = [block for block in blocks if block.cards]
    return page


def certain_pieces(plan: PlanImport) -> list[ImportPiece]:
    """Open pieces that the reader was sure of and in which nothing is in doubt."""
    facts = ImportFacts(plan)
    return [piece for piece in plan.pieces.filter(state=PieceState.OPEN) if facts.is_certain(piece)]


def pieces_below(plan: PlanImport, heading: ImportPiece | None) -> list[ImportPiece]:
    """Tasks and duties of a section: from its heading to the next of its level or above."""
    kept = plan.pieces.exclude(state=PieceState.DROPPED)
    found = kept.filter(kind__in=(K.TASK, K.DUTY))
    if heading is None:
        return list(found)
    level = heading.fields.get("level", "1")
    later = kept.filter(kind=K.SECTION, start__gt=heading.start)
    ends = next((one.start for one in later if one.fields.get("level", "1") <= level), None)
    found = found.filter(start__gte=heading.start)
    return list(found if ends is None else found.filter(start__lt=ends))


def headings_of(plan: PlanImport) -> list[ImportPiece]:
    """The headings that have tasks or duties below them."""
    kept = plan.pieces.filter(kind=K.SECTION).exclude(state=PieceState.DROPPED)
    tasks = plan.pieces.filter(kind__in=(K.TASK, K.DUTY)).exclude(state=PieceState.DROPPED)
    starts = sorted(tasks.values_list("start", flat=True))
    headings = list(kept)
    found = []
    for at, one in enumerate(headings):
        level = one.fields.get("level", "1")
        later = (x.start for x in headings[at + 1 :] if x.fields.get("level", "1") <= level)
        ends = next(later, None)
        last = len(starts) if ends is None else bisect_left(starts, ends)
        if last > bisect_left(starts, one.start):
            found.append(one)
    return found


def _card(piece: ImportPiece, facts: ImportFacts) -> Card:
    units = [
        UnitsLine(PARTS[key], facts.units(piece.fields[key]).lines)
        for key in UNITS_OF[K(piece.kind)]
        if piece.fields.get(key)
    ]
    problems = facts.problems(piece) if piece.state != PieceState.DROPPED else []
    is_certain = not problems and facts.is_certain(piece)
    indicator = facts.indicator(piece.fields) if piece.kind == K.TARGET else None
    return Card(piece, 0, problems, units, is_certain, indicator)


def _block(kind: str, cards: Iterable[Card]) -> Block:
    mine = [card for card in cards if card.piece.kind == kind]
    for number, card in enumerate(mine, start=1):
        card.number = number
    return Block(kind, LABELS[kind], mine)


def _current(left: Sequence[Card], cards: Sequence[Card], after: int) -> int | None:
    """The open piece that follows the one looked at last, in the order of the page."""
    last = next((card.piece for card in cards if card.piece.pk == after), None)
    if last is not None:
        place = (ORDER.index(K(last.kind)), last.position)
        for card in left:
            if (ORDER.index(K(card.piece.kind)), card.piece.position) > place:
                return card.piece.pk
    return left[0].piece.pk if left else None


def _unknown(cards: Iterable[Card]) -> list[UnknownName]:
    found: dict[str, UnknownName] = {}
    for card in cards:
        if card.piece.state == PieceState.DROPPED:
            continue
        for term in (term for line in card.units for term in line.terms if term.problem):
            name = found.setdefault(term.term, UnknownName(term.term, term.problem))
            name.count += 1
            name.choices = term.choices
    return sorted(found.values(), key=lambda one: -one.count)
